"""What the page of a study says of the work on it."""

from __future__ import annotations

from ...experiments.studies import Study
from ..live.ensemble import WORKERS
from ..live.study_state import Results, WorkState
from ..live.study_work import StudyWork
from ..options import command_line
from ..telling.words import seconds_in_words

MOST_SHOWN = 5
"""Failures that are shown with all that was said."""


def progress_in_words(state: WorkState, study: Study) -> str:
    """Return how far a study is, at what pace, and what is left."""
    if state.doing == "queued":
        return f"{state.done:,} of {state.total:,} runs · waiting for its turn, while others use this server"
    until = " until it looks whether that is enough" if study.stop else ""
    parts = [f"{state.done:,} of {state.total:,} runs{until}"]
    parts += [f"{state.pace:,.0f} a second"] if state.pace >= 1.0 else []
    parts += [f"about {seconds_in_words(state.left)} left"] if state.left > 1.0 else []
    return " · ".join(parts)


def start_in_words(state: WorkState) -> str:
    """Return what the button to begin is called; empty where there is nothing to begin."""
    if state.doing == "looking" or state.is_foreign or (state.results and state.results.is_complete):
        return ""
    return "Go on" if state.done else "Run"


def plan_in_words(state: WorkState, study: Study) -> str:
    """Return what is done, what is missing, and about how long that will take here."""
    bound = "at most " if study.stop else ""
    if state.is_foreign:
        return f"{state.done:,} runs, of another edition of the model: they can be looked at and taken home."
    if state.results and state.results.is_complete:
        return f"All {state.done:,} runs are done." if not study.stop else f"Done, with {state.done:,} runs."
    missing = max(0, state.total - state.done)
    said = f"{state.done:,} of {bound}{state.total:,} runs are done" if state.done else f"{bound}{state.total:,} runs"
    if not state.trial:
        return f"{said}." if state.done or state.doing == "waiting" else f"{said}; trying how long one takes …"
    seconds = state.trial * missing / WORKERS
    rest = "the rest takes " if state.done else ""
    return f"{said}; {rest}{bound or 'about '}{seconds_in_words(seconds)} at the pace of a few tried just now."


def status_in_words(state: WorkState) -> str:
    """Return what a screen reader is told when it changes: nothing that changes with each run."""
    words = {
        "looking": "Looking at what is done.",
        "queued": "Waiting for other studies.",
        "running": "Running.",
        "stopping": "Stopping.",
    }
    if state.doing != "waiting":
        return words[state.doing]
    is_complete = state.results is not None and state.results.is_complete
    return f"{'Done' if is_complete else 'Not running'}: {state.done:,} runs are kept."


def answers_in_words(results: Results | None, study: Study) -> list[str]:
    """Return on how much rests what is shown below, and what a stopping rule says."""
    if results is None or results.found.done < 2:
        return []
    done, asked = results.found.done, results.found.asked
    bound = "at most " if study.stop else ""
    so_far = "" if results.is_complete else f"Below: what the first {done:,} of {bound}{asked:,} worlds say."
    return [one for one in (so_far, results.spent and f"{results.spent}.") if one]


def failures_of(results: Results | None) -> list[dict[str, str]]:
    """Return the first runs that failed: which, why, and all that was said."""
    if results is None or not results.failed:
        return []
    rows = results.runs[results.runs["status"] == "failed"].head(MOST_SHOWN)
    return [
        {
            "what": f"{row.treatment}, world {row.world}, seed {row.seed}",
            "why": one.message,
            "trace": str(row.error).strip(),
        }
        for row, one in zip(rows.itertuples(), results.found.failures, strict=False)
    ]


def where_in_words(work: StudyWork) -> str:
    """Return where results are kept, and that nobody has to wait."""
    return (
        f"Results are kept in {work.folder}. Close this page, or end the server: it goes on where it was. Whoever "
        "opens the same study follows the same work. The command line goes on with it, too:"
    )


def export_in_words(work: StudyWork) -> str:
    """Return what writes the same tables on the command line, and more of them where more is kept."""
    keep = work.study.keep
    tables = "The data, and weeks and events," if keep.weeks or keep.events else "The data"
    command = command_line(["study", "export", str(work.folder), "--csv"])
    return f"{tables} on the command line: {command}. Parquet says in itself what made it, so coalitions reproduce can."
