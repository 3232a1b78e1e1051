"""What a tournament says: one verdict, and for each strategy a map of the conditions in which it does better or worse.

The verdict is on the mean of what is achieved over the scenarios, each of which counts as much as any other.  It is
known who leads where all differences among those who may lead are known (``leaders.py``).  Worlds of one point hang
together.  What each lacks to the one with the best mean has an interval that holds for all pairs at once, as the best
was picked.

A map compares a strategy with the first one, under the same form and in the same worlds: scenario by scenario, and over
all of them in the half of the worlds where a condition is low, and in that where it is high.  All cells of all maps
are judged together (``together.py``); what is known to be gained or lost at least is the near end of an interval that
holds in all cells at once.  Where nobody coordinates, that is compared with the first strategy in each form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...experiments.estimates import LESS, MORE, SAME, UNKNOWN, PairedDifference
from ...experiments.intervals import Groups
from ...experiments.studies.tournament import Participant
from ...sim.measures import LOWER, MEASURES
from ...sim.state import Floats
from ..words import MOST_TO_COME, listed, number, rounded_up, worlds
from .cells import Cells
from .leaders import Lead, between_all, lead_of
from .together import Pair, at_least, interval_among, judged_together

if TYPE_CHECKING:
    import pandas

    from ...experiments.studies import Study

MOST_NAMED = 6
"""Participants that a sentence names."""

NOBODY = "nobody"
"""Who leads where nobody coordinates."""


class Condition(NamedTuple):
    """A column of the maps: a scenario, or one half of the worlds over all scenarios."""

    name: str
    values: Floats
    """(worlds, participants)"""
    groups: Groups | None
    """Which of these worlds hang together."""


class Cell(NamedTuple):
    """A cell of a map: a strategy against the first one under a form, in a condition.

    Attributes:
        better: 1 where it is known to do better, -1 where it is known to do worse, 0 elsewhere.
        at_least: by how much at least, at a level for all cells.
    """

    strategy: str
    form: str
    condition: str
    difference: PairedDifference
    better: float
    at_least: float


class Behind(NamedTuple):
    """By how much a participant differs from the one with the best mean, with an interval that holds for all pairs."""

    mean: float
    low: float
    high: float


BEST = Behind(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Tournament:
    """What is known of a tournament.

    Attributes:
        participants: who takes part; overall: (worlds, participants) what they achieved, in the mean of scenarios.
        lead: who leads; behind: what each lacks to the one with the best mean, in the order of the participants.
        cells: of all maps.
        worlds: in which all of it was run; is_over: whether these are all worlds.
    """

    study: Study = field(repr=False)
    participants: tuple[Participant, ...] = field(repr=False)
    overall: Floats = field(repr=False)
    lead: Lead
    behind: tuple[Behind, ...] = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    worlds: int
    is_over: bool

    @property
    def outcome(self) -> str:
        """What they are compared by."""
        return self.study.outcomes[0]

    @property
    def first(self) -> str:
        """The strategy that maps compare with."""
        return self.participants[0].strategy

    @property
    def conditions(self) -> tuple[str, ...]:
        """The columns of the maps."""
        return tuple(dict.fromkeys(one.condition for one in self.cells))

    @property
    def maps(self) -> dict[str, list[Cell]]:
        """The cells of each map, by its strategy; that of nobody's by its form."""
        return {name: [one for one in self.cells if one.strategy == name]
                for name in dict.fromkeys(one.strategy for one in self.cells)}  # fmt: skip


def is_tournament(study: Study) -> bool:
    """Return whether a study compares at least two strategies, under forms, and calls them as a tournament does."""
    playing = _participants(study)
    return len({one.strategy for one in playing} - {""}) > 1 and tuple(one.name for one in playing) == study.choices


