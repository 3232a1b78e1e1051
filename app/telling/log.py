"""The log of a run: what happened, in sentences, each with the reasons behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...analysis.words import capital
from .beats import time_label
from .story import tell
from .summary import summary
from .why import reasons
from .words import Names

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario


@dataclass(frozen=True)
class Entry:
    """What happened in a week, or in several told as one.

    Attributes:
        week, last: weeks as numbers of steps after which they had happened: as frames are counted.
        label: what the time is called; issue: index of the one that it is about.
        who: rows of the organizations that took a seat or left one.
        words: ``(text, tone)`` each.
        why: reasons, one for each kind of organizations that moved.
    """

    week: int
    last: int
    label: str
    who: tuple[int, ...]
    words: tuple[tuple[str, str], ...]
    why: tuple[str, ...]
    issue: int = 0


def log_of(result: Result, scenario: Scenario) -> list[Entry]:
    """Return the log of a run that kept its series and its events, in its order."""
    names = Names(scenario)
    return [
        Entry(
            beat.first + 1,
            beat.last + 1,
            beat.label,
            tuple(dict.fromkeys(event.who for event in beat.joined + beat.left)),
            tuple((f"{capital(sentence.text)}.", sentence.tone) for sentence in beat.sentences),
            tuple(map(capital, reasons(beat, names))),
            beat.issue,
        )
        for beat in tell(result, scenario)
    ]


def end_label(result: Result) -> str:
    """Return what the last week is called."""
    return time_label(result, len(result.series))


def outcome_in_words(result: Result, scenario: Scenario) -> str:
    """Return what came of a run in one sentence."""
    return summary(result, scenario)[0]
