"""``coalitions study``: plan, run, look at, export and compare studies; each command imports what is heavy itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import FAILED, INTERRUPTED, UserError, explained, guarded
from ..options import STUDIES, Json, Workers, command_line
from ..telling.words import seconds_in_words, several
from . import screen
from .writing import make_folder, naming_output

if TYPE_CHECKING:
    from clever_coalitions.experiments.studies import Report, Study

study_app = typer.Typer(
    name="study",
    help="Studies: a question in a file, its runs in a store that survives crashes.",
    epilog="Start with: coalitions study run first_look",
    no_args_is_help=True,
)

File = Annotated[str, typer.Argument(metavar="STUDY", help="A shipped study (coalitions study list) or a TOML file.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The store of a study.")]
StoreAt = Annotated[
    Path | None, typer.Option("--store", metavar="DIR", help="The store; default: results/studies/NAME.")
]
Dask = Annotated[str, typer.Option(metavar="ADDRESS", help="Let the workers of this Dask scheduler do the runs.")]
Repetitions = Annotated[
    int | None, typer.Option(min=1, max=10_000_000, metavar="NUMBER", help="Repetitions, instead of those of the file.")
]


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


@study_app.command("list", epilog="Example: coalitions study list")
@guarded
def list_(json: Json = False) -> None:
    """List the studies that ship, and what they ask."""
    from clever_coalitions.experiments.studies import load_study, names

    questions = {name: load_study(name).question for name in names()}
    if json:
        screen.print_json(questions)
        return
    console = screen.answer_console()
    for name, question in questions.items():
        console.print(f"{name}: {question}", markup=False, soft_wrap=True)


@study_app.command("plan", epilog="Example: coalitions study plan first_look")
@guarded
def plan_(
    study: File,
    store: StoreAt = None,
    repetitions: Repetitions = None,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Count the runs of a study, and estimate time and disk from three of them."""
    asked = study_named(study, repetitions)
    folder = store or STUDIES / asked.name
    screen.warm()
    from clever_coalitions.experiments.studies.plan import plan as planned

    with explained(RuntimeError):
        found = planned(asked, workers, folder)
    if json:
        screen.print_json({"study": asked.name, "question": asked.question, **asdict(found)})
        return
    console = screen.answer_console()
    console.print(asked.question, style="bold", markup=False)
    worlds = several(found.worlds, "world", "worlds")
    if found.points > 1:
        worlds += f" ({found.points:,} points x {found.repetitions:,})"
    at_most = "at most " if asked.stop else ""
    lines = [
        f"{at_most}{worlds} x {several(found.treatments, 'treatment', 'treatments')} = {found.runs:,} runs",
        f"missing in {folder}: {found.missing:,} runs",
        f"a run takes about {1000 * sorted(found.pilot_seconds)[1]:.3g} ms (the middle one of three pilot runs)",
        f"in all about {seconds_in_words(found.seconds)} with {several(found.workers, 'worker', 'workers')}, and "
        f"{found.bytes / 2**20:.3g} MiB of disk",
    ]
    if asked.stop:
        known = f"is known to {asked.stop.width:g}" if asked.stop.width else "is known"
        lines.append(
            f"it stops when {asked.stop.outcome}, {asked.stop.between[1]} minus {asked.stop.between[0]}, {known}, but "
            f"not before {found.least_worlds:,} worlds"
        )
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


@study_app.command("run", epilog="Example: coalitions study run first_look --workers 2")
@guarded
def run_(
    study: File,
    store: StoreAt = None,
    repetitions: Repetitions = None,
    workers: Workers = None,
    dask: Dask = "",
    json: Json = False,
) -> None:
    """Do the runs that the store lacks; after Ctrl-C or a crash, the same command goes on from there."""
    found = study_named(study, repetitions)
    folder = store or STUDIES / found.name
    command = ["study", "run", study, "--store", str(folder)]
    command += ["--repetitions", str(repetitions)] if repetitions else []
    run_in_store(found, Request(folder, workers, dask, False, json, command_line(command)))


@study_app.command("status", epilog="Example: coalitions study status results/studies/first_look")
@guarded
def status_(store: Folder, json: Json = False) -> None:
    """Say how far a study is, what failed, what is damaged, and what the runs say so far."""
    from .study_status import print_status, status_of

    with explained():
        found = status_of(store)
    screen.print_json(found) if json else print_status(screen.answer_console(), found)


