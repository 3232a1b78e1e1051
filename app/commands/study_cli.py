"""The commands ``coalitions study ...``; everything heavy is imported by the commands that need it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import UserError, guarded
from ..options import Json, Workers, command_line
from ..places import STUDIES

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


@study_app.command("list", epilog="Example: coalitions study list")
@guarded
def list_(json: Json = False) -> None:
    """List the studies that ship, and what they ask."""
    from .study_plan import list_studies

    list_studies(json)


@study_app.command(epilog="Example: coalitions study plan first_look")
@guarded
def plan(
    study: File,
    store: StoreAt = None,
    repetitions: Repetitions = None,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Count the runs of a study, and estimate time and disk from three of them."""
    from .study import study_named
    from .study_plan import plan

    found = study_named(study, repetitions)
    plan(found, workers, store or STUDIES / found.name, json)


@study_app.command(epilog="Example: coalitions study run first_look --workers 2")
@guarded
def run(
    study: File,
    store: StoreAt = None,
    repetitions: Repetitions = None,
    workers: Workers = None,
    dask: Dask = "",
    json: Json = False,
) -> None:
    """Do the runs that the store lacks; after Ctrl-C or a crash, the same command goes on from there."""
    from .study import Request, run, study_named

    found = study_named(study, repetitions)
    folder = store or STUDIES / found.name
    command = ["study", "run", study, "--store", str(folder)]
    command += ["--repetitions", str(repetitions)] if repetitions else []
    run(found, Request(folder, workers, dask, False, json, command_line(command)))


@study_app.command(epilog="Example: coalitions study status results/studies/first_look")
@guarded
def status(store: Folder, json: Json = False) -> None:
    """Say how far a study is, what failed, what is damaged, and what the runs say so far."""
    from .screen import answers, print_json
    from .study import explained
    from .study_status import print_status, status_of

    with explained():
        found = status_of(store)
    print_json(found) if json else print_status(answers(), found)


@study_app.command(epilog="Example: coalitions study export results/studies/first_look --csv")
@guarded
def export(
    store: Folder,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV files, with provenance beside them.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet files, with provenance in them.")] = False,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to; default: the folder export in the store.")
    ] = None,
) -> None:
    """Write runs, worlds, and weeks and events where they are kept, each run once and in order."""
    from .study import export

    if csv == parquet:
        raise UserError("expected one of --csv and --parquet")
    kind = "csv" if csv else "parquet"
    command = ["study", "export", str(store), f"--{kind}", *(["--output", str(output)] if output else [])]
    export(store, kind, output, command_line(command))


@study_app.command(epilog="Example: coalitions study report results/studies/first_look")
@guarded
def report(
    store: Folder,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The page; default: report.html in the store.")
    ] = None,
) -> None:
    """Write what a study says into one page: the answer, figures with their data, and a paragraph on methods."""
    from .study import report

    report(store, output)


@study_app.command(epilog="Example: coalitions study rerun results/studies/first_look --failed")
@guarded
def rerun(
    store: Folder,
    failed: Annotated[bool, typer.Option("--failed", help="Do the runs again that failed.")] = False,
    workers: Workers = None,
    dask: Dask = "",
    json: Json = False,
) -> None:
    """Do the failed runs of a store again, once what made them fail is mended."""
    from .study import Request, rerun

    if not failed:
        raise UserError("expected --failed: runs that are done give the same again, so there is nothing else to repeat")
    command = command_line(["study", "rerun", str(store), "--failed"])
    rerun(store, Request(store, workers, dask, True, json, command))


@study_app.command(epilog="Example: coalitions study diff results/before results/after")
@guarded
def diff(
    first: Annotated[Path, typer.Argument(metavar="DIR_A", help="A store.")],
    second: Annotated[Path, typer.Argument(metavar="DIR_B", help="Another one.")],
    json: Json = False,
) -> None:
    """Compare the same runs in two stores, of two versions of the code or of the numbers: which outcomes moved?"""
    from .study_diff import answer

    answer(first, second, json)
