"""What came out of a run, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .beats import forms_of
from .words import several, weeks

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario


def summary(result: Result, scenario: Scenario) -> list[str]:
    """Return what came out of a run, in sentences."""
    out = result.outcomes
    overcome = several(int(out["obstacles_overcome"]), "obstacle", "obstacles") + " overcome"
    turned = f"{several(int(out['pivots']), 'pivot', 'pivots')}, {out['false_pivots']:.0f} of them false"
    overlap = "" if math.isnan(out["overlap"]) else f"; members in common from plan to plan {100 * out['overlap']:.0f}%"
    hours = out["member_hours"] + out["hub_hours"]
    per_hours = "" if hours == 0 else f", {out['value_per_1000_hours']:.2f} per 1,000 hours"
    meetings = (
        "" if math.isnan(out["meeting_share"]) else f" ({100 * out['meeting_share']:.0f}% of members' in meetings)"
    )
    return [
        f"Net value {out['net_value']:.2f}: {overcome}, {_settled(out, scenario.issues)}.",
        f"{several(int(out['plans']), 'plan', 'plans')}; {turned}{overlap}.",
        f"{hours:,.0f} hours of work{meetings}{per_hours}.",
        f"{_trust(result)} {out['energy']:.2f}, on average over the weeks.",
        *_own(out),
    ]


def _settled(out: Mapping[str, float], issues: int) -> str:
    """Return how many issues were settled, and after how long."""
    many, after = int(out["settled"]), weeks(out["weeks_to_settle"])
    if issues == 1:
        return f"settled after {after}" if many else "not settled"
    how = "" if not many else f", {after} after it arose" if many == 1 else f", {after} after they arose on average"
    return f"{many} of {issues} issues settled{how}"


def _trust(result: Result) -> str:
    """Return what the mean energy is told behind: trust in the coordinator, where there always was one."""
    from clever_coalitions.sim.governance.forms import find_form

    if all(find_form(form).is_coordinated for _, form in forms_of(result)):
        return f"Trust in the coordinator {result.outcomes['trust']:.2f}, energy"
    return "Energy"


def _own(out: Mapping[str, float]) -> Iterator[str]:
    """Yield what mechanisms that do not ship say came out."""
    from clever_coalitions.sim.measures import MEASURES, SHIPPED

    for name in MEASURES:
        if name not in SHIPPED and not math.isnan(out.get(name, math.nan)):
            one = MEASURES[name]
            yield f"{name} {out[name]:.4g} ({one.unit}): {one.meaning}."
