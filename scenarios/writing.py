"""Files that are whole or not there: written under another name, forced to disk, renamed."""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let trouble with the system inside be trouble with ``path``: what writes to a file that is open names none."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from None


def write_whole(path: Path, content: bytes, temporary: Path | None = None) -> None:
    """Write a file so that whoever looks, at any moment and after any crash, sees all of it or nothing.

    Args:
        temporary: folder for the unfinished file, on the same disk; that of the file where not given.

    Raises:
        OSError: it cannot be written; the error names it.
    """
    with naming(path):
        try:
            _write(path, content, temporary or path.parent)
        except FileNotFoundError:  # whoever tidied up meanwhile, by a clock that jumped, took the unfinished file
            _write(path, content, temporary or path.parent)
    sync_folder(path.parent)


def _write(path: Path, content: bytes, temporary: Path) -> None:
    unfinished = temporary / f".{path.name}.{uuid.uuid4().hex[:8]}.tmp"
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        with contextlib.suppress(OSError):  # a disk that failed once may do so again: the first reason is the better
            unfinished.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk, where the system can do that."""
    with contextlib.suppress(OSError):  # Windows cannot open a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_json(path: Path, data: Mapping[str, Any], temporary: Path | None = None) -> None:
    """Write plain values as a JSON file, whole or not at all; ``temporary`` as in ``write_whole``."""
    write_whole(path, (json.dumps(data, indent=2) + "\n").encode(), temporary)


def write_text(path: Path, text: str) -> None:
    """Write text as a file in UTF-8, whole or not at all."""
    write_whole(path, text.encode())
