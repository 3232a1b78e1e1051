"""The figures: what they draw, what they say, and what they carry with them."""

import math
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from matplotlib.image import imread

from clever_coalitions.analysis.reports import figures
from clever_coalitions.analysis.reports.captions import members_caption, trust_caption
from clever_coalitions.analysis.reports.difference_panel import columns_of_dots
from clever_coalitions.analysis.reports.panels import NARROW, WIDE, spread
from clever_coalitions.analysis.reports.run_figure import _obstacles as obstacles_of
from clever_coalitions.analysis.reports.run_figure import run_figure
from clever_coalitions.analysis.reports.weekly import (
    ObstacleChange,
    band,
    column,
    trailing_mean,
    trust_of_members,
    weeks_until_followed,
)
from clever_coalitions.analysis.words import number, of_worlds, signed, wrapped
from clever_coalitions.experiments.compare import compare
from clever_coalitions.experiments.variants import variants
from clever_coalitions.scenarios import load
from clever_coalitions.sim.run import simulate
from clever_coalitions.sim.scenario import Scripted

ANALYSIS = Path(figures.__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"
CHANGE = ObstacleChange(52.0, 1)


@pytest.fixture(scope="module")
def case():
    return replace(load("syria", {"weeks": 78}), script=(Scripted(CHANGE.week, "obstacle", CHANGE.obstacle),))


@pytest.fixture(scope="module")
def comparison(case):
    return compare(variants(case, "governance=opt-in,consensus"), worlds=8, series=True)


def texts(picture):
    root = ElementTree.fromstring(picture.inline("x"))
    return " | ".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))


def outcomes_of(comparison, name, values):
    """Return a comparison in which an outcome has other values, (worlds, variants)."""
    outcomes = comparison.outcomes.copy()
    outcomes[:, :, comparison.outcome_names.index(name)] = values
    return replace(comparison, outcomes=outcomes)


# --- what is drawn ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_comparison_has_four_figures_with_words_and_provenance(comparison, width):
    pictures = figures.comparison_figures(comparison, width)
    assert [picture.title for picture in pictures] == [
        "Members by kind",
        "Progress and the chance of a win",
        "Trust and energy",
        "The paired difference",
    ]
    for picture in pictures:
        assert picture.figure.get_size_inches()[0] == width
        assert picture.sentence.endswith(".")
        assert "opt-in" in picture.sentence
        assert "consensus" in picture.sentence
        assert "8 worlds" in picture.sentence
        assert re.search(
            r"syria \([0-9a-f]{12}\), opt-in, consensus, 8 worlds, seed 1, coalitions ", picture.provenance
        )


def test_members_are_labeled_by_kind_and_variant_and_the_change_is_marked(comparison):
    said = texts(figures.members_figure(comparison))
    for words in ("relief agencies", "lawyers", "opt-in", "consensus", "no legal ground", "plan follows: week"):
        assert words in said


def test_the_stack_of_members_is_as_high_as_their_mean_number(comparison):
    axes = figures.members_figure(comparison).figure.axes[0]
    drawn = max(area.get_paths()[0].vertices[:, 1].max() for area in axes.collections if area.get_paths())
    kinds = [name for name in comparison.columns if name.startswith("members: ")]
    mean = sum(column(comparison, kind)[:, 0].mean(axis=0) for kind in kinds)
    assert drawn == pytest.approx(mean.max())
    assert mean == pytest.approx(column(comparison, "members")[:, 0].mean(axis=0))


def test_the_difference_figure_counts_worlds(comparison):
    changed = outcomes_of(comparison, "net_value", [[0, 1], [0, 2], [0, 1], [0, 0], [0, 0], [1, 0], [0, 3], [0, 1]])
    said = texts(figures.difference_figure(changed))
    assert "consensus better | in 5 of 8" in said.replace("\n", " | ")
    assert "opt-in better | in 1 of 8" in said.replace("\n", " | ")
    assert "no difference | in 2 of 8" in said.replace("\n", " | ")
    assert "mean +0.88" in said


def test_many_worlds_are_drawn_as_bars(comparison):
    many = replace(comparison, outcomes=np.tile(comparison.outcomes, (100, 1, 1)), worlds=np.arange(800), series=None)
    axes = figures.difference_figure(many).figure.axes[0]
    assert sum(bar.get_height() for bar in axes.patches) == 800


