"""Processes of their own for code from elsewhere: what it does costs one run, and numbers are the same as without."""

import os
import re
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from clever_coalitions.experiments import compare, variants, workshop
from clever_coalitions.experiments.studies import frame, run_study
from clever_coalitions.experiments.workshop import StoppedError, outside
from clever_coalitions.experiments.workshop import workshop as opened
from clever_coalitions.scenarios import load
from clever_coalitions.sim.compiling import is_compiling_enabled
from clever_coalitions.sim.plugins import using_only

from .studies.small import small

pytestmark = pytest.mark.skipif(not is_compiling_enabled(), reason="NUMBA_DISABLE_JIT is set")

ROGUE = str(Path(__file__).parents[1] / "rogue.py")
ROGUES = {
    "rogue:nan": "PluginError: rogue:nan, week 5: listen = nan, expected 0 to 1",
    "rogue:raising": "ValueError: rogue:raising, week 5: no luck",
    "rogue:greedy": "MemoryError: rogue:greedy, week 5: ",
    "rogue:far": "IndexError: rogue:far, week 0: index is out of bounds",
    "rogue:forever": "LostError: rogue:forever: did not come back within 2 s, and was ended",
    "rogue:leaving": "LostError: rogue:leaving: ended its process (exit status 0)",
    "rogue:crashing": "LostError: rogue:crashing: ended its process (Segmentation fault)",
}


@pytest.fixture(scope="module")
def shop():
    """A workshop with the rogues in it, as a command opens it."""
    with opened([ROGUE], 2.0), using_only([ROGUE]):
        yield


def test_numbers_are_the_same_as_without(shop):
    case = load("syria", {"weeks": 30})
    asked = "strategy=listen-and-lead,rogue:fine"
    found = compare(variants(case, asked), 4, series=True, workers=2)
    assert found.failures == ()
    assert np.isfinite(found.outcomes).mean() > 0.5
    np.testing.assert_array_equal(found.outcomes[:, 0], found.outcomes[:, 1])
    np.testing.assert_array_equal(found.series[:, 0], found.series[:, 1])


def test_whatever_a_plug_in_does_is_a_failed_row_of_its_own(tmp_path, capfd):
    study = small(levers={"strategy": ["directive", "rogue:fine", "rogue:chatty", *ROGUES]}, design={"repetitions": 1})
    with opened([ROGUE], 2.0), using_only([ROGUE]):  # processes of its own, whose output is caught
        report = run_study(study, tmp_path, workers=2)
    table = frame(tmp_path).set_index("strategy")
    failed = table["error"][table["status"] == "failed"]
    errors = {name: re.sub(r"^[\w.]*\.", "", said.strip().splitlines()[-1]) for name, said in failed.items()}
    assert {name: said[: len(ROGUES[name])] for name, said in errors.items()} == ROGUES
    assert (report.done, report.failed) == (3 + len(ROGUES), len(ROGUES))
    out, err = capfd.readouterr()
    assert "it is week" in err
    assert out == ""  # standard output is for answers


def test_work_that_is_stopped_is_no_failure(shop):
    found = []

    def wait():
        try:
            outside(["rogue:fine"], time.sleep, 60.0)
        except StoppedError as error:
            found.append(error)

    with opened([ROGUE]):
        waiting = threading.Thread(target=wait)
        waiting.start()
        while not workshop._open._places._value < (os.cpu_count() or 1):
            time.sleep(0.01)
        began = time.monotonic()
        workshop.stop()
        waiting.join(10.0)
        assert len(found) == 1
        with pytest.raises(StoppedError):
            outside(["rogue:fine"], os.getpid)
    assert time.monotonic() - began < 2.0


def test_ours_stay_where_they_are_called(shop):
    assert outside(["listen-and-lead", "opt-in", "table+share:0.67+table"], os.getpid) == os.getpid()
    assert outside(["coordinator+rogue:agree_each+hub"], os.getpid) != os.getpid()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import os\nos._exit(0)\n", r"cannot be imported \(it ended its process \(exit status 0\)\)"),
        ("raise SystemExit(0)\n", r"cannot be imported \(SystemExit: 0, .*line 1\)"),
        ("while True:\n    pass\n", r"cannot be imported \(it did not come back within 1 s, and was ended\)"),
    ],
)
def test_a_plug_in_that_cannot_be_imported_is_one_message(text, said, tmp_path, monkeypatch):
    if "while" in text:
        monkeypatch.setattr(workshop, "IMPORTING", 1.0)
    (tmp_path / "importing.py").write_text(text)
    with pytest.raises(LookupError, match=said), opened([str(tmp_path / "importing.py")]):
        pass
