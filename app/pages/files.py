"""Files that a page makes when they are asked for, and the browser saves."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import solara

from . import vue
from .visitor import use_visitor

NUMBERS = count(1)
"""Of files: one that is asked for again is saved again."""


@dataclass(frozen=True)
class File:
    """Something to take home.

    Attributes:
        label: on its button; meaning: what it is for.
        name: of the file; kind: its media type.
        make: returns its text, or its bytes; called in a thread of its own.
    """

    label: str
    meaning: str
    name: str
    kind: str
    make: Callable[[], str | bytes]


@solara.component
def Files(files: Mapping[str, File], note: str = "") -> None:
    """Offer files."""
    made, set_made = solara.use_state(None)
    desk = use_visitor().desk

    def work(file: File) -> None:
        try:
            set_made(made_of(file))
        finally:
            desk.done()

    def make(key: str) -> None:
        if key not in files:
            return
        if wrong := desk.wrong():
            set_made({**about(files[key]), "trouble": wrong})
        else:
            threading.Thread(target=work, args=(files[key],)).start()

    items: list[dict[str, Any]] = [
        {"key": key, "label": one.label, "meaning": one.meaning} for key, one in files.items()
    ]
    vue.Export(items=items, file=made, note=note, event_make=make, event_saved=lambda _: set_made(None))


def made_of(file: File) -> dict[str, Any]:
    """Return a file as the browser takes it: its text, or its bytes in letters; or why it cannot be made."""
    try:
        content = file.make()
    except Exception as error:  # whatever it is, the page says so
        return {**about(file), "trouble": f"{file.name} could not be made: {error}"}
    if isinstance(content, bytes):
        return {**about(file), "bytes": base64.b64encode(content).decode()}
    return {**about(file), "text": content}


def about(file: File) -> dict[str, Any]:
    """Return what the browser is told of a file beside what is in it."""
    return {"number": next(NUMBERS), "name": file.name, "type": file.kind}
