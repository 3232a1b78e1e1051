"""``coalitions study`` and ``coalitions reproduce``, as people use them."""

import json
import re
import shutil
import threading
import time
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.app.errors import UserError
from clever_coalitions.experiments.studies import names

FILE = """
question = "Which one?"
case = "steady"
outcomes = ["net_value", "trust"]
[set]
weeks = 20
[levers]
governance = ["opt-in", "consensus"]
[design]
repetitions = 12
"""


def call(*arguments, columns="100"):
    environment = {"COLUMNS": columns, "TERM": "dumb", "NO_COLOR": "1"}
    return CliRunner(env=environment).invoke(app, [str(one) for one in arguments])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(FILE)
    return path


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Return the store of the file; not to be changed."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "mine.toml").write_text(FILE)
    said = call("study", "run", folder / "mine.toml", "--store", folder / "store")
    assert said.exit_code == 0, said.output
    return folder / "store"


@pytest.fixture
def store(finished, tmp_path):
    return Path(shutil.copytree(finished, tmp_path / "store"))


@pytest.mark.parametrize("command", ["list", "plan", "run", "status", "export", "rerun", "diff"])
def test_each_command_has_help_with_an_example(command):
    said = call("study", command, "--help")
    assert said.exit_code == 0
    assert f"Example: coalitions study {command}" in said.stdout


def test_shipped_studies_are_listed_with_their_questions():
    said = json.loads(call("study", "list", "--json").stdout)
    assert list(said) == names()
    assert all(question.endswith("?") for question in said.values())
    assert "first_look: " in call("study", "list").stdout


def test_a_plan_says_counts_time_and_disk(file, tmp_path):
    said = call("study", "plan", file, "--store", tmp_path / "none", "--workers", 2)
    assert said.exit_code == 0, said.output
    assert "12 worlds x 2 treatments = 24 runs" in said.stdout
    assert re.search(r"a run takes about \S+ ms", said.stdout)
    assert re.search(r"in all about \S+ s with 2 workers, and \S+ MiB of disk", said.stdout)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("study", "known"), [("until_known", "is known to 0.05"), ("mine.toml", "is known")])
def test_a_plan_of_a_rule_says_when_it_stops(tmp_path, study, known):
    stop = '[stop]\noutcome = "trust"\nbetween = ["opt-in", "consensus"]\nat_least = 20\nat_most = 40\n'
    (tmp_path / "mine.toml").write_text(FILE.partition("[design]")[0] + stop)
    said = call("study", "plan", tmp_path / study if study.endswith("toml") else study, "--store", tmp_path / "none")
    assert said.exit_code == 0, said.output
    assert f", {known}, but not before" in " ".join(said.stdout.split())


def test_a_study_is_run_and_says_what_it_found(store):
    said = call("study", "status", store)
    assert said.exit_code == 0
    assert "24 of 24 runs done, 0 failed, 0 missing" in said.stdout
    assert re.search(r"Net value +consensus +\S+ \[\S+, \S+\] +\d+ : \d+ : \d+ +x ", said.stdout)
    assert "Pairing: how many times the worlds it would take without." in " ".join(said.stdout.split())
    assert "done: coalitions study run" in said.stdout


def test_status_as_json_counts_and_compares(store):
    found = json.loads(call("study", "status", store, "--json").stdout)
    assert (found["runs"], found["done"], found["failed"], found["missing"]) == (24, 24, 0, 0)
    assert [one["outcome"] for one in found["contrasts"]] == ["net_value", "trust"]
    assert {"mean", "low", "high", "p_better", "variance_reduction"} <= found["contrasts"][0].keys()


def test_the_same_command_goes_on_and_more_repetitions_do_the_new_ones(file, store):
    again = json.loads(call("study", "run", file, "--store", store, "--json").stdout)
    assert (again["computed"], again["done"]) == (0, 24)
    more = json.loads(call("study", "run", file, "--store", store, "--repetitions", 20, "--json").stdout)
    assert (more["computed"], more["done"]) == (16, 40)


def test_a_store_is_reported_in_one_page(store, tmp_path):
    page = tmp_path / "new" / "page.html"
    said = call("study", "report", store, "--output", page)
    assert (said.exit_code, said.stdout.strip()) == (0, f"Report: {page}")
    content = page.read_text("utf-8")
    assert "The answer" in content
    assert "Methods" in content
    assert "data:text/csv" in content
    missing = call("study", "report", tmp_path)
    assert missing.exit_code == 2
    assert "Traceback" not in missing.output


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_exported_tables_are_reproduced(store, tmp_path, kind):
    said = call("study", "export", store, f"--{kind}", "--output", tmp_path / "out")
    assert said.stdout.split() == [str(tmp_path / "out" / f"{name}.{kind}") for name in ("runs", "worlds")]
    again = call("reproduce", tmp_path / "out" / f"runs.{kind}", "--output", tmp_path / "again")
    assert again.exit_code == 0, again.output
    assert f"the same again: {tmp_path / 'again' / f'runs.{kind}'}" in again.stdout


