"""What is in a store: how far it is, what failed, and what it says so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .compare import LEFT, OUTCOME_OF_WORLDS, WIDEST_NAME

UNREADABLE = "unreadable"
"""As in a list of sessions, the state of one whose file is none."""

if TYPE_CHECKING:
    import pandas
    from rich.console import Console

    from clever_coalitions.experiments.studies import Study

MOST_SHOWN = 3
"""Failures that are shown in full."""


def status_of(folder: Path) -> dict[str, Any]:
    """Return what is in a store, as plain values.

    Raises:
        StudyError: there is none.
    """
    from clever_coalitions.experiments.estimates import difference_in
    from clever_coalitions.experiments.studies import Store, frame
    from clever_coalitions.experiments.studies.compared import by_place, comparison_of
    from clever_coalitions.experiments.studies.design import Worlds
    from clever_coalitions.experiments.studies.sessions import sessions
    from clever_coalitions.sim.edition import model_edition

    store = Store.open(folder)
    runs, study = frame(store), store.study
    names = [one.name for one in study.treatments]
    failures = runs[runs["status"] == "failed"] if len(runs) else runs
    total, found = len(Worlds(study)) * len(names), comparison_of(study, runs)
    return {
        "store": str(folder),
        "study": study.name,
        "question": study.question,
        "digest": study.digest,
        "model": store.manifest["model"],
        "is_current_model": store.manifest["model"] == model_edition(),
        "treatments": names,
        "worlds": len(Worlds(study)),
        "stopping": _stopping(study, runs),
        "runs": total,
        "done": len(runs) - len(failures),
        "failed": len(failures),
        "missing": total - len(runs),
        "damaged": store.damaged,
        "foreign": store.foreign,
        "bytes": sum(path.stat().st_size for path in folder.rglob("*.parquet") if path.is_file()),
        "failures": [_failure(row) for _, row in failures.head(MOST_SHOWN).iterrows()] if len(failures) else [],
        "contrasts": [
            {
                "outcome": outcome,
                "treatment": here.variants[place],
                "against": here.variants[0],
                **asdict(one),
                "verdict": one.verdict,
            }
            for outcome in (study.outcomes if found.done else ())
            for here in by_place(study, found)
            for place in range(1, len(here.variants))
            for one in (difference_in(here, outcome, place),)
        ],
        "sessions": sessions(folder),
    }


def _stopping(study: Study, runs: pandas.DataFrame) -> dict[str, Any] | None:
    """Return what a stopping rule has seen, and what it spent; None where there is none."""
    from clever_coalitions.experiments.studies.report import looks_seen
    from clever_coalitions.experiments.studies.stopping import budget

    if not study.stop:
        return None
    seen = looks_seen(study, runs)
    return {"looks": [asdict(one) for one in seen], "budget": budget(study, seen) if seen else "no look yet"}


def _failure(row: Any) -> dict[str, Any]:
    return {name: row[name] for name in ("treatment", "error")} | {name: int(row[name]) for name in ("world", "seed")}


def print_status(console: Console, status: Mapping[str, Any], is_short: bool = False) -> None:
    """Print what is in a store; ``is_short`` leaves out who wrote to it."""

    def say(text: str) -> None:
        console.print(text, markup=False, soft_wrap=True)

    console.print(status["question"], style="bold", markup=False)
    missing = f", {status['missing']:,} missing" if not status["stopping"] else ""
    bound = "at most " if status["stopping"] else ""
    say(
        f"{status['store']}: {status['done']:,} of {bound}{status['runs']:,} runs done, {status['failed']:,} failed"
        f"{missing}; {status['bytes'] / 2**20:.3g} MiB"
    )
    if status["stopping"]:
        say(status["stopping"]["budget"])
    if not status["is_current_model"]:
        say(f"made by {status['model']}, not by the one installed: new runs need another store")
    for reason in status["damaged"]:
        say(f"{reason}; the next run will set it aside and do its runs again")
    for name in status["foreign"]:
        say(f"left out, of another edition of the model: {name}")
    for one in status["failures"]:
        reason = one["error"].strip().splitlines()[-1]
        say(f"failed: {one['treatment']}, world {one['world']}, seed {one['seed']}: {reason}")
    if status["contrasts"]:
        console.print(_table(status))
    if not is_short:
        for one in status["sessions"]:
            say(_session(one))


def _session(one: Mapping[str, Any]) -> str:
    if one["state"] == UNREADABLE:
        return f"unreadable: {one['why']}"
    return f"{one['began']} to {one.get('ended', '...')}, {one['state']}: {one['command'] or 'from Python'}"


def _table(status: Mapping[str, Any]) -> Any:
    from rich import box
    from rich.table import Table

    from clever_coalitions.analysis.words import name_of_outcome, number, signed, wrapped
    from clever_coalitions.experiments.estimates import LESS, MORE

    firsts = list(dict.fromkeys(one["against"] for one in status["contrasts"]))
    title = f"Against {firsts[0]}" if len(firsts) == 1 else f"Against the first of each place: {', '.join(firsts)}"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, **LEFT)
    for name, justify in (("outcome", "left"), ("treatment", "left"), ("difference [95%]", "right")):
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    table.add_column(OUTCOME_OF_WORLDS, justify="right")
    table.add_column("pairing", justify="right")
    for one in status["contrasts"]:
        scale = max(abs(one["low"]), abs(one["high"]))
        ends = f"[{signed(one['low'], scale)}, {signed(one['high'], scale)}]"
        table.add_row(
            name_of_outcome(one["outcome"]),
            wrapped(one["treatment"], WIDEST_NAME),
            f"{signed(one['mean'], scale)} {ends}",
            "" if one["p_better"] != one["p_better"] else f"{one['wins']:,} : {one['ties']:,} : {one['losses']:,}",
            f"x {number(one['variance_reduction'])}",
            style="" if one["verdict"] in (MORE, LESS) else "dim",
        )
    table.caption = (
        f"Pairing: how many times the worlds it would take without. "
        f"Dim: not known which has more. {status['contrasts'][0]['worlds']:,} worlds."
    )
    return table
