"""The model on trial; ``coalitions evidence``: all that speaks for and against the article, on one page over stores."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import FAILED, INTERRUPTED, UserError, explained, guarded
from ..options import EVIDENCE, LARGEST_SEED, STORES, Json, Workers, command_line
from ..telling.words import seconds_in_words
from . import screen
from .study import Request, work
from .writing import make_folder, naming_output

if TYPE_CHECKING:
    from clever_coalitions.analysis.evidence.book import Book, Read
    from clever_coalitions.experiments.studies import Study

QUICK = 8
"""Worlds of a quick look."""

USUAL_SPEED = 300.0
"""Runs a second that are expected before anything was run."""

evidence_app = typer.Typer()
command = partial(evidence_app.command, rich_help_panel="The model on trial")


@command("numbers", epilog="Example: coalitions numbers joining --audit")
@guarded
def list_numbers(
    group: Annotated[str, typer.Argument(metavar="GROUP", help="A group of numbers, or one; default: all.")] = "",
    audit: Annotated[bool, typer.Option("--audit", help="What each moves at most, and where.")] = False,
    renew: Annotated[bool, typer.Option("--renew", help="Find that out anew first, in some minutes.")] = False,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """List the numbers of the model with their priors, or what each of them moves: none may be dead."""
    from .numbers import answer

    answer(group, audit, renew, workers, json)


@command(epilog="Example: coalitions verify")
@guarded
def verify(json: Json = False) -> None:
    """Check each mechanism alone against a number from the literature, on the functions that the model runs."""
    from .verify import answer

    answer(json)


@command(epilog="Example: coalitions evidence --quick; after Ctrl-C or a crash it goes on where it was")
@guarded
def evidence(
    worlds: Annotated[
        int | None, typer.Option(min=1, max=1_000_000, metavar="NUMBER", help="Worlds of a study at most.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=LARGEST_SEED, metavar="NUMBER", help="Base seed, not that of the studies.")
    ] = None,
    workers: Workers = None,
    quick: Annotated[bool, typer.Option("--quick", help="A look at how it works, in a few worlds: no result.")] = False,
    only: Annotated[str, typer.Option(metavar="STUDIES", help="Run only these studies, such as forms,rules.")] = "",
    redraw: Annotated[bool, typer.Option("--redraw", help="Run nothing: write the page from the runs kept.")] = False,
    output: Annotated[
        Path, typer.Option("--output", "--out", metavar="DIR", help="Figures; the page is DIR.md.")
    ] = EVIDENCE,
    stores: Annotated[Path, typer.Option(metavar="DIR", help="The stores of the studies.")] = STORES,
    against: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Say which verdicts are others than in these stores, of another base seed."),
    ] = None,
) -> None:
    """Run the studies that speak for or against the article's claims, and write what they say on one page."""
    from clever_coalitions.sim.edition import model_edition

    names = tuple(dict.fromkeys(part.strip() for part in only.split(",") if part.strip()))
    many = min(worlds or QUICK, QUICK) if quick else worlds
    words = ["evidence", *(["--quick"] if quick else ["--worlds", str(worlds)] if worlds else [])]
    words += ["--seed", str(seed)] if seed is not None else []
    again = command_line([*words, "--out", str(output)])
    studies = asked(names, many, seed)
    folder = stores / model_edition().replace(" ", "-")
    make_folder(output)
    wanted = [] if redraw else [one for one in studies if not names or one.name in names]
    failed = gather(wanted, folder, workers, again)
    target = output.with_name(f"{output.name}.md")
    write(studies, folder, target, output, again)
    screen.answer_console().print(f"Evidence: {target}", markup=False, soft_wrap=True)
    for name, runs in failed.items():
        typer.echo(f"{name}: {runs:,} runs failed; why: coalitions study status {folder / name}", err=True)
    stays = against is None or compared(studies, folder, asked(names, many, None), against / folder.name)
    if failed or not stays:
        raise typer.Exit(FAILED)


def compared(studies: Sequence[Study], folder: Path, others: Sequence[Study], other_folder: Path) -> bool:
    """Say which verdicts are others than in other stores, of another base seed; return whether they stay."""
    from clever_coalitions.analysis.evidence.stability import is_stable, stability_in_words, verdicts

    before = {one.name: read(one, other_folder / one.name) for one in others}
    every = verdicts(before, {one.name: read(one, folder / one.name) for one in studies})
    screen.answer_console().print(stability_in_words(every), markup=False, soft_wrap=True)
    return is_stable(every)


