"""What a Mesa user sees of the people in a run: thin views on the rows of the state, which hold no numbers themselves.

An ``Organization`` is a ``mesa.Agent``. A ``Coordinator`` is not, although it acts: among the agents of a model it
would enter every mean over organizations, and an organization that is its own coordinator would be there twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import mesa

from .briefing import LISTEN, RENEW, USES
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
    NONE,
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

if TYPE_CHECKING:
    from .model import CoalitionModel


class Views(NamedTuple):
    """The entities of a state, opened for Python: whole columns, as arrays without copying."""

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


class Organization(mesa.Agent):
    """One organization: a view on its row, always of the current week. Its numbers are read, not set.

    Attributes:
        row: its place in all arrays over organizations; ``unique_id``, Mesa's number for it, is one more.
    """

    model: CoalitionModel

    def __init__(self, model: CoalitionModel, row: int) -> None:
        super().__init__(model)
        self.row = row

    # --- what it is: fixed for a run ----------------------------------------------------------------------------

    @property
    def id(self) -> int:
        """Stable identity: the same in every world and variant where it exists; keys its random numbers."""
        return self.model.views.organizations.id.item(self.row)

    @property
    def name(self) -> str:
        """What it is called: by its own name, or as one of its kind."""
        return self.model.case.names[self.row]

    @property
    def kind(self) -> str:
        """Name of its kind."""
        return self.model.case.kinds[self.model.views.organizations.kind.item(self.row)].name

    @property
    def core(self) -> bool:
        """Whether it is a core partner; otherwise it belongs to the global network."""
        return self.model.views.organizations.core.item(self.row) == 1

    @property
    def capacity(self) -> float:
        """Hours a week that it has for joint work."""
        return self.model.views.organizations.capacity.item(self.row)

    @property
    def strengths(self) -> dict[str, float]:
        """Proficiency in each strength, [0, 1]."""
        return dict(zip(self.model.case.strengths, self.model.state.proficiency[self.row].tolist(), strict=True))

    @property
    def ceiling(self) -> float:
        """The most ambitious plan that it accepts, [0, 1]."""
        return self.model.views.organizations.ceiling.item(self.row)

    @property
    def stake(self) -> float:
        """What the full outcome is worth to it, hours."""
        return self.model.views.concerns.stake.item(0, self.row)

    @property
    def outside(self) -> float:
        """Worth of what else it could do, hours a week."""
        return self.model.views.organizations.outside.item(self.row)

    @property
    def threshold(self) -> float:
        """Share of its ties that must have joined before it feels safe, [0, 1]."""
        return self.model.views.organizations.threshold.item(self.row)

    @property
    def home(self) -> float:
        """Where it stands on the values axis when nobody has talked it round, position."""
        return self.model.views.concerns.home.item(0, self.row)

    # --- how it is: changes from week to week -------------------------------------------------------------------

    @property
    def value(self) -> float:
        """Where it stands on the values axis now, position."""
        return self.model.views.concerns.value.item(0, self.row)

    @property
    def belief(self) -> float:
        """What it thinks would help, position."""
        return self.model.views.concerns.belief.item(0, self.row)

    @property
    def energy(self) -> float:
        """Energy, [0, 1]."""
        return self.model.views.stocks.energy.item(self.row)

    @property
    def load(self) -> float:
        """Share of its capacity that joint work took this week."""
        return self.model.views.stocks.load.item(self.row)

    @property
    def trust(self) -> float:
        """Trust in its coordinator, [0, 1]; in itself, where everybody is its own."""
        trust, own = self.model.views.standing.trust, self.model.views.coordinators.own
        return trust.item(0 if len(trust) == 1 else int((own == self.row).argmax()), self.row)

    @property
    def ties(self) -> dict[Organization, float]:
        """Whom it knows, and how much it trusts each of them, [0, 1]."""
        state, everybody = self.model.state, self.model.organizations
        mine = slice(state.tie_start[self.row], state.tie_start[self.row + 1])
        return {
            everybody[row]: trust
            for row, trust in zip(state.tie_to[mine].tolist(), state.tie_trust[mine].tolist(), strict=True)
        }

    # --- its seat -----------------------------------------------------------------------------------------------

    @property
    def coalition(self) -> int | None:
        """Index of the coalition that it belongs to, None without one."""
        seats = self.model.views.seats.member[:, self.row]
        first = int(seats.argmax())
        return first if seats[first] > 0.0 else None

    @property
    def member(self) -> bool:
        """Whether it belongs to a coalition."""
        return self.coalition is not None

    @property
    def role(self) -> str | None:
        """Name of the step that it works on, None without one."""
        c = self.coalition
        if c is None:
            return None
        obstacle = int(self.model.views.plans.obstacle[c])
        step = int(self.model.views.seats.role[c, self.row])
        if obstacle == NONE or step == NONE:
            return None
        return self.model.case.obstacles[obstacle].steps[step].name

    @property
    def hours(self) -> float:
        """Hours of work that it gave to coalitions in the last step."""
        return float(self.model.views.seats.hours[:, self.row].sum())

    @property
    def meeting_hours(self) -> float:
        """Hours that it spent in their meetings in the last step."""
        return float(self.model.views.seats.meeting[:, self.row].sum())

    def __repr__(self) -> str:
        return f"<Organization {self.unique_id}: {self.name}>"


class Coordinator:
    """One coordinator: a view on its row, always of the current week. Its numbers are read, not set.

    Attributes:
        row: its place in all arrays over coordinators.
    """

    def __init__(self, model: CoalitionModel, row: int) -> None:
        self.model = model
        self.row = row

    @property
    def _campaigns(self) -> slice:
        """Its coalitions, one for each issue."""
        many = len(self.model.views.issues.open)
        return slice(self.row * many, (self.row + 1) * many)

    @property
    def organization(self) -> Organization | None:
        """The organization that it is, None for an independent coordinator."""
        own = int(self.model.views.coordinators.own[self.row])
        return None if own == NONE else self.model.organizations[own]

    @property
    def staff(self) -> float:
        """Size of the coordinating team, people."""
        return self.model.views.coordinators.staff.item(self.row)

    @property
    def value(self) -> float:
        """Where it stands on the values axis, position."""
        return self.model.views.coordinators.value.item(self.row)

    @property
    def hours(self) -> float:
        """Hours that it has this week."""
        return float(self.model.views.campaigns.hours[self._campaigns].sum())

    @property
    def allocation(self) -> dict[str, float]:
        """Share of its week that goes to each of the seven uses."""
        return dict(
            zip(USES, self.model.state.decision[self._campaigns.start, LISTEN : RENEW + 1].tolist(), strict=True)
        )

    @property
    def energy(self) -> float:
        """Energy, [0, 1]."""
        return self.model.views.minds.energy.item(self.row)

    @property
    def funding(self) -> float:
        """Share of its cost that is covered, [0, 1]."""
        return self.model.views.minds.funding.item(self.row)

    @property
    def forecast(self) -> float:
        """What it holds the fact to be, position."""
        return self.model.views.campaigns.forecast.item(self._campaigns.start)

    @property
    def obstacle(self) -> str:
        """Name of the obstacle that it works against."""
        return self.model.case.obstacles[int(self.model.views.campaigns.assumed[self._campaigns.start])].name

    def __repr__(self) -> str:
        return f"<Coordinator {self.row}: against {self.obstacle}>"
