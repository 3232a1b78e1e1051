"""The report of a comparison: one HTML file that needs nothing else, for people who decide.

It holds no scripts and asks for nothing from outside; figures are in it as SVG, in the colors of the page, once for
wide screens and paper and once for telephones.
"""

from __future__ import annotations

import math
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.estimates import PairedDifference, difference_in
from ...scenarios.writing import write_text
from ...sim.edition import package_version
from ...sim.identity import scenario_hash
from ...sim.measures import MEASURES, PRIMARY
from ..palette import VARIANTS
from ..picture import Picture
from ..words import listed, name_of_outcome, number, signed, with_signs, worlds
from .figures import comparison_figures
from .panels import NARROW, WIDE
from .report_style import STYLE_SHEET
from .report_table import SHORT, table
from .sentences import sentence
from .weekly import known

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
    title = comparison.scenario.title
    about = f"{title}: {' or '.join(comparison.variants)}, compared in {worlds(comparison.done)}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="Clever Coalitions {escape(package_version())}">\n'
        f'<meta name="description" content="{escape(about)}">\n'
        f"<title>{escape(about)}</title>\n<style>{STYLE_SHEET}</style>\n</head>\n<body>\n"
        f"{_header(comparison)}<main>\n{_answer(comparison)}{_troubles(comparison)}{_tables(comparison)}"
        f"{_figures(comparison)}{_reading(comparison)}{_fixed(comparison)}{_everything(comparison)}</main>\n"
        f"{_footer(comparison, command)}</body>\n</html>\n"
    )


def _header(comparison: Comparison) -> str:
    first, others = comparison.variants[0], listed(list(comparison.variants[1:]))
    question = f"What changes under {others}, compared with {first}, in the same {worlds(comparison.done)}?"
    return (
        '<header><p class="eyebrow">Clever Coalitions · a comparison</p>'
        f'<h1>{escape(comparison.scenario.title)}</h1><p class="question">{escape(question)}</p></header>\n'
    )


