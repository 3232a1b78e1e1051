"""The edition of the model says what its results are: where they change, so does it, and the change is written down."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from clever_coalitions.scenarios import load, names
from clever_coalitions.sim.edition import EDITION
from clever_coalitions.sim.identity import scenario_hash

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


# --- what voids nothing -----------------------------------------------------------------------------------------------

ROOMS = ("sim", "scenarios", "experiments", "analysis", "app")

IDENTITIES = """
import json, sys
from clever_coalitions.app.live.link import Link, address
from clever_coalitions.app.live.settings import Case, Setting
from clever_coalitions.experiments.studies import study_of
from clever_coalitions.experiments.studies.frames import planned
from clever_coalitions.scenarios import load
from clever_coalitions.sim.edition import model_edition
from clever_coalitions.sim.identity import scenario_hash

case = sys.argv[1]
study = study_of({"question": "?", "case": case, "set": {"joining.hour_price": 1.7}, "design": {"repetitions": 2}})
link = Link(Setting(Case("syria"), numbers=(("joining.hour_price", 1.7),)))
keys = [run.key for run in planned(study)]
edition = [[key.run for key in keys], address(link), model_edition()]
print(json.dumps({"edition": edition, "run": [[key.experiment for key in keys], scenario_hash(load(case))]}))
"""


def copied(folder):
    """Copy the rooms; return the folder that holds them under their import name."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / "clever_coalitions" / room, ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "clever_coalitions"


def identities(folder, case="syria"):
    """Return what names runs, links and evidence in a copy."""
    code = f"import clever_coalitions; clever_coalitions.__path__[:] = [{str(folder / 'clever_coalitions')!r}]"
    said = subprocess.run(
        [sys.executable, "-c", f"{code}\n{IDENTITIES}", case],
        capture_output=True, text=True, timeout=120, check=True, cwd=folder,
        env={"NUMBA_DISABLE_JIT": "1", "PATH": "", "MPLBACKEND": "Agg"},
    )  # fmt: skip
    return json.loads(said.stdout)


def replaced(rooms, old, new):
    for path in rooms.rglob("*.py"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(old, new, text), "utf-8")


def in_a_docstring(rooms):
    path = rooms / "sim" / "mechanisms" / "morale.py"
    path.write_text(path.read_text("utf-8").replace('"""', '""" ', 1), "utf-8")


def a_rename(rooms):
    replaced(rooms, r"\bObstacle\b", "Hindrance")
    replaced(rooms, r"\bKind\b", "Sort")


def a_moved_file(rooms):
    (rooms / "sim" / "identity.py").rename(rooms / "sim" / "selfhood.py")
    replaced(rooms, r"\bidentity import", "selfhood import")


def a_new_number(rooms):
    path = rooms / "sim" / "parameters.py"
    field = '    zeal: Annotated[float, Number("share", 0, 1, 0, ASSUMED, "nothing yet", (0, 1))] = 0.0\n'
    before = "class Parameters(NamedTuple):"
    text = path.read_text("utf-8")
    path.write_text(text.replace(f"\n\n\n{before}", f"\n{field}\n\n{before}"), "utf-8")


def a_copied_scenario(rooms):
    shutil.copy(rooms / "scenarios" / "syria.toml", rooms / "scenarios" / "copied.toml")


@pytest.fixture(scope="module")
def as_it_is(tmp_path_factory):
    folder = tmp_path_factory.mktemp("as_it_is")
    copied(folder)
    return identities(folder)


CHANGES = [in_a_docstring, a_rename, a_moved_file, a_new_number, a_copied_scenario]


@pytest.mark.parametrize("changes", [CHANGES, *(pytest.param([one], marks=pytest.mark.slow) for one in CHANGES)])
def test_what_moves_no_result_voids_none(tmp_path, as_it_is, changes):
    """All of it at once; each alone is for the night."""
    rooms = copied(tmp_path)
    for change in changes:
        before = {path: path.read_bytes() for path in rooms.rglob("*") if path.is_file()}
        change(rooms)
        assert before != {path: path.read_bytes() for path in rooms.rglob("*") if path.is_file()}, "nothing was changed"
    assert identities(tmp_path, "copied" if a_copied_scenario in changes else "syria") == as_it_is


def test_another_edition_voids_all_but_says_what_is_the_same_run(tmp_path, as_it_is):
    path = copied(tmp_path) / "sim" / "edition.py"
    path.write_text(path.read_text("utf-8").replace(f"\nEDITION = {EDITION}\n", "\nEDITION = 99\n"), "utf-8")
    changed = identities(tmp_path)
    assert changed["run"] == as_it_is["run"]
    assert not [one for one, before in zip(changed["edition"], as_it_is["edition"], strict=True) if one == before]


def test_numbers_that_are_set_are_known(as_it_is):
    case = load("syria")
    assert scenario_hash(case) == as_it_is["run"][1]
    assert scenario_hash(case.with_numbers({"joining.hour_price": 1.7})) != scenario_hash(case)
    assert scenario_hash(
        case.with_numbers({"joining.hour_price": case.parameters.joining.hour_price})
    ) == scenario_hash(case)
    assert scenario_hash(replace(case, sequence=(1,))) != scenario_hash(case)
