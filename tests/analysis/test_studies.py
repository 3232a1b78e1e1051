"""What studies say: which numbers matter, in words, figures and a report, from runs whose answer is known."""

import base64
import io
import re

import numpy as np
import pandas
import pytest

from clever_coalitions.analysis.studies import numbers
from clever_coalitions.analysis.studies.figures import DIFFERENCES, NARROW, NUMBERS, WIDE, study_figures
from clever_coalitions.analysis.studies.numbers import FEW_SEEDS, influences
from clever_coalitions.analysis.studies.report import study_report
from clever_coalitions.analysis.studies.words import influences_sentence, study_answers
from clever_coalitions.experiments.studies import frame, run_study
from clever_coalitions.experiments.studies.compared import comparison_of

from ..experiments.studies.small import small
from . import made_up

RANGES = {
    "conditions": {"hazard": {"low": 0.0, "high": 0.03}},
    "club": {"values_spread": {"low": 0.1, "high": 0.6}},
    "sensing": {"noise": {"low": 0.1, "high": 0.7}},
}
DESIGNS = {
    "latin-hypercube": {"points": 150},
    "full-factorial": {"repetitions": 3},
    "morris": {"points": 12, "repetitions": 4},
    "saltelli": {"points": 64, "repetitions": 4},
}


def study_of(kind, repetitions=None, **changes):
    wanted = {"kind": kind, **DESIGNS[kind], **({"repetitions": repetitions} if repetitions else {})}
    return small(set={"weeks": 8}, uncertainties=RANGES, design=wanted, outcomes=["energy", "trust"], **changes)


@pytest.fixture(scope="module")
def runs_of(tmp_path_factory):
    """Return what runs a study, once, and returns its table."""
    done = {}

    def run(kind):
        if kind not in done:
            folder = tmp_path_factory.mktemp(kind) / "store"
            run_study(study_of(kind), folder)
            done[kind] = frame(folder)
        return done[kind].copy()

    return run


def with_known_answer(runs):
    """Return runs in which the difference is 3 hazard / 0.03 minus values_spread / 0.5, and some noise in both."""
    noise = np.random.default_rng(1).normal(0.0, 0.2, len(runs))
    rise = 3.0 * runs["conditions.hazard"] / 0.03 - runs["club.values_spread"] / 0.5
    return runs.assign(energy=np.where(runs["treatment"] == "consensus", rise, 0.0) + noise)


def test_long_paths_are_called_by_their_last_parts_in_what_is_drawn_and_said_and_data_keep_whole_names():
    path = "obstacles.not in force.required.state"
    asked = made_up.study(case="landmine_treaty", levers={path: [20, 40]}, design={"kind": "seeds", "repetitions": 20})
    runs = made_up.runs_of(asked, lambda place, choice, values: float(choice.endswith("40")))
    found = comparison_of(asked, runs)
    assert study_answers(found, asked.outcomes)[0].startswith("Required.state=40 achieves 0.99 more")
    page = study_report(asked, found, runs, "again", is_full=True)
    assert f"required.state is short for {path}." in page
    assert '<th scope="row">required.state=40</th>' in page
    assert f"{path}=40" in base64.b64decode(re.findall(r"base64,([^\"]*)", page)[-1]).decode()


@pytest.mark.parametrize("kind", ["latin-hypercube", "full-factorial"])
def test_lines_rise_as_they_were_made_to_and_say_what_cannot_be_told(runs_of, kind):
    found = influences(study_of(kind), with_known_answer(runs_of(kind)), "energy")
    by_path = {one.path: one for one in found.found}
    assert found.found[0].path == "conditions.hazard"
    for path, size in (("conditions.hazard", 3.0), ("club.values_spread", -1.0), ("sensing.noise", 0.0)):
        one = by_path[path]
        assert one.low < size < one.high
        assert one.high - one.low < 1.2
        assert one.direction == np.sign(size)
    said = influences_sentence([found])
    assert re.search(r"rises by [23]\.\d+ \[.*\] as conditions\.hazard goes from 0 to 0\.03", said)
    assert "falls by" in said
    assert "sensing.noise lies within what numbers show that do nothing" in said
    assert found.floor < 0.5


