"""`coalitions new` writes a case that runs at once; `show` tells what was said in it and what was assumed."""

import re
import tomllib

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.scenarios import load, names
from clever_coalitions.scenarios.loader import Source, built, text_of_case


def call(*arguments, columns="120"):
    return CliRunner(env={"COLUMNS": columns, "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, list(map(str, arguments)))


def show(case, *options):
    found = call("show", case, *options)
    assert found.exit_code == 0, found.output
    return " ".join(found.stdout.split())


def test_help_has_an_example():
    assert "Example: coalitions new" in call("new", "--help").stdout


def test_a_new_case_has_all_that_it_needs_and_says_what_to_do_next(tmp_path):
    folder = tmp_path / "clean air"
    said = call("new", folder)
    assert said.exit_code == 0
    assert {path.name for path in folder.iterdir()} == {
        "clean_air.toml", "organizations.csv", "ties.csv", "questions.md", "README.md",
    }  # fmt: skip
    assert f"coalitions run {folder / 'clean_air.toml'}" in " ".join(said.stdout.split())
    case = load(folder / "clean_air.toml")
    assert case.ties is not None
    assert all(kind.named for kind in case.kinds)
    assert any(one.opponent for kind in case.kinds for one in kind.named)
    assert any(one.arrives for kind in case.kinds for one in kind.named)


@pytest.mark.parametrize("like", ["", *names()])
def test_what_is_written_can_be_read_and_asks_about_everything(like, tmp_path):
    folder = tmp_path / "mine"
    assert call("new", folder, *(["--from", like] if like else [])).exit_code == 0
    case = load(folder / "mine.toml")
    questions, readme = ((folder / name).read_text("utf-8") for name in ("questions.md", "README.md"))
    assert [name for name in case.strengths if f"| {name} |" not in questions] == []
    assert [obstacle.name for obstacle in case.obstacles if f"- {obstacle.name}\n" not in questions] == []
    assert "$" not in questions + readme
    assert (folder / "organizations.csv").read_bytes().startswith(b"\xef\xbb\xbfname,kind,hours,")
    assert [name for name in case.names if name not in (folder / "organizations.csv").read_text("utf-8-sig")] == []
    if like:
        other = load(like)
        assert [(kind.name, kind.count) for kind in case.kinds] == [(kind.name, kind.count) for kind in other.kinds]
        assert (case.obstacles, case.parameters, case.prose) == (other.obstacles, other.parameters, other.prose)
        said = {one.name: one for kind in case.kinds for one in kind.named}
        assert [one for kind in other.kinds for one in kind.named if said[one.name] != one] == []
        text = (folder / "mine.toml").read_text("utf-8")
        (folder / "mine.toml").write_text(text.replace('# ties = "ties.csv"', 'ties = "ties.csv"'), "utf-8")
        assert len(load(folder / "mine.toml").ties) == 2


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    said = call("new", tmp_path)
    assert (said.exit_code, [path.name for path in tmp_path.iterdir()]) == (2, ["notes.txt"])
    assert "expected a new or an empty folder" in said.stderr


@pytest.mark.parametrize(("like", "words"), [("siria", 'did you mean "syria"'), ("none.toml", "there is no such file")])
def test_a_case_that_there_is_not_is_told(like, words, tmp_path):
    said = call("new", tmp_path / "mine", "--from", like)
    assert said.exit_code == 2
    assert words in " ".join(said.stderr.split())
    assert not (tmp_path / "mine").exists()


def test_a_case_with_tables_can_be_begun_from_and_keeps_what_they_say(tmp_path):
    call("new", tmp_path / "one")
    text = (tmp_path / "one" / "one.toml").read_text("utf-8")
    (tmp_path / "one" / "one.toml").write_text(f'{text}\n[columns]\nstake = "stake"\n', "utf-8")
    assert call("new", tmp_path / "two", "--from", tmp_path / "one" / "one.toml").exit_code == 0
    one, two = load(tmp_path / "one" / "one.toml"), load(tmp_path / "two" / "two.toml")
    assert (two.kinds, two.ties, two.obstacles) == (one.kinds, one.ties, one.obstacles)


def test_a_case_with_its_organizations_in_the_file_is_none_to_begin_from(tmp_path):
    call("new", tmp_path / "one")
    path = tmp_path / "one.toml"
    path.write_text(text_of_case(tmp_path / "one" / "one.toml"), "utf-8")
    said = call("new", tmp_path / "two", "--from", path)
    assert said.exit_code == 2
    assert "in a table of their own" in " ".join(said.stderr.split())


# --- show -------------------------------------------------------------------------------------------------------------


def test_all_that_was_said_is_shown_and_all_that_was_not(tmp_path):
    call("new", tmp_path / "town")
    said = show(tmp_path / "town" / "town.toml")
    for words in (
        "Cyclists' club",
        "4 to 10 h a week",
        "opponent",
        "arrives in week 26",
        "25 h a week, value 0.1, ceiling 0.7",
    ):
        assert words in said
    assert "stake: 4 of 8 drawn, around 1 for 60% of them" in said
    assert "belief: all drawn" in said
    assert "ties: 9 given; trust of 0.5 along 2 of them" in said
    assert "not read" not in said
    (tmp_path / "town" / "organizations.csv").write_text("name,kind,remarks\nMill Lane,university,nice\n")
    (tmp_path / "town" / "ties.csv").write_text("from,to\n")
    said = show(tmp_path / "town" / "town.toml")
    assert "organizations: not read: remarks" in said
    assert "hours: all drawn, with a mean of 22 a week" in said
    assert "ties: 0 given; 1 organization has none: nobody knows who has none, outside the core" in said


def test_a_case_that_names_nobody_is_shown_as_before():
    assert "Assumed" not in show("syria")


def test_a_case_as_one_file_is_the_same_case(tmp_path):
    """As a page takes it: no other file is read for it."""
    call("new", tmp_path / "town")
    case = tmp_path / "town" / "town.toml"
    text = call("show", case, "--toml").stdout
    assert built(Source("town", "town.toml", tomllib.loads(text))) == load(case)
    assert re.sub(r"(?ms)^(organizations|ties) = \[\n.*?^\]", "", text).count("\n") > 50
    assert call("show", "syria", "--toml").stdout.startswith('title = "Syria')


@pytest.mark.parametrize("beside", [["--set", "weeks=3"], ["--json"]])
def test_a_case_as_one_file_takes_no_change(beside):
    said = call("show", "syria", "--toml", *beside)
    assert (said.exit_code, said.stdout) == (2, "")
    assert "expected neither --set nor --json" in " ".join(said.stderr.split())
