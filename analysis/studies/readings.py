"""What a study is, read by its form: maps, curves and factorials, as figures and in sentences."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from . import curves, factorial, maps, tournament
from .cells import Cells
from .map_figure import map_figure
from .tournament_figure import tournament_figure

if TYPE_CHECKING:
    from ..picture import Picture


def drawings(cells: Cells) -> dict[str, Callable[[], Picture]]:
    """Return what draws the figures of a study, by the name of their file; nothing where only claims can be read."""
    study, outcome = cells.study, cells.study.outcomes[0]
    found: dict[str, Callable[[], Picture]] = {
        f"{study.name}-{one.place}".rstrip("-").replace(" ", "-"): partial(map_figure, one) for one in maps.maps(cells)
    }
    if curves.curves(cells, outcome):
        found[study.name] = partial(curves.curve_figure, cells, outcome)
    if played := tournament.tournament_of(cells):
        found[study.name] = partial(tournament_figure, played)
    if together := factorial.factorials(cells, outcome):
        found[study.name] = partial(factorial.factorial_figure, together)
    return found


def pictures(cells: Cells) -> dict[str, Picture]:
    """Return the figures of a study by the name of their file."""
    return {name: draw() for name, draw in drawings(cells).items()}


def sentences(cells: Cells) -> list[str]:
    """Return what the figures of a study show."""
    outcome = cells.study.outcomes[0]
    said = [maps.sentence(one) for one in maps.maps(cells)]
    said += [tournament.sentence(played)] if (played := tournament.tournament_of(cells)) else []
    said += [curves.sentence(cells, outcome)] if curves.curves(cells, outcome) else []
    return said + [factorial.sentence(one) for one in factorial.factorials(cells, outcome)]
