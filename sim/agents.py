"""What a Mesa user sees of the people in a run: thin views on the rows of the state, which hold no numbers themselves.

What is read is always of the current week. What is set takes effect from the next one on, in this model, its copies and
its forks; a run of the same seed elsewhere does not know of it.

An ``Organization`` is a ``mesa.Agent``. A ``Coordinator`` is not, although it acts: among the agents of a model it
would enter every mean over organizations, and an organization that is its own coordinator would be there twice.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any, NoReturn, Self, overload

import mesa

from .briefing import LISTEN, RENEW, USES
from .mechanisms.network import look_beyond_anew
from .state import NONE

if TYPE_CHECKING:
    from .model import CoalitionModel


class Column:
    """A number of an organization or a coordinator: a place in a column of the state, read and set.

    Args:
        place: entity and field, such as ``"stocks.energy"``; of several issues, the first.
        meaning: with its unit.
        low, high: the least and the most that it can be set to.
    """

    def __init__(self, place: str, meaning: str, low: float = 0.0, high: float = math.inf) -> None:
        self.entity, _, self.field = place.partition(".")
        self.low, self.high, self.__doc__ = low, high, meaning

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, one: None, owner: type) -> Self: ...
    @overload
    def __get__(self, one: Organization | Coordinator, owner: type) -> float: ...
    def __get__(self, one: Organization | Coordinator | None, owner: type) -> Self | float:
        return self if one is None else self.of(one).item(one.row)

    def __set__(self, one: Organization | Coordinator, value: float) -> None:
        self.of(one)[one.row] = within_range(self.name, value, self.low, self.high)
        look_beyond_anew(one.model.state)

    def of(self, one: Organization | Coordinator) -> Any:
        """Return the column, of all."""
        column = getattr(getattr(one.model.views, self.entity), self.field)
        return column[0] if column.ndim > 1 else column


def within_range(name: str, value: Any, low: float, high: float) -> float:
    """Return a value that can be set.

    Raises:
        ValueError: it is no number, or out of its range.
    """
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not low <= (found := float(value)) <= high or math.isinf(found):
        expected = f"from {low:g} to {high:g}" if high < math.inf else f"from {low:g} on"
        raise ValueError(f"{name} = {value!r}: expected a number {expected}")
    return found


POSITION = (-10.0, 10.0)
"""Ends of the axes of goal space, for what is set."""


class Organization(mesa.Agent):
    """One organization: a view on its row. Of its own it has only what a subclass gives it.

    A subclass is used where a model names it: ``organization_type = Mine`` in a subclass of ``CoalitionModel``.

    Attributes:
        number: its place among all organizations of the case; ``unique_id``, Mesa's number for it, is one more.
        row: its place in all arrays over organizations; that changes when somebody leaves, or comes.
    """

    model: CoalitionModel
    number: int
    row: int

    def __init__(self, model: CoalitionModel, number: int, row: int) -> None:
        self.number, self.row = number, row
        super().__init__(model)
        self.unique_id = number + 1

    # --- what it is ---------------------------------------------------------------------------------------------

    @property
    def id(self) -> int:
        """Stable identity: the same in every world and variant where it exists; keys its random numbers."""
        return self.model.views.organizations.id.item(self.row)

    @property
    def name(self) -> str:
        """What it is called: by its own name, or as one of its kind."""
        return self.model.case.names[self.number]

    @property
    def kind(self) -> str:
        """Name of its kind."""
        return self.model.case.kinds[self.model.views.organizations.kind.item(self.row)].name

    @property
    def core(self) -> bool:
        """Whether it is a core partner; otherwise it belongs to the global network."""
        return self.model.views.organizations.core.item(self.row) == 1

    @core.setter
    def core(self, value: bool) -> None:
        self.model.views.organizations.core[self.row] = int(within_range("core", int(value), 0, 1))

    capacity = Column("organizations.capacity", "Hours a week that it has for joint work.")
    ceiling = Column("organizations.ceiling", "The most ambitious plan that it accepts, [0, 1].", 0, 1)
    stake = Column("concerns.stake", "What the full outcome is worth to it, hours.")
    outside = Column("organizations.outside", "Worth of what else it could do, hours a week.")
    threshold = Column("organizations.threshold", "Share of its ties that must be in before it feels safe.", -10, 10)
    home = Column("concerns.home", "Where it stands on the values axis when nobody has talked it round.", *POSITION)

    @property
    def strengths(self) -> dict[str, float]:
        """Proficiency in each strength, [0, 1]; what is set by name changes, the others stay."""
        return dict(zip(self.model.case.strengths, self.model.state.proficiency[self.row].tolist(), strict=True))

    @strengths.setter
    def strengths(self, levels: Mapping[str, float]) -> None:
        known = self.model.case.strengths
        for name, level in levels.items():
            if name not in known:
                raise ValueError(f"strengths: there is no {name!r}{_hint(name, known)}")
            self.model.state.proficiency[self.row, known.index(name)] = within_range(name, level, 0, 1)

    # --- how it is: changes from week to week -------------------------------------------------------------------

    value = Column("concerns.value", "Where it stands on the values axis now, position.", *POSITION)
    belief = Column("concerns.belief", "What it thinks would help, position.", *POSITION)
    energy = Column("stocks.energy", "Energy, [0, 1].", 0, 1)

    @property
    def load(self) -> float:
        """Share of its capacity that joint work took this week."""
        return self.model.views.stocks.load.item(self.row)

    @property
    def trust(self) -> float:
        """Trust in its coordinator, [0, 1]; in itself, where everybody is its own."""
        return self._coordinator_trust().item(self.row)

    @trust.setter
    def trust(self, value: float) -> None:
        if len(self.model.views.standing.trust) > 1:
            raise AttributeError(f"trust of {self!r} is in itself: nobody coordinates under {self.model.governance}")
        self._coordinator_trust()[self.row] = within_range("trust", value, 0, 1)

    def _coordinator_trust(self) -> Any:
        """Return how far all trust the coordinator that is this one's, (N,)."""
        trust, own = self.model.views.standing.trust, self.model.views.coordinators.own
        return trust[0 if len(trust) == 1 else int((own == self.row).argmax())]

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

    # --- Mesa's verbs -------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Do nothing; a subclass says what its organizations do of their own.

        Raises:
            TypeError: this is no subclass: all that organizations do, they do together in ``model.step()``.
        """
        if type(self).step is Organization.step:
            raise TypeError(
                "organizations act in model.step(), all of them together: call that, or give a subclass of "
                "Organization a step() of its own, and name it as the organization_type of your model"
            )

    @classmethod
    def create_agents(cls, model: Any, n: int, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise, since organizations come with the case.

        Raises:
            TypeError: always.
        """
        raise TypeError(f"organizations come with the case: for {n} more, load it with kinds.NAME.count raised")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in INSTEAD and getattr(type(self), name) is getattr(Organization, name):
            raise AttributeError(f"{name} of {self!r} cannot be set: {INSTEAD[name]}")
        if type(self) is Organization and not hasattr(Organization, name) and name not in OF_ALL:
            settable = [known for known in dir(Organization) if not known.startswith("_")]
            raise AttributeError(
                f"{self!r} has no {name!r}{_hint(name, settable)}; what organizations are to have of their own goes "
                "into a subclass"
            )
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        if "row" not in self.__dict__ and "number" in self.__dict__ and hasattr(type(self), name):
            raise AttributeError(f"{self!r} has left the world: it has no {name} any more")
        raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")

    def __repr__(self) -> str:
        number = self.__dict__.get("number")
        return f"<{type(self).__name__} {number if number is None else self.model.case.names[number]}>"


