"""``coalitions evidence``: everything that speaks for and against the article, on one page over stores of studies."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import INTERRUPTED, UserError
from . import screen
from .compare import progress
from .study import explained
from .writing import make_folder, naming

if TYPE_CHECKING:
    from clever_coalitions.analysis.evidence.book import Book, Read
    from clever_coalitions.experiments.studies import Progress, Study

FAILED = 1

QUICK = 8
"""Worlds of a quick look."""

USUAL_SPEED = 300.0
"""Runs a second that are expected before anything was run."""


@dataclass(frozen=True)
class Request:
    """What to run, and where to keep it.

    Attributes:
        output: folder of the figures; the page stands beside it, under its name with ``.md``.
        stores: folder of the stores, those of each edition of the model apart.
        only: names of studies; all where none is given. The others are shown as far as they are there.
        worlds: of each study at most; as many as it asks for where not given.
        seed: base seed in place of that of the studies.
        command: what asks for the same again; it stands on the page.
        is_redrawn: only write the page again, from the runs that are there.
        against: stores of the studies under their own base seed, whose verdicts must stay.
    """

    output: Path
    stores: Path
    only: tuple[str, ...]
    worlds: int | None
    seed: int | None
    workers: int | None
    command: str
    is_redrawn: bool = False
    against: Path | None = None


def answer(request: Request) -> None:
    """Do the runs that are missing, and write the page; an interruption keeps the runs that are done.

    Raises:
        UserError: there is no such study, or the files cannot be written.
        typer.Exit: 130 where it was interrupted, 1 where runs failed, or where verdicts do not stay.
    """
    from clever_coalitions.sim.edition import model_edition

    studies = asked(request)
    folder = request.stores / model_edition().replace(" ", "-")
    make_folder(request.output)
    wanted = [] if request.is_redrawn else [one for one in studies if not request.only or one.name in request.only]
    failed = gather(wanted, folder, request)
    target = request.output.with_name(f"{request.output.name}.md")
    write(studies, folder, target, request)
    screen.answers().print(f"Evidence: {target}", markup=False, soft_wrap=True)
    for name, many in failed.items():
        typer.echo(f"{name}: {many:,} runs failed; why: coalitions study status {folder / name}", err=True)
    stays = request.against is None or compared(studies, folder, request.against / folder.name, request)
    if failed or not stays:
        raise typer.Exit(FAILED)


def compared(studies: Sequence[Study], folder: Path, other: Path, request: Request) -> bool:
    """Say which verdicts are others than in other stores; return whether they stay."""
    from clever_coalitions.analysis.evidence.stability import in_words, is_stable, verdicts

    before = {one.name: read(one, other / one.name) for one in asked(replace(request, seed=None))}
    every = verdicts(before, {one.name: read(one, folder / one.name) for one in studies})
    screen.answers().print(in_words(every), markup=False, soft_wrap=True)
    return is_stable(every)


def asked(request: Request) -> list[Study]:
    """Return the studies of the evidence, with the worlds and the seed that are asked for.

    Raises:
        UserError: there is no such study among them.
    """
    from clever_coalitions.analysis.evidence.contents import STUDIES
    from clever_coalitions.experiments.studies import load_study

    for name in request.only:
        if name not in STUDIES:
            raise UserError(f"--only {name!r}: expected names with commas, of {', '.join(STUDIES)}")
    made = []
    for study in (load_study(name) for name in STUDIES):
        changes = {"seed": request.seed} if request.seed is not None else {}
        if request.worlds is not None and request.worlds < study.design.repetitions:
            changes["repetitions"] = request.worlds
        made.append(study.with_design(**changes) if changes else study)
    return made


def gather(studies: Sequence[Study], folder: Path, request: Request) -> dict[str, int]:
    """Do the runs that stores lack, study by study; return how many failed, of studies in which some did.

    Raises:
        typer.Exit: it was interrupted.
    """
    from clever_coalitions.experiments.studies import run_study

    if studies:
        screen.warm()
    missing = {one.name: lacking(one, folder / one.name) for one in studies}
    to_do = [one for one in studies if missing[one.name]]
    clock, failed = _Clock(), {}
    for place, one in enumerate(to_do):
        left = clock.left(sum(missing[each.name] for each in to_do[place:]))
        said = f"{place + 1} of {len(to_do)}: {one.name}, {missing[one.name]:,} runs; {left}. {one.question}"
        screen.messages().print(said, markup=False, soft_wrap=True)
        with explained(), progress(1, "runs") as report:

            def tell(state: Progress) -> None:
                report(state.done, state.total)

            found = run_study(one, folder / one.name, workers=request.workers, progress=tell, command=request.command)
        clock.took(found.computed, found.seconds)
        if found.interrupted:
            typer.echo(f"interrupted in {one.name}: what is done is kept; the same command goes on", err=True)
            raise typer.Exit(INTERRUPTED)
        if found.failed:
            failed[one.name] = found.failed
    return failed


def lacking(study: Study, folder: Path) -> int:
    """Return how many runs of a study its store lacks."""
    from clever_coalitions.experiments.studies import Store
    from clever_coalitions.experiments.studies.frames import planned

    runs = planned(study)
    if not (folder / "manifest.json").exists():
        return sum(1 for _ in runs)
    with explained():
        store = Store.open(folder)
    return sum(1 for run in runs if run.key.run not in store.done | store.failed)


class _Clock:
    """Says how long the rest may take, from how long the studies before took."""

    def __init__(self) -> None:
        self.runs, self.seconds, self.began = 0, 0.0, time.monotonic()

    def took(self, runs: int, seconds: float) -> None:
        self.runs += runs
        self.seconds += seconds

    def left(self, runs: int) -> str:
        """Return about how long so many runs may take."""
        speed = self.runs / self.seconds if self.seconds > 0.0 and self.runs else USUAL_SPEED
        seconds = runs / speed
        return f"about {seconds / 60:.0f} min left" if seconds > 90 else f"about {seconds:.0f} s left"


# --- the page --------------------------------------------------------------------------------------------------------


def write(studies: Sequence[Study], folder: Path, target: Path, request: Request) -> None:
    """Write the figures and the page.

    Raises:
        UserError: a file cannot be written.
    """
    from clever_coalitions.analysis.evidence.chapters import figures
    from clever_coalitions.analysis.evidence.page import page
    from clever_coalitions.scenarios.writing import write_text

    made = book(studies, folder)
    with screen.status("drawing the figures"):
        for name, picture in figures(made).items():
            file = request.output / f"{name}.svg"
            with naming(file):
                picture.save(file)
        with naming(target):
            write_text(target, page(made, request.output.name, request.command))


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

    from clever_coalitions.analysis.evidence.book import read as reading
    from clever_coalitions.experiments.studies import Store, frame
    from clever_coalitions.experiments.studies.design import Worlds

    many = len(Worlds(study)) * len(study.treatments)
    if not (folder / "manifest.json").exists():
        return reading(study, pandas.DataFrame(), many)
    with explained():
        store = Store.open(folder)
        store.study = study
        return reading(study, frame(store), many)
