"""The log of a run: what happened, in sentences, each with the reasons behind it."""

from __future__ import annotations

from dataclasses import dataclass

from ..telling.beats import Beat, time_label
from ..telling.summary import summary
from ..telling.why import reasons
from ..telling.words import Names
from .history import History


@dataclass(frozen=True)
class Entry:
    """What happened in a week, or in several told as one.

    Attributes:
        first, last: weeks as numbers of steps after which they had happened: as frames are counted.
        label: what the time is called.
        sentences: ``(text, tone)`` each.
        why: reasons, one for each kind of organizations that moved.
    """

    first: int
    last: int
    label: str
    sentences: tuple[tuple[str, str], ...]
    why: tuple[str, ...]


def log_of(history: History) -> list[Entry]:
    """Return the log of a run, in its order."""
    names = Names(history.scenario)
    return [
        Entry(beat.first + 1, beat.last + 1, beat.label, _said(beat), tuple(map(capital, reasons(beat, names))))
        for beat in history.beats
    ]


def _said(beat: Beat) -> tuple[tuple[str, str], ...]:
    return tuple((f"{capital(sentence.text)}.", sentence.tone) for sentence in beat.sentences)


def news(history: History) -> list[tuple[int, str]]:
    """Return the one sentence to say from each week on: the latest news, with what became of it."""
    told = [(0, "Nothing has happened yet. Press play.")]
    for beat in history.beats:
        weighty = [s.text for s in beat.sentences if s.tone in ("turn", "good", "bad")]
        told.append(
            (beat.last + 1, f"{capital(beat.label)}: {'; '.join(weighty or [s.text for s in beat.sentences])}.")
        )
    return [*told[:-1], *_ended(history, told[-1])]


def _ended(history: History, last: tuple[int, str]) -> list[tuple[int, str]]:
    """Return the last news, and at the end of the run what came of it."""
    said = f"{capital(time_label(history.result, history.steps))}, the end: {outcome_in_words(history)}"
    return [last, (history.steps, said)] if last[0] < history.steps else [(history.steps, f"{last[1]} {said}")]


def outcome_in_words(history: History) -> str:
    """Return what came of a run in one sentence."""
    return summary(history.result)[0]


def capital(text: str) -> str:
    """Return text that begins a sentence."""
    return text[:1].upper() + text[1:]
