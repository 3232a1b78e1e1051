"""The commands that give on the command line what a page shows."""

from __future__ import annotations

from ..options import command_line
from .settings import Setting, plan_of

CHOICES = "choices.json"


def run_command(setting: Setting) -> str:
    """Return the command that runs a setting; with what ifs it needs the file of choices."""
    plan = plan_of(setting)
    words = ["run", *_case(setting), "--seed", str(plan.seed)]
    words += ["--governance", plan.governance, "--strategy", plan.strategy]
    return command_line(words + (["--choices", CHOICES] if plan.choices or plan.turns else []))


def compare_command(setting: Setting, vary: str, worlds: int, seed: int) -> str | None:
    """Return the command that compares settings without what ifs in the same worlds; None where it cannot."""
    if setting.changes:
        return None
    plan = plan_of(setting)
    words = ["compare", *_case(setting), "--vary", vary, "--worlds", str(worlds), "--seed", str(seed)]
    return command_line([*words, "--governance", plan.governance, "--strategy", plan.strategy])


def _case(setting: Setting) -> list[str]:
    """Return the case and its changed numbers, as words of a command."""
    name = f"{setting.case.name}.toml" if setting.case.text else setting.case.name
    numbers = dict(setting.numbers)
    changed = [word for path, value in numbers.items() if path != "weeks" for word in ("--set", f"{path}={value!r}")]
    return [name, *changed, *(["--weeks", repr(numbers["weeks"])] if "weeks" in numbers else [])]
