"""The parts of the pages that live in the browser: small Vue templates beside this file, without any library."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Literal

import solara

from . import said
from .said import Hearing, Name, Nothing, Shares, Step, Words, kind_of, one_by_one

PARTS: dict[str, set[str]] = {}
"""What browsers may say happened to the parts that are made of a template."""


class Packed:
    """Data for the browser: Solara searches lists and dictionaries for elements each time it draws, but not this."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed) and (self.value is other.value or self.value == other.value)

    __hash__ = None  # type: ignore[assignment]


def part(template: str, shown: str, packed: str = "", **events: Any) -> Callable[..., Any]:
    """Return a component of a template; all that it takes is given by name, and is None where it is not given.

    Args:
        shown: names of what it shows; packed: names of what it shows that comes ``Packed``.
        events: kinds of the data of its events, by their names; what is of another kind is not heard.
    """
    kinds = {f"event_{name}": kind_of(kind) for name, kind in events.items()}
    PARTS.setdefault(template, set()).update(events)

    def described() -> None:  # from whose signature Solara reads what a component takes
        pass

    names = (*shown.split(), *packed.split(), *kinds)
    described.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None) for name in names]
    )
    unpack = {name: lambda value, _: value and value.value for name in packed.split()}
    component = solara.component_vue(template, vuetify=False, to_json=unpack)(described)

    def heard(**given: Any) -> Any:
        acts = {name: Hearing(kinds[name], act) for name, act in given.items() if name in kinds and act}
        return component(**{**given, **acts})

    return heard


def events() -> frozenset[str]:
    """Return the names under which browsers say that something happened to a part."""
    named = set().union(*PARTS.values())
    return frozenset(named | {f"event_{name}" for name in named})


Top = part(
    "top.vue",
    "address page heading pages theme said turn",
    visit=Name,
    dismiss=one_by_one(Nothing),
    set_theme=one_by_one(Literal["", "dark", "light"]),
)
"""The head of every page: where to go, the link, light and dark, and what is to be said; it keeps the address."""

Toolbar = part(
    "toolbar.vue",
    "case form later strategy seed has_lab can_undo can_redo is_lab is_changed turn",
    "cases forms strategies",
    pick=one_by_one(said.Pick),
    undo=one_by_one(Nothing),
    redo=one_by_one(Nothing),
    lab=one_by_one(bool),
)
"""What is run: the case, the form of governance, the strategy, the seed; undo and redo."""

Drawn = part("drawn.vue", "what now", "given truth", at=said.At, choose=said.Row, fork=Step, seek=Step, lift=bool)
"""A drawing that the browser makes by itself: ``what`` is its name in ``app/draw/page.js``."""

Played = part(
    "drawn.vue", "what now", "given truth", begin=Nothing, decide=said.Decided, lift=Nothing, again=Step, other=Nothing
)
"""A game, which the browser draws by itself: somebody begins it, decides, and asks for the truth at its end."""

Button = part("button.vue", "label", press=Nothing)
"""A plain button."""

WhatIf = part(
    "whatif.vue",
    "when form strategy obstacles assumed is_led chosen turn",
    "forms strategies organizations",
    change=one_by_one(said.OneChange),
    close=Nothing,
)
"""What can be different from a week on."""

WeekBar = part("weekbar.vue", "shares names colors hours when is_off turn", share=one_by_one(Shares))
"""The coordinator's week as a bar of seven uses; its seven borders can be dragged, or moved with the arrow keys."""

Changes = part("changes.vue", "changes where turn", drop=one_by_one(Words), drop_all=one_by_one(Nothing))
"""The what ifs that are in force, each of which can be taken back; ``where`` says for what they hold."""

Why = part("why.vue", "title about verdict facts terms", close=Nothing)
"""Why an organization has or has no seat: the terms of its score, the largest first."""

WorldsBar = part("worlds.vue", "done asked is_running said start can_go_on trouble", stop=Nothing, on=Nothing)
"""How many worlds are done, ways to begin, to stop and to go on, and what they say."""

Numbers = part("numbers.vue", "changed turn", "groups", number=one_by_one(said.Changed), clear=one_by_one(Nothing))
"""Every number of the model, by mechanism, with its range and meaning."""

Stories = part("stories.vue", "", "stories", open=Name)
"""Presets, told as small stories."""

Upload = part("upload.vue", "label problems most file about", file=said.Given)
"""A case or a study of one's own from a file, with its mistakes at the right keys."""

Export = part("export.vue", "items file note", make=Name, saved=Nothing)
"""Files to take home: made when asked for, and saved by the browser."""

Against = part("against.vue", "path value names turn", "paths", ask=one_by_one(Words))
"""What is different on the other side of a comparison."""

Question = part("question.vue", "vary worlds most ideas", "paths", ask=said.Asked)
"""What an experiment asks: what is varied, and in how many worlds."""

Outcome = part("outcome.vue", "outcome meaning means said", "outcomes", look=Name)
"""One outcome of an experiment, chosen from all."""

Figure = part("figure.vue", "svg narrow words")
"""A figure of the report, in the version that fits the page."""

Ways = part("ways.vue", "ways way", pick=Literal["question", "study"])
"""The two ways to experiment: one question, or a study."""

StudyCard = part("study.vue", "name question facts text", "studies", pick=Name)
"""A study, chosen from those that ship or one's own: what it asks, and what it does."""

StudyRun = part(
    "studyrun.vue",
    "done total doing status progress start about said failures failed trouble note where command",
    on=Nothing,
    stop=Nothing,
    again=Nothing,
)
"""How far a study is, ways to run it, to stop and to go on, what failed, and what it says."""
