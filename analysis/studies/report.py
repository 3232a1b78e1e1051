"""The report of a study, in the style of the report of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ...experiments.labels import short_for
from ...experiments.studies.compared import by_place
from ...sim.edition import model_edition, package_version
from ...sim.identity import scenario_hash
from ...sim.measures import MEASURES, NEITHER
from ...sim.parameters import known_numbers
from ..palette import VARIANTS
from ..reports import report_page
from ..reports.report_page import card, noted, section
from ..reports.report_table import SHORT, table
from ..words import listed, name_of_outcome, number, worlds
from .answer import answers, asks_conditions
from .cells import Cells
from .claim_words import HEADS, claim_rows
from .claims import claim_answers
from .conditions import came
from .figures import NARROW, WIDE, Drawing, more_drawings, numbers_read, study_drawings
from .numbers import Influences
from .regret import NOBODY_LEAST, least_regret, regret
from .words import design_in_words, influences_in_words, ranges_in_words

if TYPE_CHECKING:
    import pandas

    from ...experiments.comparison import Comparison
    from ...experiments.studies import Study

MOST_TABLES = len(VARIANTS) - 1
"""Treatments that get a table of their own; the others are in the figures and in the data."""

MOST_MEANT = 6
"""Uncertain numbers of which the methods say what they mean."""

UNITS = {"saltelli": "block", "morris": "trajectory"}
"""What is drawn as a whole, where that is no single point."""

CLAIMS = (
    "The first claim is judged by itself, all others together. <em>Won</em>, <em>tied</em> and <em>lost</em> count "
    "worlds, or seeds where all points share them."
)
"""How to read what came of claims, as HTML."""

REGRETS = {
    "mean": "mean", "in_one_of_ten": "exceeded in one world of ten", "most": "largest",
    "best": "share of worlds in which none is better",
}  # fmt: skip
"""The columns of what one may regret, in words."""


def study_report(
    study: Study, found: Comparison, runs: pandas.DataFrame, command: str, model: str = "", is_full: bool = False
) -> str:
    """Return the report of a study as HTML; of one that is not done, as far as it is.

    Args:
        found: its runs as a comparison; runs: the same as ``clever_coalitions.experiments.studies.frame`` returns them.
        command: what does the study again, for its foot.
        model: the edition of the model that ran; that of today where not given.
        is_full: whether to look for conditions, too, and draw what takes longer.
    """
    where = f"{_treated(study, found)}, in the same {worlds(found.done)}"
    where = f"{where}. {short}" if (short := short_for(found.variants)) else where
    read = numbers_read(study, found, runs)
    drawings = study_drawings(study, found, runs, read) + (more_drawings(study, found, runs) if is_full else [])
    parts = (
        _answer(study, found, runs, is_full),
        report_page.troubles(found),
        section("What came out", _figures(drawings) + _untold(read)),
        _claims(study, found),
        _regrets(study, found) if is_full else "",
        _tables(study, found),
        _design(study, found),
        section("Methods", card(f"<p>{escape(methods(study, found, model, is_full))}</p>")),
    )
    head = report_page.header(f"the study {study.name}", study.question, where)
    about = f"{study.question} A study in {worlds(found.done)}"
    return report_page.page(about, head, parts, report_page.footer(_origin(study, found), command))


def _treated(study: Study, found: Comparison) -> str:
    """Return where it was asked, and under which treatments."""
    where = listed(list(study.places)) if len(study.places) > 1 else found.scenario.title
    return f"{where}: {listed(list(study.choices))}" if len(study.choices) > 1 else where


def _answer(study: Study, found: Comparison, runs: pandas.DataFrame, is_full: bool) -> str:
    said = answers(Cells(study, found), runs, is_full)
    first = name_of_outcome(study.outcomes[0])
    note = f"{first} is the outcome that the study names first. In brackets: 95 % intervals of means."
    return report_page.answer_card(said, noted(escape(note)))


def _claims(study: Study, found: Comparison) -> str:
    """Return what came of each claim, place by place."""
    asked = claim_answers(Cells(study, found)) if found.done else []
    rows = [row for one in asked for row in claim_rows(one, one.claim.says)]
    return section("What it claims", card(report_page.table(HEADS, rows)), CLAIMS) if rows else ""


def methods(study: Study, found: Comparison, model: str = "", is_full: bool = False) -> str:
    """Return a paragraph for the methods section of a paper: design, seeds, n, outcome, intervals, edition.

    Args:
        is_full: whether to say, too, how conditions were looked for and weeks to an issue settled were counted.
    """
    said = [
        f"We ran the agent-based model Clever Coalitions {package_version()} ({model or model_edition()}) on the case "
        f"{found.scenario.name} ({scenario_hash(found.scenario)}; {found.scenario.organizations} organizations, "
        f"{found.scenario.weeks:g} weeks), study {study.name} ({study.digest}).",
        *_sampled(study, found),
    ]
    said += _met(study)
    said += _compared(study, found) if len(study.choices) > 1 else []
    if is_full and found.done > 1 and came(found.outcome("weeks_to_settle"), found.scenario).any():
        said.append(
            "Curves of the weeks until an issue is settled are product-limit estimates (Kaplan and Meier 1958), "
            "censored at the end of the run, with pointwise intervals; their mean is restricted to the run."
        )
    if study.claims:
        said.append(
            "The first claim is judged by itself, all others together (Benjamini and Hochberg 1995), each by the one "
            "number and the worlds that it names."
        )
    if is_full and asks_conditions(study):
        said.append(
            f"Conditions under which {found.variants[1]} is better were looked for with PRIM (Friedman and Fisher "
            "1999) on half of the points; a box is told only where it comes back on parts of these and holds on the "
            "other half."
        )
    return " ".join(said)


def _sampled(study: Study, found: Comparison) -> list[str]:
    """Say how worlds were made: the design, its seeds, and what was uncertain or set."""
    from ...experiments.studies.design import points_in, repetitions_in, shares_seeds

    points, repetitions = points_in(study), repetitions_in(study)
    seeds = "all points met the same seeds" if shares_seeds(study) else "every world had a seed of its own"
    failed = f"; {len(found.failures):,} runs failed" if found.failures else ""
    said = [
        f"Worlds: {design_in_words(study)}; {points:,} point{'s' if points > 1 else ''} with {repetitions:,} "
        f"repetition{'s' if repetitions > 1 else ''} each, base seed {study.design.seed}, {seeds}; "
        f"{found.done:,} of {found.asked:,} worlds were used{failed}."
    ]
    if study.uncertainties:
        shape = (
            " (uniform where not said otherwise)" if any(one.what.values is None for one in study.uncertainties) else ""
        )
        said.append(f"Uncertain{shape}: {'; '.join(_meant(study))}.")
    said += [f"Set in all runs: {_settings(study.fixed)}."] if study.fixed else []
    return said


def _meant(study: Study) -> list[str]:
    """Return each uncertain number with its range and, where they are few, what it means and its unit."""
    known, ranges = known_numbers(), ranges_in_words(study)
    if len(ranges) > MOST_MEANT:
        return [*ranges]
    facts = [known.get(one.path) for one in study.uncertainties]
    return [said if fact is None else f"{said} ({fact.meaning}; {fact.unit})"
            for said, fact in zip(ranges, facts, strict=True)]  # fmt: skip


def _met(study: Study) -> list[str]:
    """Say what every world met: places, and treatments in each of them."""
    many, places = len(study.choices), len(study.places)
    under = [f"under each of {many} treatments ({listed(list(study.choices))})"] if many > 1 else []
    under += [f"in each of {places} places ({listed(list(study.places))})"] if places > 1 else []
    return [f"Every world ran {' and '.join(under)} with the same shocks."] if under else []


def _compared(study: Study, found: Comparison) -> list[str]:
    """Say what was compared, by which outcome, and how intervals and verdicts are made."""
    first = study.outcomes[0]
    declared = ", ".join(f"{one:g} in {name}" for name, one in found.matters.items() if name in study.outcomes)
    return [
        f"Differences are paired, to {study.choices[0]}, in the worlds in which an outcome is defined under both.",
        f"The primary outcome is {name_of_outcome(first).lower()} ({MEASURES[first].meaning}), the primary contrast "
        f"{study.choices[1]}; all others{' of a place' if len(study.places) > 1 else ''} are judged together "
        "(Holm 1979).",
        "Intervals are the wider ends of Student's t and of Hall's (1992) transformation against skewness, at 95 % or, "
        "where differences are judged together, at the level of each"
        + (", and hold at any number of worlds (mixture of t-likelihood ratios)" if found.at_any_time else "")
        + _clustered(study, found)
        + "; where fewer than six differ from the rest, no narrower than an exact binomial one.",
        "A difference is called none that matters where its interval lies within "
        + (f"{declared}, else " if declared else "") + "5 % of the better mean.",
    ]  # fmt: skip


def _clustered(study: Study, found: Comparison) -> str:
    """Say by what intervals are clustered, where they are: what was drawn independently."""
    from ...experiments.studies.design import design_kind, repetitions_in

    kind = design_kind(study)
    if found.groups is None or (found.groups.crossed is None and repetitions_in(study) == 1 and kind not in UNITS):
        return ""
    if kind == "full-factorial" or study.points:
        return ", clustered by seed"
    crossed = " and, crossed with it, by seed" if found.groups.crossed is not None else ""
    return f", clustered by {UNITS.get(kind, 'point')}{crossed}"


def _figures(drawings: Sequence[Drawing]) -> str:
    return report_page.figures(*([draw(width) for draw in drawings] for width in (WIDE, NARROW)))


def _untold(read: Sequence[Influences]) -> str:
    """Say why nothing is shown of the numbers for the first treatment, where nothing is."""
    return noted(escape(influences_in_words(read[0]))) if read and not read[0].found else ""


def _regrets(study: Study, found: Comparison) -> str:
    """Return what each treatment lacks to the best one of each world, in each place."""
    outcome = study.outcomes[0]
    if len(study.choices) < 2 or MEASURES[outcome].better == NEITHER or not found.done:
        return ""
    lacks = [here.labeled(regret(here, outcome)) for here in by_place(study, found)]
    said = "".join(f"<p>{escape(least_regret(one, outcome))}</p>" for one in lacks if one["leads"].any())
    rows = [[row["variant"], *(number(row[name]) for name in REGRETS)] for one in lacks for _, row in one.iterrows()]
    shown = report_page.table(("treatment", *REGRETS.values()), rows)
    return section("What one may regret", card((said or f"<p>{NOBODY_LEAST}</p>") + shown))


def _tables(study: Study, found: Comparison) -> str:
    outcomes = tuple(dict.fromkeys((*study.outcomes, *SHORT)))
    shown = [(here, place) for here in by_place(study, found) for place in range(1, len(here.variants))]
    tables = "".join(card(table(*one, outcomes)) for one in shown[:MOST_TABLES])
    return section("Outcome by outcome", tables) if tables else ""


def _design(study: Study, found: Comparison) -> str:
    """Return what was varied and what was held fixed."""
    case = found.scenario
    facts = {
        "Case": f"{case.title} ({case.organizations} organizations, {case.weeks:g} weeks)",
        "Treatments": listed(list(study.choices)),
        "Places": listed(list(study.places)) if len(study.places) > 1 else "",
        "The same in all runs": _settings(study.fixed),
        "Worlds": f"{found.done:,} of {'at most ' if study.stop else ''}{found.asked:,}, {design_in_words(study)}",
        "Uncertain numbers": "; ".join(ranges_in_words(study)),
    }
    note = (
        "Every world runs under every treatment and meets the same shocks, so a difference within a world comes from "
        "the treatment. Intervals hold chance, not doubts about the model."
    )
    return section("How it was asked", card(report_page.facts(facts)), note)


def _settings(settings: object) -> str:
    return ", ".join(f"{path} = {value}" for path, value in dict(settings).items())  # type: ignore[call-overload]


def _origin(study: Study, found: Comparison) -> str:
    case = found.scenario
    return (
        f"Study {study.name} ({study.digest}), case {case.name} ({scenario_hash(case)}), {worlds(found.done)}, "
        f"Clever Coalitions {package_version()}."
    )
