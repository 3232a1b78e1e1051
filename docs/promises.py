"""Writes `docs/promises.md`: ``make promises`` runs the tests that hold each promise and counts what they tried.

A test says how many inputs it tried through the fixture ``tried``; one that says nothing has tried one a case.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "promises.md"

PROMISES: dict[str, tuple[str, ...]] = {
    one["says"]: tuple(one["tests"])
    for one in tomllib.loads((ROOT / "docs" / "promises.toml").read_text("utf-8"))["promises"]
}
"""What is promised, and the files of tests, or single tests, that hold it."""

HEAD = """\
# What is promised, and what holds it

*Written by `make promises` on {day}, at commit {commit}, with Python {python} on {machine}; do not edit it by hand.*

Each promise is held by tests. Inputs are what these tried, one by one: generated scenarios, mutated files, damaged
stores, kills. What is promised against whom is in [SECURITY.md](../SECURITY.md).
"""


class Held(NamedTuple):
    """What came of the tests of one function."""

    inputs: int
    failed: int
    skipped: int


def run(tests: Iterable[str], report: Path) -> None:
    """Run tests, slow ones too, and write what came of each."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *tests, f"--junitxml={report}"]
    subprocess.run(command, cwd=ROOT, check=False)


def read(report: Path) -> dict[str, Held]:
    """Return what came of each test function, by ``file::function``."""
    found: dict[str, Held] = {}
    for case in ET.parse(report).iter("testcase"):
        name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').split('[')[0]}"
        tried = [int(one.get("value", "")) for one in case.iter("property") if one.get("name") == "inputs"]
        failed = any(case.find(kind) is not None for kind in ("failure", "error"))
        skipped = case.find("skipped") is not None
        before = found.get(name, Held(0, 0, 0))
        inputs = 0 if skipped else sum(tried) or 1
        found[name] = Held(before.inputs + inputs, before.failed + failed, before.skipped + skipped)
    return found


def of(test: str, found: Mapping[str, Held]) -> Held:
    """Return what came of a file of tests, or of one test."""
    held = [held for name, held in found.items() if name == test or name.startswith(f"{test}::")]
    return Held(sum(h.inputs for h in held), sum(h.failed for h in held), sum(h.skipped for h in held))


def row(promise: str, tests: Iterable[str], found: Mapping[str, Held]) -> str:
    """Return a line of the table."""
    held = [of(test, found) for test in tests]
    links = ", ".join(f"[{test.split('/')[-1].replace('::', ', ')}](../{test.split('::')[0]})" for test in tests)
    failed, skipped = sum(h.failed for h in held), sum(h.skipped for h in held)
    lost = f"**{failed} failed**" if failed else "yes" if all(h.inputs for h in held) else "**not tried**"
    note = f"; {skipped} left out on this machine" if skipped else ""
    return f"| {promise} | {links} | {sum(h.inputs for h in held):,} | {lost}{note} |"


def page(found: Mapping[str, Held]) -> str:
    """Return the page."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    head = HEAD.format(
        day=datetime.now(UTC).date(),
        commit=commit.stdout.strip(),
        python=platform.python_version(),
        machine=f"{platform.system()} {platform.machine()}",
    )
    rows = [row(promise, tests, found) for promise, tests in PROMISES.items()]
    return "\n".join([head, "| promise | held by | inputs | holds |", "| --- | --- | --- | --- |", *rows]) + "\n"


def main() -> int:
    """Run the tests, write the page; return 1 where a promise is not held."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        run(sorted({test for tests in PROMISES.values() for test in tests}), report)
        found = read(report)
    PAGE.write_text(page(found), "utf-8")
    return int("**" in PAGE.read_text("utf-8"))


if __name__ == "__main__":
    raise SystemExit(main())
