"""Each mechanism says which of the ten principles it serves, each trial what it tries; the table of them says both."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (\d+) .*\| (.*) \|$", re.MULTILINE)
FILES = {
    int(number): set(re.findall(r"`(sim/[^`]+)`", files))
    for number, files in ROW.findall((ROOT / "docs" / "model.md").read_text("utf-8"))
}
MECHANISMS = sorted(path for path in (ROOT / "sim" / "mechanisms").glob("*.py") if path.name != "__init__.py")


def said(path):
    return " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split())


def test_the_table_has_all_ten_and_their_files_are_there():
    assert sorted(FILES) == list(range(1, 11))
    assert all((ROOT / file).is_file() for files in FILES.values() for file in files)


@pytest.mark.parametrize("path", MECHANISMS, ids=lambda path: path.stem)
def test_a_mechanism_says_whom_it_serves(path):
    (sentence,) = re.findall(r"Serves [^.]*\.", said(path))
    served = {int(number) for number in re.findall(r"principle (\d+)", sentence)}
    assert served == {number for number, files in FILES.items() if path.relative_to(ROOT).as_posix() in files}


@pytest.mark.parametrize("number", range(1, 11))
def test_a_trial_says_what_it_tries(number):
    (trial,) = (ROOT / "experiments" / "trials").glob(f"p{number:02}_*.py")
    (sentence,) = re.findall(r"Tries: (.*)\.$", said(trial))
    assert set(sentence.split(", ")) == FILES[number]
