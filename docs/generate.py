"""Writes the reference pages from the code: ``make docs``, or ``python docs/generate.py``.

``docs/parameters.md`` says of every number what it means, its unit, range, prior, default, neutral value and source,
and lists outcomes, series, events, forms, rules and strategies.  A test fails where the page is out of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from clever_coalitions.sim import entities
from clever_coalitions.sim.briefing import USES
from clever_coalitions.sim.declare import Table, fields_of
from clever_coalitions.sim.events import HAPPENINGS
from clever_coalitions.sim.governance.forms import AGREE, FORMS, MEET, PROPOSE
from clever_coalitions.sim.measures import MEASURES, PRIMARY
from clever_coalitions.sim.parameters import GROUPS, INFINITY, Number, numbers
from clever_coalitions.sim.plugins import STRATEGIES, WRAPPERS, Plugins
from clever_coalitions.sim.series import SERIES
from clever_coalitions.sim.tallies import TALLIES
from clever_coalitions.sim.terms import TERMS

DOCS = Path(__file__).parent
PAGE = DOCS / "parameters.md"

INTRODUCTION = """\
# Reference: every number, outcome and name

*Written by `make docs` from [sim/parameters.py](../sim/parameters.py), [sim/measures.py](../sim/measures.py),
[series](../sim/series.py), [events](../sim/events.py), [terms](../sim/terms.py), [tallies](../sim/tallies.py),
[entities](../sim/entities.py) and the plug-ins; do not edit it by hand.
[model.md](model.md) says what each number does.*

A parameter is named by its group and its name, `group.name`: in a scenario file as a key of the table `[group]`, on the
command line as `--set group.name=value`, in Python as `load("syria", {"group.name": value})`.

- **neutral** is the value at which the mechanism has no effect. A dash marks a number that only gives the scale of a
  mechanism which another number switches off.
- **prior** is where the number is thought to be, nine times in ten: half and double, or so, where nothing better is
  known. The range is what the model can take.
- **source**: "assumption" means what it says. Where a source is named, the *shape* of the mechanism comes from it, and
  the size, default and prior, is assumed unless it says otherwise. `coalitions numbers --audit` says what each moves.
- Rates are per week; runs with shorter steps convert them.
"""


def plainly(value: float) -> str:
    """Return a number as people write it; a third or a sixth as a fraction."""
    if value == INFINITY:
        return "∞"
    short = f"{value:.6g}"
    fraction = Fraction(value).limit_denominator(12)
    if float(short) != value and float(fraction) == value:
        return str(fraction)
    return f"{value:,.0f}" if abs(value) >= 1000 and value == int(value) else short


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [columns, ["---"] * len(columns), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def parameter_row(path: str, default: float, number: Number) -> list[str]:
    """Return what the page says of one parameter."""
    return [
        f"`{path}`",
        plainly(default),
        f"{plainly(number.low)} to {plainly(number.high)}",
        f"{plainly(number.prior[0])} to {plainly(number.prior[1])}",
        number.unit,
        "–" if number.neutral is None else plainly(number.neutral),
        number.meaning,
        number.source,
    ]


def sentence(text: str) -> str:
    """Return the first sentence of a docstring, on one line."""
    first = " ".join(text.split("\n\n")[0].split())
    return first.split(". ")[0].rstrip(".")


def parameter_sections() -> str:
    """Return a section for each group of parameters, in the order of the week."""
    columns = ("parameter", "default", "range", "prior", "unit", "neutral", "meaning", "source")
    sections = []
    for group, kind in GROUPS.items():
        rows = [parameter_row(*one) for one in numbers() if one[0].startswith(f"{group}.")]
        sections.append(f"### {group}\n\n{sentence(kind.__doc__ or '')}.\n\n{table(columns, rows)}")
    return "\n".join(sections)


def outcome_section() -> str:
    """Return the table of outcomes, the primary one first."""
    rows = [(f"`{name}`", one.better, one.unit, one.meaning) for name, one in MEASURES.items()]
    return (
        f"The primary outcome, fixed before any comparison, is `{PRIMARY}`. An outcome is not a number (nan) where it\n"
        "is not defined: without a plan, a pivot or an hour.\n\n"
        f"{table(('outcome', 'better', 'unit', 'meaning'), rows)}"
    )


def event_section() -> str:
    """Return the names of events and of the terms of a score."""
    terms = table(("place", "term"), ((str(place), term.name) for place, term in enumerate(TERMS)))
    rows = ((str(code), one.name, one.unit, one.meaning) for code, one in enumerate(HAPPENINGS))
    events = table(("code", "event", "who", "what"), rows)
    return f"{events}\nThe terms of the score of a seat, in hours a week, as *joined* and *left* tell them:\n\n{terms}"


def declared_section(declared: Table) -> str:
    """Return the table of all lines of a table in the model."""
    return table(("name", "unit", "meaning"), ((f"`{one.name}`", one.unit, one.meaning) for one in declared))


def field_section() -> str:
    """Return a table of the fields of each entity."""
    kinds = [one for one in vars(entities).values() if hasattr(one, "_fields")]
    return "\n".join(
        f"### {kind.__name__}\n\n{kind.__doc__}\n\n"
        f"{table(('field', 'meaning'), ((f'`{name}`', said) for name, said in fields_of(kind).items()))}"
        for kind in kinds
    )


def plugin_rows(plugins: Plugins) -> list[tuple[str, str]]:
    """Return name and first sentence of every plug-in of a kind."""
    return [(f"`{name}`", plugins.describe(name).rstrip(".")) for name in plugins.names()]


def governance_section() -> str:
    """Return the forms, the rules they are made of, the strategies and the uses of a coordinator's week."""
    forms = [
        (f"`{form.name}`", f"`{form.propose}`", f"`{form.agree}`", f"`{form.meet}`", plainly(form.share), form.meaning)
        for form in FORMS.values()
    ]
    rules = {"propose": PROPOSE, "agree": AGREE, "meet": MEET}
    parts = [table(("form", "propose", "agree", "meet", "share that must agree", "meaning"), forms)]
    parts += [f"Rules to {what}:\n\n{table(('rule', 'what it is'), plugin_rows(one))}" for what, one in rules.items()]
    parts.append(f"Coordinator strategies:\n\n{table(('strategy', 'what it is'), plugin_rows(STRATEGIES))}")
    parts.append(
        f"Wrappers of strategies:\n\n{table(('wrapper', 'what it does to a strategy'), plugin_rows(WRAPPERS))}"
    )
    parts.append(f"The seven uses of a coordinator's week: {', '.join(f'`{use}`' for use in USES)}.\n")
    return "\n".join(parts)


def parameters_page() -> str:
    """Return the text of ``docs/parameters.md``."""
    groups = " · ".join(f"[{group}](#{group})" for group in GROUPS)
    return "\n".join(
        (
            INTRODUCTION,
            f"## Parameters\n\n{groups}\n\n{parameter_sections()}",
            f"## Outcomes\n\n{outcome_section()}",
            "## Series\n\nOne row a step, with members by kind and progress by step of the plan after these.\n\n"
            f"{declared_section(SERIES)}",
            f"## Events\n\n{event_section()}",
            f"## Tallies\n\nThe sums that outcomes are made of.\n\n{declared_section(TALLIES)}",
            f"## Fields\n\nWhat rules and strategies find in the state of a run.\n\n{field_section()}",
            f"## Forms, rules and strategies\n\n{governance_section()}",
        )
    )


def main() -> None:
    """Write the page."""
    PAGE.write_text(parameters_page(), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
