"""Programs that share what they import: each is a process of its own, forked off one that has imported the libraries.

Starting Python, importing, loading machine code and tearing it all down takes two seconds of each program; most of
those here take less.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import traceback
import types
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

SHARED = (
    "clever_coalitions.app.cli",
    "clever_coalitions.analysis.reports.figures",
    "clever_coalitions.analysis.studies.figures",
    "clever_coalitions.experiments.studies",
    "clever_coalitions.sim",
    "scipy.stats",
    "ema_workbench",
)
"""What is imported once; whatever else a program wants it imports itself."""


class Ended(NamedTuple):
    """How a program ended: its status, what it printed, and what it said on standard error."""

    returncode: int
    stdout: str
    stderr: str


class Programs:
    """Those who run programs, one after another."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, folder: Path, language: str, text: str) -> str:
        """Run a program in a folder, as ``end``, and return what it prints; it is to end well."""
        ended = self.end(folder, language, text)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def end(self, folder: Path, language: str, text: str) -> Ended:
        """Run a program in a folder, and return how it ended.

        Args:
            folder: where it runs.
            language: ``python``, or ``sh`` for one call of ``coalitions``, perhaps with variables before it.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([str(folder), language, text]), file=self._process.stdin, flush=True)
        return Ended(*json.loads(self._process.stdout.readline()))


@contextmanager
def programs(options: Sequence[str] = (), knows: str = "model", **environment: str) -> Iterator[Programs]:
    """Start what runs programs.

    Args:
        options: of Python; environment: further variables.
        knows: what is there when a program begins: the ``model`` and all libraries, or only the ``compiler``.
    """
    command, env = [sys.executable, *options, __file__, knows], os.environ | environment
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Programs(process)
        finally:
            process.kill()


# --- in the process that has imported the libraries -------------------------------------------------------------------


def serve() -> None:
    """Fork off a program for each line of standard input, and tell what came of it."""
    {"model": know_model, "compiler": know_compiler}[sys.argv[1]]()
    gc.freeze()
    for line in sys.stdin:
        with tempfile.TemporaryFile("w+") as printed, tempfile.TemporaryFile("w+") as complained:
            program = os.fork()
            if program == 0:
                os.dup2(printed.fileno(), 1)
                os.dup2(complained.fileno(), 2)
                become(*json.loads(line))
            status = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
            print(json.dumps([status, *(read(one) for one in (printed, complained))]), flush=True)


def know_model() -> None:
    """Import all libraries, load machine code, and be on a machine with one processor."""
    import_libraries()
    load_machine_code()
    os.cpu_count = lambda: 1  # else a command has one process for each processor, which all compile the same plug-in


def know_compiler() -> None:
    """Compile something: the first time takes longest."""
    numba = importlib.import_module("numba")
    assert numba.njit(lambda x: 2 * x)(1) == 2


def import_libraries() -> None:
    """Import what is shared, and hear no warning of a library about itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in SHARED:
            if importlib.util.find_spec(name.partition(".")[0]):
                importlib.import_module(name)


def load_machine_code() -> None:
    """Run what most programs run: they find its machine code loaded."""
    from clever_coalitions import load, simulate

    for form in ("opt-in", "consensus"):
        simulate(load("steady", {"weeks": 2}), 1, form)


def read(file) -> str:
    file.seek(0)
    return file.read()


def become(folder: str, language: str, text: str) -> None:
    """Be the program from now on: nothing of this file can be seen from it, and nobody speaks to it."""
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.modules["__main__"] = main = types.ModuleType("__main__")
    sys.argv, sys.path[0] = ["-c"], ""
    if language == "sh":
        command = Path(sys.executable).parent / "coalitions"
        name, *words = variables_set(shlex.split(text))
        assert name == command.name, text
        sys.argv, sys.path[0] = [str(command), *words], str(command.parent)
        text = "from clever_coalitions.app.cli import main\nmain()"
    status = done(text, main)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # tearing down all that was imported takes longer than most programs


def variables_set(words: list[str]) -> list[str]:
    """Set the variables that stand before a command, as a shell does, and return the others of its words."""
    while (variable := re.fullmatch(r"([A-Z_]+)=(.*)", words[0], re.DOTALL)) is not None:
        os.environ[variable[1]] = variable[2]
        words = words[1:]
    return words


def done(text: str, main: types.ModuleType) -> int:
    """Run a program in its module, and return its exit status."""
    try:
        exec(compile(text, "<string>", "exec"), main.__dict__)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    serve()