def asked(only: Sequence[str], worlds: int | None, seed: int | None) -> list[Study]:
    """Return the studies of the evidence.

    Args:
        only: names of those that are run; the others are shown as far as they are there.
        worlds: of each at most; as many as the evidence takes of it where not given.
        seed: base seed in place of its own.

    Raises:
        UserError: there is no such study among them.
    """
    from clever_coalitions.analysis.evidence.book import STUDIES, TIMES
    from clever_coalitions.experiments.studies import load_study

    for name in only:
        if name not in STUDIES:
            raise UserError(f"--only {name!r}: expected names with commas, of {', '.join(STUDIES)}")
    made = []
    for study in (load_study(name) for name in STUDIES):
        usual = TIMES.get(study.name, 1) * study.design.repetitions
        changes = {"seed": seed} if seed is not None else {}
        made.append(study.with_design(repetitions=min(usual, worlds or usual), **changes))
    return made


def gather(studies: Sequence[Study], folder: Path, workers: int | None, command: str) -> dict[str, int]:
    """Do the runs that stores lack, study by study; return how many failed, of studies in which some did.

    Raises:
        typer.Exit: it was interrupted.
    """
    from clever_coalitions.experiments.studies.frames import lacking

    with explained():
        missing = {one.name: lacking(one, folder / one.name) for one in studies}
    to_do = [one for one in studies if missing[one.name]]
    spent, ran, failed = 0.0, 0, {}
    for place, one in enumerate(to_do):
        runs = sum(missing[each.name] for each in to_do[place:])
        left = f"about {time_for(runs, ran, spent)} left"
        said = f"{place + 1} of {len(to_do)}: {one.name}, {missing[one.name]:,} runs; {left}. {one.question}"
        screen.message_console().print(said, markup=False, soft_wrap=True)
        found = work(one, Request(folder / one.name, workers, "", False, False, command))
        spent, ran = spent + found.seconds, ran + found.computed
        if found.interrupted:
            typer.echo(f"interrupted in {one.name}: what is done is kept; the same command goes on", err=True)
            raise typer.Exit(INTERRUPTED)
        if found.failed:
            failed[one.name] = found.failed
    return failed


def time_for(runs: int, ran: int, spent: float) -> str:
    """Return how long so many runs may take, where some that ``ran`` took so many seconds."""
    return seconds_in_words(runs * spent / ran if ran else runs / USUAL_SPEED)


# --- the page --------------------------------------------------------------------------------------------------------


def write(studies: Sequence[Study], folder: Path, target: Path, output: Path, command: str) -> None:
    """Write the figures into the folder ``output``, and the page; ``command`` asks for it again.

    Raises:
        UserError: a file cannot be written.
    """
    from clever_coalitions.analysis.evidence.chapters import figures
    from clever_coalitions.analysis.evidence.page import page
    from clever_coalitions.scenarios.writing import write_text

    made = book(studies, folder)
    with screen.status_line("drawing the figures"):
        for name, picture in figures(made).items():
            file = output / f"{name}.svg"
            with naming_output(file):
                picture.save(file)
        with naming_output(target):
            write_text(target, page(made, output.name, command))


def book(studies: Sequence[Study], folder: Path) -> Book:
    """Return all that was found so far."""
    from clever_coalitions.analysis.evidence.book import Book
    from clever_coalitions.experiments.evidence import checks
    from clever_coalitions.sim.edition import EDITION

    from .verify import run

    findings, was_interrupted = run(checks())
    if was_interrupted:
        raise typer.Exit(INTERRUPTED)
    reads = {one.name: read(one, folder / one.name) for one in studies}
    return Book(reads, tuple(findings), EDITION)


def read(study: Study, folder: Path) -> Read:
    """Return what a store says of a study as it is now: its runs are found by what they are."""
    import pandas

    from clever_coalitions.analysis.evidence.book import read_study as reading
    from clever_coalitions.experiments.studies import Store, frame
    from clever_coalitions.experiments.studies.design import Worlds

    many = len(Worlds(study)) * len(study.treatments)
    if not (folder / "manifest.json").exists():
        return reading(study, pandas.DataFrame(), many)
    with explained():
        store = Store.open(folder)
        store.study = study
        return reading(study, frame(store), many)
