"""The report: complete, self-contained, well-formed, and true to the estimates."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from clever_coalitions.analysis.reports.report import report, write_report
from clever_coalitions.analysis.reports.report_table import SHORT
from clever_coalitions.analysis.words import NAMES, OUTCOMES
from clever_coalitions.experiments.compare import compare
from clever_coalitions.experiments.comparison import Failure
from clever_coalitions.experiments.estimates import difference_in
from clever_coalitions.experiments.variants import variants
from clever_coalitions.scenarios import load
from clever_coalitions.sim.measures import MEASURES, PRIMARY

COMMAND = "coalitions compare syria --vary governance=opt-in,consensus --worlds 8 --seed 1"
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
LOADING = {"audio", "embed", "iframe", "img", "link", "object", "script", "source", "video"}


class Page(HTMLParser):
    """Tags and attributes of a page, and what is wrong with it."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.wrong, self.text = [], [], [], []
        self.feed(html)
        self.close()
        if self.open:
            self.wrong.append(f"never closed: {self.open}")

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        self.text.append(data)

    def named(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def test_long_paths_are_written_in_full_only_where_it_is_said_what_is_short_and_what_was_varied():
    path = "obstacles.not in force.required.state"
    found = compare(load("landmine_treaty", {"weeks": 12}), 4, series=True, **{path: [20, 40]})
    page = re.sub(r"<desc.*?</desc>", "", report(found, "again"), flags=re.DOTALL)
    assert f"required.state is short for {path}." in page
    assert f"<dt>Varied</dt><dd>{path}=20 and {path}=40</dd>" in page
    assert page.count(path) == 3
    assert "required.state=40" in "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))


@pytest.fixture(scope="module")
def comparison():
    return compare(variants(load("syria", {"weeks": 78}), "governance=opt-in,consensus"), worlds=8, series=True)


@pytest.fixture(scope="module")
def html(comparison):
    return report(comparison, COMMAND)


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_the_page_is_well_formed(page):
    assert page.wrong == []
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    for name in re.findall(r"figure-\d", " ".join(str(attributes) for _, attributes in page.tags)):
        assert name in ids


def test_nothing_is_asked_for_from_outside(page, html):
    assert LOADING.isdisjoint(name for name, _ in page.tags)
    for tag, attributes in page.tags:
        for name in ("src", "href", "xlink:href", "srcset", "action", "data", "poster"):
            address = attributes.get(name, "#")
            assert address.startswith("#"), (tag, name, address)
        assert not any(name.startswith("on") for name in attributes)
    assert "@import" not in html
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", html))


def test_every_estimate_is_in_it_in_full(comparison, page):
    values = {float(attributes["value"]) for attributes in page.named("data")}
    for outcome in MEASURES:
        difference = difference_in(comparison, outcome, 1)
        numbers = [*comparison.means(outcome), difference.mean, difference.low, difference.high]
        missing = [number for number in numbers if np.isfinite(number) and number not in values]
        assert not missing, outcome


def test_every_outcome_has_one_row_a_name_and_a_group(page):
    rows = [attributes["id"] for attributes in page.named("tr") if "id" in attributes]
    assert sorted(rows) == sorted(f"{outcome}-1" for outcome in MEASURES)
    assert rows[0] == f"{PRIMARY}-1"
    assert set(NAMES) <= set(MEASURES)
    assert sorted(name for group in OUTCOMES.values() for name in group) == sorted(MEASURES)
    assert set(SHORT) <= set(MEASURES)


def test_it_says_what_was_asked_what_was_found_and_how_to_repeat_it(comparison, page):
    text = " ".join("".join(page.text).split())
    for words in (
        comparison.scenario.title,
        "8 worlds",
        "What was held fixed",
        "How to read this",
        "neither is better",
    ):
        assert words in text
    assert COMMAND in text
    assert "14 relief agencies" in text
    assert "listen-and-lead" in text


def test_headings_tables_and_figures_are_accessible(page):
    levels = [int(name[1]) for name, _ in page.tags if re.fullmatch("h[1-6]", name)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(attributes.get("scope") in {"col", "row", "rowgroup"} for attributes in page.named("th"))
    assert len(page.named("caption")) == len(page.named("table"))
    pictures = [attributes for attributes in page.named("svg") if attributes.get("role") == "img"]
    assert len(pictures) == 8
    assert all(len(attributes["aria-label"]) > 60 for attributes in pictures)
    assert all(
        attributes.get("role") == "img" or attributes["aria-hidden"] == "true" for attributes in page.named("svg")
    )
    assert ("html", {"lang": "en"}) in page.tags


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", [0, 1])
def test_text_has_contrast_on_light_and_on_dark_ground(html, ground):
    values = [dict(re.findall(r"--([\w-]+): (#\w+);", rule)) for rule in re.findall(r":root \{[^}]*\}", html)[:2]][
        ground
    ]
    grounds = [luminance(values["card"]), luminance(values["ground"])]
    for name in ("ink", "muted", *(name for name in values if name.startswith("variant-"))):
        for behind in grounds:
            lighter, darker = sorted((luminance(values[name]), behind), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, name


def test_it_is_small_and_written_whole_or_not_at_all(comparison, tmp_path, monkeypatch):
    path = write_report(comparison, tmp_path / "report.html", COMMAND)
    assert 50_000 < path.stat().st_size < 2_000_000
    before = path.read_text(encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("no room")))
    with pytest.raises(OSError, match="no room"):
        write_report(comparison, path)
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    assert path.read_text(encoding="utf-8") == before


def test_outcomes_that_are_nowhere_defined_are_named_as_such(comparison):
    for empty in (PRIMARY, "overlap", "detection_lag"):
        outcomes = comparison.outcomes.copy()
        outcomes[:, :, comparison.outcome_names.index(empty)] = np.nan
        html = report(replace(comparison, outcomes=outcomes))
        assert Page(html).wrong == []
        assert "nan" not in re.sub(r"<style>.*?</style>|governance", "", html, flags=re.S)


def test_one_world_is_enough(comparison):
    one = replace(comparison, outcomes=comparison.outcomes[:1], series=comparison.series[:1], worlds=np.arange(1))
    html = report(one)
    assert Page(html).wrong == []
    assert "in the same 1 world?" in html
    assert "1 worlds" not in html


def test_three_variants_have_two_tables_each_and_no_series_fewer_figures():
    case = load("syria", {"weeks": 26})
    three = compare(variants(case, "governance=opt-in,consensus,qualified-majority"), worlds=3)
    page = Page(report(three))
    assert page.wrong == []
    assert len(page.named("table")) == 5, "and one of what is overcome"
    assert len(page.named("figure")) == 1


def test_names_are_shown_and_never_run(comparison):
    odd = replace(comparison.compared[1], name='<script>alert("&")</script>')
    page = Page(report(replace(comparison, compared=(comparison.compared[0], odd)), "<script>"))
    assert page.wrong == []
    assert page.named("script") == []
    assert '<script>alert("&")</script>' in "".join(page.text)


def test_troubles_are_told(comparison):
    failure = Failure(3, 17, "consensus", "ValueError: no such thing")
    html = report(replace(comparison, asked=200, interrupted=True, failures=(failure,)))
    assert "Interrupted: 8 of 200 worlds are done." in html
    assert "ValueError: no such thing" in html


@pytest.mark.parametrize("worlds", [0, 8])
def test_nothing_to_compare_is_refused(comparison, tmp_path, worlds):
    some = {"outcomes": comparison.outcomes[:worlds], "worlds": np.arange(worlds), "series": None}
    less = replace(comparison, **some, compared=comparison.compared[: 2 if worlds == 0 else 1])
    with pytest.raises(ValueError, match="nothing to compare"):
        write_report(less, tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []
