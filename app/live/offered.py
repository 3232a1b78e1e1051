"""What a page offers to choose from: what ships, and what code from elsewhere that is in use brings."""

from __future__ import annotations

from ...sim.governance.forms import AGREE, FORMS, MEET, PROPOSE
from ...sim.plugins import STRATEGIES


def strategies() -> list[str]:
    """Return the names of all strategies."""
    return STRATEGIES.offered()


def forms() -> list[str]:
    """Return the names of all forms; a rule from elsewhere stands in the place of that of opt-in."""
    found = list(FORMS)
    for place, rules in enumerate((PROPOSE, AGREE, MEET)):
        for rule in rules.offered():
            parts = [FORMS["opt-in"].propose, FORMS["opt-in"].agree, FORMS["opt-in"].meet]
            if ":" in rule:
                parts[place] = rule
                found.append("+".join(parts))
    return found
