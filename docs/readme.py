"""Writes the figures of the demo into the paragraph under the picture of the README: run by `make picture`."""

from __future__ import annotations

import textwrap
from pathlib import Path

from clever_coalitions.analysis.reports.sentences import about_so_many
from clever_coalitions.experiments import compare
from clever_coalitions.experiments.estimates import SAME, UNKNOWN, difference_in
from clever_coalitions.scenarios import load
from clever_coalitions.sim.measures import PRIMARY

README = Path(__file__).parent.parent / "README.md"
WIDTH = 120
BUDGET = 600
"""Worlds of the demo at most."""

BEGINS, ENDS = "The demo ran the same", "Where the numbers come from"
"""The first words of what is written anew, and of what stands after it."""


def figures() -> str:
    """Return what the demo finds, in words that fit whichever way it falls."""
    compared = compare(load("syria"), governance=["opt-in", "consensus"], budget=BUDGET)
    found, (opt_in, consensus) = difference_in(compared, PRIMARY, 1), compared.outcome(PRIMARY).T
    mean, low, high = -found.mean, -found.high, -found.low
    interval = f"95 % interval {plain(low)} to {plain(high)}"
    if found.is_told_apart:
        better, other = ("opt-in", "consensus") if low > 0.0 else ("consensus", "opt-in")
        said = f"{better} achieves {plain(abs(mean))} more net value than {other} (opt-in minus consensus: {interval})"
    elif found.verdict == SAME:
        said = f"there is {SAME} in net value (opt-in minus consensus: {plain(mean)}, {interval})"
    else:
        said = f"it is {UNKNOWN} which of opt-in and consensus achieves more net value "
        said += f"(opt-in minus consensus: {plain(mean)}, {interval}; "
        said += f"about {about_so_many(found.worlds_to_come)} more worlds may tell)"
    members = [float(each.mean()) for each in compared.outcome("members").T]
    return (
        f"The demo ran the same {compared.done:,} worlds under both: {said}; "
        f"opt-in is better in {(opt_in > consensus).sum()} of them, consensus in {(consensus > opt_in).sum()}. "
        f"On average {members[0]:.1f} organizations belong under opt-in and {members[1]:.1f} under consensus. "
    )


def plain(number: float) -> str:
    """Return a number with two digits and a true minus sign."""
    return f"{number:.2f}".replace("-", "\N{MINUS SIGN}")


def with_figures(readme: str) -> str:
    """Return the README with the figures of the demo; every other word stays."""
    paragraphs = readme.split("\n\n")
    (place,) = (place for place, text in enumerate(paragraphs) if BEGINS in " ".join(text.split()))
    before, rest = " ".join(paragraphs[place].split()).split(BEGINS)
    said = f"{before}{figures()}{ENDS}{rest.split(ENDS)[1]}"
    paragraphs[place] = textwrap.fill(said, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n\n".join(paragraphs)


if __name__ == "__main__":
    README.write_text(with_figures(README.read_text("utf-8")), "utf-8")