def test_a_table_that_was_changed_is_not_the_same(store, tmp_path):
    call("study", "export", store, "--csv", "--output", tmp_path / "out")
    path = tmp_path / "out" / "runs.csv"
    table = pd.read_csv(path)
    table.loc[3, "trust"] += 1e-9
    table.to_csv(path, index=False)
    said = call("reproduce", path, "--output", tmp_path / "again")
    assert said.exit_code == 1
    assert "not the same" in said.stdout


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_figures_say_what_made_them(tmp_path, ending):
    from clever_coalitions.app.commands.reproduce import _command_in

    figure = tmp_path / f"one run.{ending}"
    call("run", "steady", "--weeks", 20, "--seed", 3, "--set", "joining.hour_price=2", "--output", figure)
    said = "run steady --governance opt-in --strategy listen-and-lead --seed 3 --weeks 20 --set joining.hour_price=2"
    assert _command_in(figure) == said.split()


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("report.html", "steady-experiment.html"),
        pytest.param("report.html", "report.html", marks=pytest.mark.slow),
        pytest.param("overview.svg", "overview.svg", marks=pytest.mark.slow),
    ],
)
def test_a_report_is_reproduced_also_under_another_name(tmp_path, name, new):
    call("compare", "steady", "--weeks", 20, "--worlds", 8, "--output", tmp_path / "report")
    said = call("reproduce", (tmp_path / "report" / name).rename(tmp_path / "report" / new))
    assert said.exit_code == 0, said.output
    assert "the same again" in said.stdout


@pytest.mark.parametrize(("name", "text"), [("a.pdf", "/Keywords (x"), ("a.html", "<p>Make it again:</p>")])
def test_a_figure_that_begins_again_and_again_is_read_once(tmp_path, name, text):
    from clever_coalitions.app.commands import reproduce

    (tmp_path / name).write_text(text * 10_000)
    began = time.process_time()
    with pytest.raises(UserError, match="does not say what made it"):
        reproduce._command_in(tmp_path / name)
    assert b"again" not in reproduce._content(tmp_path / name)
    assert time.process_time() - began < 2  # by the square of them it takes ten and more


def test_a_report_of_a_study_says_what_can_be_done_again(tmp_path):
    report = tmp_path / "town.html"
    report.write_text("<p>Make it again:</p><pre><code>coalitions study run town.toml</code></pre>")
    said = call("reproduce", report)
    assert said.exit_code == 2
    assert "tells of a study" in said.stderr


@pytest.mark.parametrize(
    "text", ["<svg/>", "<desc>made by: coalitions run; rm -rf /tmp/x</desc>", "<desc>made by: rm -rf /tmp/x</desc>"]
)
def test_what_a_file_says_is_not_done_unless_it_makes_a_figure(tmp_path, text, monkeypatch):
    from clever_coalitions.app.commands import reproduce

    asked = []
    monkeypatch.setattr(reproduce.subprocess, "run", lambda line, **options: asked.append(line) or Done())
    (tmp_path / "strange.svg").write_text(text)
    said = call("reproduce", tmp_path / "strange.svg")
    assert said.exit_code == 2
    assert all(line[3:6] == ["-m", "clever_coalitions.app.cli", "run;"] for line in asked) or asked == []


PWN = """import pathlib

pathlib.Path("pwned").touch()

def lead(briefing, decision):
    pass
"""


