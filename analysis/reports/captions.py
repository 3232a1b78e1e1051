"""One sentence or two for each figure: what it shows, computed from what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...experiments.estimates import difference_in
from ...sim.measures import PRIMARY
from ..words import listed, name_of_outcome, number, signed, worlds
from . import weekly
from .weekly import Floats, ObstacleChange

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison


def members_caption(comparison: Comparison) -> str:
    """Say who carried each variant's coalition, and when its plan followed a change."""
    changes = weekly.scripted_changes(comparison)
    if not changes:
        means = known_mean(weekly.members_by_kind(comparison))
        parts = [f"{_largest(comparison, means[v])} under {name}" for v, name in enumerate(comparison.labels)]
        return f"The largest group is {listed(parts)}. Areas are means of {worlds(comparison.done)}."
    change = changes[0]
    name = comparison.scenario.obstacles[change.obstacle].name
    parts = [_turn(comparison, variant, change) for variant in range(len(comparison.variants))]
    return (
        f"In week {change.week:.0f} (dotted line) “{name}” becomes what stands in the way. {' '.join(parts)} "
        f"Areas are means of {worlds(comparison.done)}; the bars below show in how many of them the plan followed when."
    )


def _turn(comparison: Comparison, variant: int, change: ObstacleChange) -> str:
    """Say when a variant's plan followed a change, and how its largest kind went on."""
    by_kind = weekly.members_by_kind(comparison)[variant]
    before, after = by_kind[:, weekly.weeks_of(comparison) < change.week][:, -1], weekly.known_last(by_kind)
    was, now = _largest(comparison, before), _largest(comparison, after)
    when = _follows(weekly.weeks_until_followed(comparison, change)[:, variant])
    course = f"{was} give way to {now} as the largest group"
    if not before.any() or not after.any():
        course = f"before the change {was} {_is(before)} the largest group, at the end {now}"
    elif int(np.argmax(before)) == int(np.argmax(after)):
        course = f"{was} are the largest group before the change, and still {now} at the end"
    return f"Under {comparison.labels[variant]} {when}; {course}."


def _is(by_kind: Floats) -> str:
    return "are" if by_kind.any() else "is"


def _follows(weeks: Floats) -> str:
    """Say when a plan follows a change, given the week in each world, nan where it never does."""
    followed = weeks[np.isfinite(weeks)]
    if not followed.size:
        return "no plan follows"
    some = f"median of the {followed.size:,} of {worlds(len(weeks))} in which it does"
    where = "median world" if followed.size == len(weeks) else some
    return f"the plan follows in week {np.median(followed):.0f} in the {where} (dashed)"


def _largest(comparison: Comparison, by_kind: Floats) -> str:
    """Say which kind has most of the members, given (kinds,), and how many; nobody where there are none."""
    if not by_kind.any():
        return "nobody"
    kind = int(np.argmax(by_kind))
    counted = f"{by_kind[kind]:.1f} of {by_kind.sum():.1f} {weekly.seats_in(comparison)}"
    return f"{comparison.scenario.kinds[kind].plural} ({counted})"


def known_mean(values: Floats) -> Floats:
    """Return the mean over the last axis, without what is nan; nan where all is."""
    is_known = np.isfinite(values)
    many = is_known.sum(axis=-1)
    mean: Floats = np.where(many > 0, np.where(is_known, values, 0.0).sum(axis=-1) / np.maximum(many, 1), np.nan)
    return mean


def progress_caption(comparison: Comparison) -> str:
    """Say which share of the work is done on average, and how likely a win is."""
    done = _means(comparison, 100.0 * weekly.column(comparison, "progress"), " %")
    chance = _means(comparison, 100.0 * weekly.column(comparison, "chance"), " %")
    return (
        f"Over all weeks, progress averages {done}, and the chance of a win {chance} a {weekly.step_of(comparison)}. "
        f"Lines are means of {worlds(comparison.done)}; bands hold the middle half of them."
    )


def trust_caption(comparison: Comparison) -> str:
    """Say how much trust and energy there is on average."""
    trusted = _means(comparison, weekly.trust_of_members(comparison))
    energy = _means(comparison, weekly.column(comparison, "energy"))
    return (
        f"Over all weeks, members' trust in their coordinator averages {trusted}; the energy of the organizations "
        f"{energy}. Organizations that are no members count only in the table. "
        f"Lines are means of {worlds(comparison.done)}; bands hold the middle half of them."
    )


def difference_caption(comparison: Comparison) -> str:
    """Say by how much and how surely each variant differs from the first."""
    parts = [_difference(comparison, variant) for variant in range(1, len(comparison.variants))]
    return (
        f"{name_of_outcome(PRIMARY)}: {listed(parts)}. All {worlds(comparison.done)} are drawn; "
        f"in those right of the line it went better than under {comparison.labels[0]}."
    )


def _difference(comparison: Comparison, variant: int) -> str:
    estimate = difference_in(comparison, PRIMARY, variant)
    return (
        f"{comparison.labels[variant]} minus {comparison.labels[0]} is {signed(estimate.mean)} "
        f"(95 % interval {signed(estimate.low)} to {signed(estimate.high)}): {estimate.verdict}"
    )


def overview_caption(comparison: Comparison) -> str:
    """Say what the picture of a whole comparison shows."""
    left = f"{weekly.seats_in(comparison)} by kind under {comparison.labels[0]}"
    return (
        f"Left: {left}, means of {worlds(comparison.done)}. "
        f"Right: {name_of_outcome(PRIMARY).lower()} world by world; {_difference(comparison, 1)}."
    )


def _means(comparison: Comparison, values: Floats, unit: str = "") -> str:
    """Say the mean of each variant, given (worlds, variants, steps)."""
    means = known_mean(np.moveaxis(values, 1, 0).reshape(len(comparison.variants), -1))
    return listed(
        [f"{number(float(mean))}{unit} under {name}" for name, mean in zip(comparison.labels, means, strict=True)]
    )