def test_intervals_of_lines_hold_the_true_rise_as_often_as_they_say(runs_of):
    """The noise is as large as the rise, and larger where the number is: 95 % of intervals hold it all the same."""
    study, runs, random = study_of("latin-hypercube"), runs_of("latin-hypercube"), np.random.default_rng(2)
    hazard = runs["conditions.hazard"] / 0.03
    held = 0
    for _ in range(200):
        noise = random.normal(0.0, 1.0, len(runs)) * (0.5 + hazard)
        made = runs.assign(energy=np.where(runs["treatment"] == "consensus", hazard + noise, 0.0))
        one = next(one for one in influences(study, made, "energy").found if one.path == "conditions.hazard")
        held += one.low < 1.0 < one.high
    assert 180 <= held <= 199  # of 200 at 95 %: outside by chance once in 800 times


def test_elementary_effects_and_sobol_shares_find_the_same(runs_of):
    morris = influences(study_of("morris"), with_known_answer(runs_of("morris")), "energy")
    sizes = {one.path: one for one in morris.found}
    assert morris.kind == "morris"
    assert sizes["conditions.hazard"].low < 3.0 < sizes["conditions.hazard"].high
    assert (sizes["conditions.hazard"].direction, sizes["club.values_spread"].direction) == (1, -1)
    assert "changes with conditions.hazard: by " in influences_sentence([morris])
    sobol = influences(study_of("saltelli"), with_known_answer(runs_of("saltelli")), "energy")
    assert sobol.kind == "sobol"
    # Variances of the parts: 9 / 12 and 1 / 12 of uniform numbers, and the noise in each index.
    shares = {one.path: one.size for one in sobol.found}
    assert shares["conditions.hazard"] == pytest.approx(0.83, abs=0.15)
    assert shares["club.values_spread"] == pytest.approx(0.17, abs=0.12)
    assert "would lose" in influences_sentence([sobol])


