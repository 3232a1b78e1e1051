"""Why an organization has, or has no, seat in one week of a run, and what a seat is worth to it."""

from __future__ import annotations

from ..telling.following import Whereabouts, stands
from .engine import elsewhere, week_by_week
from .settings import Plan


def reasons(plan: Plan, step: int, number: int) -> Whereabouts:
    """Return where an organization stands after ``step`` steps; the terms are those of a seat, offered or not.

    Raises:
        SettingError: code from elsewhere failed.
    """
    return elsewhere(plan, _reasons, step, number)


def _reasons(plan: Plan, step: int, number: int) -> Whereabouts:
    return stands(next(run for run in week_by_week(plan) if run.done == step), number, is_supposed=True)
