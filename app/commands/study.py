"""``coalitions study``: plan, run, look at, export and compare studies."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import INTERRUPTED, UserError
from ..options import command_line
from ..telling.words import several
from . import screen
from .compare import progress

if TYPE_CHECKING:
    from clever_coalitions.experiments.studies import Report, Study

FAILED = 1


@dataclass(frozen=True)
class Request:
    """How to run a study: where its results go, and who does the work.

    Attributes:
        again: whether to do the runs again that failed.
        command: what asks for the same again; it is kept in the store.
    """

    store: Path
    workers: int | None
    dask: str
    again: bool
    is_json: bool
    command: str


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn what is wrong with a study or a store into the one message to show."""
    from clever_coalitions.scenarios import ScenarioError

    try:
        yield
    except ScenarioError as error:
        raise UserError(str(error)) from None


def study_named(name: str, repetitions: int | None) -> Study:
    """Return the study of a name or a file, with other repetitions where they are given.

    Raises:
        UserError: it cannot be found, read or used.
    """
    from clever_coalitions.experiments.studies import load_study

    with explained():
        study = load_study(name)
        if repetitions is None:
            return study
        if study.stop:
            raise UserError(f"--repetitions {repetitions}: the stopping rule of the study says how many there are")
        return study.with_design(repetitions=repetitions)


def run(study: Study, request: Request, is_quiet: bool = False) -> None:
    """Do the runs that a store lacks, and say what came of it, unless it is to be quiet.

    Raises:
        UserError: the store does not fit, or there is no such Dask scheduler.
        typer.Exit: 130 where it was interrupted, 1 where runs failed.
    """
    found = work(study, request)
    from .study_status import print_status, status_of

    if is_quiet:
        finish(found)
        return
    with explained():
        status = status_of(request.store)
    if request.is_json:
        screen.print_json({**status, "computed": found.computed, "seconds": round(found.seconds, 3)})
    else:
        print_status(screen.answers(), status, is_short=True)
    finish(found)


def work(study: Study, request: Request) -> Report:
    """Do the runs that a store lacks, with progress on standard error; return what was done, also where interrupted.

    Raises:
        UserError: the store does not fit, or there is no such Dask scheduler.
    """
    screen.warm()
    from clever_coalitions.experiments.studies import Progress, run_study

    with explained(), progress(1, "runs") as report:

        def tell(state: Progress) -> None:
            report(state.done, state.total)

        return run_study(
            study,
            request.store,
            workers=request.workers,
            dask=request.dask,
            failed=request.again,
            progress=tell,
            command=request.command,
        )


def finish(found: Report) -> None:
    """Say what has to be said of how a session went, and end with the status that fits."""
    for reason in found.damaged:
        typer.echo(f"set aside and done again: {reason}", err=True)
    if found.interrupted:
        typer.echo(
            f"interrupted: {found.done:,} of {found.total:,} runs are in {found.store}; the same command goes on",
            err=True,
        )
        raise typer.Exit(INTERRUPTED)
    if found.failed:
        failed = several(found.failed, "run", "runs")
        typer.echo(f"{failed} of {found.total:,} failed; all others are done", err=True)
        typer.echo(f"why: coalitions study status {found.store}", err=True)
        typer.echo(f"once that is mended: coalitions study rerun {found.store} --failed", err=True)
        raise typer.Exit(FAILED)


def rerun(folder: Path, request: Request) -> None:
    """Do the runs of a store again that failed, and those that are missing; ends as ``run``.

    Raises:
        UserError: there is no store.
    """
    from clever_coalitions.experiments.studies import Store

    with explained():
        study = Store.open(folder).study
    run(study, request)


def export(folder: Path, kind: str, output: Path | None, command: str) -> None:
    """Write the tables of a store for other programs.

    Raises:
        UserError: there is no store, nothing in it, or no room.
    """
    from clever_coalitions.experiments.studies import Store
    from clever_coalitions.experiments.studies.exports import export as write

    from .writing import make_folder

    target = output or folder / "export"
    with explained():
        store = Store.open(folder)
        make_folder(target)
        for path in write(store, kind, target, command):
            typer.echo(str(path))
    for reason in store.damaged:
        typer.echo(f"left out: {reason}", err=True)


def report(folder: Path, output: Path | None) -> None:
    """Write the report of a store, as far as it is.

    Raises:
        UserError: there is no store, or nothing in it, or the page cannot be written.
    """
    from clever_coalitions.analysis.studies.report import study_report
    from clever_coalitions.experiments.studies import Store, frame
    from clever_coalitions.experiments.studies.compared import comparison_of
    from clever_coalitions.scenarios.writing import write_text

    from .writing import make_folder, naming

    target = output or folder / "report.html"
    with explained(), screen.status("reading and drawing"):
        store = Store.open(folder)
        runs, study = frame(store), store.study
        found = comparison_of(study, runs)
        if not found.done:
            raise UserError(f"{folder}: there are no runs in this store yet")
        again = command_line(["study", "report", str(folder)])
        page = study_report(study, found, runs, again, store.manifest["model"], is_full=True)
    make_folder(target.parent)
    with naming(target):
        write_text(target, page)
    typer.echo(f"Report: {target}")
