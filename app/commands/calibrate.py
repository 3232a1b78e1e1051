"""``coalitions calibrate``: what calibration did, done again."""

from __future__ import annotations

import json
from pathlib import Path

from . import screen
from .writing import make_folder

QUICK_GENERATIONS, QUICK_WORLDS, QUICK_FINALISTS = 1, 20, 1


def answer(output: Path, is_quick: bool, worlds: int) -> None:
    """Calibrate, and write the record and its page into a folder."""
    from coalitions.analysis.trials.calibration import calibrate, page
    from coalitions.experiments.calibration.frozen import constants_hash
    from coalitions.experiments.calibration.search import FINALISTS, GENERATIONS

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
    record["frozen"] = constants_hash()
    (output / "record.json").write_text(json.dumps(screen.finite(record), indent=1) + "\n", "utf-8")
    (output / "calibration.md").write_text(page(record), "utf-8")
    screen.answers().print(f"wrote {output / 'record.json'} and {output / 'calibration.md'}", markup=False)