def _answer(comparison: Comparison) -> str:
    """Return the answer: a sentence for each variant, and the numbers behind it."""
    said = "".join(
        f'<p class="said">{escape(_capital(sentence(comparison, PRIMARY, variant)))}.</p>'
        for variant in range(1, len(comparison.variants))
    )
    measure = MEASURES[PRIMARY]
    return (
        f'<section class="card answer" aria-label="The answer">{said}<dl class="tiles">{_tiles(comparison)}</dl>'
        f'<p class="note">{name_of_outcome(PRIMARY)} is the primary outcome, fixed before any comparison: '
        f"{escape(with_signs(measure.meaning))}. Its unit is {escape(measure.unit)}. In brackets: the 95 % interval."
        "</p></section>\n"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tiles(comparison: Comparison) -> str:
    """Return the means of the primary outcome, and what sets each variant apart from the first."""
    tiles = [
        _tile(f"{name}, mean", number(float(np.mean(known(comparison.outcome(PRIMARY)[:, place]))), 1.0), "", place)
        for place, name in enumerate(comparison.variants)
    ]
    for place in range(1, len(comparison.variants)):
        found = difference_in(comparison, PRIMARY, place)
        tiles.append(_tile(f"{comparison.variants[place]} minus {comparison.variants[0]}", *_told(found)))
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


def _troubles(comparison: Comparison) -> str:
    """Return what went wrong, if anything did."""
    said = []
    if comparison.interrupted:
        said.append(f"The comparison was interrupted after {comparison.done:,} of {comparison.asked:,} worlds.")
    if comparison.failures:
        first = comparison.failures[0]
        said.append(
            f"{len(comparison.failures)} runs failed; their worlds are left out. The first was {first.variant} "
            f"with seed {first.seed}: {first.message}."
        )
    return f'<section class="card trouble"><p>{escape(" ".join(said))}</p></section>\n' if said else ""


def _tables(comparison: Comparison) -> str:
    tables = "".join(
        f'<div class="card">{table(comparison, variant, SHORT)}</div>' for variant in range(1, len(comparison.variants))
    )
    note = (
        "Numbers in brackets are 95 % intervals; worlds in which both did the same count for neither side. "
        '<span class="bar">The small bars draw the intervals, each on a scale of its own: what counts is on which side '
        "of zero, the thin line, one lies, and how wide it is. Gray: not yet known, no difference that matters, or "
        "neither direction is better.</span> What is beside net value is judged together, so that one mistake among "
        "all is as rare as in one alone."
    )
    return f'<section><h2>What differs</h2>{tables}<p class="note">{note}</p></section>\n'


def _figures(comparison: Comparison) -> str:
    pairs = zip(comparison_figures(comparison, WIDE), comparison_figures(comparison, NARROW), strict=True)
    drawn = "".join(_figure(place, wide, narrow) for place, (wide, narrow) in enumerate(pairs, 1))
    return f"<section><h2>Week by week, and world by world</h2>{drawn}</section>\n"


def _figure(place: int, wide: Picture, narrow: Picture) -> str:
    """Return one figure with its caption, drawn for both widths."""
    drawn = wide.inline(f"w{place}").replace("<svg ", '<svg class="wide" ', 1)
    drawn += narrow.inline(f"n{place}").replace("<svg ", '<svg class="narrow" ', 1)
    return (
        f'<figure class="card" aria-labelledby="figure-{place}"><h3 id="figure-{place}">{escape(wide.title)}</h3>'
        f"{drawn}<figcaption>{escape(wide.sentence)}</figcaption></figure>\n"
    )


READING = (
    (
        "A world",
        "is one draw of everything that nobody in it decides: who the organizations are, what they see, when windows "
        "open, what chance brings. Its seed brings it back exactly.",
    ),
    (
        "Pairing",
        "means that every variant is run in the same worlds, week by week with the same shocks. So a difference within "
        "a world comes from what was varied, and from nothing else.",
    ),
    (
        "“Better in 78 of 100 worlds”",
        "says how often, not by how much: in 78 of 100 worlds the variant had the better number. In the others it had "
        "the worse one, or the same.",
    ),
    (
        "A 95 % interval",
        "says how far the mean over all possible worlds may lie from the mean over these. It holds chance, not doubts "
        "about the model. Where it spans zero, it is not yet known which has more; where all of it is within 5 % of "
        "the better mean, there is no difference that matters.",
    ),
)


def _reading(comparison: Comparison) -> str:
    parts = "".join(f"<div><h3>{head}</h3><p>{text}</p></div>" for head, text in READING)
    return f'<section><h2>How to read this</h2><div class="card reading">{parts}</div></section>\n'


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
    return (
        f'<section><h2>What was held fixed</h2><div class="card">{_facts(facts)}</div>'
        '<p class="note">Everything else in the case and every number of the model are the same under every variant; '
        "the coordinator's hours exist and are paid for under each.</p></section>\n"
    )


def _name(strategy: object) -> str:
    return strategy if isinstance(strategy, str) else getattr(strategy, "__module__", repr(strategy))


def _facts(facts: dict[str, str]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in facts.items() if fact)
    return f'<dl class="facts">{rows}</dl>'


def _everything(comparison: Comparison) -> str:
    """Return the outcomes that the short tables leave out, folded away."""
    others = [name for name in comparison.outcome_names if name not in SHORT]
    tables = "".join(table(comparison, variant, others) for variant in range(1, len(comparison.variants)))
    count = len(comparison.outcome_names) - len(SHORT)
    return f'<details class="card"><summary>The other {count} outcomes</summary>{tables}</details>\n'


def _footer(comparison: Comparison, command: str | None) -> str:
    """Return where the report comes from, and how to make it again."""
    case = comparison.scenario
    again = f"<p>Make it again:</p><pre><code>{escape(command)}</code></pre>" if command else ""
    return (
        f"<footer><p>Case {escape(case.name)} ({scenario_hash(case)}), {worlds(comparison.done)}, base seed "
        f"{comparison.seed}, Clever Coalitions {escape(package_version())}.</p>{again}"
        "<p>The principles are those of G. Mortensen, “10 Things You Need to Build Clever Coalitions”, Stanford Social "
        "Innovation Review, 25 April 2017. What a model shows is what follows from its "
        "assumptions; it is no forecast of any real case.</p></footer>\n"
    )
