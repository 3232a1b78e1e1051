"""The examples in the pages are programs: they are taken out of the pages and run, in order, in an empty folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("scenarios.md", "extending.md", "studies.md")


def blocks(page: str) -> list[tuple[str, str]]:
    """Return language and text of the fenced blocks of a page."""
    text = (DOCS / page).read_text("utf-8")
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def file_name(text: str) -> str:
    """Return the name in the first line of a block that is a file, such as ``# core_board.py``."""
    found = re.match(r"# ([\w.]+\.(?:py|toml))\n", text)
    return found[1] if found else ""


def run(command: list[str], folder: Path) -> str:
    """Run a command in a folder, with the commands of this environment at hand, and return what it prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def follow(page: str, folder: Path, warnings: list[str]) -> list[str]:
    """Do what a page says, and return what its programs and commands print."""
    printed = []
    for language, text in blocks(page):
        if file_name(text):
            (folder / file_name(text)).write_text(text, "utf-8")
        elif language == "python":
            printed.append(run([sys.executable, *warnings, "-c", text], folder))
        elif language == "sh":
            printed += [run(["bash", "-c", line], folder) for line in text.splitlines()]
    return printed


@pytest.fixture(scope="module")
def printed(tmp_path_factory, pytestconfig):
    warnings = ["-W", "error"] if "error" in pytestconfig.getini("filterwarnings") else []  # as for the tests
    return {page: follow(page, tmp_path_factory.mktemp(Path(page).stem), warnings) for page in PAGES}


@pytest.mark.parametrize(("page", "programs"), [("scenarios.md", 5), ("extending.md", 4), ("studies.md", 13)])
def test_every_example_runs_and_says_something(printed, page, programs):
    assert len(printed[page]) == programs
    assert all(text.strip() for text in printed[page])


def test_the_small_case_is_what_the_page_says(printed):
    assert printed["scenarios.md"][0].startswith("16 organizations,")


def test_the_mistake_is_explained(printed):
    assert "joining.safety" in printed["scenarios.md"][-1]


def test_the_example_strategy_is_the_one_that_ran(printed):
    assert printed["extending.md"][1].startswith("relief ")
