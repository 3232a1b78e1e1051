"""A case, told: what it is, who is there, what can stand in the way, and the theory of change that removes it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..telling.theory import draw
from ..telling.turns import when
from ..telling.words import percent, weeks
from .screen import RIGHT, WIDE, answer_console, new_table, print_json, say
from .show_people import assumed, not_read, print_named

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.sim.scenario import Amendment, Obstacle, Scenario, Scripted

HEADINGS = {
    "what_it_is": "What it is",
    "things_to_notice": "Things to notice",
    "things_to_try": "Things to try",
    "sources": "Sources",
}

MOST_NUMBERS = 12
"""Changed parameters that are listed one by one."""


def case_as_json(scenario: Scenario) -> dict[str, Any]:
    """Return a case as ``show --json`` prints it; an infinite parameter is the text ``inf``."""
    from dataclasses import asdict

    whole = asdict(scenario)
    del whole["parameters"]
    return {**whole, "organizations": scenario.organizations, "parameters": _numbers(scenario)}


def _numbers(scenario: Scenario) -> dict[str, float | str]:
    from clever_coalitions.sim.parameters import values_in

    found = values_in(scenario.parameters)
    return {path: "inf" if value == float("inf") else value for path, value in found.items()}


def print_case(scenario: Scenario, as_json: bool, data: Mapping[str, Any] | None = None) -> None:
    """Print a case for people, or as one object.

    Args:
        data: the tables of its file, to say what in them is not read.
    """
    if as_json:
        print_json(case_as_json(scenario))
        return
    console = answer_console()
    console.print(scenario.title, style="bold", markup=False)
    said = f"{scenario.organizations:,} organizations, {weeks(scenario.weeks)} in steps of {_days(scenario.step_days)}"
    console.print(
        f"{said}; governance {scenario.governance}, strategy {scenario.strategy}\n", style="dim", markup=False
    )
    _prose(console, scenario, ("what_it_is",))
    _organizations(console, scenario)
    print_named(console, scenario)
    for place, obstacle in enumerate(scenario.obstacles):
        _obstacle(console, scenario, obstacle, scenario.sequence.index(place) + 1 if place in scenario.sequence else 0)
    _script(console, scenario)
    _changed(console, scenario)
    _assumed(console, scenario, data or {})
    _own_mechanisms(console, scenario)
    _prose(console, scenario, ("things_to_notice", "things_to_try", "sources"))


def _days(days: float) -> str:
    return "a week" if days == 7 else "a day" if days == 1 else f"{days:g} days"


def _heading(console: Console, text: str) -> None:
    console.print(text, style="bold cyan", markup=False)


def _prose(console: Console, scenario: Scenario, parts: tuple[str, ...]) -> None:
    for part in parts:
        if part in scenario.prose:
            _heading(console, HEADINGS[part])
            for line in reflowed(scenario.prose[part], console.width):
                console.print(line, markup=False)
            console.print()


def reflowed(text: str, width: int) -> list[str]:
    """Return paragraphs and bullet points filled anew to a width."""
    items: list[str] = []
    for line in text.splitlines():
        is_new = not items or not items[-1] or line.startswith("- ")
        if is_new or not line.strip():
            items.append(line.strip())
        else:
            items[-1] += " " + line.strip()
    filled = [textwrap.wrap(item, width, subsequent_indent="  " if item.startswith("- ") else "") for item in items]
    return [line for lines in filled for line in lines or [""]]


def _organizations(console: Console, scenario: Scenario) -> None:
    numbers = dict.fromkeys(("capacity", "value", "core"), RIGHT)
    made = new_table({"": RIGHT, "kind": {"style": "bold"}, "strengths": WIDE, **numbers})
    usual = scenario.parameters.club.core
    for kind in scenario.kinds:
        notes = " (by right)" * kind.by_right + " (no vote)" * (not kind.votes)
        name = f"{kind.name if kind.count == 1 else kind.plural}{notes}"
        core = usual if kind.core is None else kind.core
        own = (f"{kind.capacity:g}", f"{kind.value:g}", percent(core))
        made.add_row(f"{kind.count:,}", name, ", ".join(kind.strengths), *own)
    _heading(console, "Organizations")
    console.print(made)


def _obstacle(console: Console, scenario: Scenario, obstacle: Obstacle, order: int) -> None:
    from rich.text import Text

    known = ", as everybody knows" if scenario.public else ""
    placed = f" (no. {order} in the way{known})" if order else ""
    _heading(console, f"Obstacle: {obstacle.name}{placed}")
    plurals = {kind.name: kind.plural for kind in scenario.kinds}
    heeded = sorted(obstacle.audience.items(), key=lambda item: -item[1])
    said = ", ".join(f"{plurals[name]} {percent(weight)}" for name, weight in heeded)
    counts = {kind.name: kind.count for kind in scenario.kinds}
    needs, acts = (
        ", ".join(name if counts[name] == 1 else f"{many} {plurals[name]}" for name, many in table.items())
        for table in (obstacle.required, obstacle.acts)
    )
    without = f" Without {needs} among those who press for it, it cannot be overcome." if needs else ""
    falls = f" It falls once {acts} have acted, each for itself." if acts else ""
    say(console, f"Decision-makers heed {said}.{without}{falls}")
    console.print("What removes it, as far as anybody may know:", markup=False)
    for step in draw(obstacle.steps, console.width - 2):
        rails = Text("  " + step.rails, style="cyan")
        console.print(rails.append(step.words, style="bold not dim" if step.is_name else "dim"))
    console.print()


def _script(console: Console, scenario: Scenario) -> None:
    happens: list[tuple[Scripted | Amendment, str]] = [
        (one, f"{when(one)}: {event_in_words(scenario, one.what, one.value)}") for one in scenario.script
    ]
    happens += [(one, f"{when(one)}: {_turn(one)}") for one in scenario.turns]
    if not happens:
        return
    _heading(console, "What happens, whatever anybody does")
    for _, said in sorted(happens, key=lambda one: (one[0].after, one[0].week)):
        say(console, said, "  ")
    console.print()


def _turn(turn: Amendment) -> str:
    """Return a change of form, strategy, numbers or of who is there, in words."""
    named = {"the form of governance": turn.governance, "the strategy": turn.strategy, **dict(turn.numbers)}
    said = [f"from now on {what} is {value if isinstance(value, str) else f'{value:g}'}"
            for what, value in named.items() if value != ""]  # fmt: skip
    said += ["plans are agreed on anew"] * turn.anew + ["what is on the table is put to the vote"] * turn.vote
    return "; ".join([*said, *(f"{who} leaves the world" for who in turn.leaves)])


def event_in_words(scenario: Scenario, what: str, value: float) -> str:
    """Return a scripted event in words."""
    if what == "obstacle":
        return f"from now on '{scenario.obstacles[int(value)].name}' blocks the outcome"
    if what == "window":
        return f"a window of opportunity opens for {weeks(value)}" if value > 0 else "an open window closes"
    if what == "fact":
        return f"what would help shifts by {value:+g}"
    return f"{'the barrier goes to' if what == 'barrier' else 'the stakes go to'} {value:g} times their usual level"


def _assumed(console: Console, scenario: Scenario, data: Mapping[str, Any]) -> None:
    """Say what is not said of organizations and ties, where the case names or ties any."""
    if scenario.ties is None and not any(kind.named for kind in scenario.kinds):
        return
    _heading(console, "Assumed, where nothing is said")
    for line in (*assumed(scenario), *not_read(data)):
        say(console, line, "  ")
    console.print("all other numbers: the model's own (coalitions numbers)\n", markup=False)


def _changed(console: Console, scenario: Scenario) -> None:
    from clever_coalitions.sim.parameters import numbers

    own = _numbers(scenario)
    changed = [
        (path, own[path], known) for path, usual, known in numbers() if own.get(path, usual) not in (usual, str(usual))
    ]
    if not changed:
        return
    _heading(console, "Numbers of its own")
    if len(changed) > MOST_NUMBERS:
        console.print(f"{len(changed)} of {len(own)} parameters differ from the defaults; --json shows them all.")
        changed = []
    for path, value, known in changed:
        said = (
            f"{path} = {value:g} ({known.unit}): {known.meaning}" if isinstance(value, float) else f"{path} = {value}"
        )
        say(console, said, "  ")
    console.print()


def _own_mechanisms(console: Console, scenario: Scenario) -> None:
    """Print the mechanisms from elsewhere that take part, with their numbers."""
    from clever_coalitions.sim.additions import taking_part

    for one in taking_part(scenario.parameters):
        _heading(console, f"Mechanism of one's own: {one.name}")
        own = dict(scenario.parameters.own)
        numbers = ", ".join(f"{path} = {value:g}" for path, value in own.items() if path.startswith(f"{one.name}."))
        say(console, f"{one.meaning} After {one.after}; {numbers}.")
        console.print()
