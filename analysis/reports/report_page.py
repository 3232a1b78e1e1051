"""What reports are put together from: one HTML file each that needs nothing else, for people who decide.

It holds no scripts and asks for nothing from outside; figures are in it as SVG, in the colors of the page, once for
wide screens and paper and once for telephones.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from ...sim.edition import package_version
from ..palette import FONTS, css_variables
from ..picture import Picture
from ..words import worlds

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison

STYLE_SHEET = Template(Path(__file__).with_name("report.css").read_text("utf-8")).substitute(
    light=css_variables("light"), dark=css_variables("dark"), fonts=FONTS
)
"""On light and dark ground, on wide and narrow screens, on paper; its colors are those of the figures."""

NO_FORECAST = "What a model shows is what follows from its assumptions; it is no forecast of any real case."


def page(about: str, head: str, parts: Iterable[str], foot: str) -> str:
    """Return a report.

    Args:
        about: what it is called where it is kept; head, parts, foot: HTML.
    """
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="Clever Coalitions {escape(package_version())}">\n'
        f'<meta name="description" content="{escape(about)}">\n'
        f"<title>{escape(about)}</title>\n<style>{STYLE_SHEET}</style>\n</head>\n<body>\n"
        f"{head}<main>\n{''.join(parts)}</main>\n{foot}</body>\n</html>\n"
    )


def header(what: str, title: str, question: str = "") -> str:
    """Return the head of a report: what kind of it this is, and what it is about."""
    asked = f'<p class="question">{escape(question)}</p>' if question else ""
    return (
        f'<header><p class="eyebrow">Clever Coalitions · {escape(what)}</p><h1>{escape(title)}</h1>{asked}</header>\n'
    )


def answer_card(said: Iterable[str], inside: str = "", label: str = "The answer") -> str:
    """Return the answer, a paragraph a sentence; ``inside``: HTML that stands below."""
    told = "".join(f'<p class="said">{escape(one)}</p>' for one in said if one)
    return f'<section class="card answer" aria-label="{label}">{told}{inside}</section>\n'


def troubles(found: Comparison) -> str:
    """Return what went wrong, if anything did."""
    said = []
    if found.done < found.asked:
        before = "Interrupted: " if found.interrupted else ""
        said.append(f"{before}{found.done:,} of {worlds(found.asked)} are done.")
    if found.failures:
        one = found.failures[0]
        said.append(
            f"{len(found.failures):,} runs failed and are left out. The first was {one.variant} in world {one.world}, "
            f"seed {one.seed}: {one.message}"
        )
    return f'<section class="card trouble"><p>{escape(" ".join(said))}</p></section>\n' if said else ""


def section(title: str, inside: str, note: str = "") -> str:
    """Return a part of a report; ``inside`` and ``note`` are HTML."""
    return f"<section><h2>{title}</h2>{inside}{noted(note) if note else ''}</section>\n"


def card(inside: str) -> str:
    """Return HTML on a ground of its own."""
    return f'<div class="card">{inside}</div>'


def noted(note: str) -> str:
    """Return HTML as a remark."""
    return f'<p class="note">{note}</p>'


def figures(wide: Sequence[Picture], narrow: Sequence[Picture]) -> str:
    """Return figures with their captions and data, drawn for both widths."""
    return "".join(_figure(place, *pair) for place, pair in enumerate(zip(wide, narrow, strict=True), 1))


def _figure(place: int, wide: Picture, narrow: Picture) -> str:
    drawn = wide.inline(f"w{place}").replace("<svg ", '<svg class="wide" ', 1)
    drawn += narrow.inline(f"n{place}").replace("<svg ", '<svg class="narrow" ', 1)
    return (
        f'<figure class="card" aria-labelledby="figure-{place}"><h3 id="figure-{place}">{escape(wide.title)}</h3>'
        f"{drawn}<figcaption>{escape(wide.sentence)}{data_link(f'figure-{place}', wide.data)}</figcaption></figure>\n"
    )


def data_link(name: str, table: str) -> str:
    """Return a link to a table in CSV, which is in it; nothing where there is none."""
    if not table:
        return ""
    inside = base64.b64encode(table.encode()).decode()
    return f' <a download="{name}.csv" href="data:text/csv;base64,{inside}">Its data (CSV)</a>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """Return a table; each row begins with what it is about."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(f'<tr><th scope="row">{escape(first)}</th>{_cells(heads[1:], rest)}</tr>' for first, *rest in rows)
    above = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(heads: Sequence[str], cells: Sequence[str]) -> str:
    pairs = zip(heads, cells, strict=True)
    return "".join(f'<td data-label="{escape(head)}">{escape(said)}</td>' for head, said in pairs)


def facts(told: Mapping[str, str]) -> str:
    """Return facts by their names; those that say nothing are left out."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in told.items() if fact)
    return f'<dl class="facts">{rows}</dl>'


def footer(origin: str, command: str | None, more: str = "") -> str:
    """Return where a report comes from, and how to make it again."""
    again = f"<p>Make it again:</p><pre><code>{escape(command)}</code></pre>" if command else ""
    return f"<footer><p>{escape(origin)}</p>{again}<p>{more}{NO_FORECAST}</p></footer>\n"
