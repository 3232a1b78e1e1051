"""The examples in the pages are programs: they are taken out of the pages and run, in order, in an empty folder."""

import re
from pathlib import Path

import pytest

from ..programs import Programs, programs

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("scenarios.md", "extending.md", "mechanisms.md", "strategies.md", "studies.md")


def blocks(page: str) -> list[tuple[str, str]]:
    """Return language and text of the fenced blocks of a page."""
    text = (DOCS / page).read_text("utf-8")
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def file_name(text: str) -> str:
    """Return the name in the first line of a block that is a file, such as ``# core_board.py``."""
    found = re.match(r"# ([\w.]+\.(?:py|toml))\n", text)
    return found[1] if found else ""


@pytest.fixture(scope="module")
def those(pytestconfig):
    """Return those who run programs."""
    options = ["-W", "error"] if "error" in pytestconfig.getini("filterwarnings") else []  # as for the tests
    with programs(options) as started:
        yield started


def follow(page: str, folder: Path, those: Programs) -> list[str]:
    """Do what a page says, and return what its programs and commands print."""
    printed = []
    tables = iter(re.findall(r'= "(\w+\.csv)"', (DOCS / page).read_text("utf-8")))
    for language, text in blocks(page):
        if file_name(text):
            (folder / file_name(text)).write_text(text, "utf-8")
        elif language == "csv":
            (folder / next(tables)).write_text(text, "utf-8")
        elif language == "python":
            printed.append(those.run(folder, language, text))
        elif language == "sh":
            printed += [those.run(folder, language, line) for line in text.splitlines()]
    return printed


SAID = [
    (
        "scenarios.md",
        11,
        {0: "16 organizations,", 4: "Health ministry", 6: "Mill Lane", 7: "A treaty", -1: "joining.threshold"},
    ),
    ("extending.md", 6, {2: "relief ", 4: "softly:around:0.5+relief:lead"}),  # the strategy of the page is what ran
    ("mechanisms.md", 7, {0: "windows_drawn", 1: "windows_drawn", 2: "attention.opens"}),
    ("strategies.md", 4, {3: "leads"}),
    ("studies.md", 19, {}),
]


@pytest.mark.parametrize(("page", "programs", "said"), SAID, ids=PAGES)
def test_every_example_runs_and_says_something(page, programs, said, tmp_path, those):
    printed = follow(page, tmp_path, those)
    assert len(printed) == programs
    assert all(text.strip() for text in printed)
    assert all(words in printed[place] for place, words in said.items())