def tournament_of(cells: Cells) -> Tournament | None:
    """Return what is known of a tournament; None of another study, or before two worlds are complete."""
    study = cells.study
    if not is_tournament(study):
        return None
    participants = _participants(study)
    values = cells.found.outcome(study.outcomes[0]).reshape(-1, len(study.places), len(participants))
    complete = np.isfinite(values).all(axis=(1, 2))
    if complete.sum() < 2:
        return None
    values, is_over = values[complete], bool(complete.sum() == cells.found.asked)
    overall, groups = values.mean(axis=1), cells.found.groups.of(complete) if cells.found.groups else None
    known = between_all([overall], study.outcomes[0], not is_over, groups)[0]
    lead = lead_of(overall, known, study.outcomes[0])
    points = cells.points[cells.found.worlds[complete] % len(cells.points)]
    best = overall[:, lead.left[0]]
    pairs = [Pair(best, one, study.outcomes[0], groups, None, not is_over) for one in overall.T]
    return Tournament(
        study, participants, overall, lead,
        tuple(BEST if place == lead.left[0] else _behind(one, len(known)) for place, one in enumerate(pairs)),
        tuple(_cells(study, participants, conditions_of(study, values, points, groups), not is_over)),
        len(values), is_over,
    )  # fmt: skip


def _participants(study: Study) -> tuple[Participant, ...]:
    """Return who takes part where a study is a tournament."""
    chosen = [one.settings for one in study.treatments[: len(study.choices)]]
    return tuple(Participant(str(said.get("strategy", "")), str(said.get("governance", ""))) for said in chosen)


def conditions_of(study: Study, values: Floats, points: Floats, groups: Groups | None) -> list[Condition]:
    """Return the columns of the maps."""
    found, overall = (
        [Condition(place, values[:, at], groups) for at, place in enumerate(study.places)],
        values.mean(axis=1),
    )
    for at, one in enumerate(study.uncertainties):
        is_low = points[:, at] < float(np.median(points[:, at]))
        for half, inside in (("low", is_low), ("high", ~is_low)):
            found.append(Condition(f"{one.path} {half}", overall[inside], groups.of(inside) if groups else None))
    return found


def _behind(one: Pair, many: int) -> Behind:
    """Return a participant minus the best one, where there are so many pairs of which each might have been this."""
    return Behind(float((one.other - one.first).mean()), *interval_among(one, many))


def _cells(
    study: Study, participants: Sequence[Participant], conditions: Sequence[Condition], early: bool
) -> list[Cell]:
    """Return the cells of all maps, judged together."""
    led = [one for one in participants if one.strategy]
    first, outcome = led[0].strategy, study.outcomes[0]
    forms = list(dict.fromkeys(one.form for one in led))
    asked = [(one.strategy, one.form, one) for one in led if one.strategy != first]
    asked += [(one.form, form, one) for one in participants if not one.strategy for form in forms]
    where = [(name, form, one, at) for name, form, one in asked for at in conditions]
    pairs = [
        Pair(
            at.values[:, participants.index(Participant(first, form))],
            at.values[:, participants.index(one)],
            outcome,
            at.groups,
            at_any_time=early,
        )
        for _, form, one, at in where
    ]
    sign = -1.0 if MEASURES[outcome].better == LOWER else 1.0
    ways = {MORE: sign, LESS: -sign}
    found = zip(where, judged_together(pairs), at_least(pairs), strict=True)
    return [
        Cell(name, form, at.name, one, ways.get(one.verdict, 0.0), least) for (name, form, _, at), one, least in found
    ]


# --- in words ---------------------------------------------------------------------------------------------------------


