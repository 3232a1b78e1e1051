"""Every drawing, of real runs and at several widths, for what must hold of all of them."""

from functools import lru_cache

from runs import run

from clever_coalitions.analysis.words import name_of_outcome
from clever_coalitions.app.drawing.differences import Difference, difference_bars, fans_chart
from clever_coalitions.app.drawing.fans import fans_of
from clever_coalitions.app.drawing.one_chart import one_chart
from clever_coalitions.app.drawing.reasons import reasons
from clever_coalitions.app.drawing.scene import scene
from clever_coalitions.app.drawing.strips import strip_charts
from clever_coalitions.app.drawing.theory_graph import theory_graph
from clever_coalitions.experiments import compare
from clever_coalitions.experiments.estimates import estimate
from clever_coalitions.experiments.variants import vary
from clever_coalitions.scenarios import load
from clever_coalitions.sim.events import FIRST_TERM, JOINED, LEFT

RUNS = (
    ("syria", "opt-in"),
    ("syria", "consensus"),
    ("syria", "alone"),
    ("central_african_republic", "opt-in"),
    ("steady", "consensus"),
    ("exponential", "opt-in"),
)
WIDTHS = (340.0, 390.0, 600.0, 1200.0)


@lru_cache
def compared():
    """Return a comparison of two forms in a few worlds, with series."""
    return compare(vary(load("syria"), "governance", ["opt-in", "consensus"]), 12, series=True)


def differences():
    """Return rows of differences."""
    comparison = compared()
    found = {name: estimate(comparison, name) for name in ("net_value", "members", "trust", "detection_lag")}
    return [
        Difference(name_of_outcome(name), next(iter(one.differences.values())), one.better)
        for name, one in found.items()
    ]


def terms_of(frames):
    """Return the terms of the seats taken and left in a run."""
    return [row[FIRST_TERM:] for frame in frames for row in frame.events if int(row[1]) in (JOINED, LEFT)]


@lru_cache
def every_drawing(width):
    """Return ``{what it is: svg}`` of all drawings."""
    found = {}
    comparison = compared()
    for case, governance in RUNS:
        cast, frames = run(case, governance)
        ghost = run(case, "consensus" if governance != "consensus" else "opt-in")[1]
        last = len(frames) - 1
        weeks = (0, last // 6, last // 3, last // 2, last)
        for week in weeks:
            frame, key = frames[week], f"{case}, {governance}, step {week}"
            previous = frames[week // 2] if week else None
            found[f"scene: {key}"] = scene(cast, frame, previous, 3 if week else None, width=width)
            found[f"theory: {key}"] = theory_graph(cast, frame, width=width)
            found[f"one chart: {key}"] = one_chart(cast, frames[: week + 1], ghost, now=frame.week, width=width)
            found[f"strips: {key}"] = strip_charts(cast, frames[: week + 1], ghost, width=width)
        for place, terms in enumerate(terms_of(frames)[:4]):
            found[f"reasons: {case}, {governance}, {place}"] = reasons(terms.tolist(), width=width)
    cast, frames = run("syria", "opt-in")
    found["strips with a band"] = strip_charts(cast, frames, band=fans_of(comparison, 0), now=100.0, width=width)
    bands = {"band": fans_of(comparison, 0), "ghost_band": fans_of(comparison, 1)}
    ghost = run("syria", "consensus")[1]
    found["strips with both bands"] = strip_charts(cast, frames, ghost, **bands, name="opt-in", width=width)
    found["differences"] = difference_bars(differences(), *comparison.variants, width=width)
    for name in ("members", "trust", "progress", "energy"):
        fans = [(variant, fans_of(comparison, place)[name]) for place, variant in enumerate(comparison.variants)]
        found[f"fans of {name}"] = fans_chart(comparison.scenario, fans, name, width=width)
    return found
