"""What many worlds say, drawn: paired differences with their intervals, and bands week by week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import solara

from ...analysis.reports.sentences import KEY, sentence
from ...analysis.words import name_of_outcome
from ...experiments import Comparison
from ...experiments.estimates import estimate
from ...sim.measures import MEASURES, PRIMARY
from ..drawing.differences import Difference, difference_bars, differences_in_words, fans_chart, fans_in_words
from ..drawing.fans import fans_of
from ..live.log import capital
from . import vue

FANS = (("progress", "progress of the theory of change"), ("members", "members"), ("trust", "trust of the members"))
"""The series that are drawn as bands, and what they are called."""


@solara.component
def Drawing(name: str, draw: Callable[[float], str], words: str, key: object, width: int = 560) -> None:
    """Show a drawing at the width that there is; it is made again when ``key`` changes."""
    now, set_now = solara.use_state(width)
    svg = solara.use_memo(lambda: draw(float(now)), [now, key])
    vue.Chart(name=name, svg=svg, words=words, steps=1, left=0.0, right=0.0, step=0, event_size=set_now)


@solara.component
def Differences(found: Comparison, outcomes: Sequence[str] = (PRIMARY, *KEY), variant: int = 1) -> None:
    """Draw the paired differences of a variant to the first."""
    first, other = found.variants[0], found.variants[variant]
    rows = [
        Difference(name_of_outcome(key), estimate(found, key).differences[other], MEASURES[key].better)
        for key in outcomes
    ]
    Drawing(
        f"{other} minus {first}",
        lambda width: difference_bars(rows, first, other, width=width),
        differences_in_words(rows, first, other),
        (id(found), tuple(outcomes), variant),
    )


@solara.component
def Bands(found: Comparison) -> None:
    """Draw what the sides do week by week: means, and half of the worlds."""
    fans = [fans_of(found, place) for place in range(len(found.variants))]
    for key, said in FANS:
        shown = list(zip(found.variants, (one[key] for one in fans), strict=True))
        Band(found, said, shown)


@solara.component
def Band(found: Comparison, said: str, shown: list[tuple[str, object]], solid: int = 0) -> None:
    """Draw one series of all sides, that at the place ``solid`` as a solid line."""
    Drawing(
        said,
        lambda width: fans_chart(found.scenario, shown, said, width=width, solid=solid),  # type: ignore[arg-type]
        fans_in_words(shown, said),  # type: ignore[arg-type]
        (id(found), said),
    )


TIES = " Better in so many of 100 worlds: where both did the same, neither is; brackets are 95 % intervals."

MOST_TOLD = 4
"""Treatments that are told apart from the first one in words."""


@solara.component
def OutcomeCard(found: Comparison, outcome: str, look: Callable[[str], None], first: str = PRIMARY) -> None:
    """Look at one outcome of choice: what each side came to, and the differences in words.

    Args:
        first: the outcome that is shown where the choice is none.
    """
    known = outcome if outcome in MEASURES else first
    means = estimate(found, known).means
    told = range(1, min(len(found.variants), MOST_TOLD + 1))
    said = [f"{capital(sentence(found, known, place))}." for place in told]
    ties = TIES if any("; better in" in one for one in said) else ""
    with solara.Div(classes=["cc-card"]):
        vue.Outcome(
            outcome=known,
            outcomes=vue.Packed([{"value": key, "label": name_of_outcome(key)} for key in MEASURES]),
            meaning=f"{capital(MEASURES[known].meaning)}; {MEASURES[known].unit}.{ties}",
            means=[[name, f"{mean:.3g}"] for name, mean in means.items()],
            said=said,
            event_look=look,
        )


@solara.component
def DifferenceCards(found: Comparison, outcome: str) -> None:
    """Draw the differences of every side to the first one, an outcome of choice before the others."""
    known = outcome if outcome in MEASURES else PRIMARY
    for place in range(1, len(found.variants)):
        with solara.Div(classes=["cc-card"]):
            solara.HTML("h2", f"{escape(found.variants[place])} minus {escape(found.variants[0])}")
            Differences(found, (known, *(key for key in (PRIMARY, *KEY) if key != known)), place)