@pytest.mark.parametrize("said", ["--strategy pwn:lead", "--strategy pwn:lead --plugin pwn.py", "--plugin=pwn.py"])
def test_code_that_a_figure_names_is_not_run(tmp_path, monkeypatch, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pwn.py").write_text(PWN)
    figure = tmp_path / "figure.svg"
    figure.write_text(f"<desc>made by: coalitions run steady --weeks 5 {said} --output figure.svg</desc>")
    again = call("reproduce", figure)
    assert again.exit_code == 2, again.output
    assert "Traceback" not in again.output
    assert not (tmp_path / "pwned").exists()


def test_what_lies_beside_a_figure_is_not_run(tmp_path, monkeypatch):
    """And the figure is made again, the same."""
    monkeypatch.chdir(tmp_path)
    call("run", "steady", "--weeks", 20, "--output", "run.svg")
    for name in ("typer.py", "numpy.py", "json.py", "sitecustomize.py"):
        (tmp_path / name).write_text(PWN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    again = call("reproduce", "run.svg")
    assert again.exit_code == 0, again.output
    assert "the same again" in again.stdout
    assert not (tmp_path / "pwned").exists()


def test_a_figure_made_with_code_is_made_again_with_code_that_is_named_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chosen_lead.py").write_text(
        "from clever_coalitions.sim import kernel\n@kernel\ndef lead(briefing, decision):\n    decision[0] = 0.5\n"
    )
    code = ("--plugin", "chosen_lead.py")
    call("run", "steady", "--weeks", 20, "--strategy", "chosen_lead:lead", "--output", "run.svg", *code)
    assert "If you trust that code" in call("reproduce", "run.svg").stderr
    again = call("reproduce", "run.svg", *code)
    assert again.exit_code == 0, again.output
    assert "the same again" in again.stdout


class Done:
    returncode = 2


def test_two_stores_are_compared(file, store, tmp_path):
    file.write_text(FILE.replace("weeks = 20", "weeks = 20\nconsultation.interview_hours = 6"))
    call("study", "run", file, "--store", tmp_path / "other")
    same = call("study", "diff", store, store)
    assert "Nothing moved" in same.stdout
    said = call("study", "diff", store, tmp_path / "other")
    assert said.exit_code == 0
    assert "24 runs in both, with the same edition of the model; 24 of them differ" in said.stdout
    assert re.search(r"Trust in the coordinator +opt-in +\d+ of 12", said.stdout)
    assert json.loads(call("study", "diff", store, tmp_path / "other", "--json").stdout)["runs"] == 24


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "first_lok"], 'did you mean "first_look"'),
        (["plan", "no.toml"], "expected a study file"),
        (["status", "nowhere"], "there is no study in this folder"),
        (["export", "nowhere", "--csv"], "there is no study in this folder"),
        (["export", "nowhere"], "expected one of --csv and --parquet"),
        (["rerun", "nowhere"], "expected --failed"),
        (["rerun", "nowhere", "--failed"], "there is no study in this folder"),
        (["diff", "nowhere", "here"], "there is no study in this folder"),
        (["run", "until_known", "--repetitions", "5"], "the stopping rule of the study says how many there are"),
    ],
)
def test_mistakes_end_with_one_message(arguments, said):
    result = call("study", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_damaged_part_is_named_and_done_again(file, store):
    part = sorted((store / "runs").iterdir())[0]
    part.write_bytes(part.read_bytes()[:-20])
    assert part.name in call("study", "status", store).stdout.replace("\n", "")
    said = call("study", "run", file, "--store", store)
    assert said.exit_code == 0
    assert "set aside and done again" in said.stderr
    assert "24 of 24 runs done" in said.stdout


# Interrupted between opening a file, or a list of files, and its `with`, Python leaves the closing to its collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*FileIO:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:Exception ignored in.*ScandirIterator:pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(file, tmp_path):
    import _thread

    def interrupt():
        while not list((tmp_path / "store").glob("runs/*.parquet")):
            time.sleep(0.02)
        _thread.interrupt_main()

    many = file.with_name("many.toml")
    many.write_text(FILE.replace("repetitions = 12", "repetitions = 50000"))
    threading.Thread(target=interrupt, daemon=True).start()
    said = call("study", "run", many, "--store", tmp_path / "store")
    assert said.exit_code == 130
    assert re.search(r"interrupted: [\d,]+ of 100,000 runs are in \S+; the same command goes on", said.stderr)
    found = json.loads(call("study", "status", tmp_path / "store", "--json").stdout)
    assert 0 < found["done"] < 100_000
    assert found["sessions"][0]["state"] == "interrupted"


def test_a_stopping_rule_reports_its_budget(file, tmp_path):
    rule = '[stop]\noutcome = "trust"\nbetween = ["opt-in", "consensus"]\nwidth = 0.02\nat_least = 20\nat_most = 200\n'
    file.write_text(FILE.replace("[design]\nrepetitions = 12\n", rule))
    said = call("study", "run", file, "--store", tmp_path / "store")
    assert said.exit_code == 0, said.output
    budget = r"trust, consensus minus opt-in: \S+ \[\S+, \S+\], \S+ wide \(asked: 0.02\), after (\d+) of at most 200"
    spent = int(re.search(budget, " ".join(said.stdout.split()))[1])
    found = json.loads(call("study", "status", tmp_path / "store", "--json").stdout)
    assert found["stopping"]["looks"][-1]["worlds"] == spent
    assert found["done"] == 2 * spent < 400
