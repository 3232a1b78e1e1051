"""Mutants: one line of a mechanism broken, and the limiting cases that must notice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "analysis", "experiments", "scenarios")

REPORT = """
import json, sys, warnings
warnings.simplefilter("ignore")
import clever_coalitions.sim
assert clever_coalitions.sim.__path__[0] == sys.argv[1], "not the copy"
from clever_coalitions.experiments.evidence import checks
wanted = sys.argv[2].split(",")
runs = [check.run() for check in checks() if f"L{check.order[0]}" in wanted and check.observe]
trouble = [f"{run.check.id}: {run.trouble}" for run in runs if run.trouble]
assert not trouble, trouble  # a mutant has to give a wrong number, not to stumble
print(json.dumps({run.check.id: run.passed for run in runs}))
"""


@dataclass(frozen=True)
class Mutant:
    """One line of the model broken.

    Attributes:
        case: the limiting case that must fail.
        file: below sim/; ``line`` of it, which it has once, becomes ``broken``.
        is_compiled: whether the case takes too long without the compiler.
    """

    case: str
    file: str
    line: str
    broken: str
    is_compiled: bool = False

    @property
    def name(self) -> str:
        """Names the mutant in a list of tests."""
        return f"{self.case}-{Path(self.file).stem}"


MUTANTS = (
    Mutant("L1", "mechanisms/consultation.py", "mind.told[h] += weight * said", "mind.told[h] += said"),
    Mutant("L1", "mechanisms/synthesis.py", "gain * (mean + slip - mind.estimate[h])", "gain * (mean + slip)"),
    Mutant("L2", "mechanisms/synthesis.py", "(1.0 + (voices - 1.0) * shared)", "(1.0 + voices * shared)"),
    Mutant("L2", "mechanisms/sensing.py", "math.sqrt(1.0 - shared) * nu", "(1.0 - shared) * nu"),
    Mutant("L3", "mechanisms/synthesis.py", "return variance / total if", "return noise / total if"),
    Mutant("L3", "mechanisms/synthesis.py", "mind.variance[h] *= 1.0 - gain", "mind.variance[h] *= gain"),
    Mutant("L3", "mechanisms/synthesis.py", "mind.variance[h] += drift", "mind.variance[h] += 0.5 * drift"),
    Mutant("L5", "mechanisms/consultation.py", "math.sqrt(1.0 + 2.0 / max(", "math.sqrt(1.0 + 1.0 / max("),
    Mutant("L5", "mechanisms/consultation.py", "2.0 * gap * j * (n - j)", "gap * j * (n - j)"),
    Mutant("L5", "mechanisms/consultation.py", "(n * n - 1.0) / 3.0", "(n * n - 1.0) / 6.0"),
    Mutant("L5", "mechanisms/consultation.py", "noise * noise + stated_range * stated_range", "noise + stated_range"),
    Mutant("L6", "mechanisms/diagnosis.py", "max(0.0, level + score)", "level + score", True),
    Mutant("L7", "mechanisms/joining.py", "1.0 if worth >= 0.0 else 0.0) > 0.0", "1.0 if worth > 0.0 else 0.0) > 0.0"),
    Mutant("L7", "mechanisms/seat.py", "inside[state.tie_to[edge]]", "1.0"),
    Mutant("L8", "governance/talks.py", "math.ceil(share * many - 1e-9)", "math.floor(share * many)"),
    Mutant("L9", "governance/agree/share.py", "yes >= votes_needed", "yes > votes_needed"),
    Mutant("L10", "mechanisms/seat.py", "if beyond > 0.0 else 0.0", "if beyond > 0.2 else 0.0"),
    Mutant("L10", "governance/talks.py", "return best", "return 1.0"),
    Mutant("L11", "governance/agree/share.py", "many, share):", "many, 0.9 * share):"),
    Mutant("L11", "governance/agree/share.py", "DRAFT) >= otherwise", "DRAFT) >= -1e9"),
    Mutant("L12", "governance/talks.py", "abs(gap) >= confidence", "abs(gap) >= 2.0 * confidence", True),
    Mutant("L12", "governance/talks.py", "values[j] -= step * gap", "values[j] += step * gap", True),
    Mutant("L13", "mechanisms/roles.py", "if offered > asked:", "if offered < asked:"),
    Mutant("L13", "mechanisms/roles.py", "fits[worker, role] * need[role]", "need[role]"),
    Mutant("L14", "governance/meet/table.py", "0.5 * participants", "participants"),
    Mutant("L14", "governance/meet/hub.py", "participants - 1.0)", "participants)"),
    Mutant("L15", "mechanisms/trust.py", "trust - rate * trust", "trust - rate"),
    Mutant("L15", "mechanisms/trust.py", "rate * (1.0 - trust)", "rate"),
    Mutant("L16", "mechanisms/morale.py", "recovery * (1.0 - load) *", "recovery *"),
    Mutant("L16", "mechanisms/morale.py", "drain * load * energy", "drain * load"),
    Mutant("L17", "mechanisms/synthesis.py", "shared) + drift * age", "shared) + drift"),
    Mutant("L18", "governance/talks.py", "math.ceil(share * many - 1e-9)", "math.ceil(share * many + 1.0)"),
)


def world_of(folder: Path, mutant: Mutant | None) -> Path:
    """Return a folder to import from: a copy of sim/, broken where there is a mutant, beside the other rooms."""
    rooms = folder / "clever_coalitions"
    copytree(ROOT / "sim", rooms / "sim", ignore=lambda _, names: {name for name in names if name == "__pycache__"})
    for room in ROOMS:
        (rooms / room).symlink_to(ROOT / room)
    if mutant:
        file = rooms / "sim" / mutant.file
        source = file.read_text("utf-8")
        if source.count(mutant.line) != 1:
            raise ValueError(f"{mutant.file} has {mutant.line!r} {source.count(mutant.line)} times, not once")
        file.write_text(source.replace(mutant.line, mutant.broken), "utf-8")
    return folder


def verdicts(folder: Path, cases: tuple[str, ...], is_compiled: bool) -> dict[str, bool]:
    """Return ``{id: whether it passed}`` of the checks of some cases, in a process that imports from ``folder``."""
    settings = {"PYTHONPATH": str(folder), "COALITIONS_CACHE_DIR": str(folder / "cache")}
    command = [sys.executable, "-c", REPORT, str(folder / "clever_coalitions" / "sim"), ",".join(cases)]
    done = subprocess.run(
        command,
        env={**os.environ, **settings, "NUMBA_DISABLE_JIT": "0" if is_compiled else "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, bool] = json.loads(done.stdout)
    return found
