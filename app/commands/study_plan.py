"""What studies there are, and what one will take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UserError
from ..telling.words import seconds_in_words, several
from . import screen
from .study import explained

if TYPE_CHECKING:
    from clever_coalitions.experiments.studies import Study


def plan(study: Study, workers: int | None, store: Path, is_json: bool) -> None:
    """Say what a study will take, from three pilot runs.

    Raises:
        UserError: a pilot run failed, or the store cannot be read.
    """
    screen.warm()
    from dataclasses import asdict

    from clever_coalitions.experiments.studies.plan import plan as planned

    with explained():
        try:
            found = planned(study, workers, store)
        except RuntimeError as error:
            raise UserError(str(error)) from None
    if is_json:
        screen.print_json({"study": study.name, "question": study.question, **asdict(found)})
        return
    console = screen.answers()
    console.print(study.question, style="bold", markup=False)
    worlds = several(found.worlds, "world", "worlds")
    if found.points > 1:
        worlds += f" ({found.points:,} points x {found.repetitions:,})"
    at_most = "at most " if study.stop else ""
    lines = [
        f"{at_most}{worlds} x {several(found.treatments, 'treatment', 'treatments')} = {found.runs:,} runs",
        f"missing in {store}: {found.missing:,} runs",
        f"a run takes about {1000 * sorted(found.pilot_seconds)[1]:.3g} ms (the middle one of three pilot runs)",
        f"in all about {seconds_in_words(found.seconds)} with {several(found.workers, 'worker', 'workers')}, and "
        f"{found.bytes / 2**20:.3g} MiB of disk",
    ]
    if study.stop:
        lines.append(
            f"it stops when {study.stop.outcome}, {study.stop.between[1]} minus {study.stop.between[0]}, is known to "
            f"{study.stop.width:g}, but not before {found.least_worlds:,} worlds"
        )
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def list_studies(is_json: bool) -> None:
    """Say which studies ship, and what they ask."""
    from clever_coalitions.experiments.studies import load_study, names

    questions = {name: load_study(name).question for name in names()}
    if is_json:
        screen.print_json(questions)
        return
    console = screen.answers()
    for name, question in questions.items():
        console.print(f"{name}: {question}", markup=False, soft_wrap=True)
