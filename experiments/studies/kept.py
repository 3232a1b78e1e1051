"""The shapes of what a store keeps beside its parts, as far as it is relied on when it is read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from ...scenarios.schema import Part


class CasePart(Part):
    """The case of a study that was kept: its name, and what its file said."""

    name: Annotated[str, Field(description="expected text: the name of the case")]
    data: Annotated[dict[str, Any], Field(description="expected a table: what the file of the case says")]


class PointsPart(Part):
    """A list of worlds that was kept."""

    columns: Annotated[Sequence[str], Field(description="expected a list of paths")]
    rows: Annotated[Sequence[Sequence[float]], Field(description="expected a list of lists of numbers")]
    seeds: Annotated[Sequence[int], Field(description="expected a list of whole numbers")]


class StudyPart(Part):
    """A study that was kept: all that it takes to make it again."""

    name: Annotated[str, Field(description="expected text: the name of the study")]
    file: Annotated[dict[str, Any], Field(description="expected a table: what the study file says")]
    case: Annotated[CasePart, Field(description="expected a table: the case")]
    points: Annotated[PointsPart | None, Field(description="expected a table: the worlds, or null")]
    cases: dict[str, CasePart] = Field(default_factory=dict, description="expected a table: the cases of places")


class ManifestPart(Part):
    """The whole file, as far as it is relied on."""

    model_config = ConfigDict(extra="ignore", strict=True)

    format: int
    study: Annotated[StudyPart, Field(description="expected a table: the study of this store")]
    digest: Annotated[str, Field(description="expected text: the digest of the study")]
    model: Annotated[str, Field(description="expected text: the edition of the model")]
    earlier: Annotated[list[dict[str, Any]], Field(description="expected a list of tables: what the study was before")]
