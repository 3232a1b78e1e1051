"""Where the parts of the evidence are kept: one JSON file each, with what it was made with.

A part that is there with the same stamp is not run again.  A file is written under another name and then renamed, so
that one that is there is whole; one that cannot be read is run again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...scenarios import ScenarioError
from ...scenarios.opening import EVIDENCE, json_of
from ...scenarios.writing import write_text
from ..effects import Record
from .stamp import Stamp


class Kept(Record):
    """A part as it is kept.

    Attributes:
        part: its name; stamp: what it was made with; seconds: how long it took; found: what was found.
    """

    part: str
    stamp: Stamp
    seconds: float
    found: dict[str, Any]


@dataclass(frozen=True)
class Store:
    """A folder of parts."""

    folder: Path

    def path(self, part: str) -> Path:
        """Return where a part is kept."""
        return self.folder / f"{part}.json"

    def get(self, part: str, stamp: Stamp) -> Kept | None:
        """Return a part that was made with the same; None where there is none, or none that can be read."""
        kept = self.whatever(part)
        return kept if kept and kept.stamp == stamp else None

    def whatever(self, part: str) -> Kept | None:
        """Return a part, whatever it was made with; None where there is none, or none that can be read."""
        try:
            kept = Kept.model_validate(json_of(self.path(part), EVIDENCE))
        except (ScenarioError, ValidationError):
            return None
        return kept if kept.part == part else None

    def put(self, part: str, stamp: Stamp, seconds: float, found: Record) -> Kept:
        """Keep what was found, and return it.

        Raises:
            OSError: the file cannot be written.
        """
        kept = Kept(part=part, stamp=stamp, seconds=round(seconds, 1), found=json.loads(found.model_dump_json()))
        write_text(self.path(part), kept.model_dump_json(indent=1) + "\n")
        return kept
