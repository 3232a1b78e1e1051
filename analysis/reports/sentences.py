"""What a comparison says, in plain words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.comparison import KEY as OF_INTEREST
from ...experiments.estimates import SAME, UNKNOWN, PairedDifference, difference_in
from ...experiments.intervals import FEWEST
from ...sim.measures import LOWER, MEASURES, PRIMARY
from ..words import MOST_TO_COME, PHRASES, listed, name_of_outcome, of_worlds, worlds

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison

KEY = OF_INTEREST[1:]
"""The outcomes that a paragraph speaks of beside the primary one."""


def sentence(comparison: Comparison, outcome: str, variant: int = 1) -> str:
    """Return what a comparison says of an outcome, without a full stop.

    Such as "opt-in achieves 0.31 more net value than consensus [0.22, 0.40]; better in 78 of 100 worlds".  It speaks
    of the variant that does better, or, where neither direction is better, of the one that has more.

    Args:
        comparison: what was compared.
        outcome: name of the outcome.
        variant: place of the variant that is set against the first.
    """
    found = difference_in(comparison, outcome, variant)
    if not found.is_told_apart:
        return f"{name_of_outcome(outcome)}: {_undecided(comparison, found, outcome, variant)}"
    said = _told_apart(comparison, found, outcome, variant)
    if math.isnan(found.p_better):
        return said
    wins = found.wins if _speaks_of_variant(found, outcome) else found.losses
    same = f", the same in {of_worlds(found.ties / found.worlds, found.worlds)}" if found.ties else ""
    return f"{said}; better in {of_worlds(wins / found.worlds, found.worlds)}{same}"


def paragraph(comparison: Comparison) -> str:
    """Return what a comparison says as a whole: a paragraph for each variant but the first, apart by an empty line."""
    if len(comparison.variants) == 1:
        return f"{comparison.labels[0]} was run alone in {worlds(comparison.done)}: there is nothing to compare."
    told = [_about(comparison, variant) for variant in range(1, len(comparison.variants))]
    return "\n\n".join([*told[:-1], " ".join([told[-1], *_troubles(comparison)])])


def _about(comparison: Comparison, variant: int) -> str:
    """Say what one variant does that the first does not."""
    found = {outcome: difference_in(comparison, outcome, variant) for outcome in (PRIMARY, *KEY)}
    apart = [outcome for outcome in KEY if found[outcome].is_told_apart]
    same, alike = (
        [name_of_outcome(outcome).lower() for outcome in KEY if found[outcome].verdict == verdict]
        for verdict in (SAME, UNKNOWN)
    )
    said = [f"In {worlds(comparison.done)} of {comparison.scenario.name}, {_uncapital(comparison, variant)}."]
    if apart:
        rest = [_told_apart(comparison, found[outcome], outcome, variant) for outcome in apart]
        said.append(f"Also, judged together: {'; '.join(rest)}.")
    if alike:
        said.append(f"Not yet known: {listed(alike)}.")
    if same:
        said.append(f"No difference that matters in: {listed(same)}.")
    bought = found[PRIMARY].variance_reduction
    if found[PRIMARY].is_told_apart and 1.05 <= bought < math.inf:
        said.append(f"Without pairing, to know net value as well would take {bought:.1f} times as many worlds.")
    return " ".join(said)


def _uncapital(comparison: Comparison, variant: int) -> str:
    """Return the sentence on the primary outcome as it reads after a comma."""
    said = sentence(comparison, PRIMARY, variant)
    name = name_of_outcome(PRIMARY)
    return name.lower() + said[len(name) :] if said.startswith(f"{name}:") else said


def _troubles(comparison: Comparison) -> list[str]:
    said = warnings(comparison)
    if comparison.at_any_time:
        said.append("These intervals hold at whatever number of worlds one looks or stops.")
    if comparison.interrupted:
        said.append(f"It was interrupted after {comparison.done:,} of {worlds(comparison.asked)}.")
    if comparison.failures:
        count = len({failure.world for failure in comparison.failures})
        said.append(f"Runs failed in {worlds(count)}, which {'is' if count == 1 else 'are'} left out.")
    return said


def warnings(comparison: Comparison) -> list[str]:
    """Return what makes a comparison say less than it seems to: nobody ever decided, or nothing ever differed."""
    if not comparison.done:
        return []
    plans = comparison.outcome("plans").max(axis=0)
    none = [name for name, most in zip(comparison.labels, plans, strict=True) if most == 0.0]
    said = [f"No plan was adopted in any world under {listed(none)}."] if none else []
    first, others = comparison.outcomes[:, 0], zip(comparison.labels[1:], range(1, len(plans)), strict=True)
    same = [name for name, v in others if np.array_equal(comparison.outcomes[:, v], first, equal_nan=True)]
    if same:
        said.append(
            f"{listed(same)} and {comparison.labels[0]} are the same in every outcome of every world: what differs "
            "between them never came to bear."
        )
    return said


def _speaks_of_variant(found: PairedDifference, outcome: str) -> bool:
    """Return whether the variant, and not the first one, is to be spoken of."""
    return found.mean < 0.0 if MEASURES[outcome].better == LOWER else found.mean > 0.0


def _told_apart(comparison: Comparison, found: PairedDifference, outcome: str, variant: int) -> str:
    """Say who has how much more or less of an outcome."""
    names = comparison.labels
    one, other = (variant, 0) if _speaks_of_variant(found, outcome) else (0, variant)
    phrase = PHRASES.get(outcome, f"has {{less}} {name_of_outcome(outcome).lower()}")
    scale = 100.0 if "{points}" in phrase else 1.0
    low, high = sorted((scale * abs(found.low), scale * abs(found.high)))
    finest = min(high - low, 10.0 * low)  # the near end must not read as zero
    amount, low_text, high_text = (_rounded(x, finest) for x in (scale * abs(found.mean), low, high))
    less, fewer = ("less", "fewer") if MEASURES[outcome].better == LOWER else ("more", "more")
    points = f"{amount} percentage points {less}"
    does = phrase.format(less=f"{amount} {less}", fewer=f"{amount} {fewer}", points=points)
    where = f" in the {worlds(found.worlds)} with both" if found.left_out else ""
    return f"{names[one]} {does} than {names[other]} [{low_text}, {high_text}]{where}"


def _undecided(comparison: Comparison, found: PairedDifference, outcome: str, variant: int) -> str:
    """Say why no difference can be told apart."""
    pair = f"{comparison.labels[variant]} and {comparison.labels[0]}"
    if found.worlds == 0:
        return f"there is no world in which it is defined under both {pair}"
    if found.worlds == 1:
        return f"one world is too few to tell {pair} apart"
    if not found.is_enough or math.isinf(found.low):
        return f"{worlds(found.worlds)} are too few to tell {pair} apart"
    if found.differ > 0 and math.isnan(found.low):
        return f"all {worlds(found.worlds)} of {pair} share too few seeds to say anything of others"
    both = " with both" if found.left_out else ""
    many, same = f"{worlds(found.worlds)}{both}", f"no difference that matters between {pair}"
    if found.differ < FEWEST:
        seen = f"they differ in {found.differ} of {many}" if found.differ else f"they are the same in all {many}"
        return f"{same if found.verdict == SAME else f'not yet known whether {pair} differ'}: {seen}{_to_come(found)}"
    width = found.high - found.low
    ends = f"[{_rounded(found.low, width)}, {_rounded(found.high, width)}]"
    if found.verdict == SAME:
        return f"{same} in {many} {ends}"
    return f"not yet known in {many} whether {pair} differ {ends}{_to_come(found)}"


def _to_come(found: PairedDifference) -> str:
    """Return in about how many worlds it may be known, where in any.

    Not how many to ask for next: whoever enlarges a fixed number until it tells finds what is not there.
    """
    more = found.worlds_to_come
    if not 0.0 < more <= MOST_TO_COME:
        return ""
    return f"; to go on until it is known may take about {about_so_many(found.worlds + more)} worlds"


def about_so_many(many: float) -> str:
    """Return a number of worlds with one digit that counts, rounded up."""
    digit = 10 ** math.floor(math.log10(many))
    return f"{math.ceil(many / digit) * digit:,}"


def _rounded(value: float, width: float) -> str:
    """Return a number with as many decimals as show two digits of the width of its interval."""
    decimals = min(9, max(0, 1 - math.floor(math.log10(width)))) if width > 0.0 else 3
    return f"{value:,.{decimals}f}".replace("-", "−")
