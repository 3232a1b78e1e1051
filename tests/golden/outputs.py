"""The outputs that define an edition of the model: each shipped scenario under each form and strategy, in two worlds.

``make golden`` writes them again, once the edition is raised.
"""

from __future__ import annotations

import difflib
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from clever_coalitions.scenarios import load, names
from clever_coalitions.sim import simulate
from clever_coalitions.sim.edition import EDITION
from clever_coalitions.sim.governance.forms import FORMS, find_form
from clever_coalitions.sim.plugins import STRATEGIES

HERE = Path(__file__).parent
COMBINATIONS = ("coordinator+share:0.5+table", "table+each+hub")
SEEDS = (1, 7)
OUTCOMES = (
    "net_value", "settled", "weeks_to_settle", "harm", "durability", "plans", "ambition", "value_dilution", "members",
    "leaves", "overlap", "forecast_error", "false_pivots", "member_hours", "trust",
)  # fmt: skip
DIGITS = 10
"""Significant digits of an outcome that are kept."""

WHAT_TO_DO = f"""
Results of the model have changed; those above moved. If that was not meant, undo it. If it was:
  1. raise EDITION in sim/edition.py from {EDITION} to {EDITION + 1},
  2. run: make golden
  3. say what changed, and why, in CHANGELOG.md, under "Numbers changed": a paragraph beginning "Edition {EDITION + 1}".
"""


def rows(scenario: str) -> Iterator[str]:
    """Yield a line for each run of a scenario: form, strategy, seed, digest, and outcomes by name."""
    case, alone = load(scenario), {}
    for form, strategy, seed in itertools.product((*FORMS, *COMBINATIONS), STRATEGIES.names(), SEEDS):
        is_led = find_form(form).is_coordinated  # where nobody coordinates, no strategy has a say
        result = alone.get((form, seed)) or simulate(case, seed, form, strategy)
        alone |= {} if is_led else {(form, seed): result}
        outcomes = " ".join(f"{name}={result.outcomes[name]:.{DIGITS}g}" for name in OUTCOMES)
        yield f"{form} {strategy} {seed}: {result.digest} {outcomes}"


def text(scenario: str) -> str:
    """Return what the file of a scenario holds."""
    return "\n".join([f"edition {EDITION}", *rows(scenario), ""])


def moved(before: str, after: str) -> list[str]:
    """Return a line for each run that differs, which names the outcomes that moved and by how much.

    What was added since, a form or a strategy, has moved nothing; it is kept from the next edition on.
    """
    found = []
    then, now = (dict(line.split(": ", 1) for line in said.splitlines()[1:]) for said in (before, after))
    for run in sorted(then):
        if then[run] != now.get(run):
            found.append(f"{run}: {_difference(then[run], now[run]) if run in now else 'is gone'}")
    return found


def _difference(then: str, now: str) -> str:
    one, other = (dict(word.split("=") for word in said.split()[1:]) for said in (then, now))
    changes = [f"{name} {one[name]} -> {other.get(name)}" for name in one if one[name] != other.get(name)]
    return ", ".join(changes) or "the weekly series, in none of these outcomes"


def write() -> int:
    """Write the outputs of this edition, unless those of the same edition are others."""
    wrong = []
    for scenario in names():
        path, said = HERE / f"{scenario}.txt", text(scenario)
        before = path.read_text("utf-8") if path.is_file() else ""
        if before.startswith(f"edition {EDITION}\n") and before != said and not _only_adds(before, said):
            wrong += [f"{scenario}: {line}" for line in moved(before, said)]
        else:
            path.write_text(said, "utf-8")
    if wrong:
        print("\n".join(wrong), WHAT_TO_DO, sep="\n", file=sys.stderr)
    return bool(wrong)


def _only_adds(before: str, after: str) -> bool:
    """Return whether nothing that was said is said differently: there is a new form, strategy or world."""
    return all(not line.startswith("- ") for line in difflib.ndiff(before.splitlines(), after.splitlines()))


if __name__ == "__main__":
    sys.exit(write())
