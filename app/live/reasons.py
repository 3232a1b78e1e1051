"""Why: the terms of the score of a seat, as they stand for one organization in one week, largest first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...sim.governance.forms import find_form
from ...sim.mechanisms.joining import brought, prepare, score
from ...sim.mechanisms.seat import promise
from ...sim.model import CoalitionModel
from ...sim.state import ACTIVE, CURRENT
from ...sim.terms import TERMS
from ..telling.why import LEAST, words_of
from .engine import elsewhere, weeks_of
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
        worth: their sum with those left out: a seat is taken where it is not negative.
        is_member, is_offered: whether it belongs, and whether a place is offered to it.
    """

    terms: tuple[Reason, ...]
    worth: float
    is_member: bool
    is_offered: bool


def model_at(plan: Plan, step: int) -> CoalitionModel:
    """Return the model of a run after ``step`` steps; nobody else holds it."""
    for model in weeks_of(plan):
        if model.state.clock[0] == step:
            break
    return model


def reasons(plan: Plan, step: int, row: int) -> Reasons:
    """Return what a seat is worth to the organization in ``row`` after ``step`` steps.

    Raises:
        SettingError: code from elsewhere failed.
    """
    return elsewhere(plan, _reasons, step, row)


def _reasons(plan: Plan, step: int, row: int) -> Reasons:
    model = model_at(plan, step)
    seats, coalitions = model.views.seats, model.views.coalitions
    is_coordinated = find_form(model.governance).is_coordinated
    if not is_coordinated or coalitions.status[0] != ACTIVE:
        return Reasons((), 0.0, False, False)
    is_member, is_offered = seats.member[0, row] > 0.0, seats.offered[0, row] > 0.0
    seats.offered[0, row] = 1.0  # what would a place be worth? the model is ours
    hub = int(coalitions.hub[0])
    prepare(model.state, 0, hub)
    terms = np.zeros(11)
    effort, heeded = brought(model.state, 0)
    worth = score(model.state, 0, hub, row, promise(model.state, 0, CURRENT), effort, heeded, terms)
    return Reasons(largest_first(terms.tolist()), worth, bool(is_member), bool(is_offered))


def largest_first(terms: list[float]) -> tuple[Reason, ...]:
    """Return the terms of a score in words, the largest first; without those that are not worth a word."""
    order = sorted(range(len(TERMS)), key=lambda place: -abs(terms[place]))
    return tuple(Reason(words_of(place, terms[place]), terms[place]) for place in order if abs(terms[place]) >= LEAST)
