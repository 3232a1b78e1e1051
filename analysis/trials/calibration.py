"""Calibration: which of the finalists wins, and the page that says what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from ...experiments.calibration.plausible import BANDS
from ...experiments.calibration.search import (
    RANGES,
    SEEDS,
    WORLDS,
    Candidate,
    allowed_parts,
    finalists,
    look,
    rounded,
    search,
    start_values,
)
from ...experiments.patterns import patterns
from .patterns import FAILS, HOLDS, Judged, expected, judge, together

LAST_LOOK = 200
"""Worlds of the last look at the winner."""

Judgments = dict[str, list[Judged]]


def calibrate(
    generations: int, worlds: int, count: int, tell: Callable[[str], None], last_look: int = LAST_LOOK
) -> dict[str, Any]:
    """Return the record of a calibration: all that ``page`` needs, for JSON.

    Args:
        generations: of the search; worlds: in which the patterns meet each finalist; count: of finalists.
        tell: called with what is being done; last_look: worlds in which the winner is looked at once more.
    """
    began: list[Candidate] = []

    def seen(one: Candidate) -> None:
        began.append(one)
        if len(began) % 50 == 0:
            tell(
                f"{len(began)} candidates, the best {min(each.outside for each in began):.3f} widths outside the bands"
            )

    candidates = search(generations, seen)
    last = finalists(candidates, count)
    scores = []
    for place, one in enumerate(last, start=1):
        tell(f"finalist {place} of {len(last)}")
        scores.append(score(judged(one.values, worlds, SEEDS[1])))
    values = rounded(last[best(last, scores)].values)
    tell("a last look at the winner")
    return {
        "method": {
            "seeds": SEEDS, "worlds": WORLDS, "generations": generations, "finalists": len(last),
            "worlds of the patterns": worlds, "worlds of the last look": last_look,
        },
        "tried": len(candidates),
        "plausible": sum(one.outside == 0.0 for one in candidates),
        "scores": sorted(scores, reverse=True),
        "before": asdict(look(start_values(), last_look, SEEDS[2])),
        "chosen": asdict(look(values, last_look, SEEDS[2])),
        "patterns": _rows(judged(values, last_look, SEEDS[2])),
    }  # fmt: skip


def judged(values: dict[str, float], worlds: int, seed: int) -> Judgments:
    """Return the judgments on the parts that calibration may look at, by pattern."""
    parts = allowed_parts(values, worlds, seed)
    return {id_: [judge(part) for part in found] for id_, found in parts.items()}


def score(found: Judgments) -> int:
    """Return how many parts hold, less how many fail."""
    verdicts = [one.verdict for parts in found.values() for one in parts]
    return verdicts.count(HOLDS) - verdicts.count(FAILS)


def best(candidates: Sequence[Candidate], scores: Sequence[int]) -> int:
    """Return the place of the highest score; of equals, the candidate nearest to the starting values."""
    return max(range(len(scores)), key=lambda place: (scores[place], -candidates[place].distance))


def _rows(found: Judgments) -> list[dict[str, Any]]:
    return [
        {
            "id": id_,
            "verdict": together(parts),
            "parts": [
                {
                    "says": one.part.says, "unit": one.part.unit, "expected": expected(one.part),
                    "mean": one.mean, "low": one.low, "high": one.high, "verdict": one.verdict,
                }
                for one in parts
            ],
        }
        for id_, parts in found.items()
    ]  # fmt: skip


# --- the page -----------------------------------------------------------------------------------------------------


def page(record: dict[str, Any]) -> str:
    """Return the text of ``docs/calibration.md``."""
    method, chosen, before = record["method"], record["chosen"], record["before"]
    return "\n".join(
        (
            "# Calibration",
            "",
            "Written by `coalitions calibrate`; do not edit. It was done once, before forms of governance were",
            "compared with these constants. It looked at opt-in alone: at whether a default campaign is plausible, and",
            "at those [patterns](model.md#1-purpose-and-patterns) of which the model's document says that it may.",
            "",
            f"**Frozen in edition {record['edition']} of the model.** An edition stands for every default of",
            "[parameters.md](parameters.md) and every shipped case. All comparisons of forms were made after that.",
            "",
            "While the engine was built, forms had been compared with earlier constants, and mistakes were mended in",
            "view of what came out. No number was moved for the sake of a form, but a reader should know.",
            "",
            "## What was done",
            "",
            f"{record['tried']:,} candidates ran the case `steady` with every number at its default, but for the",
            f"{len(RANGES)} below, in {method['worlds']} worlds of base seed {method['seeds'][0]}: differential",
            "evolution (Storn & Price 1997) looked for candidates within the bands and near the starting values.",
            f"{record['plausible']:,} were plausible. The {method['finalists']} nearest to the starting values met",
            f"the patterns in {method['worlds of the patterns']} worlds of base seed {method['seeds'][1]}; a part that",
            "holds counted 1, one that fails -1, and the highest sum won (sums: "
            f"{', '.join(str(one) for one in record['scores'])}).",
            f"The winner, rounded to two digits, was looked at in {method['worlds of the last look']} worlds of base",
            f"seed {method['seeds'][2]}. Nothing was moved after that.",
            "",
            "## What is plausible",
            "",
            "| quantity | band | before | chosen | |",
            "|---|---|---|---|---|",
            *(_band_row(name, before["seen"][name], chosen["seen"][name]) for name in BANDS),
            "",
            "## What was varied, and what was chosen",
            "",
            "| parameter | range | before | chosen |",
            "|---|---|---|---|",
            *(
                f"| `{path}` | {one.low:g} to {one.high:g} | {one.start:g} | {chosen['values'][path]:g} |"
                for path, one in RANGES.items()
            ),
            "",
            "## The patterns that calibration may look at, in the end",
            "",
            "A pattern that fails is reported as failing.",
            "",
            "| pattern | part | expected | mean and 95 % interval | verdict |",
            "|---|---|---|---|---|",
            *(row for one in record["patterns"] for row in _pattern_rows(one)),
            "",
        )
    )


def _band_row(name: str, before: float, chosen: float) -> str:
    band = BANDS[name]
    said = "" if band.low <= chosen <= band.high else "**outside**"
    return f"| {band.says} | {band.low:g} to {band.high:g} | {before:.3g} | {chosen:.3g} | {said} |"


def _pattern_rows(one: dict[str, Any]) -> list[str]:
    claim = next(pattern.claim for pattern in patterns() if pattern.id == one["id"])
    rows = [f"| **{one['id']}** | {claim} | | | **{one['verdict']}** |"]
    for part in one["parts"]:
        rows.append(
            f"| | {part['says']} ({part['unit']}) | {part['expected'] or 'reported only'} "
            f"| {part['mean']:.3g} [{part['low']:.3g}, {part['high']:.3g}] | {part['verdict']} |"
        )
    return rows
