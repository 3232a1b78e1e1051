"""The edition of the model says what its results are: where they change, so does it, and the change is written down."""

import importlib.util
import re
from pathlib import Path

import pytest

from coalitions.scenarios import names
from coalitions.sim.edition import EDITION

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"

_spec = importlib.util.spec_from_file_location("golden_outputs", GOLDEN / "outputs.py")
outputs = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(outputs)

pytestmark = pytest.mark.mesa  # the same on every Python


@pytest.mark.parametrize("scenario", names())
def test_results_are_those_of_the_edition(scenario):
    said = (GOLDEN / f"{scenario}.txt").read_text("utf-8")
    moved = outputs.moved(said, outputs.text(scenario))
    assert not moved, "\n".join([*moved, outputs.WHAT_TO_DO])


def test_there_are_outputs_of_what_ships_and_of_nothing_else():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(names())
    for path in GOLDEN.glob("*.txt"):
        assert path.read_text("utf-8").startswith(f"edition {EDITION}\n"), f"{path.name}: run make golden"


def test_the_change_log_says_what_changed_with_the_edition():
    said = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^### Numbers changed\n(?:\n[^#].*)*\n\**Edition {EDITION}\b", said, flags=re.MULTILINE)


def test_a_run_that_moved_is_named_with_what_moved():
    before = "edition 1\nopt-in absent 1: aa net_value=1 trust=2\nopt-in absent 7: bb net_value=1 trust=2\n"
    after = "edition 1\nopt-in absent 1: ab net_value=1.5 trust=2\nopt-in absent 7: cc net_value=1 trust=2\n"
    assert outputs.moved(before, before) == []
    assert outputs.moved(before, after) == [
        "opt-in absent 1: net_value 1 -> 1.5",
        "opt-in absent 7: the weekly series, in none of these outcomes",
    ]
