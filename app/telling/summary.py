"""What came out of a run, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .words import several

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result


def summary(result: Result) -> list[str]:
    """Return what came out of a run, in sentences."""
    out = result.outcomes
    overcome = several(int(out["obstacles_overcome"]), "obstacle", "obstacles") + " overcome"
    settled = f"settled after {out['weeks_to_settle']:.4g} weeks" if out["settled"] else "not settled"
    turned = f"{several(int(out['pivots']), 'pivot', 'pivots')}, {out['false_pivots']:.0f} of them false"
    overlap = "" if math.isnan(out["overlap"]) else f"; members in common across a pivot {100 * out['overlap']:.0f}%"
    hours = out["member_hours"] + out["hub_hours"]
    per_hours = "" if hours == 0 else f", {out['value_per_1000_hours']:.2f} per 1,000 hours"
    meetings = (
        "" if math.isnan(out["meeting_share"]) else f" ({100 * out['meeting_share']:.0f}% of members' in meetings)"
    )
    return [
        f"Net value {out['net_value']:.2f}: {overcome}, {settled}.",
        f"{several(int(out['plans']), 'plan', 'plans')}; {turned}{overlap}.",
        f"{hours:,.0f} hours of work{meetings}{per_hours}.",
        f"Trust in the coordinator {out['trust']:.2f}, energy {out['energy']:.2f}, on average over the weeks.",
        *_own(out),
    ]


def _own(out: Mapping[str, float]) -> Iterator[str]:
    """Yield what mechanisms that do not ship say came out."""
    from clever_coalitions.sim.measures import MEASURES, SHIPPED

    for name in MEASURES:
        if name not in SHIPPED and not math.isnan(out.get(name, math.nan)):
            one = MEASURES[name]
            yield f"{name} {out[name]:.4g} ({one.unit}): {one.meaning}."
