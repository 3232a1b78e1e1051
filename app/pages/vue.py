"""The parts of the pages that live in the browser: small Vue templates beside this file, without any library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Event = Callable[[Any], None] | None


@solara.component_vue("top.vue", vuetify=False)
def Top(
    address: str,
    page: str,
    pages: list[dict[str, str]],
    theme: str,
    said: str,
    event_visit: Event = None,
    event_dismiss: Event = None,
    event_set_theme: Event = None,
) -> None:
    """The head of every page: where to go, the link, light and dark, and what is to be said; it keeps the address."""


@solara.component_vue("toolbar.vue", vuetify=False)
def Toolbar(
    cases: list[dict[str, str]],
    case: str,
    forms: list[dict[str, str]],
    form: str,
    strategies: list[dict[str, str]],
    strategy: str,
    seed: int,
    has_lab: bool,
    can_undo: bool,
    can_redo: bool,
    is_lab: bool = False,
    is_changed: bool = False,
    event_pick: Event = None,
    event_undo: Event = None,
    event_redo: Event = None,
    event_lab: Event = None,
) -> None:
    """What is run: the case, the form of governance, the strategy, the seed; undo and redo."""


@solara.component_vue("player.vue", vuetify=False)
def Player(
    run: str,
    steps: int,
    step: int,
    jump: int,
    days: float,
    sides: list[dict[str, Any]],
    marks: list[dict[str, Any]],
    fork: str = "",
    event_at: Event = None,
    event_want: Event = None,
    event_size: Event = None,
    event_choose: Event = None,
    event_fork: Event = None,
) -> None:
    """The scene of a week, played in the browser from scenes that come in batches, and the sentence under it."""


@solara.component_vue("chart.vue", vuetify=False)
def Chart(
    name: str,
    svg: str,
    words: str,
    steps: int,
    left: float,
    right: float,
    step: int,
    note: str = "",
    event_size: Event = None,
) -> None:
    """A chart over the whole run, with a line at the week that is shown and a veil over what is to come."""


@solara.component_vue("button.vue", vuetify=False)
def Button(label: str, kind: str = "", is_off: bool = False, event_press: Event = None) -> None:
    """A plain button."""


@solara.component_vue("whatif.vue", vuetify=False)
def WhatIf(
    when: str,
    forms: list[dict[str, str]],
    form: str,
    strategies: list[dict[str, str]],
    strategy: str,
    organizations: list[dict[str, Any]],
    obstacles: list[str],
    assumed: int,
    chosen: int = -1,
    event_change: Event = None,
    event_close: Event = None,
) -> None:
    """What can be different from a week on."""


@solara.component_vue("weekbar.vue", vuetify=False)
def WeekBar(
    shares: list[float],
    names: list[str],
    colors: list[str],
    hours: float,
    when: str,
    is_off: bool = False,
    event_share: Event = None,
) -> None:
    """The coordinator's week as a bar of seven uses; its seven borders can be dragged, or moved with the arrow keys."""


@solara.component_vue("changes.vue", vuetify=False)
def Changes(changes: list[str], event_drop: Event = None, event_drop_all: Event = None) -> None:
    """The what ifs that are in force, each of which can be taken back."""


@solara.component_vue("log.vue", vuetify=False)
def Log(entries: list[dict[str, Any]], step: int, event_seek: Event = None) -> None:
    """What happened, newest first, up to the week that is shown; with reasons on request."""


@solara.component_vue("why.vue", vuetify=False)
def Why(
    title: str,
    about: str,
    verdict: str,
    facts: list[list[str]],
    terms: list[dict[str, Any]],
    event_close: Event = None,
) -> None:
    """Why an organization has or has no seat: the terms of its score, the largest first."""


@solara.component_vue("worlds.vue", vuetify=False)
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


@solara.component_vue("numbers.vue", vuetify=False)
def Numbers(
    groups: list[dict[str, Any]], changed: dict[str, float], event_number: Event = None, event_clear: Event = None
) -> None:
    """Every number of the model, by mechanism, with its range and meaning."""


@solara.component_vue("stories.vue", vuetify=False)
def Stories(stories: list[dict[str, str]], event_open: Event = None) -> None:
    """Presets, told as small stories."""


@solara.component_vue("upload.vue", vuetify=False)
def Upload(label: str, problems: list[dict[str, str]], file: str = "", event_file: Event = None) -> None:
    """A case of one's own from a file, with its mistakes at the right keys."""


@solara.component_vue("export.vue", vuetify=False)
def Export(items: list[dict[str, str]], file: dict[str, Any] | None, note: str = "", event_make: Event = None) -> None:
    """Files to take home: made when asked for, and saved by the browser."""


@solara.component_vue("against.vue", vuetify=False)
def Against(
    path: str, value: str, paths: list[str], names: dict[str, list[dict[str, str]]], event_ask: Event = None
) -> None:
    """What is different on the other side of a comparison."""


@solara.component_vue("question.vue", vuetify=False)
def Question(
    vary: str, worlds: int, most: int, paths: list[str], ideas: list[dict[str, str]], event_ask: Event = None
) -> None:
    """What an experiment asks: what is varied, and in how many worlds."""


@solara.component_vue("outcome.vue", vuetify=False)
def Outcome(
    outcome: str,
    outcomes: list[dict[str, str]],
    meaning: str,
    means: list[list[str]],
    said: list[str],
    event_look: Event = None,
) -> None:
    """One outcome of an experiment, chosen from all."""


@solara.component_vue("figure.vue", vuetify=False)
def Figure(svg: str, narrow: str, words: str) -> None:
    """A figure of the report, in the version that fits the page."""
