"""The parts of the pages that live in the browser: small Vue templates beside this file, without any library."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Literal

import solara

from .said import (
    Asked,
    At,
    Changed,
    Decided,
    Given,
    Hearing,
    Name,
    Nothing,
    OneChange,
    Pick,
    Row,
    Shares,
    Step,
    Words,
    kind_of,
    one_by_one,
)

Event = Callable[[Any], None] | None

EVENTS: set[str] = set()
"""Names under which browsers say that something happened to a part."""


class Packed:
    """Data for the browser: Solara searches lists and dictionaries for elements each time it draws, but not this."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed) and (self.value is other.value or self.value == other.value)

    __hash__ = None  # type: ignore[assignment]


def part(template: str, *packed: str, **said: Any) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Return a decorator that makes a component of a template.

    Args:
        packed: names of arguments that are ``Packed``.
        said: kinds of the data of its events, by their names; what is of another kind is not heard.
    """
    unpack = {name: lambda value, _: value.value for name in packed}
    kinds = {f"event_{name}": kind_of(kind) for name, kind in said.items()}
    EVENTS.update(said, kinds)

    def made(described: Callable[..., None]) -> Callable[..., Any]:
        events = {name for name in inspect.signature(described).parameters if name.startswith("event_")}
        assert events == set(kinds), f"{template}: each event has a kind, and there are no others"
        component = solara.component_vue(template, vuetify=False, to_json=unpack)(described)

        def heard(*args: Any, **given: Any) -> Any:
            acts = {name: Hearing(kinds[name], act) for name, act in given.items() if name in kinds and act}
            return component(*args, **{**given, **acts})

        return heard

    return made


@part("top.vue", visit=Name, dismiss=one_by_one(Nothing), set_theme=one_by_one(Literal["", "dark", "light"]))
def Top(
    address: str,
    page: str,
    heading: str,
    pages: list[dict[str, str]],
    theme: str,
    said: str,
    turn: int = 0,
    event_visit: Event = None,
    event_dismiss: Event = None,
    event_set_theme: Event = None,
) -> None:
    """The head of every page: where to go, the link, light and dark, and what is to be said; it keeps the address."""


@part(
    "toolbar.vue",
    "cases",
    "forms",
    "strategies",
    pick=one_by_one(Pick),
    undo=one_by_one(Nothing),
    redo=one_by_one(Nothing),
    lab=one_by_one(bool),
)
def Toolbar(
    cases: Packed,
    case: str,
    forms: Packed,
    form: str,
    strategies: Packed,
    strategy: str,
    seed: int,
    has_lab: bool,
    can_undo: bool,
    can_redo: bool,
    is_lab: bool = False,
    is_changed: bool = False,
    later: str = "",
    turn: int = 0,
    event_pick: Event = None,
    event_undo: Event = None,
    event_redo: Event = None,
    event_lab: Event = None,
) -> None:
    """What is run: the case, the form of governance, the strategy, the seed; undo and redo."""


@part("drawn.vue", "given", "truth", at=At, choose=Row, fork=Step, seek=Step, lift=bool)
def Drawn(
    what: str,
    given: Packed,
    now: dict[str, Any] = {},  # noqa: B006  never changed
    truth: Packed = Packed(None),  # noqa: B008  never changed
    event_at: Event = None,
    event_choose: Event = None,
    event_fork: Event = None,
    event_seek: Event = None,
    event_lift: Event = None,
) -> None:
    """A drawing that the browser makes by itself: ``what`` is its name in ``app/draw/page.js``."""


@part(
    "drawn.vue",
    "given",
    "truth",
    begin=Nothing,
    decide=Decided,
    lift=Nothing,
    again=Step,
    other=Nothing,
)
def Played(
    what: str,
    given: Packed,
    now: dict[str, Any] = {},  # noqa: B006  never changed
    truth: Packed = Packed(None),  # noqa: B008  never changed
    event_begin: Event = None,
    event_decide: Event = None,
    event_lift: Event = None,
    event_again: Event = None,
    event_other: Event = None,
) -> None:
    """A game, which the browser draws by itself: somebody begins it, decides, and asks for the truth at its end."""


@part("button.vue", press=Nothing)
def Button(label: str, kind: str = "", is_off: bool = False, event_press: Event = None) -> None:
    """A plain button."""


@part("whatif.vue", "organizations", "forms", "strategies", change=one_by_one(OneChange), close=Nothing)
def WhatIf(
    when: str,
    forms: Packed,
    form: str,
    strategies: Packed,
    strategy: str,
    organizations: Packed,
    obstacles: list[str],
    assumed: int,
    is_led: bool,
    chosen: int = -1,
    turn: int = 0,
    event_change: Event = None,
    event_close: Event = None,
) -> None:
    """What can be different from a week on."""


@part("weekbar.vue", share=one_by_one(Shares))
def WeekBar(
    shares: list[float],
    names: list[str],
    colors: list[str],
    hours: float,
    when: str,
    is_off: bool = False,
    turn: int = 0,
    event_share: Event = None,
) -> None:
    """The coordinator's week as a bar of seven uses; its seven borders can be dragged, or moved with the arrow keys."""


