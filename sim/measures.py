"""What people see of a run: the outcomes, each with its unit and whether higher or lower is better."""

from __future__ import annotations

import math
from typing import NamedTuple

from .mechanisms.record import TALLIES
from .state import Floats

HIGHER, LOWER, NEITHER = "higher", "lower", "neither"


class Measure(NamedTuple):
    """An outcome of a run."""

    better: str
    unit: str
    meaning: str


MEASURES: dict[str, Measure] = {
    "net_value": Measure(
        HIGHER, "successes at full ambition", "ambition x closeness of what helped, less half of what harmed"
    ),
    "value_per_1000_hours": Measure(HIGHER, "per 1,000 hours", "net value per 1,000 hours of everybody's time"),
    "success": Measure(HIGHER, "0 or 1", "whether anything that helps was enacted"),
    "successes": Measure(HIGHER, "enactments", "enactments that help"),
    "harms": Measure(LOWER, "enactments", "enactments that harm"),
    "weeks_to_success": Measure(
        LOWER, "weeks", "weeks to the first success; the length of the run where there is none"
    ),
    "plans": Measure(NEITHER, "plans", "plans adopted"),
    "weeks_to_plan": Measure(
        LOWER, "weeks", "weeks from the need for a first plan or a pivot to its adoption, on average"
    ),
    "ambition": Measure(HIGHER, "ambition", "ambition of the plans adopted, on average"),
    "value_dilution": Measure(LOWER, "position", "distance of plans from the values of those affected, on average"),
    "fact_dilution": Measure(LOWER, "position", "distance of plans from the fact when adopted, on average"),
    "participation": Measure(HIGHER, "share", "share of the audience's heed that members command, over all weeks"),
    "members": Measure(NEITHER, "organizations", "members while there is a plan, on average"),
    "joins": Measure(NEITHER, "seats", "seats taken"),
    "leaves": Measure(NEITHER, "seats", "seats left"),
    "overlap": Measure(NEITHER, "Jaccard index", "members in common before and after a pivot, on average"),
    "forecast_error": Measure(LOWER, "position", "distance of the forecast from the fact, on average"),
    "pivots": Measure(NEITHER, "pivots", "changes of the obstacle that a plan works against"),
    "false_pivots": Measure(LOWER, "pivots", "pivots to an obstacle that did not block the outcome"),
    "missed": Measure(LOWER, "switches", "changes of obstacle that no plan ever followed"),
    "detection_lag": Measure(LOWER, "weeks", "weeks from a change of obstacle to a plan against it, where one came"),
    "weeks_outliving": Measure(LOWER, "weeks", "weeks that coalitions stood after their purpose was achieved"),
    "member_hours": Measure(NEITHER, "hours", "hours that organizations gave, meetings included"),
    "hub_hours": Measure(NEITHER, "hours", "hours that coordinators gave"),
    "meeting_share": Measure(LOWER, "share", "share of the organizations' hours spent in meetings"),
    "waiting": Measure(LOWER, "share", "members whom the hub could not serve, over the weeks with a plan"),
    "wasted": Measure(LOWER, "share", "work that went into steps which were not needed"),
    "trust": Measure(HIGHER, "share", "trust in the coordinator, over organizations and weeks"),
    "energy": Measure(HIGHER, "share", "energy of the organizations, over organizations and weeks"),
    "hub_energy": Measure(HIGHER, "share", "energy of the coordinator, over weeks"),
    "burnout": Measure(LOWER, "share", "organization-weeks with burnt-out energy"),
    "funding": Measure(HIGHER, "share", "share of the coordinator's cost that was covered"),
    "unsettled": Measure(LOWER, "steps", "steps in which joining did not settle"),
}
"""The outcomes, the primary one first: it was fixed before any comparison."""

PRIMARY = "net_value"


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else math.nan


def measure(outcomes: Floats, unsettled: float) -> dict[str, float]:
    """Return the outcomes of a finished run by name; nan where one is not defined (no plan, no pivot ...).

    Args:
        outcomes: the sums of ``state.outcomes``.
        unsettled: weeks in which joining did not settle.
    """
    sums = dict(zip(TALLIES, outcomes.tolist(), strict=True))
    weeks = sums["weeks"]
    hours = sums["member hours"] + sums["meeting hours"]
    return {
        "net_value": sums["value"],
        "value_per_1000_hours": _ratio(1000.0 * sums["value"], hours + sums["hub hours"]),
        "success": float(sums["successes"] > 0.0),
        "successes": sums["successes"],
        "harms": sums["harms"],
        "weeks_to_success": sums["first success"] if sums["successes"] > 0.0 else weeks,
        "plans": sums["plans"],
        "weeks_to_plan": _ratio(sums["weeks to plan"], sums["new plans"]),
        "ambition": _ratio(sums["adopted ambition"], sums["plans"]),
        "value_dilution": _ratio(sums["dilution in values"], sums["plans"]),
        "fact_dilution": _ratio(sums["dilution in fact"], sums["plans"]),
        "participation": sums["heeded"] / weeks,
        "members": _ratio(sums["member weeks"], sums["campaign weeks"]),
        "joins": sums["joins"],
        "leaves": sums["leaves"],
        "overlap": _ratio(sums["overlap"], sums["overlaps"]),
        "forecast_error": sums["forecast error"] / weeks,
        "pivots": sums["pivots"],
        "false_pivots": sums["false pivots"],
        "missed": sums["switches"] - sums["followed switches"],
        "detection_lag": _ratio(sums["follow lag"], sums["followed switches"]),
        "weeks_outliving": sums["outlived"],
        "member_hours": hours,
        "hub_hours": sums["hub hours"],
        "meeting_share": _ratio(sums["meeting hours"], hours),
        "waiting": _ratio(sums["waiting"], sums["campaign weeks"]),
        "wasted": _ratio(sums["wasted"], sums["effort"]),
        "trust": sums["trust"] / weeks,
        "energy": sums["energy"] / weeks,
        "hub_energy": sums["hub energy"] / weeks,
        "burnout": sums["burnt out"] / weeks,
        "funding": sums["funding"] / weeks,
        "unsettled": unsettled,
    }