@pytest.mark.parametrize("kind", ["morris", "saltelli", "latin-hypercube"])
def test_half_a_design_uses_what_is_whole_of_it_and_a_little_says_nothing(runs_of, kind):
    study, runs = study_of(kind), with_known_answer(runs_of(kind))
    half = runs[runs["world"] <= runs["world"].max() * (1 if kind == "latin-hypercube" else 0.7) // 1.2]
    found = influences(study, half, "energy")
    assert found.found
    assert found.points <= half["world"].nunique()
    little = influences(study, runs[runs["world"] < 9], "energy")
    assert little.found == ()
    assert "too little is done yet" in influences_sentence([little])
    assert influences(study, runs[:0], "energy").found == ()


@pytest.mark.parametrize("kind", ["morris", "saltelli", "full-factorial"])
def test_one_seed_for_all_points_says_nothing_of_others(runs_of, kind):
    study, runs = study_of(kind), with_known_answer(runs_of(kind))
    one = study_of(kind, repetitions=1)
    first = runs[runs["repetition"] == 0]
    found = influences(one, first, "energy")
    assert (found.found, found.why) == ((), FEW_SEEDS)
    assert "those worlds only" in influences_sentence([found])
    known = comparison_of(one, first)
    assert "share too few seeds" in study_answers(known, ["energy"])[0]
    several = comparison_of(study, runs)
    assert several.groups is not None
    assert "share too few seeds" not in study_answers(several, ["energy"])[0]


def test_a_study_without_uncertain_numbers_has_none_that_matter(tmp_path):
    run_study(small(), tmp_path)
    assert influences(small(), frame(tmp_path), "energy") is None
    pictures = study_figures(small(), comparison_of(small(), frame(tmp_path)), frame(tmp_path))
    assert [one.title for one in pictures] == [DIFFERENCES]


@pytest.mark.parametrize("kind", ["latin-hypercube", "morris", "saltelli"])
def test_figures_have_their_words_and_their_origin_wide_and_narrow(runs_of, kind):
    study, runs = study_of(kind), with_known_answer(runs_of(kind))
    for width in (WIDE, NARROW):
        pictures = study_figures(study, comparison_of(study, runs), runs, width)
        assert [one.title for one in pictures] == [DIFFERENCES, NUMBERS]
        for one in pictures:
            assert study.digest in one.provenance
            assert one.figure.get_size_inches()[0] == width
            svg = one.inline("x")
            assert "consensus" in svg
            assert 'role="img"' in svg
        assert "conditions.hazard" in pictures[1].inline("y")


def test_the_report_says_the_question_the_answer_and_how_to_do_it_again(runs_of):
    study, runs = study_of("latin-hypercube"), runs_of("latin-hypercube")
    found = comparison_of(study, runs)
    page = study_report(study, found, runs, "coalitions study run small.toml")
    assert study.question in page
    assert study_answers(found, study.outcomes)[0].split(" [")[0].replace("'", "&#x27;") in page
    assert "conditions.hazard from 0 to 0.03" in page
    assert "coalitions study run small.toml" in page
    assert page.count("<figure") == 2
    assert "://" not in re.sub(r"http://www\.w3\.org/\S+", "", page)
    half = runs[runs["world"] < 40]
    assert "40 of 150 worlds are done." in study_report(study, comparison_of(study, half), half, "again")


@pytest.mark.parametrize(("kind", "times"), [("latin-hypercube", 1), ("saltelli", 1 + 4)])
def test_a_report_reads_its_numbers_once_however_often_they_are_drawn(runs_of, kind, times, monkeypatch):
    """And, of a design that may not have settled, on four shares of its points."""
    study, runs, read = study_of(kind), with_known_answer(runs_of(kind)), []
    analyzed = numbers.analyzed
    monkeypatch.setattr(numbers, "analyzed", lambda *asked: read.append(asked) or analyzed(*asked))
    page = study_report(study, comparison_of(study, runs), runs, "again", is_full=True)
    assert page.count('<svg class="wide"') == page.count('<svg class="narrow"') == page.count("<figure")
    assert len(read) == times


def test_one_treatment_alone_is_described_and_not_compared(tmp_path):
    study = small(levers={"governance": ["opt-in"]}, uncertainties=RANGES, design={"kind": "monte-carlo", "points": 40})
    run_study(study, tmp_path)
    runs = frame(tmp_path)
    found = comparison_of(study, runs)
    assert re.match(r"Net value is .* in the mean of 40 worlds \[.* to .*\]\.", study_answers(found, ["net_value"])[0])
    assert [one.title for one in study_figures(study, found, runs)] == [NUMBERS]
    page = study_report(study, found, runs, "again")
    assert "<table" not in page
    assert page.count("<figure") == 1


def test_a_comparison_of_a_study_is_that_of_compare_where_only_seeds_differ(tmp_path):
    from clever_coalitions.experiments import compare, vary
    from clever_coalitions.scenarios import load

    study = small(set={}, design={"repetitions": 6})
    run_study(study, tmp_path)
    found = comparison_of(study, frame(tmp_path))
    expected = compare(vary(load("steady"), "governance", ["opt-in", "consensus"]), worlds=6, workers=1)
    assert found.variants == expected.variants
    assert np.array_equal(found.outcomes, expected.outcomes, equal_nan=True)
    assert found.scenario.title == expected.scenario.title


def test_the_seeds_that_a_comparison_of_a_study_tells_are_those_of_its_runs(runs_of):
    for kind in ("latin-hypercube", "saltelli"):
        runs = runs_of(kind)
        told = comparison_of(study_of(kind), runs).frame().merge(runs, on="world")
        assert (told["seed_x"] == told["seed_y"]).all()


def test_the_whole_report_answers_in_two_sentences_with_data_and_methods(runs_of, tmp_path):
    study, runs = study_of("saltelli", matters={"energy": 0.2}), with_known_answer(runs_of("saltelli"))
    found = comparison_of(study, runs)
    page = study_report(study, found, runs, "again", "edition 1", is_full=True)
    (answer,) = re.findall(r'aria-label="The answer">(.*?)</section>', page)
    assert answer.count('class="said"') == 2
    tables = [base64.b64decode(one).decode() for one in re.findall(r"data:text/csv;base64,([^\"]+)", page)]
    assert len(tables) == page.count("<figure") >= 3
    shown = pandas.read_csv(io.StringIO(tables[0]))
    assert shown["verdict"].tolist() == found.differences("energy", "trust")["verdict"].tolist()
    (said,) = re.findall(r"<h2>Methods</h2>.*?<p>(.*?)</p>", page)
    for part in (
        "edition 1", "saltelli over 3 uncertain numbers", "320 points with 4 repetitions", "base seed 1", "Holm",
        "all points met the same seeds", "clustered by block and, crossed with it, by seed", "0.2 in energy",
        "energy of the organizations (", "intensity with which a further obstacle", "PRIM",
    ):  # fmt: skip
        assert part in said
    assert "exceeded in one world of ten" in page
    assert "<script" not in page
