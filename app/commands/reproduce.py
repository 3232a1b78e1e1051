"""``coalitions reproduce``: run again what made a table, a figure or a report, and say whether it is the same."""

from __future__ import annotations

import html
import io
import itertools
import re
import shlex
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..errors import FAILED, UserError, explained
from ..options import command_line, plugin_words
from . import screen
from .study import Request, run_in_store
from .writing import make_folder

if TYPE_CHECKING:
    import pandas

ISOLATED = ("-E", "-P")
"""How Python is started: nothing is imported from the folder of the file or of the call, or from ``PYTHONPATH``."""

COMMANDS = ("run", "compare", "demo")
"""Commands that make figures and reports; nothing else that a file says is run."""

PLUGIN = "--plugin"
"""The option that names code: what a file says of it is said to whoever asks, and never followed."""

MADE_BY = re.compile(r"made by: (coalitions [^\0<\n]*)")
MAKE_AGAIN = re.compile(r"<p>Make it again:</p><pre><code>([^<]*)</code></pre>")


def answer(path: Path, output: Path | None, workers: int | None) -> None:
    """Make a file again in a folder, and compare the two.

    Args:
        path: an exported table, or a figure or report of ``run``, ``compare`` or ``demo``.
        output: where the new one goes; a folder beside the file where not given.

    Raises:
        UserError: the file is not there, or does not say what made it.
        typer.Exit: 1 where it comes out differently.
    """
    from clever_coalitions.experiments.studies.exports import origin
    from clever_coalitions.scenarios.opening import FIGURE, TABLE, check

    folder = output or path.with_name(f"{path.stem}-again")
    with explained():
        said = origin(path)
        check(path, TABLE if said else FIGURE)
    if said:
        _table_again(path, said, folder, workers)
    else:
        _figure_again(path, folder)


def _table_again(path: Path, said: dict[str, Any], folder: Path, workers: int | None) -> None:
    """Run the study of a table again, all of it, into a store of its own, and export the table."""
    from clever_coalitions.experiments.studies import Store
    from clever_coalitions.experiments.studies.exports import export, read_table
    from clever_coalitions.experiments.studies.reading import study_from
    from clever_coalitions.sim.edition import model_edition

    if said["model"] != model_edition():
        typer.echo(f"made by {said['model']}, made again by {model_edition()}: it may differ", err=True)
    with explained():
        study = study_from(said["study"], str(path))
    make_folder(folder)
    command = command_line(["reproduce", str(path)])
    run_in_store(study, Request(folder / "store", workers, "", False, False, command), is_quiet=True)
    with explained():
        files = export(Store.open(folder / "store"), path.suffix.removeprefix("."), folder, command)
    again = next((file for file in files if file.stem == said["table"]), None)
    if again is None:
        raise UserError(f"{path}: it says that it is the table {said['table']!r}, which this study does not keep")
    with explained():
        is_same = _is_same(read_table(path), read_table(again))
    _say_whether(is_same, path, again)


def _is_same(before: pandas.DataFrame, after: pandas.DataFrame) -> bool:
    """Return whether two tables are the same but for the names of runs, which have the edition of the model in them."""
    names = ["key", "experiment"]
    one, other = (table.drop(columns=[name for name in names if name in table.columns]) for table in (before, after))
    return one.equals(other)


