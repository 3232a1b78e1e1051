"""Axes that are no single parameter: each is a function that gives a case at a value.

An axis is an entry of ``DERIVED``; ``coalitions map --x NAME`` finds it there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from ...sim.parameters import Parameters
from ...sim.scenario import Scenario


@dataclass(frozen=True)
class Derived:
    """An axis that changes more than one number of a case.

    Attributes:
        label: what people call it, in a few words; ``says``: what it is; ``unit``: of its values.
        range: of the axis where none is asked for.
        apply: returns a case at a value; raises ``ValueError`` where it cannot have it.
        rounded: returns the nearest value that a case can have.
    """

    label: str
    says: str
    unit: str
    range: tuple[float, float]
    apply: Callable[[Scenario, float], Scenario]
    rounded: Callable[[float], float] = lambda value: float(f"{value:.6g}")


def with_organizations(case: Scenario, organizations: float) -> Scenario:
    """Return a case with so many organizations, in nearly the same proportions of kinds; at least one of each.

    Each kind has its share rounded down, and those whose share loses most by that have one more.

    Raises:
        ValueError: there are fewer organizations than kinds, or it is not a whole number.
    """
    total, kinds = int(organizations), case.kinds
    if total != organizations or total < len(kinds):
        raise ValueError(
            f"{organizations:g} organizations: expected a whole number from {len(kinds)}, one of each kind"
        )
    shares = [total * kind.count / case.organizations for kind in kinds]
    counts = [max(1, math.floor(share)) for share in shares]
    by_loss = sorted(range(len(kinds)), key=lambda k: counts[k] - shares[k])
    place = 0
    while sum(counts) < total:
        counts[by_loss[place % len(kinds)]] += 1
        place += 1
    while sum(counts) > total:  # those of which there is only a fraction were given one whole
        counts[counts.index(max(counts))] -= 1
    return replace(case, kinds=tuple(replace(kind, count=count) for kind, count in zip(kinds, counts, strict=True)))


def with_facts_share(case: Scenario, share: float) -> Scenario:
    """Return a case in which a share of the disagreement is about facts, and the rest about values.

    The total is the variance of beliefs about the fact at the start plus that of values, both as in the case; it stays
    as it is.  The noise of signals moves with the beliefs (or beliefs would soon be as near to each other as before),
    and how far kinds stand from those affected moves with the values.

    Raises:
        ValueError: the share is not in [0, 1], or the case has no disagreement of one of the two.
    """
    p = case.parameters
    facts, values = p.sensing.belief_spread, p.club.values_spread
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"{share:g}: expected a share from 0 to 1")
    if facts <= 0.0 or values <= 0.0:
        raise ValueError("this case has no spread of beliefs, or none of values, to be divided anew")
    total = facts * facts + values * values
    new_facts, new_values = math.sqrt(share * total), math.sqrt((1.0 - share) * total)
    changed = case.with_numbers(
        {
            "sensing.belief_spread": new_facts,
            "sensing.noise": p.sensing.noise * new_facts / facts,
            "club.values_spread": new_values,
        }
    )
    kinds = tuple(replace(kind, value=kind.value * new_values / values) for kind in case.kinds)
    return replace(changed, kinds=kinds)


DERIVED = {
    "members": Derived(
        "number of organizations",
        f"organizations there are (a table seats at most {Parameters().decision.seats:.0f})",
        "organizations",
        (10.0, 80.0),
        with_organizations,
        lambda value: float(round(value)),
    ),
    "facts": Derived(
        "share about facts",
        "share of the disagreement that is about facts, not values",
        "share",
        (0.0, 1.0),
        with_facts_share,
    ),
}
