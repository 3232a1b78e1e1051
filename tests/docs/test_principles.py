"""Each mechanism says which of the ten principles it serves, and so does the table of them; studies try each."""

import ast
import re
from pathlib import Path

import pytest

from clever_coalitions.analysis.evidence.book import STUDIES
from clever_coalitions.experiments.studies import load_study

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


def test_each_principle_is_put_on_trial_by_a_study():
    claims = [one for name in STUDIES for one in load_study(name).claims]
    assert {one.principle for one in claims} >= set(range(1, 11))