@study_app.command("export", epilog="Example: coalitions study export results/studies/first_look --csv")
@guarded
def export_(
    store: Folder,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV files, with provenance beside them.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet files, with provenance in them.")] = False,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to; default: the folder export in the store.")
    ] = None,
) -> None:
    """Write runs, worlds, and weeks and events where they are kept, each run once and in order."""
    from clever_coalitions.experiments.studies import Store
    from clever_coalitions.experiments.studies.exports import export as write

    if csv == parquet:
        raise UserError("expected one of --csv and --parquet")
    kind, target = "csv" if csv else "parquet", output or store / "export"
    command = ["study", "export", str(store), f"--{kind}", *(["--output", str(output)] if output else [])]
    with explained():
        opened = Store.open(store)
        make_folder(target)
        for path in write(opened, kind, target, command_line(command)):
            typer.echo(str(path))
    for reason in opened.damaged:
        typer.echo(f"left out: {reason}", err=True)


@study_app.command("report", epilog="Example: coalitions study report results/studies/first_look")
@guarded
def report_(
    store: Folder,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The page; default: report.html in the store.")
    ] = None,
) -> None:
    """Write what a study says into one page: the answer, figures with their data, and a paragraph on methods."""
    from clever_coalitions.analysis.studies.report import study_report
    from clever_coalitions.experiments.studies import Store, frame
    from clever_coalitions.experiments.studies.compared import comparison_of
    from clever_coalitions.scenarios.writing import write_text

    target = output or store / "report.html"
    with explained(), screen.status_line("reading and drawing"):
        opened = Store.open(store)
        runs, study = frame(opened), opened.study
        found = comparison_of(study, runs)
        if not found.done:
            raise UserError(f"{store}: there are no runs in this store yet")
        again = command_line(["study", "report", str(store)])
        page = study_report(study, found, runs, again, opened.manifest["model"], is_full=True)
    make_folder(target.parent)
    with naming_output(target):
        write_text(target, page)
    typer.echo(f"Report: {target}")


@study_app.command("rerun", epilog="Example: coalitions study rerun results/studies/first_look --failed")
@guarded
def rerun_(
    store: Folder,
    failed: Annotated[bool, typer.Option("--failed", help="Do the runs again that failed.")] = False,
    workers: Workers = None,
    dask: Dask = "",
    json: Json = False,
) -> None:
    """Do the failed runs of a store again, once what made them fail is mended."""
    from clever_coalitions.experiments.studies import Store

    if not failed:
        raise UserError("expected --failed: runs that are done give the same again, so there is nothing else to repeat")
    command = command_line(["study", "rerun", str(store), "--failed"])
    with explained():
        study = Store.open(store).study
    run_in_store(study, Request(store, workers, dask, True, json, command))


@study_app.command("diff", epilog="Example: coalitions study diff results/before results/after")
@guarded
def diff_(
    first: Annotated[Path, typer.Argument(metavar="DIR_A", help="A store.")],
    second: Annotated[Path, typer.Argument(metavar="DIR_B", help="Another one.")],
    json: Json = False,
) -> None:
    """Compare the same runs in two stores, of two versions of the code or of the numbers: which outcomes moved?"""
    from clever_coalitions.experiments.studies import Store
    from clever_coalitions.experiments.studies.diff import difference

    from .study_status import print_difference

    with explained():
        found = difference(Store.open(first), Store.open(second))
    screen.print_json(asdict(found)) if json else print_difference(screen.answer_console(), found, first, second)


# --- what other commands do, too --------------------------------------------------------------------------------------


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


def run_in_store(study: Study, request: Request, is_quiet: bool = False) -> None:
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
        print_status(screen.answer_console(), status, is_short=True)
    finish(found)


def work(study: Study, request: Request) -> Report:
    """Do the runs that a store lacks, with progress on standard error; return what was done, also where interrupted.

    Raises:
        UserError: the store does not fit, or there is no such Dask scheduler.
    """
    screen.warm()
    from clever_coalitions.experiments.studies import Progress, run_study

    with explained(), screen.progress_bar(1, "runs") as report:

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
