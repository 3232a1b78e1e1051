"""Decisions exported elsewhere: a JSON list of ``{"week": 61, "decision": "join", "who": "lawyer 3", "value": 1}``.

``week`` counts from 0 and may have decimals where steps are days.  ``who`` is 0 for the coordinator, whatever issues it
works on, the name of an organization where organizations decide, and the number of an issue for the coalition that is
about it: 0 for the first.  The decisions ``governance`` and ``strategy`` have a name as their value: from that week on
the run is under another form, or led by another strategy.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from clever_coalitions.scenarios.mistakes import (
    ABSENT,
    MOST_NAMES,
    Problem,
    ScenarioError,
    nearest,
    one_of,
    problem,
    unknown,
)
from clever_coalitions.scenarios.opening import DECISIONS, json_of

from .errors import UserError
from .telling.words import Names

if TYPE_CHECKING:
    from clever_coalitions.sim.population import Choice
    from clever_coalitions.sim.scenario import Scenario
    from clever_coalitions.sim.schedule import Change

KEYS = ("week", "decision", "who", "value")
COORDINATOR, COALITION, ORGANIZATION = "the coordinator", "the coalition", "an organization"
ENDLESS = math.inf
ABOUT_OBSTACLES = ("pivot_to", "plan_obstacle")

NAMED = ("governance", "strategy")
"""Decisions whose value is a name, and which hold from their week on."""


class Decidable(NamedTuple):
    """What can be decided: its code in the engine, by or about whom, and the range of its value."""

    code: int
    who: str
    low: float
    high: float
    meaning: str


def decisions() -> dict[str, Decidable]:
    """Return all decisions by name."""
    from clever_coalitions.sim import briefing, choices

    shares = [(getattr(briefing, use.upper()), use, 0.0, 1.0, "share of the week") for use in briefing.USES]
    coordinator = [
        *shares,
        (briefing.VOICES, "voices", 0.0, ENDLESS, "voices heard in one round"),
        (briefing.FOCUS, "focus", 0.0, 5.0, "how strongly the map steers who is heard"),
        (briefing.OWN_WEIGHT, "own_weight", 0.0, 1.0, "weight of its own opinion"),
        (briefing.REVIEW_WEEKS, "review_weeks", 1.0, 520.0, "weeks between reviews"),
        (briefing.PIVOT_TO, "pivot_to", -1.0, ENDLESS, "name of an obstacle, or -1 for no pivot"),
        (briefing.DISSOLVE, "dissolve", 0.0, 1.0, "1 to dissolve, once the purpose is achieved"),
        (briefing.AMBITION, "ambition", -1.0, 1.0, "of the blueprint; -1 leaves it to the search"),
        (briefing.PRESS, "press", 0.0, 1.0, "1 to go for a decision, 0 to wait"),
        (briefing.CREDIT, "credit", -1.0, 1.0, "share of the visibility that it keeps; -1 as the person does"),
    ]
    organization = [
        (choices.JOIN, "join", 0.0, 1.0, "1 to belong, 0 to stay out"),
        (choices.INVITE, "invite", 0.0, 1.0, "1 to offer a place, 0 not to"),
    ]
    coalition = [
        (choices.PLAN_FACT, "plan_fact", -10.0, 10.0, "position that the plan bets on"),
        (choices.PLAN_VALUE, "plan_value", -10.0, 10.0, "values that the plan stands for"),
        (choices.PLAN_AMBITION, "plan_ambition", 0.001, 1.0, "ambition of the plan"),
        (choices.PLAN_OBSTACLE, "plan_obstacle", -1.0, ENDLESS, "name of an obstacle, or -1 for no plan"),
    ]
    decided = ((COORDINATOR, coordinator), (ORGANIZATION, organization), (COALITION, coalition))
    return {
        name: Decidable(code, who, low, high, said) for who, known in decided for code, name, low, high, said in known
    }


class Replay(NamedTuple):
    """The decisions in a file: those of single weeks, and the schedule of form and strategy."""

    choices: list[Choice]
    schedule: tuple[Change, ...]


def write_choices(choices: Iterable[Choice], schedule: Iterable[Change], scenario: Scenario) -> str:
    """Return the text of a file with these decisions, which ``read_choices`` reads as the same."""
    names, known = Names(scenario), {decision.code: name for name, decision in decisions().items()}

    def week(step: int) -> float:
        weeks = round(step * scenario.step_days / 7.0, 9)
        return int(weeks) if weeks == int(weeks) else weeks

    def entry(choice: Choice) -> dict[str, Any]:
        name, value = known[choice.decision], choice.value
        who = names.organization(choice.who) if decisions()[name].who == ORGANIZATION else choice.who
        is_named = name in ABOUT_OBSTACLES and value >= 0
        said = scenario.obstacles[int(value)].name if is_named else value
        return {"week": week(choice.step), "decision": name, "who": who, "value": said}

    entries = [
        {"week": week(change.step(scenario)), "decision": what, "who": 0, "value": getattr(change, what)}
        for change in schedule
        for what in NAMED
        if getattr(change, what)
    ]
    said = [one for one in choices if one.who == 0 or decisions()[known[one.decision]].who != COORDINATOR]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in [*entries, *map(entry, said)])
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def everywhere(choices: Iterable[Choice], issues: int) -> list[Choice]:
    """Return decisions, with those of a coordinator for its coalition on each issue: it has one week for all."""
    its = {decision.code for decision in decisions().values() if decision.who == COORDINATOR}
    return [
        one._replace(who=place) if one.decision in its else one
        for one in choices
        for place in range(issues if one.decision in its else 1)
    ]


def read_choices(path: Path, scenario: Scenario) -> Replay:
    """Return the decisions in a file.

    Raises:
        UserError: the file, or an entry of it, cannot be used; the message names all that is wrong.
    """
    try:
        return _Reader(str(path), scenario).replay(json_of(path, DECISIONS))
    except ScenarioError as error:
        raise UserError(str(error)) from None


class _Reader:
    """Reads the entries of a file for one case, one after another."""

    def __init__(self, file: str, scenario: Scenario) -> None:
        self.file, self.scenario = file, scenario
        self.decisions = decisions()
        self.rows = scenario.rows
        self.steps = max(1, round(scenario.weeks * 7.0 / scenario.step_days))

    def replay(self, entries: Any) -> Replay:
        """Return the choices and the schedule of all entries."""
        from clever_coalitions.sim.schedule import Change

        if not isinstance(entries, list):
            expected = 'expected a list of decisions, such as [{"week": 3, ...}]'
            raise ScenarioError(self.file, [Problem("", expected)])
        choices: dict[int, Choice] = {}
        named: dict[int, dict[str, str]] = {}
        problems: list[Problem] = []
        seen: dict[tuple[Any, ...], int] = {}
        for number, entry in enumerate(entries, start=1):
            wrong = list(self._problems(number, entry))
            problems += wrong
            if wrong:
                continue
            earlier = seen.setdefault((self._step(entry["week"]), entry["decision"], entry["who"]), number)
            if earlier != number:
                problems.append(Problem(f"#{number}", f"decides the same as #{earlier}; expected one of them"))
            if entry["decision"] in NAMED:
                named.setdefault(self._step(entry["week"]), {})[entry["decision"]] = entry["value"]
            else:
                choices[number] = self._choice(entry)
        problems += self._without_ambition(choices)
        if problems:
            raise ScenarioError(self.file, problems)
        days = self.scenario.step_days
        schedule = tuple(Change.of_rules(step * days / 7.0, named[step]) for step in sorted(named))
        return Replay(everywhere(choices.values(), self.scenario.issues), schedule)

    def _without_ambition(self, choices: dict[int, Choice]) -> Iterator[Problem]:
        """Yield the plans that are imposed without a word on how much they dare: no default is as good as another."""
        plan, ambition = self.decisions["plan_obstacle"].code, self.decisions["plan_ambition"].code
        dared = {(one.step, one.who) for one in choices.values() if one.decision == ambition}
        for number, one in choices.items():
            if one.decision == plan and one.value >= 0 and (one.step, one.who) not in dared:
                yield Problem(f"#{number}", "decides on a plan; expected plan_ambition for the same week, too")

    def _choice(self, entry: dict[str, Any]) -> Choice:
        from clever_coalitions.sim.population import Choice

        decision = self.decisions[entry["decision"]]
        who = self.rows[entry["who"]] if decision.who == ORGANIZATION else int(entry["who"])
        value = entry["value"]
        if isinstance(value, str):
            value = [obstacle.name for obstacle in self.scenario.obstacles].index(value)
        return Choice(self._step(entry["week"]), decision.code, who, float(value))

    def _step(self, week: float) -> int:
        return round(week * 7.0 / self.scenario.step_days)

    def _problems(self, number: int, entry: Any) -> Iterator[Problem]:
        """Yield what is wrong with an entry."""
        here = f"#{number}"
        if not isinstance(entry, dict):
            yield problem(here, entry, f"expected an object with {', '.join(KEYS)}")
            return
        for key in entry:
            if key not in KEYS:
                yield problem(f"{here}.{key}", entry[key], f"unknown key; {one_of(KEYS)}", nearest(key, KEYS))
        for key in KEYS:
            if key not in entry:
                yield problem(f"{here}.{key}", ABSENT, "expected, but missing")
        if set(entry) == set(KEYS):
            yield from self._week(f"{here}.week", entry["week"])
            yield from self._decided(here, entry)

    def _week(self, key: str, week: Any) -> Iterator[Problem]:
        if not _is_number(week) or not 0 <= self._step(week) < self.steps:
            last = (self.steps - 1) * self.scenario.step_days / 7.0
            yield problem(key, week, f"expected a number from 0 to {last:.6g} (weeks from the start)")

    def _decided(self, here: str, entry: dict[str, Any]) -> Iterator[Problem]:
        name = entry["decision"]
        if isinstance(name, str) and name in NAMED:
            yield from self._who(f"{here}.who", entry["who"], Decidable(-1, COORDINATOR, 0.0, 0.0, ""))
            yield from self._name(f"{here}.value", entry["value"], name)
            return
        if not isinstance(name, str) or name not in self.decisions:
            near = nearest(name, [*self.decisions, *NAMED]) if isinstance(name, str) else ""
            expected = f"unknown decision; expected one of {', '.join([*self.decisions, *NAMED])}"
            yield problem(f"{here}.decision", name, expected, near)
            return
        yield from self._who(f"{here}.who", entry["who"], self.decisions[name])
        yield from self._value(f"{here}.value", entry["value"], name)

    def _who(self, key: str, who: Any, decision: Decidable) -> Iterator[Problem]:
        if decision.who != ORGANIZATION:
            last = self.scenario.issues - 1 if decision.who == COALITION else 0
            if isinstance(who, bool) or who not in range(last + 1):
                yield problem(key, who, f"expected 0{f' to {last}' if last else ''} ({decision.who})")
        elif not isinstance(who, str):
            yield problem(key, who, f'expected the name of an organization, such as "{next(iter(self.rows))}"')
        elif who not in self.rows:
            kinds = [(kind, kind.count - len(kind.named)) for kind in self.scenario.kinds]
            known = [one.name for kind, _ in kinds for one in kind.named][:MOST_NAMES]
            known += [f"{kind.name} 1 to {unnamed}" for kind, unnamed in kinds if unnamed]
            expected = f"there is no such organization; expected one of {', '.join(known)}"
            yield problem(key, who, expected, nearest(who, self.rows))

    def _name(self, key: str, value: Any, decision: str) -> Iterator[Problem]:
        from clever_coalitions.sim.governance.forms import FORMS, find_form
        from clever_coalitions.sim.plugins import STRATEGIES
        from clever_coalitions.sim.strategies import find_strategy

        known = list(FORMS) if decision == "governance" else STRATEGIES.names()
        find: Any = find_form if decision == "governance" else find_strategy
        try:
            if not isinstance(value, str):
                raise LookupError(value)
            find(value)
        except LookupError:
            near = nearest(value, known) if isinstance(value, str) else ""
            yield problem(key, value, f"expected the name of a {decision}, such as {', '.join(known)}", near)

    def _value(self, key: str, value: Any, name: str) -> Iterator[Problem]:
        decision, obstacles = self.decisions[name], [obstacle.name for obstacle in self.scenario.obstacles]
        is_obstacle = name in ABOUT_OBSTACLES
        high = len(obstacles) - 1 if is_obstacle else decision.high
        if is_obstacle and isinstance(value, str):
            if value not in obstacles:
                yield unknown(key, value, obstacles, "obstacle")
        elif not _is_number(value) or not decision.low <= value <= high:
            upto = f"from {decision.low:g}" if high == ENDLESS else f"from {decision.low:g} to {high:g}"
            yield problem(key, value, f"expected a number {upto} ({decision.meaning})")
        elif is_obstacle and value % 1:
            yield problem(key, value, f"expected a whole number ({decision.meaning})")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
