"""Studies on the page Experiment, without a browser."""

import base64
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest

pytest.importorskip("solara")

from solara.widgets import HTML

from clever_coalitions.app.live.link import Link, View
from clever_coalitions.app.live.settings import Case, Setting
from clever_coalitions.app.live.studies import STUDIES
from clever_coalitions.app.pages.element import element
from clever_coalitions.app.pages.experiment import Experiment
from clever_coalitions.experiments.studies import Store, frame, names, run_study, study_of
from clever_coalitions.experiments.studies.exports import export

from .test_pages import Shown, wait_until

pytestmark = pytest.mark.filterwarnings("ignore")  # those of Solara itself

TEXT = """
question = "Which one?"
case = "steady"
outcomes = ["trust", "energy"]
[set]
weeks = 20
[uncertainties]
conditions.hazard = { low = 0.0, high = 0.03 }
[levers]
governance = ["opt-in", "consensus"]
[design]
kind = "latin-hypercube"
points = 60
"""
MINE = Case("mine", TEXT)
SYRIA = Setting(Case("syria"), seed=7)


@pytest.fixture
def show(tmp_path, monkeypatch):
    monkeypatch.setattr(STUDIES, "root", tmp_path)
    shown = []

    def open_page(link):
        shown.append(Shown(Experiment, link))
        return shown[-1]

    yield open_page
    for one in shown:
        one.close()
    STUDIES.close()


def html(page):
    """Return what stands on a page as plain HTML."""
    return " ".join(str(one.unsafe_innerHTML) for one in page.rendered.find(HTML).widgets)


def run(page):
    return page.part("doing")


def waits(page):
    wait_until(lambda: page.parts("doing") and run(page).doing == "waiting")


def is_done(page):
    wait_until(lambda: run(page).doing == "waiting" and run(page).done == run(page).total and not run(page).start)
    wait_until(lambda: len(page.parts("svg", "narrow")) == 2)


def test_a_study_is_a_second_way_beside_one_question(show):
    page = show(Link(SYRIA))
    ways = page.part("ways")
    assert ways.way == "question"
    assert page.parts("vary")
    page.say(ways, "pick", "study")
    assert page.visitor.link.value.study == Case("first_look")
    card = page.part("studies", "question")
    assert [one["value"] for one in card.studies.value] == names()
    assert dict(card.facts)["Runs"] == "7,200"
    waits(page)
    assert run(page).start == "Run"
    assert run(page).about.startswith("7,200 runs; about ")
    page.say(card, "pick", "until_known")
    assert dict(page.part("studies", "question").facts)["Runs"] == "at most 40,000"
    page.say(page.part("ways"), "pick", "question")
    assert page.parts("vary")
    page.visitor.undo()
    assert page.visitor.link.value.study == Case("until_known")


def test_an_uploaded_study_is_run_and_taken_home(show, tmp_path):
    page = show(Link(SYRIA, study=Case("first_look")))
    page.say(page.part("problems"), "file", {"name": "mine.toml", "text": TEXT})
    assert page.visitor.link.value.study == MINE
    assert page.part("studies", "question").name == ""
    waits(page)
    page.say(run(page), "on")
    is_done(page)
    folder = STUDIES.work(MINE).folder
    assert folder.parent == tmp_path
    assert f"--store {folder}" in run(page).command
    assert page.part("means").outcome == "trust"
    page.say(page.part("means"), "look", "energy")
    assert page.visitor.link.value.view.outcome == "energy"
    export(Store.open(folder), "csv", tmp_path / "csv")
    assert taken(page, "csv").decode() == (tmp_path / "csv" / "runs.csv").read_text()
    table = pyarrow.parquet.read_table(io.BytesIO(taken(page, "parquet")))
    pd.testing.assert_frame_equal(table.to_pandas(), frame(folder), check_exact=True)
    assert json.loads(table.schema.metadata[b"coalitions"])["study"]["name"] == "mine"
    assert taken(page, "study").decode() == TEXT
    assert b"conditions.hazard from 0 to 0.03" in taken(page, "report")
    for kind, mark in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with zipfile.ZipFile(io.BytesIO(taken(page, kind))) as archive:
            assert archive.namelist() == [f"1-how-the-treatments-differ.{kind}", f"2-which-numbers-matter.{kind}"]
            assert all(mark in archive.read(name) for name in archive.namelist())
    assert "The answer" not in html(page)  # it is that of the treatments, which is there


PLACES = (
    TEXT.partition("[uncertainties]")[0]
    + """
[levers]
governance = ["opt-in", "consensus"]
[places]
calm = {}
stormy = { "conditions.hazard" = 0.03 }
[design]
kind = "seeds"
repetitions = 20
[[claims]]
says = "Opt-in earns more trust."
of = ["opt-in"]
than = ["consensus"]
"""
)


def test_a_study_of_places_is_answered_by_its_claims_and_compares_within_a_place(show):
    page = show(Link(SYRIA, study=Case("mine", PLACES)))
    waits(page)
    page.say(run(page), "on")
    is_done(page)
    wait_until(lambda: "Opt-in earns more trust." in html(page) and page.parts("means"))
    assert "calm: " in html(page)
    said = " ".join(page.part("means").said)
    assert "calm: consensus" in said
    assert "stormy: consensus" in said
    assert not any("calm" in one and "stormy" in one for one in page.part("means").said)


