"""Files that a page makes when they are asked for, and the browser saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import solara

from . import vue

NUMBERS = count(1)


@dataclass(frozen=True)
class File:
    """Something to take home.

    Attributes:
        label: on its button; meaning: what it is for.
        name: of the file; kind: its media type; ``is_raster``: an SVG to be saved as a PNG.
        make: returns its text.
    """

    label: str
    meaning: str
    name: str
    kind: str
    make: Callable[[], str]
    is_raster: bool = False


@solara.component
def Files(files: Mapping[str, File], note: str = "") -> None:
    """Offer files."""
    made, set_made = solara.use_state(None)

    def make(key: str) -> None:
        file = files[key]
        set_made(
            {
                "number": next(NUMBERS),  # asked for again, it is saved again
                "name": file.name,
                "type": file.kind,
                "text": file.make(),
                "raster": file.is_raster,
            }
        )

    items: list[dict[str, Any]] = [
        {"key": key, "label": one.label, "meaning": one.meaning} for key, one in files.items()
    ]
    vue.Export(items=items, file=made, note=note, event_make=make)


NO_COMMAND = "What ifs that begin half way are compared on this page only; coalitions compare knows none."
"""Said where no command gives the same."""
