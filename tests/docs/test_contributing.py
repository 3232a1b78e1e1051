"""What stands ready for those who want to take part: forms, checks, the page that says how, the list of pages."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.md"))


def test_every_page_is_listed_once():
    listed = re.findall(r"^\| \[[^]]+\]\(([^)]+)\)", (ROOT / "docs" / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md")


def test_what_the_page_names_is_there():
    named = {
        *re.findall(r"\]\(([^)#]+)\)", PAGE),
        *re.findall(r"`((?:tests|supply)/[\w/.]+|constraints[\w.-]+)`", PAGE),
    }
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z]+)", PAGE, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_pre_commit_runs_what_make_lint_runs_and_fetches_nothing():
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [one["repo"] for one in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    commands = [hook["entry"].removeprefix(".venv/bin/").split(" --")[0] for hook in hooks]
    lint = (ROOT / "Makefile").read_text("utf-8").partition("\nlint:")[2].partition("\n\n")[0]
    assert commands == re.findall(r"\$\(BIN\)/(mypy|ruff check|ruff format)", lint)
    assert {name.split()[0] for name in commands} <= set(re.findall(r"^[\w-]+", dev_pins(), re.MULTILINE))


def dev_pins():
    return (ROOT / "supply" / "pins" / "dev.txt").read_text("utf-8")


def test_the_workflow_runs_make_test_and_no_code_of_others():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    assert job["steps"][-1]["run"] == "make test"
    assert all("uses" not in step for step in job["steps"])
    assert workflow["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_can_be_chosen(path):
    _, head, body = path.read_text("utf-8").split("---\n")
    assert {"name", "about"} <= yaml.safe_load(head).keys()
    assert body.count("**") >= 4


def test_nothing_of_this_names_a_host():
    files = [ROOT / "CONTRIBUTING.md", ROOT / ".pre-commit-config.yaml", *(ROOT / ".github").rglob("*.*")]
    assert len(files) > 5
    assert [path.name for path in files if "://" in path.read_text("utf-8")] == []


@pytest.fixture(scope="module")
def coverage():
    spec = importlib.util.spec_from_file_location("reached", ROOT / "docs" / "reached.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_coverage_adds_up_files_to_rooms_and_names_the_least(coverage):
    files = {f"{room}/good.py": coverage.Counted(10, 0) for room in coverage.ROOMS}
    said = coverage.table(
        {**files, "sim/bad.py": coverage.Counted(1000, 899), "app/worse.py": coverage.Counted(1000, 999)}
    )
    assert "| `sim/` | 1,010 | 899 | 10 % |\n" in said
    assert "| all | 2,050 | 1,898 | 7 % |\n" in said
    assert said.index("`app/worse.py`") < said.index("`sim/bad.py` | 1,000 | 899 | 10 %")
    assert "good.py" not in said


def test_the_page_on_coverage_is_one_that_its_command_could_have_written(coverage):
    page = (ROOT / "docs" / "coverage.md").read_text("utf-8")
    rows = re.findall(r"^\| `?([\w/.]+)`? \| ([\d,]+) \| ([\d,]+) \| (\d+ %) \|$", page, re.MULTILINE)
    numbers = {name: coverage.Counted(*(int(one.replace(",", "")) for one in pair)) for name, *pair, _ in rows}
    assert all(numbers[name].share == share for name, *_, share in rows)
    assert coverage.total(numbers[f"{room}/"] for room in coverage.ROOMS) == numbers["all"]
    head = re.sub(r"\\{\w+\\}", ".+", re.escape(coverage.HEAD))
    assert re.match(head, page)
