"""Writes `docs/coverage.md`: ``make coverage`` runs tests, without numba's compiler for those of the model."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from coverage import Coverage

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "coverage.md"
ROOMS = ("sim", "scenarios", "experiments", "analysis", "app")

PLAIN = ("tests/sim/test_copies.py", "tests/sim/test_discipline.py")
"""Tests of the model that run without the compiler, which hides from the counter what it has compiled."""

COMPILED = ("tests/analysis", "tests/scenarios", "tests/app/draw", "tests/app/telling")
"""Tests of the other rooms, which run as they always do."""

LEAST = 20
"""How many files the page names."""

HEAD = """\
# What the tests reach

*Written by `make coverage` on {day}, with Python {python} on {machine}; do not edit it by hand.*

Lines of code that at least one test runs, of some of our tests: all would take too long where lines are counted. These
ran without the compiler (`NUMBA_DISABLE_JIT=1`), since what is compiled cannot be watched: {plain}. These ran
with it: {compiled}. Together {passed} tests. So these are lower bounds: what only other tests reach, those in a browser
among them, counts as missed.

That a line was run does not mean that a test would notice if it were wrong: `tests/validation/test_mutants.py` looks at
that for the model.
"""


class Counted(NamedTuple):
    """How many lines of code a file or a room has, and how many of them no test has run."""

    lines: int
    missed: int

    @property
    def share(self) -> str:
        """Return the share of lines that were run, in percent, rounded down."""
        return f"{100 * (self.lines - self.missed) // max(self.lines, 1)} %"


def run(tests: Iterable[str], folder: Path, **environment: str) -> int:
    """Run tests and count lines, and return how many tests passed. Where one fails: ``SystemExit``."""
    command = [sys.executable, "-m", "coverage", "run", "-m", "pytest", "-q", "-n0", "-m", "not slow and not browser"]
    files = {"COVERAGE_FILE": str(folder / "counted"), **environment}
    said = subprocess.run([*command, *tests], cwd=ROOT, env=os.environ | files, stdout=subprocess.PIPE, text=True)
    last = said.stdout.strip().splitlines()[-1]
    if said.returncode:
        raise SystemExit(f"{said.stdout}\ntests failed, nothing is written: {last}")
    return int(last.split()[0])


def counted(folder: Path) -> dict[str, Counted]:
    """Return what was counted of each file, by its path from the project's root."""
    found = Coverage(data_file=str(folder / "counted"), config_file=str(ROOT / "pyproject.toml"))
    found.combine([str(folder)])
    files = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            _, lines, _, missed, _ = found.analysis2(str(path))
            files[str(path.relative_to(ROOT))] = Counted(len(lines), len(missed))
    return files


def table(files: dict[str, Counted]) -> str:
    """Return the table of rooms, and of the files of which most lines were missed."""
    rooms = {f"`{room}/`": total(one for path, one in files.items() if path.startswith(f"{room}/")) for room in ROOMS}
    least = sorted(files, key=lambda path: -files[path].missed)[:LEAST]
    parts = {
        "room": {**rooms, "all": total(files.values())},
        "file with most lines missed": {f"`{path}`": files[path] for path in least if files[path].missed},
    }
    return "\n\n".join("\n".join(lines(name, part)) for name, part in parts.items())


def lines(name: str, part: dict[str, Counted]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield f"| {name} | lines | missed | reached |\n| --- | --- | --- | --- |"
    for each, one in part.items():
        yield f"| {each} | {one.lines:,} | {one.missed:,} | {one.share} |"


def total(files: Iterable[Counted]) -> Counted:
    """Return the sum over files."""
    lines, missed = zip(*files, strict=True)
    return Counted(sum(lines), sum(missed))


def words(folders: Iterable[str]) -> str:
    """Return the names of folders of tests as a list."""
    return ", ".join(f"`{one}`" for one in folders)


def main() -> None:
    """Run the tests, write the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        passed = run(PLAIN, folder, NUMBA_DISABLE_JIT="1") + run(COMPILED, folder)
        files = counted(folder)
    head = HEAD.format(
        day=datetime.now(UTC).date(),
        python=platform.python_version(),
        machine=f"{platform.system()} {platform.machine()}",
        passed=f"{passed:,}",
        plain=words(PLAIN),
        compiled=words(COMPILED),
    )
    PAGE.write_text(f"{head}\n{table(files)}\n", "utf-8")
    print(f"{total(files.values()).share} of all lines: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
