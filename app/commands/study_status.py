"""What is in a store: how far it is, what failed, what it says so far, and what moved from one store to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import screen
from .compare import OUTCOME_OF_WORLDS, WIDEST_NAME

if TYPE_CHECKING:
    import pandas
    from rich.console import Console

    from clever_coalitions.experiments.studies import Study
    from clever_coalitions.experiments.studies.diff import Difference

MOST_SHOWN = 3
"""Failures that are shown in full."""

PAIRED = ("p_better", "variance_reduction", "worlds", "left_out", "differ")
"""What is told of a paired difference beside its interval and verdict."""


def status_of(folder: Path) -> dict[str, Any]:
    """Return what is in a store, as plain values.

    Raises:
        StudyError: there is none.
    """
    from clever_coalitions.analysis.studies.answer import answers
    from clever_coalitions.analysis.studies.cells import Cells
    from clever_coalitions.experiments.estimates import COLUMNS, difference_in
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
        "answer": answers(Cells(study, found), runs, False) if found.done else [],
        "contrasts": [
            {
                "outcome": outcome,
                "treatment": here.variants[place],
                "against": here.variants[0],
                **{name: getattr(one, name) for name in (*COLUMNS, *PAIRED)},
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
    from clever_coalitions.experiments.studies.stopping import budget, looks_seen

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

    say(status["question"])
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
    for sentence in status["answer"]:
        console.print(sentence, style="bold", markup=False, soft_wrap=True)
    if status["contrasts"]:
        console.print(_table(status))
    if not is_short:
        for one in status["sessions"]:
            say(_session(one))


def _session(one: Mapping[str, Any]) -> str:
    from clever_coalitions.experiments.studies.sessions import UNREADABLE

    if one["state"] == UNREADABLE:
        return f"unreadable: {one['why']}"
    return f"{one['began']} to {one.get('ended', '...')}, {one['state']}: {one['command'] or 'from Python'}"


def _table(status: Mapping[str, Any]) -> Any:
    from clever_coalitions.analysis.words import name_of_outcome, number, with_interval, wrapped
    from clever_coalitions.experiments.estimates import LESS, MORE
    from clever_coalitions.experiments.labels import labels_of, short_for

    names = list(dict.fromkeys(one[of] for of in ("against", "treatment") for one in status["contrasts"]))
    labels = labels_of(names)
    firsts = list(dict.fromkeys(labels[one["against"]] for one in status["contrasts"]))
    title = f"Against {firsts[0]}" if len(firsts) == 1 else f"Against the first of each place: {', '.join(firsts)}"
    numbers = dict.fromkeys(("difference [95%]", OUTCOME_OF_WORLDS, "pairing"), screen.RIGHT)
    table = screen.new_table({"outcome": {}, "treatment": screen.FOLDED, **numbers}, title)
    for one in status["contrasts"]:
        table.add_row(
            name_of_outcome(one["outcome"]),
            wrapped(labels[one["treatment"]], WIDEST_NAME),
            with_interval(one["mean"], one["low"], one["high"]),
            "" if one["p_better"] != one["p_better"] else f"{one['wins']:,} : {one['ties']:,} : {one['losses']:,}",
            f"x {number(one['variance_reduction'])}",
            style="" if one["verdict"] in (MORE, LESS) else "dim",
        )
    table.caption = (
        f"Pairing: how many times the worlds it would take without. "
        f"Dim: not known which has more. {status['contrasts'][0]['worlds']:,} worlds. {short_for(names)}"
    )
    return table


# --- two stores side by side ------------------------------------------------------------------------------------------


def print_difference(console: Console, found: Difference, first: Path, second: Path) -> None:
    """Print what moved from one store to another."""
    for line in (*_cause(found), *_extent(found, first, second)):
        console.print(line, markup=False, soft_wrap=True)
    if found.moved:
        console.print(_moves(found))
    else:
        console.print("Nothing moved: every outcome of every run is the same to the last bit.")


def _cause(found: Difference) -> list[str]:
    code = "the same edition of the model" if len(set(found.models)) == 1 else "two editions of the model"
    if found.same_experiment == found.runs:
        return [f"{found.runs:,} runs in both, all of the same experiments, with {code}"]
    others = found.runs - found.same_experiment
    return [f"{found.runs:,} runs in both, with {code}; {others:,} of them differ in their case, numbers or seed"]


def _extent(found: Difference, first: Path, second: Path) -> list[str]:
    return [f"{many:,} runs only in {folder}" for many, folder in zip(found.only, (first, second), strict=True) if many]


def _moves(found: Difference) -> Any:
    from clever_coalitions.analysis.words import name_of_outcome, number, with_interval

    numbers = dict.fromkeys(("moved in", "mean [95%]", "largest"), screen.RIGHT)
    table = screen.new_table({"outcome": {}, "treatment": {}, **numbers}, "What moved, second store minus first")
    for one in found.moved:
        mean = with_interval(one.mean, one.low, one.high)
        defined = f" +{one.appeared}" if one.appeared else ""
        table.add_row(
            name_of_outcome(one.outcome), one.treatment, f"{one.moved:,} of {one.runs:,}{defined}", mean,
            number(one.largest),
        )  # fmt: skip
    if any(one.appeared for one in found.moved):
        table.caption = "+: runs in which it is defined in one of the two only."
    return table
