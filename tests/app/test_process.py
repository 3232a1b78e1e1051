"""Whole processes: what comes out on which stream, how they end, and how soon help is there."""

import json
import os
import signal
import subprocess
import sys
import time

from clever_coalitions.scenarios import load
from clever_coalitions.sim.run import simulate

CLI = [sys.executable, "-m", "clever_coalitions.app.cli"]
PLAIN = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | {"COLUMNS": "80"}


def process(*arguments, **options):
    return subprocess.run([*CLI, *arguments], capture_output=True, text=True, env=PLAIN, timeout=60, **options)


def test_json_is_alone_on_standard_output_and_another_process_gives_the_same_digest():
    said = process("run", "syria", "--seed", "3", "--json")
    assert (said.returncode, said.stderr) == (0, "")
    assert json.loads(said.stdout)["digest"] == simulate(load("syria"), 3).digest


def test_a_mistake_ends_with_status_2_and_no_traceback():
    said = process("run", "syrai")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith('Error: "syrai"')
    assert len(said.stderr.splitlines()) == 1


def test_a_reader_that_goes_away_is_no_news():
    line = f"{sys.executable} -m clever_coalitions.app.cli show syria | head -n 1"
    said = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=PLAIN, timeout=60)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == "Syria: aid across a border\n"


def test_a_full_disk_behind_standard_output_is_named():
    with open("/dev/full", "w") as full:
        said = subprocess.run([*CLI, "list"], stdout=full, stderr=subprocess.PIPE, text=True, env=PLAIN, timeout=60)
    assert said.returncode == 2
    assert said.stderr == "Error: standard output: the disk is full\n"


def test_signs_that_a_terminal_lacks_are_no_mistake():
    said = subprocess.run(
        [*CLI, "run", "syria", "--weeks", "9"],
        capture_output=True,
        timeout=60,
        env={**PLAIN, "PYTHONIOENCODING": "ascii"},
    )
    assert (said.returncode, said.stderr) == (0, b"")
    assert b"\x1b" not in said.stdout  # nor is there any color in a pipe


def test_ctrl_c_ends_a_comparison_with_what_is_done():
    with subprocess.Popen(
        [*CLI, "compare", "syria", "--worlds", "1000000", "--workers", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=PLAIN,
    ) as running:  # fmt: skip
        assert running.stderr is not None
        assert " of 1,000,000 worlds" in running.stderr.readline()  # it is at work
        running.send_signal(signal.SIGINT)
        try:
            out, err = running.communicate(timeout=30)
        finally:
            running.kill()  # else leaving waits for what does not end
    assert running.returncode == 130
    assert "consensus minus opt-in, in the same" in out
    assert "It was interrupted after" in " ".join(out.split())
    assert "Traceback" not in err


def test_help_takes_little_more_than_its_libraries():
    """Best of five against best of five: a ratio, since machines differ."""
    bare = min(_seconds([sys.executable, "-c", "import typer, rich.console, typer.rich_utils"]) for _ in range(5))
    ours = min(_seconds([*CLI, "--help"]) for _ in range(5))
    assert ours < 2.5 * bare


def _seconds(command):
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=PLAIN)
    return time.perf_counter() - began
