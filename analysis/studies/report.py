"""The report of a study, in the style of the report of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ...experiments.studies.compared import by_place
from ...sim.edition import model_edition, package_version
from ...sim.identity import scenario_hash
from ...sim.measures import MEASURES, NEITHER
from ..palette import VARIANTS
from ..picture import Picture
from ..reports import report_page
from ..reports.report_page import card, noted, section
from ..reports.report_table import SHORT, table
from ..words import listed, name_of_outcome, worlds
from .conditions import conditions, least_regret, regret
from .figures import NARROW, WIDE, more_figures, study_figures
from .numbers import influences
from .words import influences_in_words, study_answers

if TYPE_CHECKING:
    import pandas

    from ...experiments.comparison import Comparison
    from ...experiments.studies import Study
    from ...experiments.studies.uncertainties import Uncertainty

MOST_TABLES = len(VARIANTS) - 1
"""Treatments that get a table of their own; the others are in the figures and in the data."""


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
    where = f"{found.scenario.title}: {listed(list(found.variants))}, in the same {worlds(found.done)}"
    parts = (
        _answer(study, found, runs, is_full),
        report_page.troubles(_troubles(found)),
        _figures(study, found, runs, is_full),
        _regrets(study, found) if is_full else "",
        _tables(study, found),
        _design(study, found),
        section("Methods", card(f"<p>{escape(methods(study, found, model))}</p>")),
    )
    head = report_page.header(f"the study {study.name}", study.question, where)
    about = f"{study.question} A study in {worlds(found.done)}"
    return report_page.page(about, head, parts, report_page.footer(_origin(study, found), command))


def _answer(study: Study, found: Comparison, runs: pandas.DataFrame, is_full: bool) -> str:
    said = [one for here in by_place(study, found) for one in study_answers(here, study.outcomes)]
    if is_full and len(found.variants) > 1 and len(study.places) < 2:
        said.append(beyond_the_answer(study, found, runs))
    first = name_of_outcome(study.outcomes[0])
    note = f"{first} is the outcome that the study names first. In brackets: the 95 % interval of the mean."
    return report_page.answer_card(said, noted(escape(note)))


def beyond_the_answer(study: Study, found: Comparison, runs: pandas.DataFrame) -> str:
    """Return the second sentence of an answer: where the answer is another one, or what else is known."""
    if study.uncertainties:
        return str(conditions(study, runs, study.outcomes[0], 1))
    table = found.differences(*study.outcomes).iloc[1:]
    counts = table["verdict"].value_counts()
    beside = [f"{verdict} in {many}" for verdict, many in counts.items()]
    return f"In the {len(table)} differences beside, judged together, it is: {listed(beside)}." if len(table) else ""


def methods(study: Study, found: Comparison, model: str = "") -> str:
    """Return a paragraph for the methods section of a paper: design, seeds, n, intervals, edition."""
    from ...experiments.studies.design import points_in, repetitions_in, shares_seeds

    points, repetitions = points_in(study), repetitions_in(study)
    seeds = "all points met the same seeds" if shares_seeds(study) else "every world had a seed of its own"
    said = [
        f"We ran the agent-based model Clever Coalitions {package_version()} ({model or model_edition()}) on the case "
        f"{found.scenario.name} ({scenario_hash(found.scenario)}; {found.scenario.organizations} organizations, "
        f"{found.scenario.weeks:g} weeks), study {study.name} ({study.digest}).",
        f"Worlds: {design_in_words(study)}; {points:,} point{'s' if points > 1 else ''} with {repetitions:,} "
        f"repetition{'s' if repetitions > 1 else ''} each, base seed {study.design.seed}, {seeds}; "
        f"{found.done:,} of {found.asked:,} worlds are used.",
    ]
    said += [f"Uncertain: {'; '.join(ranges_in_words(study))}."] if study.uncertainties else []
    if len(found.variants) > 1:
        declared = ", ".join(f"{one:g} in {name}" for name, one in found.matters.items() if name in study.outcomes)
        said += [
            f"Every world ran under each of {len(found.variants)} treatments ({listed(list(found.variants))}) with the "
            f"same shocks; differences are paired, to {found.variants[0]}.",
            "Intervals are the wider ends of Student's t and of Hall's transformation against skewness, at 95 %"
            + (", and hold at any number of worlds (mixture of t-likelihood ratios)" if found.at_any_time else "")
            + (", clustered by what is independent (points, seeds, or both)" if found.groups else "") + ".",
            f"The primary contrast is {found.variants[1]} in {name_of_outcome(study.outcomes[0]).lower()}; all others "
            "are judged together (Holm).",
            "A difference is called none that matters where its interval lies within "
            + (f"{declared}, else " if declared else "") + "5 % of the better mean.",
        ]  # fmt: skip
    return " ".join(said)


def _troubles(found: Comparison) -> list[str]:
    said = []
    if found.done < found.asked:
        said.append(f"{found.done:,} of {worlds(found.asked)} are done.")
    if found.failures:
        one = found.failures[0]
        said.append(
            f"{len(found.failures):,} runs failed and are left out. The first was {one.variant} in world {one.world}, "
            f"seed {one.seed}: {one.message}"
        )
    return said


def _figures(study: Study, found: Comparison, runs: pandas.DataFrame, is_full: bool) -> str:
    def drawn(width: float) -> list[Picture]:
        more = more_figures(study, found, runs, width) if is_full else []
        return [*study_figures(study, found, runs, width), *more]

    return section("What came out", report_page.figures(drawn(WIDE), drawn(NARROW)) + _untold(study, found, runs))


def _untold(study: Study, found: Comparison, runs: pandas.DataFrame) -> str:
    """Say why there is no figure of the numbers, where there is none."""
    one = influences(study, runs, study.outcomes[0], min(1, len(found.variants) - 1))
    return noted(escape(influences_in_words(one))) if one and not one.found else ""


def _regrets(study: Study, found: Comparison) -> str:
    """Return what each treatment lacks to the best one of each world."""
    outcome = study.outcomes[0]
    if len(found.variants) < 2 or MEASURES[outcome].better == NEITHER:
        return ""
    table = regret(found, outcome).drop(columns="enough")
    rows = table.to_html(index=False, float_format="{:.3g}".format, border=0)
    return section("What one may regret", card(f"<p>{escape(least_regret(table, outcome))}</p>{rows}"))


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
        "Treatments": listed(list(found.variants)),
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


def design_in_words(study: Study) -> str:
    """Return how the worlds of a study are chosen: ``seeds``, ``latin-hypercube over 2 numbers``."""
    from ...experiments.studies.design import design_kind

    many = len(study.uncertainties)
    kind = design_kind(study)
    return f"{kind} over {many} uncertain number{'s' if many > 1 else ''}" if many else "each with a seed of its own"


def ranges_in_words(study: Study) -> Sequence[str]:
    """Return each uncertain number with its range."""
    return [f"{one.path} from {one.ends[0]:g} to {one.ends[1]:g}{_shape(one)}" for one in study.uncertainties]


def _shape(one: Uncertainty) -> str:
    """Return the distribution where it is not uniform."""
    is_plain = one.what.values is not None or one.what.distribution == "uniform"
    return "" if is_plain else f" ({one.what.distribution})"


def _origin(study: Study, found: Comparison) -> str:
    case = found.scenario
    return (
        f"Study {study.name} ({study.digest}), case {case.name} ({scenario_hash(case)}), {worlds(found.done)}, "
        f"Clever Coalitions {package_version()}."
    )
