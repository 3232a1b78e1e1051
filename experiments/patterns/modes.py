"""F13: the mode that fits the context.

Varied: the mode (members govern themselves around a table, all or two thirds of them agreeing; or a coordinator
proposes and each opts in), and the context: few, alike, trusting and slow (12 organizations, spread of goals .1,
trust .75 at the start, no hazard, a quarter of the usual drift), or many, diverse, wary and fast (48, .4, .35, a hazard
of .04 a week, four times the usual drift).  All organizations together have the same hours in both.
Measured: net value, on average over the two contexts.
Rule: the mode that did best in each context in one half of the worlds beats every single mode in the other half, by
more than 2 % of that mode's value.  Where one mode is best in both contexts, matching cannot beat it.
A mode in which one of the members leads is not built yet.
"""

from __future__ import annotations

import numpy as np

from ...sim.scenario import Scenario
from ...sim.state import Floats
from .city import city, sized
from .lab import Lab, case
from .pattern import Part, Pattern

MODES = ("consensus", "qualified-majority", "opt-in")
FEW, MANY = 2, 8
"""Organizations of each of six kinds."""
NEGLIGIBLE = 0.02

CALM = {"club.values_spread": 0.1, "trust.start": 0.75, "conditions.hazard": 0.0}
FAST = {"club.values_spread": 0.4, "trust.start": 0.35, "conditions.hazard": 0.04}


def contexts() -> tuple[Scenario, Scenario]:
    """Return the two contexts."""
    usual = city().parameters

    def context(each: int, numbers: dict[str, float], drift: float) -> Scenario:
        scenario = sized(each)
        capacity = usual.work.capacity * city().organizations / scenario.organizations
        return scenario.with_numbers(
            {**numbers, "work.capacity": capacity, "conditions.drift": drift * usual.conditions.drift}
        )

    return context(FEW, CALM, 0.25), context(MANY, FAST, 4.0)


def matched(values: Floats) -> Floats:
    """Return what the mode of each context that did best in the other half of the worlds brings, (worlds,).

    Args:
        values: (worlds, contexts, modes).
    """
    half = len(values) // 2
    found = np.empty(len(values))
    for here, there in ((slice(None, half), slice(half, None)), (slice(half, None), slice(None, half))):
        best = values[there].mean(axis=0).argmax(axis=1)
        found[here] = np.mean([values[here, context, mode] for context, mode in enumerate(best)], axis=0)
    return found


def measure(lab: Lab) -> list[Part]:
    """Run every mode in both contexts."""
    cases = [
        case(f"{mode} {place}", scenario, governance=mode)
        for place, scenario in enumerate(contexts())
        for mode in MODES
    ]
    values = lab.outcome("net_value", cases).reshape(-1, 2, len(MODES))
    single, best = values.mean(axis=1), matched(values)
    beats = [
        Part(
            f"the mode that fits the context against {mode} everywhere",
            "net value",
            best - single[:, place],
            above=NEGLIGIBLE * abs(float(single[:, place].mean())),
        )
        for place, mode in enumerate(MODES)
    ]
    told = [
        Part(f"opt-in against {mode}, {where}", "net value", values[:, context, 2] - values[:, context, place])
        for context, where in enumerate(("few, alike, trusting, slow", "many, diverse, wary, fast"))
        for place, mode in enumerate(MODES[:2])
    ]
    return [*beats, *told]


PATTERN = Pattern(
    "F13",
    "Matching the mode to the context beats any single mode over a mix of contexts",
    "Provan & Kenis 2008",
    measure,
    runs=2 * len(MODES),
)
