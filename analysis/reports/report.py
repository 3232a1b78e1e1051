"""The report of a comparison, for people who decide."""

from __future__ import annotations

import math
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ...experiments.estimates import PairedDifference, difference_in
from ...experiments.labels import short_for
from ...scenarios.writing import write_text
from ...sim.edition import package_version
from ...sim.identity import scenario_hash
from ...sim.measures import MEASURES, PRIMARY
from ..palette import VARIANTS
from ..words import capital, listed, name_of_outcome, number, signed, with_signs, worlds
from . import report_page
from .falls_table import HEAD, falls_table, has_several_in_turn
from .figures import comparison_figures
from .panels import NARROW, WIDE
from .report_page import card, noted, section
from .report_table import SHORT, table
from .sentences import sentence

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison


def write_report(comparison: Comparison, path: str | os.PathLike[str], command: str | None = None) -> Path:
    """Write the report of a comparison as one HTML file, whole or not at all; return where.

    Args:
        comparison: at least two variants in at least one complete world; with weekly series there are more figures.
        path: of the file; its folder exists.
        command: what makes this report again, for its foot.

    Raises:
        ValueError: there is nothing to compare.
        OSError: the file cannot be written.
    """
    if len(comparison.variants) < 2 or comparison.done == 0:
        raise ValueError(
            f"{len(comparison.variants)} variants in {comparison.done} worlds: there is nothing to compare"
        )
    target = Path(path)
    write_text(target, report(comparison, command))
    return target


def report(comparison: Comparison, command: str | None = None) -> str:
    """Return the report of a comparison as HTML."""
    title, done = comparison.scenario.title, worlds(comparison.done)
    about = f"{title}: {' or '.join(comparison.labels)}, compared in {done}"
    first, others = comparison.labels[0], listed(list(comparison.labels[1:]))
    question = (
        f"What changes under {others}, compared with {first}, in the same {done}? {short_for(comparison.variants)}"
    )
    drawn = report_page.figures(comparison_figures(comparison, WIDE), comparison_figures(comparison, NARROW))
    parts = (
        _answer(comparison),
        report_page.troubles(comparison),
        _tables(comparison),
        section(HEAD, card(falls_table(comparison))) if has_several_in_turn(comparison) else "",
        section("Week by week, and world by world", drawn),
        section("How to read this", f'<div class="card reading">{READING}</div>'),
        _fixed(comparison),
        _everything(comparison),
    )
    head = report_page.header("a comparison", title, question)
    return report_page.page(about, head, parts, _footer(comparison, command))


def _answer(comparison: Comparison) -> str:
    """Return the answer: a sentence for each variant, and the numbers behind it."""
    said = [f"{capital(sentence(comparison, PRIMARY, variant))}." for variant in range(1, len(comparison.variants))]
    measure = MEASURES[PRIMARY]
    note = (
        f"{name_of_outcome(PRIMARY)} is the primary outcome, fixed before any comparison: "
        f"{escape(with_signs(measure.meaning))}. Its unit is {escape(measure.unit)}. In brackets: the 95 % interval."
    )
    return report_page.answer_card(said, f'<dl class="tiles">{_tiles(comparison)}</dl>{noted(note)}')


def _tiles(comparison: Comparison) -> str:
    """Return the means of the primary outcome, and what sets each variant apart from the first."""
    tiles = [
        _tile(f"{name}, mean", number(mean, 1.0), "", place)
        for place, (name, mean) in enumerate(zip(comparison.labels, comparison.means(PRIMARY), strict=True))
    ]
    for place in range(1, len(comparison.variants)):
        found = difference_in(comparison, PRIMARY, place)
        tiles.append(_tile(f"{comparison.labels[place]} minus {comparison.labels[0]}", *_told(found)))
    return "".join(tiles)


def _told(found: PairedDifference) -> tuple[str, str]:
    """Return a difference and its uncertainty as words."""
    if not math.isfinite(found.low):
        return signed(found.mean, 1.0), "no interval"
    return signed(found.mean, 1.0), f"95 % interval {signed(found.low, 1.0)} to {signed(found.high, 1.0)}"