OF_ALL = {"model", "number", "row", "unique_id", "pos", "cell"}
"""What each agent has of its own; the last two are those of Mesa's spaces."""

INSTEAD = {
    "id": "it keys chance",
    "kind": "it is what the case says; set capacity, strengths, home ...",
    "load": "it is what the week took; set capacity or energy",
    "hours": "they follow from the week; set capacity, the hours a week that it has",
    "meeting_hours": "they follow from the week; set capacity, the hours a week that it has",
    "ties": "they belong to the case; remove() ends all of one's ties",
    "coalition": "organizations decide for themselves; choices=[Choice(step, JOIN, number, 1.0)] decides for one",
    "member": "organizations decide for themselves; choices=[Choice(step, JOIN, number, 1.0)] decides for one",
    "role": "the coordinator finds roles; set strengths",
}
"""What to do in the place of setting what cannot be set."""


def _hint(name: str, known: Any) -> str:
    return "".join(f"; did you mean {near!r}?" for near in difflib.get_close_matches(name, list(known), n=1))


class Coordinator:
    """One coordinator: a view on its row.

    Attributes:
        row: its place in all arrays over coordinators.
    """

    staff = Column("coordinators.staff", "Size of the coordinating team, people.")
    value = Column("coordinators.value", "Where it stands on the values axis, position.", *POSITION)
    credit_kept = Column("coordinators.credit_kept", "Share of the visibility that it keeps, [0, 1].", 0, 1)
    candour = Column("coordinators.candour", "How straight it tells chances, [0, 1].", 0, 1)
    energy = Column("minds.energy", "Energy, [0, 1].", 0, 1)
    funding = Column("minds.funding", "Share of its cost that is covered, [0, 1].", 0, 1)

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
    def forecast(self) -> float:
        """What it holds the fact to be, position."""
        return self.model.views.campaigns.forecast.item(self._campaigns.start)

    @property
    def obstacle(self) -> str:
        """Name of the obstacle that it works against."""
        return self.model.case.obstacles[int(self.model.views.campaigns.assumed[self._campaigns.start])].name

    def __repr__(self) -> str:
        return f"<Coordinator {self.row}: against {self.obstacle}>"
