"""``coalitions evidence``: everything that speaks for and against the article, on one page.

Each part is kept as soon as it is done, with what it was made with; a part that is there already is not run again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import INTERRUPTED, UserError
from . import screen
from .evidence_parts import Part, Settings, book, parts
from .writing import make_folder, naming

if TYPE_CHECKING:
    from clever_coalitions.analysis.effects import Record
    from clever_coalitions.analysis.evidence.book import Book
    from clever_coalitions.analysis.evidence.stamp import Stamp
    from clever_coalitions.analysis.evidence.store import Kept
    from clever_coalitions.analysis.picture import Picture

QUICK = 12
"""Worlds of a quick look."""

USUAL_SPEED = 400.0
"""Runs a second that are expected before anything was run."""

FAILED = 1


@dataclass(frozen=True)
class Request:
    """What to run, and where to keep it.

    Attributes:
        output: folder of figures and data; the page stands beside it, under its name with ``.md``.
        only: names of parts; all where none is given. The others are shown where they are kept.
        command: what asks for the same again; it stands on the page.
        is_redrawn: only write the page again, from the parts that are kept; it says what they were made with.
    """

    settings: Settings
    output: Path
    only: tuple[str, ...]
    command: str
    is_redrawn: bool = False


def answer(request: Request) -> None:
    """Run what is not there yet, and write the page; an interruption keeps the parts that are done.

    Raises:
        UserError: there is no such part, or the files cannot be written.
        typer.Exit: 130 where it was interrupted, 1 where a part failed to run.
    """
    every = parts(request.settings)
    for name in request.only:
        if name not in [part.name for part in every]:
            raise UserError(f"--only {name!r}: expected names with commas, of {', '.join(part.name for part in every)}")
    make_folder(request.output)
    kept, trouble, was_interrupted = gather(every, request)
    if was_interrupted:
        typer.echo(f"interrupted: {len(kept)} of {len(every)} parts are done; the same command goes on", err=True)
        raise typer.Exit(INTERRUPTED)
    page = write(every, kept, request)
    screen.answers().print(f"Evidence: {page}", markup=False, soft_wrap=True)
    for name, message in trouble.items():
        typer.echo(f"{name} failed to run: {message}", err=True)
    if trouble:
        raise typer.Exit(FAILED)


def gather(every: Sequence[Part], request: Request) -> tuple[dict[str, Kept], dict[str, str], bool]:
    """Return the parts that are there, those that failed with their errors, and whether it was interrupted."""
    from clever_coalitions.analysis.evidence.store import Store
    from clever_coalitions.experiments.patterns import InterruptionError

    store = Store(request.output)
    if request.is_redrawn:
        return {part.name: one for part in every if (one := store.whatever(part.name))}, {}, False
    kept = {part.name: one for part in every if (one := store.get(part.name, stamp_of(part, request.settings)))}
    wanted = [part for part in every if part.name not in kept and (not request.only or part.name in request.only)]
    if wanted:
        screen.warm()
    trouble: dict[str, str] = {}
    clock = _Clock([part.runs for part in wanted])
    for place, part in enumerate(wanted):
        screen.messages().print(f"{place + 1} of {len(wanted)}: {part.title}; {clock.left(place)}", markup=False)
        began = time.monotonic()
        try:
            found = part.run(request.settings)
        except (InterruptionError, KeyboardInterrupt):
            return kept, trouble, True
        except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
            trouble[part.name] = f"{type(error).__name__}: {error}"
            continue
        seconds = time.monotonic() - began
        clock.took(part.runs, seconds)
        with naming(store.path(part.name)):
            kept[part.name] = store.put(part.name, stamp_of(part, request.settings), seconds, found)
    return kept, trouble, False


def stamp_of(part: Part, settings: Settings) -> Stamp:
    """Return what a part would be made with now."""
    from clever_coalitions.analysis.evidence.stamp import stamp

    return stamp(settings.worlds, part.seed)


class _Clock:
    """Says how long the rest may take, from how long the parts before took."""

    def __init__(self, runs: Sequence[int]) -> None:
        self.runs, self.done, self.seconds = runs, 0, 0.0

    def took(self, runs: int, seconds: float) -> None:
        self.done += runs
        self.seconds += seconds

    def left(self, place: int) -> str:
        """Return about how long the parts from ``place`` on may take."""
        speed = self.done / self.seconds if self.seconds > 0.0 else USUAL_SPEED
        seconds = sum(self.runs[place:]) / speed
        return f"about {seconds / 60:.0f} min left" if seconds > 90 else f"about {seconds:.0f} s left"


# --- the page --------------------------------------------------------------------------------------------------------


def write(every: Sequence[Part], kept: Mapping[str, Kept], request: Request) -> Path:
    """Write the figures and the page; return where.

    Raises:
        UserError: a file cannot be written.
    """
    from clever_coalitions.analysis.evidence.page import page
    from clever_coalitions.scenarios.writing import write_text

    found = {part.name: _record(part, kept[part.name]) for part in every if part.name in kept}
    made = whole(book(found, list(every)), kept)
    with screen.status("drawing the figures"):
        for name, picture in figures(made).items():
            target = request.output / f"{name}.svg"
            with naming(target):
                picture.save(target)
    target = request.output.with_name(f"{request.output.name}.md")
    with naming(target):
        write_text(target, page(made, request.output.name, request.command))
    return target


def _record(part: Part, kept: Kept) -> Record:
    return part.kind.model_validate(kept.found)


def whole(made: Book, kept: Mapping[str, Kept]) -> Book:
    """Return a book with what its parts were made with."""
    from clever_coalitions.experiments.calibration.frozen import frozen_edition

    stamps = {name: one.stamp for name, one in kept.items()}
    seconds = {name: one.seconds for name, one in kept.items()}
    return replace(made, stamps=stamps, seconds=seconds, frozen=frozen_edition())


def figures(made: Book) -> dict[str, Picture]:
    """Return the figures of a book by name."""
    from clever_coalitions.analysis.trials.ablation_factorial_figure import factorial_figure
    from clever_coalitions.analysis.trials.ablation_figure import ablation_figure
    from clever_coalitions.analysis.trials.forms_figure import forms_figure
    from clever_coalitions.analysis.trials.levers_figure import levers_figure
    from clever_coalitions.analysis.trials.map_figure import map_figure
    from clever_coalitions.analysis.trials.rules_figure import rules_figure
    from clever_coalitions.analysis.trials.turning_figure import turning_figure

    drawn = {name: map_figure(one) for name, one in made.maps.items()}
    if made.forms:
        drawn["forms"] = forms_figure(made.forms)
    if made.rules:
        drawn["rules"] = rules_figure(made.rules)
    if made.turning:
        drawn["syria"] = turning_figure(made.turning)
    if made.levers:
        drawn["levers"] = levers_figure(made.levers)
    if made.ablation:
        drawn["ablation"] = ablation_figure(made.ablation)
    if made.factorial:
        drawn["factorial"] = factorial_figure(made.factorial)
    return drawn
