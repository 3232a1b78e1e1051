"""Ctrl-C, once and twice, while a plug-in never comes back, at every door that takes one; and what such a run says."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clever_coalitions.app.live import history
from clever_coalitions.app.live.engine import elsewhere
from clever_coalitions.app.live.history import Shelf, played
from clever_coalitions.app.live.settings import Case, Setting, SettingError, plan_of
from clever_coalitions.experiments.workshop import workshop
from clever_coalitions.sim.compiling import is_compiling_enabled
from clever_coalitions.sim.plugins import using_only

from .test_process import CLI, PLAIN, process

pytestmark = pytest.mark.skipif(not is_compiling_enabled(), reason="NUMBA_DISABLE_JIT is set")

ROGUE = str(Path(__file__).parents[1] / "rogue.py")
SOON = 10.0
"""Seconds in which a command ends, on a busy machine; unasked, it would end after 20, and a program never."""

STUDY = """
question = "Does it end?"
case = "steady"
[set]
weeks = 20
[levers]
strategy = ["listen-and-lead", "rogue:forever"]
"""
SCRIPT = f"""
from clever_coalitions.scenarios import load
from clever_coalitions.sim import simulate, use_plugin
use_plugin({ROGUE!r})
simulate(load("syria"), 1, strategy="rogue:forever")
"""
SERVE = f"""
import threading
import time
from contextlib import suppress
from clever_coalitions.app.errors import guarded
from clever_coalitions.app.live.history import SHELF
from clever_coalitions.app.live.settings import Case, Setting
from clever_coalitions.app.serving.server import serve

def play():
    while True:  # from when the server knows the plug-in on
        with suppress(Exception):
            SHELF.history(Setting(Case("syria"), strategy="rogue:forever"))
        time.sleep(0.1)

threading.Thread(target=play, daemon=True).start()
try:
    guarded(serve)("127.0.0.1", 0, False, plugin=[{ROGUE!r}])
except BaseException as end:
    raise SystemExit(getattr(end, "exit_code", 1))
"""
TAKES = ["--plugin", ROGUE]
DOORS = {
    "run": [*CLI, "run", "syria", "--strategy", "rogue:forever", *TAKES],
    "compare": [*CLI, "compare", "syria", "--vary", "strategy=directive,rogue:forever", "--worlds", "9", *TAKES],
    "study": [*CLI, "study", "run", "study.toml", "--store", "store", *TAKES],
    "python": [sys.executable, "-c", SCRIPT],
    "app": [sys.executable, "-c", SERVE],
}


def slow(*values):
    return pytest.param(*values, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    ("door", "times", "status"),
    [
        ("run", 2, 130),
        slow("study", 1, 130),
        ("python", 1, -signal.SIGINT),
        slow("run", 1, 130),
        slow("study", 2, 130),
        slow("compare", 1, 130),
        slow("compare", 2, 130),
        slow("python", 2, -signal.SIGINT),
        slow("app", 1, 130),
        slow("app", 2, 130),
    ],
)
def test_ctrl_c_ends_what_never_comes_back(door, times, status, tmp_path):
    (tmp_path / "study.toml").write_text(STUDY)
    environment = dict(PLAIN)
    if door == "python":
        environment["PYTHONUNBUFFERED"] = "1"  # a program of one's own prints as its author likes
    with subprocess.Popen(
        DOORS[door], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=tmp_path
    ) as running:
        assert running.stdout is not None
        try:
            while "for ever" not in (line := running.stdout.readline()):
                assert line, "it ended too soon"
            children = children_of(running.pid)
            began = time.monotonic()
            for _ in range(times):
                running.send_signal(signal.SIGINT)
                time.sleep(0.1)
            said, _ = running.communicate(timeout=30)
        finally:
            running.kill()  # else leaving waits for it, and it never comes back
    assert time.monotonic() - began < SOON
    assert running.returncode == status, said
    assert door == "python" or "Traceback" not in said
    assert are_gone(children)


def children_of(process_id):
    """Return the processes that a process started, where the system says so."""
    files = Path(f"/proc/{process_id}/task").glob("*/children")
    return [int(number) for file in files for number in file.read_text().split()]


def are_gone(processes):
    """Return whether they end within a few seconds, whoever does it."""
    until = time.monotonic() + 5.0
    while any(map(is_alive, processes)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(is_alive, processes))


def is_alive(process_id):
    try:
        return "Z" not in Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


@pytest.mark.slow
def test_nothing_is_left_behind_by_a_command_that_was_killed():
    with subprocess.Popen(DOORS["run"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=PLAIN) as one:
        assert one.stdout is not None
        while "for ever" not in one.stdout.readline():
            pass
        children = children_of(one.pid)
        assert children
        one.kill()
    assert are_gone(children)


def test_a_run_that_takes_too_long_is_one_message_and_says_what_a_plug_in_prints_elsewhere():
    said = process("run", "syria", "--strategy", "rogue:forever", "--json", "--plugin-seconds", "1", *TAKES)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == "for ever\nError: rogue:forever: did not come back within 1 s, and was ended\n"


HOURZ = "line 6: Unknown attribute 'hourz' of type Briefing"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["run", "syria", "--strategy", "wrong:lead"], HOURZ),
        slow(["compare", "syria", "--vary", "strategy=directive,wrong:lead"], HOURZ),
        slow(["study", "run", "study.toml"], HOURZ),
        slow(["run", "syria", "--governance", "coordinator+wrong:agree+hub"], "line 9: its parameters are (state)"),
    ],
)
def test_a_kernel_that_does_not_compile_is_one_message_with_the_line_of_its_author(words, why, tmp_path):
    plugin = tmp_path / "wrong.py"
    plugin.write_text(
        "from clever_coalitions.sim import kernel\n\n\n@kernel\ndef lead(briefing, decision):\n"
        "    decision[0] = briefing.hourz\n\n\n@kernel\ndef agree(state):\n    pass\n"
    )
    (tmp_path / "study.toml").write_text(STUDY.replace("rogue:forever", "wrong:lead"))
    said = process(*words, "--plugin", str(plugin), cwd=tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert f"{plugin}, {why}" in said.stderr.replace("\n  ", " ")
    assert said.stderr.count("\n") <= 2
    assert "Traceback" not in said.stderr


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shop():
    with workshop([ROGUE], 1.0), using_only([ROGUE]):
        yield


@pytest.mark.slow
def test_a_page_plays_a_plug_in_elsewhere_number_for_number(shop):
    usual = played(plan_of(Setting(Case("syria"), seed=3)))
    plan = plan_of(Setting(Case("syria"), seed=3, strategy="rogue:fine"))
    found = elsewhere(plan, played)
    assert found.result.digest == usual.result.digest
    assert [frame.hours.tolist() for frame in found.frames] == [frame.hours.tolist() for frame in usual.frames]


def test_a_page_says_what_went_wrong_and_does_not_try_again(shop, monkeypatch):
    shelf, setting = Shelf(), Setting(Case("syria"), strategy="rogue:forever")
    with pytest.raises(SettingError, match=r"rogue:forever: did not come back within 1 s"):
        shelf.history(setting)
    monkeypatch.setattr(history, "played", None)
    with pytest.raises(SettingError, match="did not come back"):
        shelf.history(setting)