def _tile(head: str, value: str, below: str, place: int | None = None) -> str:
    color = "" if place is None else f' style="color: var(--variant-{place % len(VARIANTS) + 1})"'
    small = f"<small>{escape(below)}</small>" if below else ""
    return f"<div><dt>{escape(head)}</dt><dd{color}>{escape(value)}{small}</dd></div>"


def _tables(comparison: Comparison) -> str:
    tables = "".join(card(table(comparison, variant, SHORT)) for variant in range(1, len(comparison.variants)))
    note = (
        "Numbers in brackets are 95 % intervals; worlds in which both did the same count for neither side. "
        '<span class="bar">The small bars draw the intervals, each on a scale of its own: what counts is on which side '
        "of zero, the thin line, one lies, and how wide it is. Gray: not yet known, no difference that matters, or "
        "neither direction is better.</span> What is beside net value is judged together, so that one mistake among "
        "all is as rare as in one alone, and its intervals are as much wider."
    )
    return section("What differs", tables, note)


READING = (
    "<div><h3>A world</h3><p>is one draw of everything that nobody in it decides: who the organizations are, what they "
    "see, when windows open, what chance brings. Its seed brings it back exactly.</p></div>"
    "<div><h3>Pairing</h3><p>means that every variant is run in the same worlds, week by week with the same shocks. So "
    "a difference within a world comes from what was varied, and from nothing else.</p></div>"
    "<div><h3>“Better in 78 of 100 worlds”</h3><p>says how often, not by how much: in 78 of 100 worlds the variant had "
    "the better number. In the others it had the worse one, or the same.</p></div>"
    "<div><h3>A 95 % interval</h3><p>says how far the mean over all possible worlds may lie from the mean over these. "
    "It holds chance, not doubts about the model. Where it spans zero, it is not yet known which has more; where all "
    "of it is within 5 % of the better mean, there is no difference that matters.</p></div>"
)


def _fixed(comparison: Comparison) -> str:
    """Return what all variants had in common."""
    case = comparison.scenario
    kinds = listed([f"{kind.count} {kind.plural}" for kind in case.kinds])
    forms = {variant.governance for variant in comparison.compared}
    strategies = {_name(variant.strategy) for variant in comparison.compared}
    lengths = {variant.scenario.weeks for variant in comparison.compared}
    facts = {
        "Organizations": f"{case.organizations}: {kinds}",
        "What can stand in the way": listed([f"“{obstacle.name}”" for obstacle in case.obstacles]),
        "Length": f"{case.weeks:.0f} weeks" if len(lengths) == 1 else "",
        "Governance": forms.pop() if len(forms) == 1 else "",
        "Strategy of the coordinator": strategies.pop() if len(strategies) == 1 else "",
        "Shocks": f"the same {worlds(comparison.done)} (base seed {comparison.seed}) under every variant",
        "Varied": listed(list(comparison.variants)),
    }
    note = (
        "Everything else in the case and every number of the model are the same under every variant; the coordinator's "
        "hours exist and are paid for under each."
    )
    return section("What was held fixed", card(report_page.facts(facts)), note)


def _name(strategy: object) -> str:
    return strategy if isinstance(strategy, str) else getattr(strategy, "__module__", repr(strategy))


def _everything(comparison: Comparison) -> str:
    """Return the outcomes that the short tables leave out, folded away."""
    others = [name for name in comparison.outcome_names if name not in SHORT]
    tables = "".join(table(comparison, variant, others) for variant in range(1, len(comparison.variants)))
    count = len(comparison.outcome_names) - len(SHORT)
    return f'<details class="card"><summary>The other {count} outcomes</summary>{tables}</details>\n'


def _footer(comparison: Comparison, command: str | None) -> str:
    """Return where the report comes from, and how to make it again."""
    case = comparison.scenario
    origin = (
        f"Case {case.name} ({scenario_hash(case)}), {worlds(comparison.done)}, base seed {comparison.seed}, "
        f"Clever Coalitions {package_version()}."
    )
    article = (
        "The principles are those of G. Mortensen, “10 Things You Need to Build Clever Coalitions”, Stanford Social "
        "Innovation Review, 25 April 2017. "
    )
    return report_page.footer(origin, command, article)
