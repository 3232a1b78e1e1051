"""Writes the figures of the demo into the paragraph under the picture of the README: run by `make picture`."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from coalitions.analysis.estimates import difference_in
from coalitions.experiments import compare, variants
from coalitions.scenarios import load
from coalitions.sim.measures import PRIMARY

README = Path(__file__).parent.parent / "README.md"
WIDTH = 120
SENTENCE = re.compile(r"In the same 200 worlds.*?; consensus is better in \d+,", re.DOTALL)


def figures() -> str:
    """Return what the demo finds, in words.

    Raises:
        ValueError: it is no longer clear that opt-in achieves more, so that the paragraph needs other words.
    """
    compared = compare(variants(load("syria"), "governance=opt-in,consensus"), worlds=200)
    found, (opt_in, consensus) = difference_in(compared, PRIMARY, 1), compared.outcome(PRIMARY).T
    if found.high >= 0.0:
        raise ValueError(f"consensus minus opt-in is {found.mean:.2f} [{found.low:.2f}, {found.high:.2f}]: write anew")
    return (
        f"In the same 200 worlds opt-in achieves {-found.mean:.2f} more net value than consensus (95 % interval "
        f"{-found.high:.2f} to {-found.low:.2f}) and is better in {(opt_in > consensus).sum()} of them; consensus is "
        f"better in {(consensus > opt_in).sum()},"
    )


def with_figures(readme: str) -> str:
    """Return the README with the figures of the demo; every other word stays."""
    paragraphs = readme.split("\n\n")
    (place,) = (place for place, text in enumerate(paragraphs) if SENTENCE.search(" ".join(text.split())))
    said = SENTENCE.sub(figures(), " ".join(paragraphs[place].split()))
    paragraphs[place] = textwrap.fill(said, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n\n".join(paragraphs)


if __name__ == "__main__":
    README.write_text(with_figures(README.read_text("utf-8")), "utf-8")