def test_without_series_there_is_only_the_difference(comparison):
    without = replace(comparison, series=None, columns=())
    assert [picture.title for picture in figures.comparison_figures(without)] == ["The paired difference"]
    with pytest.raises(ValueError, match="no weekly series"):
        figures.members_figure(without)


def test_an_outcome_that_is_nowhere_defined_is_no_trouble(comparison):
    picture = figures.difference_figure(outcomes_of(comparison, "net_value", np.nan))
    assert "not defined in any world" in texts(picture)


def test_series_of_a_shorter_variant_are_no_trouble(comparison):
    series = comparison.series.copy()
    series[:, 1, 60:] = np.nan
    for picture in figures.comparison_figures(replace(comparison, series=series)):
        assert "nan" not in picture.sentence
        assert picture.inline("x")


@pytest.mark.parametrize(
    ("name", "question", "worlds"),
    [
        ("syria", "governance=opt-in,consensus,qualified-majority", 2),
        ("syria", "governance=opt-in,consensus", 1),
        ("central_african_republic", "governance=opt-in,alone", 2),
        ("exponential", "joining.hour_price=0.1,0.2,0.3,0.4,0.5,0.6", 2),
    ],
)
def test_other_comparisons_can_be_drawn(name, question, worlds):
    comparison = compare(variants(load(name), question), worlds=worlds, series=True)
    for width in (WIDE, NARROW):
        for picture in figures.comparison_figures(comparison, width):
            assert all(variant in picture.sentence for variant in comparison.variants)
            ElementTree.fromstring(picture.inline("x"))


def test_the_overview_answers_in_one_picture(comparison):
    said = texts(figures.overview_figure(comparison))
    for words in ("Syria", "Opt-in or consensus?", "lawyers", "consensus better", "8 worlds"):
        assert words in said
    with pytest.raises(ValueError, match="at least two variants"):
        figures.overview_figure(replace(comparison, series=None))


def test_a_run_is_drawn_with_its_pivots_and_wins():
    case = load("syria")
    runs = (simulate(case, seed, "opt-in", events=True) for seed in range(1, 60))
    result = next(
        run for run in runs
        if run.outcomes["obstacles_overcome"] > 0 < run.outcomes["pivots"] and np.sum(run.column("obstacle") == 1) > 20
    )  # fmt: skip
    picture = figures.run_figure(result, case)
    said = texts(picture)
    for words in (case.title, "opt-in", "need not shown", "no legal ground", "progress", "energy", "lawyers"):
        assert words in said
    assert f"seed {result.seed}" in said
    assert said.count("pivot") == result.outcomes["pivots"]
    wins = result.outcomes["obstacles_overcome"] + result.outcomes["settled"]
    assert said.count("win") - said.count("window") == wins
    assert f"seed {result.seed}, digest {result.digest}" in picture.provenance


def test_a_name_with_signs_of_formulas_is_drawn_as_it_stands(case):
    sign = r"$\frac{1{$ $_$ "
    named = replace(case, kinds=tuple(replace(kind, plural=sign + kind.plural) for kind in case.kinds))
    assert sign in texts(run_figure(simulate(named, 1, series=True, events=True), named))


def test_after_the_end_nothing_is_drawn_as_standing_in_the_way():
    case = load("syria")
    runs = (simulate(case, seed, "opt-in", events=True) for seed in range(1, 60))
    result = next(run for run in runs if run.outcomes["settled"] and run.outcomes["weeks_to_settle"] < 150)
    weeks = np.arange(len(result.series), dtype=float)
    spans = list(obstacles_of(result, case, weeks))
    assert spans[-1][1] == result.outcomes["weeks_to_settle"]
    for start, end, name in spans:
        there = {int(one) for one in result.column("obstacle")[int(start) : int(end)]}
        assert there == {[obstacle.name for obstacle in case.obstacles].index(name)}


def test_seats_of_several_issues_are_no_more_organizations_than_there_are():
    case = load("city_schools")
    said = figures.run_figure(simulate(case, 3, events=True), case).sentence
    assert f"of {case.organizations} organizations" not in said
    assert re.search(r"up to \d+ seats on 3 issues, and \d+ at the end", said)
    several = compare(variants(case, "governance=opt-in,consensus"), worlds=2, series=True)
    drawn = [
        figures.members_figure(several),
        figures.overview_figure(several),
        figures.run_figure(simulate(case, 3), case),
    ]
    assert "members" not in "".join(one.sentence + texts(one) for one in drawn).lower().replace("members' trust", "")


