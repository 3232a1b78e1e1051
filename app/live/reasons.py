"""Why: the terms of the score of a seat, as they stand for one organization in one week, largest first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...sim.governance.forms import find_form
from ...sim.mechanisms.network import come_into_sight, is_in_sight
from ...sim.run import Run
from ...sim.state import ACTIVE
from ...sim.terms import TERMS
from ...sim.views import opened
from ..telling.following import seat_now
from ..telling.why import LEAST, words_of
from .engine import elsewhere, week_by_week
from .settings import Plan


@dataclass(frozen=True)
class Reason:
    """One term of a score: what it is called, and what it adds, in hours a week."""

    words: str
    hours: float


@dataclass(frozen=True)
class Reasons:
    """Why an organization has or has no seat.

    Attributes:
        terms: those that matter, the largest first; empty where there is no plan to join.
        worth: their sum with those left out: a seat is not taken where it is negative.
        is_member, is_offered: whether it belongs, and whether a place is offered to it.
        dares: whether enough are in, or are promised by somebody whom it trusts enough, for it to move.
        is_called, is_known: whether it has heard of the place, and whether anybody who takes part knows it.
        issue: index of the issue whose coalition it is.
    """

    terms: tuple[Reason, ...]
    worth: float
    is_member: bool
    is_offered: bool
    dares: bool = True
    issue: int = 0
    is_called: bool = True
    is_known: bool = True


def run_after(plan: Plan, step: int) -> Run:
    """Return a run after ``step`` steps; nobody else holds it."""
    return next(run for run in week_by_week(plan) if run.done == step)


def reasons(plan: Plan, step: int, row: int) -> Reasons:
    """Return what a seat is worth to the organization in ``row`` after ``step`` steps.

    Raises:
        SettingError: code from elsewhere failed.
    """
    return elsewhere(plan, _reasons, step, row)


def _reasons(plan: Plan, step: int, row: int) -> Reasons:
    run = run_after(plan, step)
    state, views = run.state, opened(run.state)
    seats, coalitions = views.seats, views.coalitions
    c = coalition_of(run, row)
    if c < 0:
        return Reasons((), 0.0, False, False)
    is_member, is_offered = seats.member[c, row] > 0.0, seats.offered[c, row] > 0.0
    is_called, is_known = seats.called[c, row] > 0.0, is_in_sight(state, row)
    come_into_sight(state, row)
    seats.offered[c, row] = 1.0  # what would a place be worth? the run is ours
    worth, dares, terms = seat_now(state, c, row)
    return Reasons(
        largest_first(terms), worth, bool(is_member), bool(is_offered), dares, int(coalitions.issue[c]),
        bool(is_called), bool(is_known),
    )  # fmt: skip


def coalition_of(run: Run, row: int) -> int:
    """Return the coalition to explain to an organization: its own, else the first that has a plan; -1 without one."""
    if not find_form(run.governance).is_coordinated:
        return -1
    views = opened(run.state)
    active = views.coalitions.status == ACTIVE
    own = np.flatnonzero(active & (views.seats.member[:, row] > 0.0))
    return int((own if len(own) else np.flatnonzero(active)).tolist()[:1][0]) if active.any() else -1


def largest_first(terms: list[float]) -> tuple[Reason, ...]:
    """Return the terms of a score in words, the largest first; without those that are not worth a word."""
    order = sorted(range(len(TERMS)), key=lambda place: -abs(terms[place]))
    return tuple(Reason(words_of(place, terms[place]), terms[place]) for place in order if abs(terms[place]) >= LEAST)
