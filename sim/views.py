"""All entities of a state, opened for Python: whole columns, as arrays without copying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .entities import (
    Campaigns,
    Coalitions,
    Concerns,
    Coordinators,
    Issues,
    Minds,
    Organizations,
    Plan,
    Reports,
    Seats,
    Standing,
    Stocks,
)
from .state import (
    CURRENT,
    State,
    campaigns,
    coalitions,
    concerns,
    coordinators,
    issues,
    minds,
    organizations,
    plan,
    reports,
    seats,
    standing,
    stocks,
)


class Views(NamedTuple):
    """The entities of a state."""

    organizations: Organizations
    stocks: Stocks
    concerns: Concerns
    standing: Standing
    reports: Reports
    seats: Seats
    coalitions: Coalitions
    plans: Plan
    coordinators: Coordinators
    minds: Minds
    campaigns: Campaigns
    issues: Issues


def opened(state: State) -> Views:
    """Open all entities of a state."""

    def rows(kernel: Callable[..., Any], *arguments: int) -> Any:
        # Arrays that compiled code returns do not keep their memory alive; slices made in Python do.
        return getattr(kernel, "py_func", kernel)(state, *arguments)

    return Views(
        rows(organizations),
        rows(stocks),
        rows(concerns),
        rows(standing),
        rows(reports),
        rows(seats),
        rows(coalitions),
        rows(plan, CURRENT),
        rows(coordinators),
        rows(minds),
        rows(campaigns),
        rows(issues),
    )
