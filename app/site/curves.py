"""The curves of the lessons: each moves one thing in doses, in the same many worlds, and says what shape comes out.

A shape is what is told apart, not what the means look like: the best dose against either end, allowing for the choice
among all doses.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ...experiments.compare import compare
from ...experiments.estimates import LESS, MORE, SAME, UNKNOWN, paired_difference
from ...experiments.studies.derived import DERIVED, expanded
from ...experiments.variants import Variant, vary
from ...scenarios import load
from ...sim.measures import HIGHER, PRIMARY
from ...sim.scenario import Scenario
from ...sim.state import Floats

LESSONS = Path(__file__).with_name("lessons.toml")

WORLDS = 200
QUICK = 40
"""Worlds in which each curve is run, and where it is to be quick."""

SEED = 11
CASE = "steady"


def lessons() -> dict[str, dict[str, Any]]:
    """Return the lessons by name, in the order of their principles."""
    said = tomllib.loads(LESSONS.read_text("utf-8"))
    return {key: {"case": CASE, "elsewhere": said["elsewhere"], **one} for key, one in said["lessons"].items()}


def doses_of(case: Scenario, path: str, doses: list[Any]) -> list[Variant]:
    """Return a case at each dose; a path may be a derived one, as in studies."""
    if path not in DERIVED:
        return list(vary(case, path, doses))
    changed = [case.with_numbers(expanded(case, {path: dose})) for dose in doses]
    return [
        Variant(f"{path}={dose}", one, one.governance, one.strategy) for dose, one in zip(doses, changed, strict=True)
    ]


def curve(case: str, path: str, doses: list[Any], worlds: int, pair: Sequence[int] = ()) -> dict[str, Any]:
    """Return what comes out at each dose.

    ``pair``: the places of a dose and of the one that it should be better than, where the principle is about these two.

    ``means`` of net value; ``low``, ``high``: where the difference from the first dose lies (95 %), put upon its mean;
    ``best``: the place of the dose with the highest mean; ``shape``; ``hours`` of everybody's work, in the mean;
    ``verdict``: what is told of the pair.
    """
    found = compare(doses_of(load(case), path, doses), worlds, seed=SEED)
    values = found.outcome(PRIMARY)
    means = values.mean(axis=0)
    band = [paired_difference(values[:, 0], values[:, place], HIGHER) for place in range(1, len(doses))]
    work = (found.outcome("member_hours") + found.outcome("hub_hours")).mean(axis=0)
    return {
        "means": [round(float(one), 4) for one in means],
        "low": _upon(means[0], [one.low for one in band]),
        "high": _upon(means[0], [one.high for one in band]),
        "best": int(means.argmax()),
        "shape": shape_of(values),
        "verdict": paired_difference(values[:, pair[1]], values[:, pair[0]], HIGHER).verdict if pair else "",
        "hours": [round(float(one)) for one in work],
        "worlds": found.done,
    }


def _upon(mean: float, ends: Sequence[float]) -> list[float]:
    """Return ends of intervals upon a mean; the mean itself where there is none."""
    return [round(float(mean + one), 4) for one in (0.0, *np.nan_to_num(ends))]


SHAPES = {
    (MORE, MORE): "inside",
    (MORE, SAME): "rises",
    (SAME, MORE): "falls",
    (MORE, UNKNOWN): "helps",
    (UNKNOWN, MORE): "hurts",
}
"""What a curve does, by what is known of its best dose against the first and against the last."""

FITTING = {"helps": {"inside", "rises"}, "hurts": {"inside", "falls"}}
"""What a curve may do of which only one end is known."""


def shape_of(values: Floats) -> str:
    """Return the shape of a curve, (worlds, doses), by how its best dose stands to the others.

    The best is one of several, chosen for what came out: so its verdicts allow for as many.
    """
    doses, best = values.shape[1], int(values.mean(axis=0).argmax())
    over = [paired_difference(values[:, dose], values[:, best], HIGHER) for dose in range(doses)]
    known = [SAME if dose == best else replace(one, times=float(doses)).verdict for dose, one in enumerate(over)]
    if set(known) == {SAME}:
        return "flat"
    first, last = (UNKNOWN if end == best and UNKNOWN in known else known[end] for end in (0, doses - 1))
    return SHAPES.get((first, last), "unknown")


def fitting(shape: str) -> set[str]:
    """Return what a curve of some shape may do: rise, fall, or be best in between."""
    return FITTING.get(shape, {"inside", "rises", "falls"} if shape in ("flat", "unknown") else {shape})


def agreement(expects: Sequence[str], found: dict[str, Any]) -> str:
    """Return whether a curve is what a principle says: yes, no, or open.

    By its shape, or, where the principle is about two doses, by which of them is told to be better.
    """
    if found["verdict"]:
        return {MORE: "yes", LESS: "no"}.get(found["verdict"], "open")
    return "yes" if found["shape"] in expects else "open" if fitting(found["shape"]) & set(expects) else "no"


def likeness(one: str, other: str) -> str:
    """Return whether two curves have the same shape, another, or whether that is open."""
    if not fitting(one) & fitting(other):
        return "other"
    return "same" if one == other and len(fitting(one)) == 1 else "open"


def lessons_drawn(worlds: int, report: Callable[[str], None] = lambda line: None) -> dict[str, dict[str, Any]]:
    """Return all lessons with their curves: here, and elsewhere."""
    made = {}
    for key, one in lessons().items():
        report(f"lesson {one['principle']} of 10: {one['path']}, {len(one['doses'])} doses in {worlds} worlds, twice")
        asked = (one["path"], one["doses"], worlds, one.get("pair", ()))
        here, there = (curve(one[where], *asked) for where in ("case", "elsewhere"))
        said = {"agrees": agreement(one.get("expects", ()), here), "alike": likeness(here["shape"], there["shape"])}
        made[key] = {**one, "here": here, "there": there, **said}
    return made
