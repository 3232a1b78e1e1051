"""Checks what the parts of a scenario say about each other: names, theories of change, events, sizes.

Each check takes a file whose shape is right and yields the problems that it finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..sim.governance.forms import FORMS, find_form
from ..sim.measures import MEASURES
from ..sim.parameters import known_numbers
from ..sim.plugins import STRATEGIES
from ..sim.scenario import COUNTED, Fact, facts_about, with_parts, within
from ..sim.schedule import ARRIVES, CONDITIONS, ONCE
from ..sim.strategies import find_strategy
from .mistakes import ABSENT, Problem, key_of, problem, unknown
from .schema import (
    HAPPENINGS,
    MOST_ORGANIZATIONS,
    MOST_STEPS,
    EventPart,
    KindPart,
    ObstaclePart,
    ScenarioFile,
    plainly,
)
from .theories import cycle


def consistency(file: ScenarioFile) -> Iterator[Problem]:
    """Yield everything that does not fit together in a file as it was written."""
    yield from duplicates("strengths", file.strengths)
    yield from duplicates("kinds", [kind.name for kind in file.kinds], ".name")
    yield from duplicates("obstacles", [obstacle.name for obstacle in file.obstacles], ".name")
    for place, kind in enumerate(file.kinds):
        yield from kind_strengths(_called(file, "kinds", place), kind, file.strengths)
        yield from belonging(f"{_called(file, 'kinds', place)}.part_of", kind, file)
    counts = with_parts(file.kinds)
    for place, obstacle in enumerate(file.obstacles):
        yield from theory(_called(file, "obstacles", place), obstacle, file, counts)
    facts = facts_in_file(file) if any(event.numbers() for event in file.events) else {}
    for place, event in enumerate(file.events):
        yield from happening(f"events.#{place + 1}", event, file, facts)
    yield from beginning(file)
    yield from form_of_governance("governance", file.governance)
    yield from strategy("strategy", file.strategy)
    yield from known("matters", list(file.matters), list(MEASURES), "outcome")
    yield from size(file)


def _called(file: ScenarioFile, items: str, place: int) -> str:
    names = [{"name": item.name} for item in getattr(file, items)]
    return key_of((items, place), {items: names})


def duplicates(key: str, names: Sequence[str], field: str = "") -> Iterator[Problem]:
    """Yield each name that stands in a list a second time."""
    for place, name in enumerate(names):
        if name in names[:place]:
            first = names.index(name) + 1
            expected = f"expected a name of its own; #{first} has this one"
            yield problem(f"{key}.#{place + 1}{field}", name, expected)


def known(key: str, words: Sequence[str], valid: Sequence[str], what: str) -> Iterator[Problem]:
    """Yield each word that is not among the valid names."""
    names = set(valid)
    for word in words:
        if word not in names:
            yield unknown(key, word, valid, what)


def kind_strengths(key: str, kind: KindPart, strengths: Sequence[str]) -> Iterator[Problem]:
    """Yield the strengths of a kind that are unknown or named twice."""
    yield from duplicates(f"{key}.strengths", kind.strengths)
    yield from known(f"{key}.strengths", kind.strengths, strengths, "strength")


def belonging(key: str, kind: KindPart, file: ScenarioFile) -> Iterator[Problem]:
    """Yield why a kind cannot be part of another: there is none, or it is itself part of one."""
    wholes = [one.name for one in file.kinds if one.part_of is None and one.name != kind.name]
    if kind.part_of is not None and kind.part_of not in wholes:
        yield unknown(key, kind.part_of, wholes, "kind that is itself part of none")


def theory(key: str, obstacle: ObstaclePart, file: ScenarioFile, counts: Mapping[str, int]) -> Iterator[Problem]:
    """Yield what is wrong with an obstacle's audience and with its theory of change; counts: as ``with_parts`` has."""
    names = [step.name for step in obstacle.steps]
    parties, what = list(dict.fromkeys([*counts, *(one.name for one in file.organizations)])), "kind or organization"
    yield from known(f"{key}.audience", list(obstacle.audience), parties, what)
    for table in COUNTED:
        yield from known(f"{key}.{table}", list(getattr(obstacle, table)), parties, what)
    yield from too_many(key, obstacle, counts)
    yield from duplicates(f"{key}.steps", names, ".name")
    for step in obstacle.steps:
        step_key = f"{key}.steps.{step.name}"
        yield from known(f"{step_key}.needs", list(step.needs), file.strengths, "strength")
        yield from duplicates(f"{step_key}.after", step.after)
        yield from known(f"{step_key}.after", step.after, names, "step")
    if len(set(names)) == len(names):
        yield from order(key, obstacle)