@part("changes.vue", drop=one_by_one(Words), drop_all=one_by_one(Nothing))
def Changes(
    changes: list[str], where: str = "", turn: int = 0, event_drop: Event = None, event_drop_all: Event = None
) -> None:
    """The what ifs that are in force, each of which can be taken back; ``where`` says for what they hold."""


@part("why.vue", close=Nothing)
def Why(
    title: str,
    about: str,
    verdict: str,
    facts: list[list[str]],
    terms: list[dict[str, Any]],
    event_close: Event = None,
) -> None:
    """Why an organization has or has no seat: the terms of its score, the largest first."""


@part("worlds.vue", stop=Nothing, on=Nothing)
def WorldsBar(
    done: int,
    asked: int,
    is_running: bool,
    said: list[str],
    start: str = "",
    can_go_on: bool = False,
    trouble: str = "",
    event_stop: Event = None,
    event_on: Event = None,
) -> None:
    """How many worlds are done, ways to begin, to stop and to go on, and what they say."""


@part("numbers.vue", "groups", number=one_by_one(Changed), clear=one_by_one(Nothing))
def Numbers(
    groups: Packed,
    changed: dict[str, float],
    turn: int = 0,
    event_number: Event = None,
    event_clear: Event = None,
) -> None:
    """Every number of the model, by mechanism, with its range and meaning."""


@part("stories.vue", "stories", open=Name)
def Stories(stories: Packed, event_open: Event = None) -> None:
    """Presets, told as small stories."""


@part("upload.vue", file=Given)
def Upload(
    label: str, problems: list[dict[str, str]], most: int, file: str = "", about: str = "", event_file: Event = None
) -> None:
    """A case or a study of one's own from a file, with its mistakes at the right keys."""


@part("export.vue", make=Name, saved=Nothing)
def Export(
    items: list[dict[str, str]],
    file: dict[str, Any] | None,
    note: str = "",
    event_make: Event = None,
    event_saved: Event = None,
) -> None:
    """Files to take home: made when asked for, and saved by the browser."""


@part("against.vue", "paths", ask=one_by_one(Words))
def Against(
    path: str,
    value: str,
    paths: Packed,
    names: dict[str, list[dict[str, str]]],
    turn: int = 0,
    event_ask: Event = None,
) -> None:
    """What is different on the other side of a comparison."""


@part("question.vue", "paths", ask=Asked)
def Question(
    vary: str, worlds: int, most: int, paths: Packed, ideas: list[dict[str, str]], event_ask: Event = None
) -> None:
    """What an experiment asks: what is varied, and in how many worlds."""


@part("outcome.vue", "outcomes", look=Name)
def Outcome(
    outcome: str,
    outcomes: Packed,
    meaning: str,
    means: list[list[str]],
    said: list[str],
    event_look: Event = None,
) -> None:
    """One outcome of an experiment, chosen from all."""


@part("figure.vue")
def Figure(svg: str, narrow: str, words: str) -> None:
    """A figure of the report, in the version that fits the page."""


@part("ways.vue", pick=Literal["question", "study"])
def Ways(ways: list[dict[str, str]], way: str, event_pick: Event = None) -> None:
    """The two ways to experiment: one question, or a study."""


@part("study.vue", "studies", pick=Name)
def StudyCard(
    studies: Packed, name: str, question: str, facts: list[list[str]], text: str, event_pick: Event = None
) -> None:
    """A study, chosen from those that ship or one's own: what it asks, and what it does."""


@part("studyrun.vue", on=Nothing, stop=Nothing, again=Nothing)
def StudyRun(
    done: int,
    total: int,
    doing: str,
    status: str,
    progress: str,
    start: str,
    about: str,
    said: list[str],
    failures: list[dict[str, str]],
    failed: int = 0,
    trouble: str = "",
    note: str = "",
    where: str = "",
    command: str = "",
    event_on: Event = None,
    event_stop: Event = None,
    event_again: Event = None,
) -> None:
    """How far a study is, ways to run it, to stop and to go on, what failed, and what it says."""