def tournament_verdict(one: Tournament) -> str:
    """Return the verdict: who leads, or who may, and what it would take to know."""
    names, lead = [entry.name for entry in one.participants], one.lead
    places = len(one.study.places)
    told = f"In {worlds(one.worlds)} and {places} scenario{'s' if places > 1 else ''}"
    if lead.is_empty:
        return f"{told}, nobody of {len(names)} achieves anything."
    left = [f"“{names[place]}”" for place in lead.left]
    some = listed([*left[:MOST_NAMED], *([f"{len(left) - MOST_NAMED} more"] if len(left) > MOST_NAMED else [])])
    if len(left) == 1:
        return f"{told}, {some} leads alone, of {len(names)}: it is known to be better than each other."
    if lead.is_known:
        return f"{told}, {len(left)} of {len(names)} lead, with no difference that matters among them: {some}."
    more = "no number of worlds in reach would tell"
    if lead.to_come < MOST_TO_COME:
        more = f"to tell them apart takes up to about {rounded_up(lead.to_come):,} more worlds"
    head = f"{told}, it is not yet known who leads among {len(left)} of {len(names)}: {some}; {more}."
    return f"{head} Each of the others is known to be worse than some other." if lead.out else head


def map_sentences(one: Tournament) -> list[str]:
    """Return for each map in how many cells its strategy does better and worse, and where it gains and loses most."""
    return [_map_sentence(one, name, cells) for name, cells in one.maps.items()]


def _map_sentence(one: Tournament, name: str, cells: Sequence[Cell]) -> str:
    counts = Counter(cell.difference.verdict for cell in cells)
    better, worse = (sum(cell.better == way for cell in cells) for way in (1.0, -1.0))
    return (
        f"{name} against {one.first}, in {len(cells)} cells: better in {better}, worse in {worse}, no difference that "
        f"matters in {counts[SAME]}, not yet known in {counts[UNKNOWN]}.{_where(cells)}"
    )


def _where(cells: Sequence[Cell]) -> str:
    """Say where a strategy is known to gain most and to lose most, measured by what matters."""
    told = []
    for way, word in ((1.0, "gain"), (-1.0, "lose")):
        found = [cell for cell in cells if cell.better == way and cell.at_least > 0.0]
        if found:
            most = max(found, key=lambda cell: cell.at_least / (cell.difference.matters or 1.0))
            told.append(f"to {word} most under {most.form} in {most.condition} (at least {number(most.at_least)})")
    return f" It is known {listed(told)}." if told else ""


def sentence(one: Tournament) -> str:
    """Return what the figure shows."""
    return " ".join([tournament_verdict(one), *map_sentences(one)])


# --- as data ----------------------------------------------------------------------------------------------------------


class Placing(NamedTuple):
    """What a participant achieved in the mean of all scenarios, and that minus the best, with its interval.

    Attributes:
        standing: *leads*, *may lead* or *is behind another*.
    """

    strategy: str
    form: str
    achieved: float
    mean: float
    low: float
    high: float
    standing: str


def standings(one: Tournament) -> list[Placing]:
    """Return how each participant stands, the best mean first."""
    lead = one.lead
    order = [int(place) for place in np.argsort(-one.overall.mean(axis=0), kind="stable")]
    words = {
        place: "is behind another" if place in lead.out else "leads" if lead.is_known else "may lead" for place in order
    }
    return [
        Placing(
            one.participants[place].strategy or NOBODY,
            one.participants[place].form,
            float(one.overall[:, place].mean()),
            *one.behind[place],
            words[place],
        )
        for place in order
    ]


def standings_table(one: Tournament) -> pandas.DataFrame:
    """Return how each participant stands as a table, the best mean first."""
    import pandas

    return pandas.DataFrame(standings(one))


def map_table(one: Tournament) -> pandas.DataFrame:
    """Return a row for each cell of the maps: what it compares, the difference with its interval, and the verdict."""
    import pandas

    rows = [
        (*cell[:3], *(getattr(cell.difference, name) for name in NUMBERS), cell.difference.verdict)
        for cell in one.cells
    ]
    return pandas.DataFrame(rows, columns=["strategy", "form", "condition", *NUMBERS, "verdict"])


NUMBERS = ("mean", "low", "high", "matters", "adjusted", "worlds")