def too_many(key: str, obstacle: ObstaclePart, counts: Mapping[str, int]) -> Iterator[Problem]:
    """Yield of which kinds an obstacle takes more than there are."""
    for table in COUNTED:
        for name, many in getattr(obstacle, table).items():
            if many > counts.get(name, many):
                yield problem(f"{key}.{table}.{name}", many, f"expected at most {counts[name]}: so many there are")


def requirements(file: ScenarioFile) -> Iterator[Problem]:
    """Yield of which kinds any obstacle takes more than there are."""
    counts = with_parts(file.kinds)
    for place, obstacle in enumerate(file.obstacles):
        yield from too_many(_called(file, "obstacles", place), obstacle, counts)


def order(key: str, obstacle: ObstaclePart) -> Iterator[Problem]:
    """Yield a cycle among the steps, the lack of a needed step, or one that waits for what is not needed."""
    if not any(step.needed for step in obstacle.steps):
        yield problem(f"{key}.steps", ABSENT, "expected a step that is needed; all have needed = false")
    loop = cycle({step.name: step.after for step in obstacle.steps})
    if loop:
        expected = f"expected steps without a cycle, but {' -> '.join(loop)}"
        yield problem(f"{key}.steps.{loop[0]}.after", loop[-2], expected)
    idle = {step.name for step in obstacle.steps if not step.needed}
    for step in obstacle.steps:
        for earlier in step.after if step.needed else ():
            if earlier in idle:
                expected = "expected steps that are needed, before one that is; this one has needed = false"
                yield problem(f"{key}.steps.{step.name}.after", earlier, expected)