def test_a_change_that_waits_has_no_week():
    case = replace(load("syria", {"weeks": 30}), script=(Scripted(8.0, "obstacle", 1.0, after="overcome"),))
    several = compare(variants(case, "governance=opt-in,consensus"), worlds=2, series=True)
    assert members_caption(several).startswith("The largest group is")


def test_a_caption_says_in_how_many_worlds_a_plan_follows_and_calls_nobody_a_group(comparison):
    against = comparison.columns.index("plan_obstacle")
    series = comparison.series.copy()
    series[:, 0, :, against], series[:, 1, :, against] = 0.0, 0.0
    series[:3, 0, 60:, against] = CHANGE.obstacle
    said = members_caption(replace(comparison, series=series))
    assert "Under opt-in the plan follows in week 60 in the median of the 3 of 8 worlds in which it does" in said
    assert "Under consensus no plan follows" in said
    members = [place for place, name in enumerate(comparison.columns) if name.startswith("members: ")]
    series[..., members] = 0.0
    nobody = members_caption(replace(comparison, series=series))
    assert "before the change nobody is the largest group, at the end nobody" in nobody
    assert "0.0 of 0.0" not in nobody


def test_what_no_variant_has_is_no_zero(comparison):
    series = comparison.series.copy()
    series[:, 1, :, comparison.columns.index("members")] = 0.0
    said = trust_caption(replace(comparison, series=series))
    assert "– under consensus; the energy" in said


def test_a_run_without_series_is_refused(case):
    with pytest.raises(ValueError, match="series=True"):
        figures.run_figure(simulate(case, 1, series=False), case)


# --- what a file carries ---------------------------------------------------------------------------------------------


def test_an_svg_carries_title_sentence_and_provenance(comparison, tmp_path):
    picture = figures.difference_figure(comparison)
    path = picture.save(tmp_path / "difference.svg")
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.sentence
    assert picture.provenance in root.find(f"{SVG}desc").text
    for words in (picture.title, picture.provenance, "Clever Coalitions"):
        assert words in text[text.index("<metadata>") : text.index("</metadata>")]
    assert [file.name for file in tmp_path.iterdir()] == ["difference.svg"]
    picture.save(tmp_path / "again.svg")
    assert (tmp_path / "again.svg").read_text(encoding="utf-8") == text


def test_a_png_and_a_pdf_carry_their_provenance(comparison, tmp_path):
    picture = figures.difference_figure(comparison)
    png = picture.save(tmp_path / "difference.png")
    assert imread(png).shape[1] == pytest.approx(200 * WIDE, abs=1)
    assert picture.provenance.encode() in png.read_bytes()
    pdf = picture.save(tmp_path / "difference.pdf")
    assert b"/Keywords" in pdf.read_bytes()


def test_a_figure_that_cannot_be_written_leaves_nothing_behind(comparison, tmp_path):
    picture = figures.difference_figure(comparison)
    with pytest.raises(ValueError, match=r"expected a name that ends in \.svg, \.png, \.pdf"):
        picture.save(tmp_path / "difference.bmp")
    with pytest.raises(OSError, match="missing"):
        picture.save(tmp_path / "missing" / "difference.png")
    assert list(tmp_path.iterdir()) == []


def test_an_inline_svg_has_ids_of_its_own_and_colors_of_the_page(comparison):
    svg = figures.members_figure(comparison).inline("w1")
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("w1-") for name in ids)
    for target in re.findall(r'url\(#([^)]*)\)|href="#([^"]*)"', svg):
        assert max(target) in ids
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) == set()
    assert "var(--kind-1)" in svg
    assert "var(--variant-2)" in svg


# --- what is summed up before -----------------------------------------------------------------------------------------


def test_the_plan_follows_in_the_first_week_in_which_it_is_against_the_new_obstacle(comparison):
    plan = column(comparison, "plan_obstacle").copy()
    plan[:] = 0.0
    plan[0, 0, 60:] = 1.0
    plan[0, 1, 30:40] = 1.0
    plan[1, 0, 52:] = np.nan
    series = comparison.series.copy()
    series[..., comparison.columns.index("plan_obstacle")] = plan
    weeks = weeks_until_followed(replace(comparison, series=series), CHANGE)
    assert weeks[0, 0] == 60.0
    assert np.isnan(weeks[0, 1])
    assert np.isnan(weeks[1]).all()


def test_trust_is_not_defined_without_members(comparison):
    trust, members = trust_of_members(comparison), column(comparison, "members")
    assert (np.isnan(trust) == (members == 0.0)).all()


