"""Scenarios that nobody would write: any number anywhere in its range, often at an end of it."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

from clever_coalitions.scenarios.loader import Source, built
from clever_coalitions.sim.governance.forms import FORMS
from clever_coalitions.sim.parameters import numbers
from clever_coalitions.sim.plugins import STRATEGIES
from clever_coalitions.sim.scenario import Scenario

COMBINATIONS = ("coordinator+share:0.5+table", "table+each+hub", "table+share:1+nobody", "coordinator+each+table")
LARGE = 1e4
"""Stands for the end of a range without one."""


def any_value(path: str, low: float, high: float, rng: random.Random) -> float:
    """Return an end of a range one time in three, else a number within it, small ones as likely as large ones."""
    if rng.random() < 1 / 3:
        return rng.choice([low, high])
    top = min(high, LARGE)
    if low >= 0.0 and top > 10.0:
        return min(top, low + math.exp(rng.uniform(-3.0, math.log(top))))
    return rng.uniform(low, top)


def theory(rng: random.Random, strengths: list[str]) -> list[dict[str, Any]]:
    """Return the steps of an obstacle: a random graph without cycles, some steps not needed."""
    steps: list[dict[str, Any]] = []
    for number in range(rng.randint(1, 6)):
        earlier = [step["name"] for step in steps if step["needed"]]
        steps.append(
            {
                "name": f"step {number}",
                "needs": {
                    name: rng.uniform(0.01, 5.0) for name in rng.sample(strengths, rng.randint(1, len(strengths)))
                },
                "hours": 10 ** rng.uniform(-2, 5),
                "after": rng.sample(earlier, min(len(earlier), rng.randint(0, 2))),
                "needed": number == 0 or rng.random() < 0.8,
            }
        )
    return steps


def event(rng: random.Random, obstacles: list[str], weeks: float) -> dict[str, Any]:
    """Return something that happens in some week."""
    what = rng.choice(["obstacle", "window", "barrier", "fact", "stakes"])
    value: Any = {
        "obstacle": rng.choice(obstacles),
        "window": rng.choice([0.0, rng.uniform(0, 20)]),
        "barrier": rng.uniform(0, 10),
        "fact": rng.uniform(-10, 10),
        "stakes": rng.choice([0.0, 1000.0, rng.uniform(0, 3)]),
    }[what]
    return {"week": rng.uniform(0, weeks * 0.99), what: value}


SAID = {
    "hours": (0.0, 1000.0),
    "value": (-2.0, 2.0),
    "belief": (-2.0, 2.0),
    "ceiling": (0.0, 1.0),
    "stake": (0.0, 10.0),
}


def span(rng: random.Random, low: float, high: float) -> list[float]:
    """Return what may be said of a number: one end of its range, a number within it, or the least and the most."""
    return sorted(rng.choice([[low] * 2, [high] * 2, [rng.uniform(low, high)] * 2, [low, rng.uniform(low, high)]]))


def people(data: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """Return some organizations by name, and ties, that a case may have beside what it counts."""
    rows, names = [], []
    for kind in data["kinds"]:
        known = rng.randint(0, kind["count"])
        names += [f"{kind['name']} {number}" for number in range(1, kind["count"] - known + 1)]
        for place in range(known):
            row = {"name": f"Member {place} of {kind['name']}", "kind": kind["name"]}
            row |= {name: span(rng, *ends) for name, ends in SAID.items() if rng.random() < 0.4}
            row |= {name: span(rng, 0.0, 1.0) for name in data["strengths"] if rng.random() < 0.4}
            row |= {"core": rng.choice(["core", "network", "opponent"])} if rng.random() < 0.4 else {}
            rows.append(row)
            names.append(row["name"])
    pairs = [rng.sample(names, 2) for _ in range(rng.randint(0, 20))] if len(names) > 1 else []
    ties = [[*pair, span(rng, 0.0, 1.0)] if rng.random() < 0.5 else pair for pair in pairs]
    return {"organizations": rows, **({"ties": ties} if rng.random() < 0.5 else {})}


def random_scenario(number: int) -> Scenario:
    """Return the scenario of this number, as the loader reads it."""
    rng = random.Random(number)
    strengths = [f"strength {k}" for k in range(rng.randint(1, 4))]
    kinds: list[dict[str, Any]] = [
        {
            "name": f"kind {g}",
            "count": rng.choice([1, 1, 2, 3, 5, 8]) if g == 0 else rng.choice([0, 1, 2, 4]),
            "strengths": rng.sample(strengths, rng.randint(1, len(strengths))),
            "capacity": 10 ** rng.uniform(-3, 3),
            "value": rng.uniform(-2, 2),
            "core": rng.choice([None, 0.0, 1.0, rng.random()]),
        }
        for g in range(rng.randint(1, 4))
    ]
    obstacles = [
        {
            "name": f"obstacle {r}",
            "audience": {
                kind["name"]: rng.uniform(0.01, 3.0) for kind in rng.sample(kinds, rng.randint(1, len(kinds)))
            },
            "steps": theory(rng, strengths),
        }
        for r in range(rng.randint(1, 4))
    ]
    step_days = rng.choice([7.0, 7.0, 3.5, 1.0, rng.uniform(0.5, 7.0)])
    weeks = max(rng.uniform(1, 45), step_days / 7) if step_days > 2 else rng.uniform(1, 5)
    data: dict[str, Any] = {
        "title": f"World {number}",
        "weeks": weeks,
        "step_days": step_days,
        "strengths": strengths,
        "kinds": [{key: value for key, value in kind.items() if value is not None} for kind in kinds],
        "obstacles": obstacles,
        "events": [event(rng, [one["name"] for one in obstacles], weeks) for _ in range(rng.choice([0, 0, 1, 3]))],
        "start_from": rng.choice(["defaults", "defaults", "neutral"]),
        "governance": rng.choice([*FORMS, *COMBINATIONS]),
        "strategy": rng.choice(STRATEGIES.names()),
    }
    changed = rng.choice([0, 0, 3, 3, 20, len(numbers())])
    for path, _, number_ in rng.sample(numbers(), changed):
        group, name = path.split(".")
        data.setdefault(group, {})[name] = any_value(path, number_.low, number_.high, rng)
    apart = random.Random(f"people of {number}")  # so that the rest stays as it was
    if apart.random() < 0.5:
        data |= people(data, apart)
    return built(Source(f"world_{number}", f"world_{number}", data))


def ends() -> list[tuple[str, float]]:
    """Return each number at both ends of its range."""
    return [(path, end) for path, _, number in numbers() for end in (number.low, number.high)]


def combinations(*groups: Any) -> list[tuple[Any, ...]]:
    """Return every combination of one from each group."""
    return list(itertools.product(*groups))
