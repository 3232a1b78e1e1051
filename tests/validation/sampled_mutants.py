"""Mutants at random: what of sim/ is held by theory, what by golden outputs alone, and what by nothing.

``make mutants`` breaks one place of a mechanism or a rule at a time, two hundred of them drawn under a seed that is
the edition of the model, asks who notices, and writes docs/mutants.md. In this order they are asked:

- *theory*: the limiting cases that take a moment without the compiler (``coalitions verify`` has more);
- *an error*: a run stumbles, or the sentinel finds a number out of its range;
- *golden outputs*: the digest of a few runs is another one.
"""

from __future__ import annotations

import ast
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from clever_coalitions.scenarios import names
from clever_coalitions.sim.choices import JOIN, PLAN_OBSTACLE
from clever_coalitions.sim.governance.forms import FORMS, find_form
from clever_coalitions.sim.plugins import STRATEGIES
from clever_coalitions.sim.population import Choice

from .mutants import ROOT, world_of

PAGE = ROOT / "docs" / "mutants.md"
MANY = 200
AIM = 0.85
PATIENCE = 300.0
"""Seconds after which a mutant that never ends counts as noticed: so would its test."""

NOTICED = ("theory", "an error", "golden outputs")
SURVIVED = "nobody"

JUDGE = """
import json, signal, sys, warnings, zlib
warnings.simplefilter("ignore")
from clever_coalitions.experiments.evidence import checks
from clever_coalitions.scenarios import load
from clever_coalitions.sim import simulate
from clever_coalitions.sim.population import Choice

class TooLong(BaseException):
    pass

def stop(*_):
    raise TooLong

def passes(check):
    signal.setitimer(signal.ITIMER_VIRTUAL, 3)
    try:
        return bool(check.run().passed)
    except TooLong:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)

signal.signal(signal.SIGVTALRM, stop)
cases, runs, digests = json.loads(sys.argv[1]), json.loads(sys.argv[2]), json.loads(sys.argv[3])
by_id = {check.id: check for check in checks() if check.observe}
fit = [id for id in cases or by_id if passes(by_id[id])]
if cases and len(fit) < len(cases):
    print(json.dumps("theory"))
    sys.exit()
found = []
for name, form, strategy, seed, changes, choices in runs:
    try:
        made = [Choice(*one) for one in choices]
        result = simulate(load(name, changes), seed, form, strategy, choices=made, events=True)
        found.append([result.digest, repr(sorted(result.outcomes.items())), zlib.crc32(result.events.tobytes())])
    except Exception:
        print(json.dumps("an error"))
        sys.exit()
    if digests and found[-1] != digests[len(found) - 1]:
        print(json.dumps("golden outputs"))
        sys.exit()
print(json.dumps("nobody" if digests else [fit, found]))
"""

LED = [form for form in FORMS if find_form(form).is_coordinated]
TOWN = str(Path(__file__).with_name("town.toml"))
"""A small case in which everything is scripted that can be."""


class Short(NamedTuple):
    """A run whose digest and outcomes are looked at."""

    scenario: str
    form: str
    strategy: str = "listen-and-lead"
    seed: int = 1
    changes: Mapping[str, float] = {}
    choices: Sequence[Choice] = ()


UNSHIPPED = (
    Short("steady", "opt-in", changes={"weeks": 30}),
    Short("turbulent", "bound-majority", seed=3, changes={"weeks": 20, "conditions.issues": 2, "club.grant": 0.5}),
    Short("steady", "mandated", seed=4, changes={"weeks": 20, "outcome.chain": 0.5, "work.substitution": 0.5}),
    Short("steady", "linked", seed=6, changes={"weeks": 6}),
    *(
        Short(TOWN, form, seed=seed)
        for form in ("opt-in", "consensus", "qualified-majority", "linked")
        for seed in (2, 3)
    ),
    Short(TOWN, "opt-in", choices=[Choice(3, PLAN_OBSTACLE, 0, 0), *(Choice(3, JOIN, i, i % 2) for i in range(8))]),
)
"""Runs with numbers, a script or decisions that no shipped scenario has."""


def shipped(seed: int) -> Iterator[Short]:
    """Yield a run of each shipped scenario to its end, with forms and strategies in turn."""
    strategies = STRATEGIES.names()
    for turn, name in enumerate(names(), seed):
        yield Short(name, LED[turn % len(LED)], strategies[turn % len(strategies)], seed)


RUNS = (*UNSHIPPED, *shipped(1))


# --- what is broken -------------------------------------------------------------------------------------------------

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
CALLS = {"max": "min", "min": "max"}


class Place(NamedTuple):
    """A place that can be broken: the node by its number in the file, and what it becomes."""

    file: str
    kernel: str
    line: int
    before: str
    after: str
    start: int  # of the source, characters
    end: int


def places(file: Path) -> Iterator[Place]:
    """Return every place of the kernels of a file that can be broken."""
    source = file.read_text("utf-8")
    tree = ast.parse(source)
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    for kernel in tree.body:
        if not isinstance(kernel, ast.FunctionDef) or not kernel.decorator_list:
            continue
        for statement in kernel.body:
            for node in ast.walk(statement):
                if (after := broken(node)) is None:
                    continue
                start = starts[node.lineno - 1] + node.col_offset
                end = starts[node.end_lineno - 1] + node.end_col_offset
                before = source.encode()[start:end].decode()
                yield Place(str(file.relative_to(ROOT / "sim")), kernel.name, node.lineno, before, after, start, end)


