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
runs = [check.run() for check in checks() if check.id in wanted and check.observe]
trouble = [f"{run.check.id}: {run.trouble}" for run in runs if run.trouble]
assert not trouble, trouble  # a mutant has to give a wrong number, not to stumble
print(json.dumps({run.check.id: run.passed for run in runs}))
"""


@dataclass(frozen=True)
class Mutant:
    """One line of the model broken.

    Attributes:
        case: id of the check that must fail, such as L5e.
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


CONSULTATION, SYNTHESIS = "mechanisms/consultation.py", "mechanisms/synthesis.py"
JOINING, SEAT, OUTCOME = "mechanisms/joining.py", "mechanisms/seat.py", "mechanisms/outcome.py"
ACTS = "mechanisms/acts.py"
TALKS, VOTES, WORK, ROLES = (
    "governance/talks.py",
    "governance/agree/share.py",
    "mechanisms/work.py",
    "mechanisms/roles.py",
)

MUTANTS = (
    Mutant("L1", CONSULTATION, "campaign.told[c] += weight * said", "campaign.told[c] += said"),
    Mutant("L1", SYNTHESIS, "(told / weight + slip - campaign.estimate[c])", "(told / weight + slip)"),
    Mutant("L2", SYNTHESIS, "(1.0 + (voices - 1.0) * shared)", "(1.0 + voices * shared)"),
    Mutant("L2c", "mechanisms/sensing.py", "math.sqrt(1.0 - shared) * nu", "(1.0 - shared) * nu"),
    Mutant("L3", SYNTHESIS, "return variance / total if", "return noise / total if"),
    Mutant("L3", SYNTHESIS, "campaign.variance[c] *= 1.0 - gain", "campaign.variance[c] *= gain"),
    Mutant("L3", SYNTHESIS, "campaign.variance[c] += drift", "campaign.variance[c] += 0.5 * drift"),
    Mutant("L4", "governance/meet/ties.py", "weight += state.tie_trust[edge]", "weight += 1.0"),
    Mutant("L4", "governance/meet/ties.py", "concerns(state).voiced[k,", "concerns(state).belief[k,"),
    Mutant("L5", CONSULTATION, "math.sqrt(1.0 + 2.0 / max(", "math.sqrt(1.0 + 1.0 / max("),
    Mutant("L5e", CONSULTATION, "2.0 * gap * j * (n - j)", "gap * j * (n - j)"),
    Mutant("L5d", CONSULTATION, "(n * n - 1.0) / 3.0", "(n * n - 1.0) / 6.0"),
    Mutant("L5f", CONSULTATION, "STATED_RANGE * STATED_RANGE * message_loss", "STATED_RANGE * message_loss"),
    Mutant("L6", "mechanisms/diagnosis.py", "max(0.0, level + score)", "level + score", True),
    Mutant(
        "L6", "mechanisms/diagnosis.py",
        "state.evidence[c, obstacle] - state.evidence[c, assumed]", "state.evidence[c, obstacle]", True,
    ),
    Mutant("L6", "mechanisms/sensing.py", "reading = (sight if is_true", "reading = (0.5 * sight if is_true", True),
    Mutant("L7", JOINING, "scratch[TERMS]) >= 0.0", "scratch[TERMS]) > 0.0"),
    Mutant("L7", JOINING, "member[c], i) >= threshold", "member[c], i) > threshold"),
    Mutant("L7b", SEAT, "inside[state.tie_to[edge]]", "1.0"),
    Mutant("L8", TALKS, "math.ceil(share * many - 1e-9)", "math.floor(share * many)"),
    Mutant("L8", OUTCOME, "max(-1.0, 1.0 - distance * distance", "max(0.0, 1.0 - distance * distance"),
    Mutant("L9", VOTES, "yes >= votes_needed", "yes > votes_needed"),
    Mutant("L10", TALKS, "if accept >= needed:", "if accept + 1 >= needed:"),
    Mutant("L10b", SEAT, "if beyond > 0.0 else 0.0", "if beyond > 0.2 else 0.0"),
    Mutant("L11", VOTES, "passes(yes, voting, share):", "passes(yes, voting, 0.9 * share):"),
    Mutant("L11", VOTES, "chance) + stray >= otherwise", "chance) + stray >= -1e9"),
    Mutant("L12b", TALKS, "abs(gap) >= confidence", "abs(gap) >= 2.0 * confidence", True),
    Mutant("L12", TALKS, "CONFIDENCE = 0.5", "CONFIDENCE = 0.25", True),
    Mutant("L12", TALKS, "values[j] -= step * gap", "values[j] += step * gap", True),
    Mutant("L13b", ROLES, "if offered > asked:", "if offered < asked:"),
    Mutant("L13", ROLES, "fits[worker, role] * need[role]", "need[role]"),
    Mutant("L16", "mechanisms/morale.py", "recovery * (1.0 - load) *", "recovery *"),
    Mutant("L16", "mechanisms/morale.py", "drain * load * energy", "drain * load"),
    Mutant("L18", TALKS, "math.ceil(share * many - 1e-9)", "math.ceil(share * many + 1.0)"),
    Mutant("L20", OUTCOME, "        return outcome.rate\n", "        return 0.8 * outcome.rate\n", True),
    Mutant("L20", OUTCOME, "    if issue.open[k] > 0.0:", "    if issue.open[k] > 1.0:", True),
    Mutant("L21", "mechanisms/office.py", "return 1.0 / many if", "return 1.0 if"),
    Mutant("L21b", WORK, "stock.energy[i] / shared", "stock.energy[i]"),
    Mutant("L22", WORK, "(convened + work.self_organized) / asked", "convened / asked"),
    Mutant("L22c", WORK, "/ asked), work.congestion)", "/ asked), 1.0)"),
    Mutant("L23", "mechanisms/trust.py", "good * level * (1.0 - level)", "good * (1.0 - level)"),
    Mutant("L23", "mechanisms/trust.py", "trust.loss * (1.0 - good) * level", "trust.loss * (1.0 - good)"),
    Mutant("L24", "draws.py", "math.sqrt(1.0 - KINSHIP)", "1.0"),
    Mutant("L24", "draws.py", "values_spread * math.sqrt(KINSHIP)", "values_spread * KINSHIP"),
    Mutant("L24b", "draws.py", "p.club.bias + offsets[kind]", "offsets[kind]"),
    Mutant("L25", JOINING, "member[c], i) >= threshold", "member[c], i) >= threshold + 0.05", True),
    Mutant("L26", OUTCOME, "outcome.undoing * hurt", "outcome.undoing"),
    Mutant("L27", WORK, "kept = 1.0 - per_step(", "kept = 1.0 - 0.5 * per_step("),
    Mutant("L28", WORK, "(work.oversight - 1.0) * reluctant", "work.oversight * reluctant"),
    Mutant("L29", ACTS, "if luck < chance and", "if luck < 2.0 * chance and", True),
    Mutant("L29", ACTS, "missing -= 1.0", "missing -= 2.0", True),
    Mutant("L26b", OUTCOME, "return 1.0 / (1.0 + outcome", "return 1.0 / (2.0 + outcome"),
)  # fmt: skip


def world_of(folder: Path, mutant: Mutant | None) -> Path:
    """Return a folder to import from: a copy of sim/, broken where there is a mutant, beside the other rooms."""
    rooms = folder / "clever_coalitions"
    copytree(ROOT / "clever_coalitions", rooms)
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
    """Return ``{id: whether it passed}`` of some checks, in a process that imports from ``folder``."""
    settings = {"PYTHONPATH": str(folder), "COALITIONS_CACHE_DIR": str(folder / "cache")}
    command = [sys.executable, "-c", REPORT, str(folder / "clever_coalitions" / "sim"), ",".join(cases)]
    done = subprocess.run(
        command,
        cwd=folder,
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
