"""A schedule: from which week which form, strategy and numbers hold."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from .parameters import GROUPS, Parameters, known_numbers, with_values
from .scenario import Amendment, Scenario
from .state import State, issues

Strategy = str | Callable[..., Any]

ONCE = frozenset(
    {
        "club.bias", "club.core", "club.losers", "club.ties", "club.values_spread",
        "conditions.arrival", "conditions.issues", "conditions.stages",
        "coordinator.candour", "coordinator.value",
        "joining.ceiling_low", "joining.threshold", "outcome.barrier_spread",
        "sensing.noise", "synthesis.prior", "work.capacity", "work.capacity_spread", "work.specialization",
    }
)  # fmt: skip
"""Parameters that are only read when a run begins."""

ARRIVES = "arrives"
"""The fact of an organization that is settled then, too."""


@dataclass(frozen=True)
class Change:
    """What is different from a week on.

    Attributes:
        week: that it begins with, as in the script of a scenario: a change in week 61 comes when 61 weeks have passed.
        governance, strategy: what holds from then on; as before, where not given.
        numbers: ``(path, value)`` of the parameters, and facts of the case, that are different from then on.
        leaves: names of organizations or kinds that leave the world then; comes: of those that come into it.
        anew: whether plans that stand must be agreed on anew, under the form that holds then.
        vote: whether what lies on a table is put to the vote then, for the last time.
    """

    week: float
    governance: str | None = None
    strategy: Strategy | None = None
    numbers: tuple[tuple[str, float], ...] = ()
    leaves: tuple[str, ...] = ()
    comes: tuple[str, ...] = ()
    anew: bool = False
    vote: bool = False

    @classmethod
    def of_rules(cls, week: float, names: Mapping[str, str]) -> Change:
        """Return a change of form, strategy or both, by their names."""
        return cls(week, names.get("governance"), names.get("strategy"))

    @classmethod
    def of_turn(cls, turn: Amendment, week: float) -> Change:
        """Return the change that a turn of a case makes in a week."""
        names = turn.governance or None, turn.strategy or None
        return cls(week, *names, turn.numbers, turn.leaves, turn.comes, turn.anew, turn.vote)

    def step(self, scenario: Scenario) -> int:
        """Return the first step that it touches, counted from 0."""
        return round(self.week * 7.0 / scenario.step_days)

    def facts(self, scenario: Scenario) -> dict[str, float]:
        """Return ``{path: value}`` of the facts of a case that are different from then on.

        Raises:
            ValueError: one of them is settled when a run begins.
        """
        found = scenario.facts_in(dict(self.numbers))
        for path in found:
            if scenario.facts[path].what == ARRIVES and self.week > 0:
                raise ValueError(f"{path} is settled when a run begins: it cannot change in week {self.week:g}")
        return found

    def parameters(self, before: Parameters, facts: Container[str] = ()) -> Parameters:
        """Return the parameters from then on; ``facts`` are paths of what is none.

        Raises:
            KeyError: there is no parameter of that path.
            ValueError: a value is no number, out of range, of something that is settled when a run begins, or of a
                mechanism that takes no part.
        """
        taking_part = {path.partition(".")[0] for path, _ in before.own}
        numbers = {path: value for path, value in self.numbers if path not in facts}
        for path in numbers if self.week > 0 else ():
            if path in ONCE:
                raise ValueError(f"{path} is settled when a run begins: it cannot change in week {self.week:g}")
        for path in numbers:
            group = path.partition(".")[0]
            if group not in GROUPS and group not in taking_part and path in known_numbers():
                raise ValueError(f"{path}: {group} takes no part in this run; use its code before the case is loaded")
        return with_values(before, numbers)


CONDITIONS: dict[str, Callable[[State], bool]] = {
    "overcome": lambda state: bool((state.overcome_at >= 0.0).any()),
    "settled": lambda state: bool((issues(state).settled > 0.0).any()),
    "window": lambda state: bool((issues(state).window > 0.0).any()),
}
"""What a turn of a case can wait for: the first obstacle overcome, the first issue settled, the first open window."""


def has_happened(after: str, scenario: Scenario, state: State) -> bool:
    """Return whether what something waits for has happened: a condition, or that an obstacle of this name fell."""
    if after in CONDITIONS:
        return CONDITIONS[after](state)
    place = [obstacle.name for obstacle in scenario.obstacles].index(after)
    return bool((state.overcome_at[:, place] >= 0.0).any())


def arrivals_of(scenario: Scenario) -> list[Change]:
    """Return who comes into the world of a case, and in which week, after the first step."""
    weeks: dict[float, list[str]] = {}
    for one in (one for kind in scenario.kinds for one in kind.named if one.arrives > 0.0):
        weeks.setdefault(one.arrives, []).append(one.name)
    found = [Change(week, comes=tuple(names)) for week, names in weeks.items()]
    return [change for change in found if change.step(scenario) > 0]


def turns_of(scenario: Scenario, steps: int) -> list[Change]:
    """Return the changes that a case itself makes in weeks of a run of so many steps."""
    dated = (turn for turn in scenario.turns if not turn.after)
    changes = [*arrivals_of(scenario), *(Change.of_turn(turn, turn.week) for turn in dated)]
    return [change for change in changes if change.step(scenario) < steps]


def names_in(governance: str | None, strategy: Strategy | None, schedule: Iterable[Change]) -> tuple[Strategy, ...]:
    """Return all forms and strategies that are named, at the start and on the way."""
    later = (name for change in schedule for name in (change.governance, change.strategy))
    return tuple(name for name in (governance, strategy, *later) if name)


def in_order(schedule: Iterable[Change], scenario: Scenario, steps: int) -> list[tuple[int, Change]]:
    """Return the changes of a schedule with the steps that they come in, in their order.

    Raises:
        ValueError: one of them comes before the first week or after the last.
    """
    found = sorted(((change.step(scenario), change) for change in schedule), key=itemgetter(0))
    for step, change in found:
        if not 0 <= step < steps:
            weeks = steps * scenario.step_days / 7.0
            raise ValueError(f"a change in week {change.week:g}: this run has {weeks:g} weeks, counted from 0")
    return found
