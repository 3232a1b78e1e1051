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
    news: list[list[Any]],
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
