"""``coalitions calibrate``: what calibration did, done again."""

from __future__ import annotations

import json
from pathlib import Path

from . import screen
from .writing import make_folder, naming

QUICK_GENERATIONS, QUICK_WORLDS, QUICK_FINALISTS = 1, 20, 1


def answer(output: Path, is_quick: bool, worlds: int) -> None:
    """Calibrate, and write the record and its page into a folder."""
    from clever_coalitions.analysis.trials.calibration import calibrate, page
    from clever_coalitions.experiments.calibration.search import FINALISTS, GENERATIONS
    from clever_coalitions.scenarios.writing import write_text
    from clever_coalitions.sim.edition import EDITION

    screen.warm()
    make_folder(output)
    console = screen.messages()
    with screen.status("looking for plausible numbers") as update:

        def tell(text: str) -> None:
            update(text) if console.is_terminal else console.print(text, markup=False)

        if is_quick:
            record = calibrate(QUICK_GENERATIONS, QUICK_WORLDS, QUICK_FINALISTS, tell, QUICK_WORLDS)
        else:
            record = calibrate(GENERATIONS, worlds, FINALISTS, tell)
    record["edition"] = EDITION
    with naming(output):
        write_text(output / "record.json", json.dumps(screen.finite(record), indent=1) + "\n")
        write_text(output / "calibration.md", page(record))
    screen.answers().print(f"wrote {output / 'record.json'} and {output / 'calibration.md'}", markup=False)
