"""Files that commands write: whether they can be written is found out before the work starts."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UserError, reason

if TYPE_CHECKING:
    from clever_coalitions.analysis.picture import Picture
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

FIGURES = (".svg", ".png", ".pdf")

ROOM = 4 * 2**20
"""Bytes that a folder must have room for; a report takes about a tenth of that."""


def check_figure(path: Path) -> None:
    """Raise ``UserError`` where no figure can be written to a path."""
    if path.suffix.lower() not in FIGURES:
        raise UserError(f"--output {path}: expected a file that ends in {', '.join(FIGURES)}")
    if path.is_dir():
        raise UserError(f"--output {path}: expected a file, but this is a directory")
    if not path.parent.is_dir():
        raise UserError(f"--output {path}: there is no directory {path.parent}")
    _try(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder, and try whether it has room.

    Raises:
        UserError: it cannot be made or written to, or is full.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UserError(f"--output {path}: expected a directory, but this is a file") from None
    except OSError as error:
        raise UserError(f"--output {path}: this directory cannot be made: {reason(error)}") from None
    _try(path)


def _try(folder: Path) -> None:
    """Write as much as may be needed to a folder, and take it away again."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * ROOM)
            file.flush()
    except OSError as error:
        raise UserError(f"--output: cannot write to {folder}: {reason(error)}") from None


@contextlib.contextmanager
def naming_output(path: Path) -> Iterator[None]:
    """Say of trouble inside which file could not be written: ``path``, where the system does not say."""
    try:
        yield
    except OSError as error:
        raise UserError(f"--output: cannot write {error.filename or path}: {reason(error)}") from None


def save_run_figure(result: Result, scenario: Scenario, path: Path, command: str) -> None:
    """Draw a run into a file, whole or not at all; ``command`` draws it again."""
    from clever_coalitions.analysis.reports.run_figure import run_figure

    with naming_output(path):
        made_by(run_figure(result, scenario), command).save(path)


def made_by(picture: Picture, command: str) -> Picture:
    """Return a picture whose metadata say how to make it again, wherever to (``coalitions reproduce`` reads that)."""
    command = re.sub(r" --output ('[^']*'|\S+)", "", command)
    return replace(picture, provenance=f"{picture.provenance}; made by: {command}")
