"""A study in the browser: run, stopped, the server ended, gone on with by somebody else, and taken home."""

import re

from playwright.sync_api import expect
from typer.testing import CliRunner

from clever_coalitions.app.cli import app

from .driving import serving, settle, visitor

LONG = 60_000
RUNS = 700
TEXT = f"""
question = "Does opt-in achieve more than consensus, wherever things change at other speeds?"
case = "steady"
outcomes = ["net_value", "trust"]
[uncertainties]
conditions.hazard = {{ low = 0.0, high = 0.03 }}
[levers]
governance = ["opt-in", "consensus"]
[design]
kind = "latin-hypercube"
points = {RUNS // 2}
"""


def exported(folder, target):
    """Return the table of runs that the command line writes for a store."""
    said = CliRunner().invoke(app, ["study", "export", str(folder), "--csv", "--output", str(target)])
    assert said.exit_code == 0, said.output
    return (target / "runs.csv").read_text("utf-8")


def test_a_study_survives_the_server_and_is_finished_by_somebody_else(browser, tmp_path):
    with serving() as server:
        first = visitor(browser, server.address)
        page = first.open("experiment")
        page.get_by_role("radio", name="Run a study").click()
        file = tmp_path / "speeds.toml"
        file.write_text(TEXT, "utf-8")
        page.get_by_label("Choose a file").set_input_files(file)
        expect(page.get_by_role("heading", name="Does opt-in achieve more")).to_be_visible()
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_role("button", name="Stop", exact=True).click()
        stopped = page.get_by_text(re.compile(rf"^[\d,]+ of {RUNS} runs are done; the rest takes about"))
        expect(stopped).to_be_visible()
        done = stopped.inner_text().split()[0]
        address = page.evaluate("location.href")
        assert server.stop() == 130, server.said()
        server.start()
        second = visitor(browser, server.address)
        page = second.page
        page.goto(address)
        expect(page.get_by_text(re.compile(rf"^{done} of {RUNS} runs are done"))).to_be_visible(timeout=LONG)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("progressbar", name="Runs done")).to_be_visible()
        expect(page.get_by_text(re.compile(rf"^[1-9]\d* of {RUNS} runs .* a second"))).to_be_visible(timeout=LONG)
        expect(page.get_by_text(f"All {RUNS} runs are done.")).to_be_visible(timeout=LONG)
        expect(page.get_by_role("heading", name="Which numbers matter")).to_be_visible()
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Data, CSV").click()
        downloading.value.save_as(tmp_path / "taken.csv")
        (folder,) = (server.folder / "results" / "studies").iterdir()
        taken = (tmp_path / "taken.csv").read_text("utf-8")
        assert len(taken.splitlines()) == 1 + RUNS
        assert taken == exported(folder, tmp_path / "exported")
        settle(page)
        assert second.outside == second.errors == first.outside == []
        first.context.close()
        second.context.close()
        assert server.stop() == 130
        assert server.said().replace("interrupted\n", "") == ""


def test_a_wrong_study_file_is_explained_and_the_keyboard_is_enough(visit, tmp_path):
    page = visit().open("experiment")
    ways = page.get_by_role("radiogroup", name="Ways to experiment")
    ways.get_by_role("radio", name="Ask one question").focus()
    page.keyboard.press("ArrowRight")
    expect(ways.get_by_role("radio", name="Run a study")).to_be_focused()
    expect(ways.get_by_role("radio", name="Run a study")).to_be_checked()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(TEXT.replace('"consensus"', '"consenus"'), "utf-8")
    page.get_by_label("Choose a file").set_input_files(wrong)
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("wrong.toml")
    expect(problem).to_contain_text("levers.governance")
    expect(problem).to_contain_text("did you mean consensus?")
    expect(page.get_by_role("combobox", name="Study")).to_have_value("first_look")