def taken(page, key):
    """Return what the browser would save."""
    page.say(page.part("items", "file"), "make", key)
    wait_until(lambda: page.part("items", "file").file)
    made = page.part("items", "file").file
    page.say(page.part("items", "file"), "saved")
    wait_until(lambda: page.part("items", "file").file is None)
    assert page.part("items", "file").file is None
    return base64.b64decode(made["bytes"]) if "bytes" in made else made["text"].encode()


def test_two_visitors_follow_the_same_work_and_either_stops_it(show):
    large = Case("mine", TEXT.replace("points = 60", "points = 1500"))
    first, second = show(Link(SYRIA, study=large)), show(Link(SYRIA, study=large))
    waits(first)
    first.say(run(first), "on")
    wait_until(lambda: run(second).done > 50)
    assert run(second).doing == "running"
    assert " a second" in run(second).progress
    second.say(run(second), "stop")
    waits(first)
    wait_until(lambda: run(first).start == "Go on")
    assert run(first).done == run(second).done < 3000
    wait_until(lambda: run(first).said)
    assert run(first).said[0].startswith("Below: what the first ")


def test_mistakes_in_a_study_file_are_shown_at_their_keys(show):
    page = show(Link(SYRIA, study=Case("first_look")))
    wrong = TEXT.replace("consensus", "consenus").replace('"trust", ', '"trsut", ')
    page.say(page.part("problems"), "file", {"name": "mine.toml", "text": wrong})
    card = page.part("problems")
    assert card.file == "mine.toml"
    assert {one["nearest"] for one in card.problems} == {"consensus", "trust"}
    assert page.visitor.link.value.study == Case("first_look")


def test_a_link_without_its_study_file_asks_for_it_and_refuses_another(show):
    page = show(Link(SYRIA, study=Case("mine", awaited=MINE.hash), view=View(outcome="energy")))
    assert not page.parts("doing")
    page.say(page.part("problems"), "file", {"name": "mine.toml", "text": TEXT + "\n"})
    assert "names another file" in page.part("problems").problems[0]["expected"]
    page.say(page.part("problems"), "file", {"name": "mine.toml", "text": TEXT})
    assert page.visitor.link.value == Link(SYRIA, study=MINE, view=View(outcome="energy"))
    waits(page)


def test_a_link_to_a_study_that_cannot_be_used_says_why_and_leads_on(show):
    page = show(Link(SYRIA, study=Case("nowhere")))
    assert not page.parts("doing")
    (button,) = page.buttons()
    page.say(button, "press")
    assert page.visitor.link.value.study == Case("first_look")
    waits(page)


def test_failed_runs_can_be_read_and_done_again(show, monkeypatch):
    from clever_coalitions.experiments.studies import batches

    usual = batches.finished

    def unlucky(case, seed, recipe):
        if case.governance == "consensus" and seed % 2 == 0:
            raise ValueError("no luck in this world")
        return usual(case, seed, recipe)

    monkeypatch.setattr(batches, "finished", unlucky)
    page = show(Link(SYRIA, study=MINE))
    waits(page)
    page.say(run(page), "on")
    is_done(page)
    shown = run(page)
    assert shown.failed > len(shown.failures) == 5
    assert shown.failures[0]["what"].startswith("consensus, world ")
    assert shown.failures[0]["why"] == "ValueError: no luck in this world"
    assert shown.failures[0]["trace"].startswith("Traceback")
    monkeypatch.setattr(batches, "finished", usual)
    page.say(shown, "again")
    wait_until(lambda: run(page).doing == "waiting" and not run(page).failed)
    wait_until(lambda: not run(page).failures)


def test_what_the_command_line_adds_appears_on_the_page(show, tmp_path):
    page = show(Link(SYRIA, study=Case("mine", TEXT)))
    waits(page)
    import tomllib

    run_study(study_of(tomllib.loads(TEXT), "mine"), STUDIES.work(MINE).folder)
    is_done(page)
    assert run(page).about == "All 120 runs are done."


MARKED = """
question = "Which <img src=x onerror=alert(1)> is best?"
case = "steady"
outcomes = ["trust"]
[set]
weeks = 10
[uncertainties]
club.core = { values = [0.0, 0.5, 1.0] }
[design]
kind = "full-factorial"
repetitions = 4
"""


def test_what_a_visitor_wrote_is_text_and_no_html(show):
    """The question of a study is the title of its figure, and a link carries it to others."""
    page = show(Link(SYRIA, study=Case("mine", MARKED)))
    waits(page)
    page.say(run(page), "on")
    wait_until(lambda: "is best?" in html(page))
    assert "&lt;img src=x" in html(page)
    assert "<img" not in html(page) + "".join(one.svg for one in page.parts("svg"))


def test_pages_show_text_by_one_function_only():
    pages = Path(element.__code__.co_filename).parent
    assert [path.name for path in pages.rglob("*.py") if "solara.HTML(" in path.read_text("utf-8")] == ["element.py"]
