"""The commands that give on the command line what a page shows."""

from __future__ import annotations

from ..options import command_line
from .settings import Plan, Setting, file_name, plan_of

CHOICES = "choices.json"


def run_command(setting: Setting) -> str:
    """Return the command that runs a setting; decisions of single weeks need the file of choices."""
    plan = plan_of(setting)
    words = ["run", *_case(setting), "--seed", str(plan.seed)]
    words += ["--governance", plan.governance, "--strategy", plan.strategy]
    return command_line(words + (["--choices", CHOICES] if plan.choices else _then(plan)))


def compare_command(setting: Setting, vary: str, worlds: int, seed: int) -> str | None:
    """Return the command that compares settings in the same worlds; None where it cannot.

    Args:
        vary: what differs; where it is empty, the what ifs are compared with the run that goes on without.
    """
    plan = plan_of(setting)
    if plan.choices:
        return None
    words = ["compare", *_case(setting), *(["--vary", vary] if vary else []), "--worlds", str(worlds)]
    words += ["--seed", str(seed), "--governance", plan.governance, "--strategy", plan.strategy]
    return command_line(words + _then(plan))


def _then(plan: Plan) -> list[str]:
    """Return the options that say what changes on the way."""
    return [
        word
        for change in plan.schedule
        for what in ("governance", "strategy")
        if (name := getattr(change, what))
        for word in ("--then", f"{change.week:.12g}:{what}={name}")
    ]


def _case(setting: Setting) -> list[str]:
    """Return the case and its changed numbers, as words of a command."""
    name = f"{file_name(setting.case.name)}.toml" if setting.case.text else setting.case.name
    numbers = dict(setting.numbers)
    changed = [word for path, value in numbers.items() if path != "weeks" for word in ("--set", f"{path}={value!r}")]
    return [name, *changed, *(["--weeks", repr(numbers["weeks"])] if "weeks" in numbers else [])]