def happening(key: str, event: EventPart, file: ScenarioFile, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Yield what is wrong with an event: what happens, which obstacle, which fact, or a week too late."""
    things = list(event.happenings())
    if len(things) != 1 and not (event.vote and not things):
        there = " and ".join(things) or "none"
        yield problem(key, ABSENT, f"expected exactly one of {', '.join(HAPPENINGS)}; there is {there}")
    if event.obstacle is not None:
        names = [obstacle.name for obstacle in file.obstacles]
        yield from known(f"{key}.obstacle", [event.obstacle], names, "obstacle")
    if event.week is None and event.after is None:
        yield problem(key, ABSENT, "expected week or after: when it happens")
    if event.after is not None:
        fallen = [obstacle.name for obstacle in file.obstacles]
        yield from known(f"{key}.after", [event.after], [*CONDITIONS, *fallen], "condition, or obstacle to be overcome")
    if event.anew and event.governance is None:
        yield problem(
            f"{key}.anew", event.anew, "expected governance beside it: the form under which plans are agreed on"
        )
    if event.vote and (event.anew or things not in ([], ["governance"])):
        yield problem(f"{key}.vote", event.vote, "expected nothing beside it, or governance without anew")
    numbers, is_at_start = event.numbers(), event.week == 0 and event.after is None
    for path, value in numbers.items():
        yield from later_number(f"{key}.set.{path}", path, value, facts, is_at_start=is_at_start)
    if event.governance is not None:
        yield from form_of_governance(f"{key}.governance", event.governance)
    if event.strategy is not None:
        yield from strategy(f"{key}.strategy", event.strategy)
    if event.leaves is not None:
        yield from exits(f"{key}.leaves", event.leaves, file)
    if event.week is not None and event.week >= file.weeks:
        yield problem(f"{key}.week", event.week, _in_time(file))


def _in_time(file: ScenarioFile) -> str:
    return f"expected a week of the run, from 0 to below {file.weeks:g}"


def too_late(file: ScenarioFile, since: int) -> Iterator[Problem]:
    """Yield the events from a place on that no run lives to see."""
    for event in file.events[since:]:
        if event.week is not None and event.week >= file.weeks:
            what = next(iter(event.numbers()), next(iter(event.happenings())))
            yield problem(f"{what}@{event.week:g}", event.week, _in_time(file))


def facts_in_file(file: ScenarioFile) -> dict[str, Fact]:
    """Return the facts of a file by their paths."""
    named, obstacles = [one.name for one in file.organizations], [one.name for one in file.obstacles]
    return facts_about(named, file.strengths, obstacles, with_parts(file.kinds))


def later_number(
    key: str, path: str, value: object, facts: Mapping[str, Fact], *, is_at_start: bool = False
) -> Iterator[Problem]:
    """Yield why a parameter, or a fact of a case, cannot take a value in the middle of a run."""
    known = known_numbers()
    is_settled = path in ONCE or (path in facts and facts[path].what == ARRIVES)
    if path not in known and path not in facts:
        yield unknown(key, path, [*known, *facts], "parameter or fact")
    elif is_settled and not is_at_start:
        yield problem(key, value, "expected another number: this one is settled when a run begins")
    elif path in facts:
        yield from fact(key, path, value, facts[path])
    else:
        number = known[path]
        if isinstance(value, bool) or not isinstance(value, int | float) or not number.low <= value <= number.high:
            expected = f"expected a number from {plainly(number.low)} to {plainly(number.high)} ({number.unit})"
            yield problem(key, value, expected)


def fact(key: str, path: str, value: object, about: Fact) -> Iterator[Problem]:
    """Yield why a fact of a case cannot take a value."""
    try:
        within(path, value, about.low, about.high, about.is_whole)
    except ValueError as error:
        yield problem(key, value, _without_name(str(error)))


def exits(key: str, who: str, file: ScenarioFile) -> Iterator[Problem]:
    """Yield why nobody of this name can leave: there is none, or nobody else."""
    kinds = [kind.name for kind in file.kinds]
    names = [one.name for one in file.organizations]
    for kind in file.kinds:
        unnamed = kind.count - sum(one.kind == kind.name for one in file.organizations)
        names += [f"{kind.name} {place + 1}" for place in range(unnamed)]
    if who not in kinds and who not in names:
        yield unknown(key, who, [*kinds, *names], "organization or kind")
    if sum(kind.count for kind in file.kinds if who not in (kind.name, kind.part_of)) == 0:
        yield problem(key, who, "expected somebody to stay: there is nobody else")


def beginning(file: ScenarioFile) -> Iterator[Problem]:
    """Yield what is wrong with what stands in the way: ``sequence`` and ``switches``."""
    yield from duplicates("sequence", file.sequence)
    yield from known("sequence", file.sequence, [obstacle.name for obstacle in file.obstacles], "obstacle")
    hazard = file.numbers().get("conditions.hazard", 0.0)
    if not file.switches and hazard > 0:
        yield problem("conditions.hazard", hazard, "expected 0, or no such key, beside switches = false")


def form_of_governance(key: str, name: str) -> Iterator[Problem]:
    """Yield why there is no form of this name; code that it may name is not imported for it."""
    if name not in FORMS and "+" not in name:
        yield unknown(key, name, FORMS, "form of governance")
        return
    try:
        find_form(name)
    except LookupError as error:
        yield Problem(key, _without_name(str(error)), name)


def strategy(key: str, name: str) -> Iterator[Problem]:
    """Yield why there is no strategy of this name; code that it may name is not imported for it."""
    if ":" not in name and "+" not in name and name not in STRATEGIES.names():
        yield unknown(key, name, STRATEGIES.names(), "strategy")
        return
    try:
        find_strategy(name)
    except LookupError as error:
        yield Problem(key, _without_name(str(error)), name)


def _without_name(said: str) -> str:
    """Return a message of a look-up without the name that it begins with."""
    return said.partition(": ")[2] or said


def size(file: ScenarioFile) -> Iterator[Problem]:
    """Yield what is wrong with the number of organizations and of steps of time."""
    organizations = sum(kind.count for kind in file.kinds)
    if not 1 <= organizations <= MOST_ORGANIZATIONS:
        expected = f"expected 1 to {MOST_ORGANIZATIONS:,} organizations, but there are {organizations:,}"
        yield problem("kinds", ABSENT, expected)
    if not 1 <= file.weeks * 7 / file.step_days <= MOST_STEPS:
        expected = f"expected from one to {MOST_STEPS:,} steps of {file.step_days:g} days each"
        yield problem("weeks", file.weeks, expected)