def _figure_again(path: Path, folder: Path) -> None:
    """Give the command again that made a figure or report."""
    words = _command_in(path)
    make_folder(folder)
    target = folder / path.name if words[0] == "run" else folder
    words = [*_with_output(_without_plugins(path, words), target), *plugin_words()]
    line = [sys.executable, *ISOLATED, "-m", "clever_coalitions.app.cli", *words]
    typer.echo(f"running again: {shlex.join(['coalitions', *words])}", err=True)
    done = subprocess.run(line, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise UserError(f"{path}: what made it could not be done again (exit status {done.returncode})")
    again = next((one for one in (folder / path.name, folder / f"report{path.suffix}") if one.is_file()), None)
    if again is None:
        raise UserError(f"{path}: it was done again in {folder}, but no file there has this one's name; rename it back")
    _say_whether(_content(path) == _content(again), path, again)


def _without_plugins(path: Path, words: list[str]) -> list[str]:
    """Return a command without the code that it names; whoever asks for it again chooses that.

    Raises:
        UserError: it names some, and nobody chose any.
    """
    named = [word.removeprefix(f"{PLUGIN}=") for word in words if word.startswith(f"{PLUGIN}=")]
    named += [after for word, after in itertools.pairwise(words) if word == PLUGIN]
    if named and not plugin_words():
        raise UserError(
            f"{path}: it was made with code that does not ship: {', '.join(named)}. "
            f"If you trust that code, say so: coalitions reproduce {shlex.quote(str(path))} {PLUGIN} FILE_OR_MODULE"
        )
    return [
        word
        for before, word in zip(["", *words], words, strict=False)
        if PLUGIN not in (before, word) and not word.startswith(f"{PLUGIN}=")
    ]


def _bytes_of(path: Path) -> bytes:
    from clever_coalitions.scenarios.opening import FIGURE, content_of

    with explained():
        return content_of(path, FIGURE)


def _content(path: Path) -> bytes:
    """Return a file without the line that names the folder it was written to."""
    return re.sub(rb"(?s)<p>Make it again:</p>.*?(?:</pre>|\Z)", b"", _bytes_of(path))


def _expected(path: Path) -> str:
    from clever_coalitions.experiments.studies.exports import SIDECAR

    if path.suffix.lower() == ".csv":
        return f"{path.name}{SIDECAR} beside it, as it was exported: move both"
    return "one that coalitions has written"


def _command_in(path: Path) -> list[str]:
    """Return the words of the command that made a file, without ``coalitions``.

    Raises:
        UserError: it names none, or one that makes no figure.
    """
    said = _words_in(path.suffix.lower(), _bytes_of(path))
    found = MADE_BY.search(said) or MAKE_AGAIN.search(said)
    if not found:
        raise UserError(f"{path}: this file does not say what made it; expected {_expected(path)}")
    try:
        program, *words = shlex.split(html.unescape(found[1]))
    except ValueError:
        program, words = "", []
    if program == "coalitions" and words[:1] == ["study"]:
        raise UserError(f"{path}: this tells of a study. Run it again with {found[1]!r}, or give one of its tables")
    if program != "coalitions" or not words or words[0] not in COMMANDS:
        raise UserError(f"{path}: it says that it was made by {found[1]!r}, which makes no figure")
    return words


def _words_in(suffix: str, content: bytes) -> str:
    """Return the text in which a file says where it comes from."""
    if suffix == ".png":
        return _words_in_png(content)
    if suffix == ".pdf":
        found = re.match(rb"((?:\\.|[^\\)])*+)\)", content.partition(b"/Keywords (")[2])
        words = re.sub(rb"\\(.)", rb"\1", found[1]) if found else b""
        return words.decode("utf-16" if words.startswith(b"\xfe\xff") else "utf-8", "replace")
    return content.decode("utf-8", "replace")


def _words_in_png(content: bytes) -> str:
    from PIL import Image

    try:
        # It warns of a large size, and no pixel is looked at.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as image:
            return str(image.info.get("Source", ""))
    except Exception:  # a damaged image raises whatever its reader happens to trip over
        return ""


def _with_output(words: list[str], target: Path) -> list[str]:
    """Return a command that writes elsewhere."""
    kept = list(words)
    while "--output" in kept:
        place = kept.index("--output")
        del kept[place : place + 2]
    return [*kept, "--output", str(target)]


def _say_whether(is_same: bool, path: Path, again: Path) -> None:
    console = screen.answer_console()
    if is_same:
        console.print(f"the same again: {again}", markup=False, soft_wrap=True)
        return
    console.print(f"not the same: {path} and {again} differ", markup=False, soft_wrap=True)
    raise typer.Exit(FAILED)