def test_bands_leave_out_what_is_not_defined():
    values = np.array([[1.0, np.nan, np.nan], [3.0, 5.0, np.nan]])
    found = band(values)
    assert found.mean[:2].tolist() == [2.0, 5.0]
    assert found.low[0] == 1.5
    assert np.isnan(found.mean[2])
    assert np.isnan(found.high[2])


def test_a_trailing_mean_averages_what_there_is():
    assert trailing_mean(np.array([2.0, 4.0, 6.0, 8.0]), 2).tolist() == [2.0, 3.0, 5.0, 7.0]


def test_dots_stand_in_columns_and_on_their_own_side_of_zero():
    places, ranks = columns_of_dots(np.array([0.0, 0.01, -0.01, 0.0, 0.19, 0.11]), 0.1)
    assert places.tolist() == pytest.approx([-0.1, 0.0, 0.0, 0.1, 0.2, 0.2])
    assert ranks.tolist() == [0, 0, 1, 0, 0, 1]


def test_labels_are_moved_apart_within_bounds():
    heights = spread([0.0, 0.1, 0.2, 0.9], [0.2] * 4, 0.0, 1.0)
    assert np.diff(heights).min() >= 0.2 - 1e-12
    assert heights[0] >= 0.1
    assert heights[-1] <= 0.9 + 1e-12


def test_numbers_and_names_as_people_read_them():
    assert [number(x) for x in (0.0, 0.1234, -12.34, 12345.6, float("nan"))] == ["0", "0.12", "−12.3", "12,346", "–"]
    assert [signed(x, 1.0) for x in (0.5, -0.5, 0.0, 0.001)] == ["+0.50", "−0.50", "0.00", "0.00"]
    assert [signed(x, 1.0) for x in (math.inf, -math.inf, math.nan)] == ["–"] * 3
    assert [of_worlds(x, 200) for x in (1.0, 0.999, 0.755, 0.001, 0.0)] == [
        "100 of 100 worlds",
        "more than 99 of 100 worlds",
        "76 of 100 worlds",
        "fewer than 1 of 100 worlds",
        "0 of 100 worlds",
    ]
    assert wrapped("conditions.hazard=0.02", 13) == "conditions.\nhazard=0.02"
    assert wrapped("human-rights groups", 13) == "human-rights\ngroups"
    assert wrapped("coordinator+each+table", 16) == "coordinator+\neach+table"


# --- a user's own settings of matplotlib ------------------------------------------------------------------------------

THEIRS = {
    "text.usetex": True,
    "savefig.bbox": "tight",
    "savefig.pad_inches": 2.0,
    "savefig.transparent": True,
    "font.size": 31.0,
    "axes.grid": True,
    "axes.titlelocation": "right",
    "lines.linewidth": 9.0,
    "lines.marker": "o",
    "figure.autolayout": True,
    "figure.dpi": 30.0,
    "path.sketch": (1, 100, 2),
    "svg.fonttype": "path",
    "legend.fontsize": 40.0,
    "ytick.right": True,
    "image.cmap": "hot",
    "pdf.fonttype": 42,
}


def drawn(case, comparison, folder):
    """Return all figures as the bytes of their files."""
    pictures = [*figures.comparison_figures(comparison), figures.overview_figure(comparison)]
    pictures += [run_figure(simulate(case, 3, events=True), case)]
    kinds = [(picture, "svg") for picture in pictures] + [(pictures[-1], "png"), (pictures[-1], "pdf")]
    return [
        picture.save(folder / f"{place}.{kind}").read_bytes() for place, (picture, kind) in enumerate(kinds)
    ], pictures[0].inline("x")


def test_figures_are_the_same_whatever_a_user_has_set(case, comparison, tmp_path):
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        usual = drawn(case, comparison, tmp_path)
    with matplotlib.rc_context(THEIRS):
        assert drawn(case, comparison, tmp_path) == usual
        assert matplotlib.rcParams["text.usetex"]


def test_no_figure_is_made_in_another_style():
    """Each file that makes or writes figures does it in ours."""
    makers = [path for path in ANALYSIS.rglob("*.py") if re.search(r"\bFigure\(|savefig\(", path.read_text("utf-8"))]
    assert len(makers) > 5
    for path in makers:
        text = path.read_text("utf-8")
        assert "house_style()" in text, path
        assert "rc_context" not in text, path