def broken(node: ast.AST) -> str | None:
    """Return what a node becomes, as source; None where it is left alone."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            return in_source(ast.Compare(node.left, [COMPARISONS[type(operator)]()], node.comparators))
        case ast.BinOp(op=operator) if type(operator) in OPERATORS:
            return in_source(ast.BinOp(node.left, OPERATORS[type(operator)](), node.right))
        case ast.BoolOp(op=operator):
            return in_source(ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), node.values))
        case ast.UnaryOp(op=ast.USub()):
            return in_source(node.operand)
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            return in_source(ast.Call(ast.Name(CALLS[name], ast.Load()), node.args, node.keywords))
        case ast.AugAssign() | ast.Assign(targets=[ast.Subscript()]) | ast.Expr(value=ast.Call()):
            return "pass"
    return None


def in_source(node: ast.expr) -> str:
    """Return a node as source that stands for itself wherever it is put."""
    return f"({ast.unparse(node)})"


def sample(many: int, seed: int) -> list[Place]:
    """Return places at random of all mechanisms and rules of governance."""
    rooms = (ROOT / "sim" / room for room in ("mechanisms", "governance"))
    every = [one for room in rooms for file in sorted(room.rglob("*.py")) for one in places(file)]
    return random.Random(seed).sample(every, many)


# --- who notices ----------------------------------------------------------------------------------------------------


def judged(folder: Path, cases: Sequence[str], digests: Sequence[object]) -> object:
    """Return what the judge says of the copy of sim/ in a folder; of an unbroken one what fits, and its digests."""
    settings = {"PYTHONPATH": str(folder), "COALITIONS_CACHE_DIR": str(folder / "cache"), "NUMBA_DISABLE_JIT": "1"}
    words = [json.dumps(list(cases)), json.dumps(RUNS), json.dumps(list(digests))]
    try:
        done = subprocess.run(
            [sys.executable, "-c", JUDGE, *words], cwd=folder, env={**os.environ, **settings},
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "an error"
    return json.loads(done.stdout) if done.returncode == 0 else "an error"


def break_at(folder: Path, place: Place) -> None:
    """Break one place of a copy of sim/."""
    file = folder / "clever_coalitions" / "sim" / place.file
    source = file.read_bytes()
    file.write_bytes(source[: place.start] + place.after.encode() + source[place.end :])


def killer_of(place: Place, cases: Sequence[str], digests: Sequence[object]) -> str:
    """Return who notices a broken place."""
    with tempfile.TemporaryDirectory() as name:
        folder = world_of(Path(name), None)
        break_at(folder, place)
        return str(judged(folder, cases, digests))


def unbroken() -> tuple[list[str], list[object]]:
    """Return the cases that fit in a moment without the compiler, and the digests of the short runs."""
    with tempfile.TemporaryDirectory() as name:
        found = judged(world_of(Path(name), None), [], [])
    assert isinstance(found, list), found
    return found[0], found[1]


# --- the page -------------------------------------------------------------------------------------------------------

HEAD = """# What notices a broken line

*Written by `make mutants` on {date}, edition {edition} of the model, with Python {python}; do not edit it by hand.*

{many} places of the mechanisms and of the rules of governance were drawn at random and broken, one at a time: a
comparison turned round, a sum made a difference, a product a quotient, a sign or a statement left out. Who notices is
asked in this order: *theory*, the limiting cases that take a moment without the compiler (`coalitions verify` has
{more} more); *an error*, a run that stumbles or leaves the ranges that are watched each week; *golden outputs*, another
digest or another outcome of one of {runs} runs. **{share:.0%} are noticed, {theory:.0%} by theory alone.** Chosen
mutants, each with the case that must notice, are in [tests/validation/mutants.py](../tests/validation/mutants.py).
"""


def page(found: Sequence[tuple[Place, str]], cases: Sequence[str]) -> str:
    """Return the page."""
    from clever_coalitions.experiments.evidence import checks
    from clever_coalitions.sim.edition import EDITION

    killers = Counter(killer for _, killer in found)
    head = HEAD.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        edition=EDITION,
        python=platform.python_version(),
        many=len(found),
        more=sum(check.observe is not None for check in checks()) - len(cases),
        runs=len(RUNS),
        share=share_noticed(found),
        theory=killers["theory"] / len(found),
    )
    files = sorted({place.file for place, _ in found})
    rows = [[f"`{file}`", *_counts([killer for place, killer in found if place.file == file])] for file in files]
    left = [(place, killer) for place, killer in found if killer == SURVIVED]
    lost = [[f"`{one.file}:{one.line}`", f"`{one.kernel}`", f"`{one.before}`", f"`{one.after}`"] for one, _ in left]
    return "\n".join([
        head, *_table(["file", "drawn", *NOTICED, SURVIVED], rows), "",
        "## Noticed by nobody", "", *_table(["where", "kernel", "was", "became"], lost), "",
    ])  # fmt: skip


def _counts(killers: Sequence[str]) -> list[str]:
    return [str(len(killers)), *(str(killers.count(one)) for one in (*NOTICED, SURVIVED))]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [" | ".join(one.replace("|", "\\|").replace("\n", " ") for one in row) for row in rows]
    return [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *(f"| {line} |" for line in lines)]


def share_noticed(found: Sequence[tuple[Place, str]]) -> float:
    """Return the share that somebody notices."""
    return sum(killer != SURVIVED for _, killer in found) / len(found)


def main(many: int = MANY) -> None:
    """Break so many places, and write the page."""
    from clever_coalitions.sim.edition import EDITION

    cases, digests = unbroken()
    drawn = sample(many, EDITION)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = []
        for place, killer in zip(drawn, pool.map(lambda one: killer_of(one, cases, digests), drawn), strict=True):
            found.append((place, killer))
            print(f"{len(found)} of {many}: {place.file}:{place.line} {place.kernel}: {killer}", flush=True)
    PAGE.write_text(page(found, cases), "utf-8")
    print(f"{share_noticed(found):.0%} noticed, the aim is {AIM:.0%}: {PAGE}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
