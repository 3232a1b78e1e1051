"""What people see of a run: the outcomes, each with its unit and whether higher or lower is better."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from .declare import Mechanism
from .entities import Floats
from .plugins import mechanisms_in_use
from .tallies import TALLIES

HIGHER, LOWER, NEITHER = "higher", "lower", "neither"


class Measure(NamedTuple):
    """An outcome of a run; ``of`` makes it of the tallies, by name, and of what ``measure`` adds to them."""

    better: str
    unit: str
    meaning: str
    of: Callable[[dict[str, float]], float]


def ratio(part: float, whole: float) -> float:
    """Return a part of a whole; nan where there is no whole."""
    return part / whole if whole > 0.0 else math.nan


SHIPPED: dict[str, Measure] = {
    "net_value": Measure(
        HIGHER,
        "outcomes at full ambition",
        "what is expected of the plan that settled the issue: the sooner, bolder, nearer to those affected the more",
        lambda s: s["value"],
    ),
    "value_per_1000_hours": Measure(
        HIGHER,
        "per 1,000 hours",
        "net value per 1,000 hours of everybody's time",
        lambda s: ratio(1000.0 * s["value"], s["hours"] + s["hub hours"]),
    ),
    "settled": Measure(HIGHER, "issues", "issues settled", lambda s: s["settled"]),
    "weeks_to_settle": Measure(
        LOWER,
        "weeks",
        "weeks until an issue is settled, on average; the length of the run where none is",
        lambda s: s["weeks to settle"] / s["settled"] if s["settled"] > 0.0 else s["weeks"],
    ),
    "weeks_for_last": Measure(
        LOWER,
        "weeks",
        "weeks for which the last obstacle of a settled issue stood in front, on average",
        lambda s: ratio(s["last stretch"], s["settled"]),
    ),
    "obstacles_overcome": Measure(HIGHER, "obstacles", "obstacles overcome", lambda s: s["obstacles overcome"]),
    "success": Measure(HIGHER, "issues", "issues settled by a plan that turned out to help", lambda s: s["helped"]),
    "help": Measure(
        HIGHER, "probability", "chance that the plan of a settled issue helps", lambda s: ratio(s["help"], s["settled"])
    ),
    "harm": Measure(LOWER, "outcomes at full ambition", "what is expected to harm", lambda s: s["harm"]),
    "closeness": Measure(
        HIGHER,
        "share",
        "how near the plan of a settled issue is to those affected",
        lambda s: ratio(s["closeness"], s["settled"]),
    ),
    "durability": Measure(
        HIGHER,
        "share",
        "share of what a settled issue is worth that lasts",
        lambda s: ratio(s["durability"], s["settled"]),
    ),
    "settled_ambition": Measure(
        HIGHER,
        "ambition",
        "least ambition with which the obstacles of a settled issue were overcome",
        lambda s: ratio(s["settled ambition"], s["settled"]),
    ),
    "plans": Measure(NEITHER, "plans", "plans adopted", lambda s: s["plans"]),
    "weeks_to_plan": Measure(
        LOWER,
        "weeks",
        "weeks from the need for a first plan or a pivot to its adoption, on average",
        lambda s: ratio(s["weeks to plan"], s["new plans"]),
    ),
    "ambition": Measure(
        HIGHER,
        "ambition",
        "ambition of the plans adopted, on average",
        lambda s: ratio(s["adopted ambition"], s["plans"]),
    ),
    "value_dilution": Measure(
        LOWER,
        "position",
        "distance of plans from the values of those affected, on average",
        lambda s: ratio(s["dilution in values"], s["plans"]),
    ),
    "fact_dilution": Measure(
        LOWER,
        "position",
        "distance of plans from the fact when adopted, on average",
        lambda s: ratio(s["dilution in fact"], s["plans"]),
    ),
    "participation": Measure(
        HIGHER,
        "share",
        "share of the audience's heed that members command, over all weeks",
        lambda s: s["heeded"] / s["weeks"],
    ),
    "members": Measure(
        NEITHER,
        "organizations",
        "members while there is a plan, on average",
        lambda s: ratio(s["member weeks"], s["campaign weeks"]),
    ),
    "joins": Measure(NEITHER, "seats", "seats taken", lambda s: s["joins"]),
    "leaves": Measure(NEITHER, "seats", "seats left", lambda s: s["leaves"]),
    "overlap": Measure(
        NEITHER,
        "Jaccard index",
        "members in common at the end of a plan and of the one before, against another obstacle, on average",
        lambda s: ratio(s["overlap"], s["overlaps"]),
    ),
    "forecast_error": Measure(
        LOWER,
        "position",
        "distance of the forecast from the fact, on average",
        lambda s: s["forecast error"] / s["weeks"],
    ),
    "pivots": Measure(NEITHER, "pivots", "changes of the obstacle that a plan works against", lambda s: s["pivots"]),
    "false_pivots": Measure(
        LOWER, "pivots", "pivots to an obstacle that did not block the outcome", lambda s: s["false pivots"]
    ),
    "false_pivots_a_year": Measure(
        LOWER,
        "a year",
        "pivots to an obstacle that did not block, for each year with a plan",
        lambda s: ratio(52.0 * s["false pivots"], s["campaign weeks"]),
    ),
    "missed": Measure(
        LOWER,
        "switches",
        "changes of obstacle that no plan ever followed",
        lambda s: s["switches"] - s["followed switches"],
    ),
    "detection_lag": Measure(
        LOWER,
        "weeks",
        "weeks from a change of obstacle to a plan against it, where one came",
        lambda s: ratio(s["follow lag"], s["followed switches"]),
    ),
    "weeks_outliving": Measure(
        LOWER, "weeks", "weeks that coalitions stood after their purpose was achieved", lambda s: s["outlived"]
    ),
    "member_hours": Measure(NEITHER, "hours", "hours that organizations gave, meetings included", lambda s: s["hours"]),
    "hub_hours": Measure(NEITHER, "hours", "hours that coordinators gave", lambda s: s["hub hours"]),
    "meeting_share": Measure(
        LOWER,
        "share",
        "share of the organizations' hours spent in meetings",
        lambda s: ratio(s["meeting hours"], s["hours"]),
    ),
    "waiting": Measure(
        LOWER,
        "share",
        "share of their work that members cannot do for want of convening, over the weeks with a plan",
        lambda s: ratio(s["waiting"], s["campaign weeks"]),
    ),
    "wasted": Measure(
        LOWER, "share", "work that went into steps which were not needed", lambda s: ratio(s["wasted"], s["effort"])
    ),
    "trust": Measure(
        HIGHER, "share", "trust in the coordinator, over organizations and weeks", lambda s: s["trust"] / s["weeks"]
    ),
    "energy": Measure(
        HIGHER, "share", "energy of the organizations, over organizations and weeks", lambda s: s["energy"] / s["weeks"]
    ),
    "hub_energy": Measure(
        HIGHER, "share", "energy of the coordinator, over weeks", lambda s: s["hub energy"] / s["weeks"]
    ),
    "burnout": Measure(
        LOWER, "share", "organization-weeks with burnt-out energy", lambda s: s["burnt out"] / s["weeks"]
    ),
    "funding": Measure(
        HIGHER, "share", "share of the coordinator's cost that was covered", lambda s: s["funding"] / s["weeks"]
    ),
}
"""The outcomes that ship."""


class Measures(Mapping[str, Measure]):
    """All outcomes: those that ship, then those of mechanisms in use."""

    def _all(self) -> dict[str, Measure]:
        return SHIPPED | {name: one for mechanism in mechanisms_in_use() for name, one in mechanism.outcomes.items()}

    def __getitem__(self, name: str) -> Measure:
        return SHIPPED[name] if name in SHIPPED else self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


MEASURES = Measures()
"""The outcomes, the primary one first: it was fixed before any comparison."""

PRIMARY = "net_value"


def measure(outcomes: Floats, own: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return the outcomes of a finished run by name; nan where one is not defined (no plan, no pivot ...).

    Args:
        outcomes: the sums of ``state.outcomes``.
        own: means of the fields of mechanisms that do not ship, by ``name.field``.

    Raises:
        LookupError, ArithmeticError: an outcome of such a mechanism asks for what there is not, or is infinite.
    """
    sums = dict(zip(TALLIES.names, outcomes.tolist(), strict=True))
    sums["hours"] = sums["member hours"] + sums["meeting hours"]
    found = {name: one.of(sums) for name, one in SHIPPED.items()}
    for mechanism in mechanisms_in_use():
        found |= {name: _own(mechanism, name, one, sums, own or {}) for name, one in mechanism.outcomes.items()}
    return found


def _own(mechanism: Mechanism, name: str, one: Measure, sums: Mapping[str, float], own: Mapping[str, float]) -> float:
    """Return an outcome of a mechanism that does not ship; nan where that does not take part."""
    if any(f"{mechanism.name}.{field}" not in own for field in mechanism.fields):
        return math.nan
    try:
        value = float(one.of({**sums, **own}))
    except KeyError as error:
        asked, known = str(error.args[0]), [*sums, *own]
        hint = "".join(f"; did you mean {near!r}?" for near in difflib.get_close_matches(asked, known, n=1))
        raise LookupError(f"{mechanism.home}: outcome {name!r}: there is no tally or field {asked!r}{hint}") from None
    except Exception as error:
        raise ArithmeticError(f"{mechanism.home}: outcome {name!r}: {type(error).__name__}: {error}") from error
    if math.isinf(value):
        raise ArithmeticError(
            f"{mechanism.home}: outcome {name!r} = {value}, expected a number, or nan where undefined"
        )
    return value
