"""What if: the card from which one thing is changed, the changes in force, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import solara

from ...analysis.reports.sentences import KEY, sentence
from ...analysis.words import capital, number, worlds
from ...experiments.estimates import difference_in
from ...sim.briefing import USES
from ...sim.governance.forms import find_form
from ...sim.measures import PRIMARY
from ...sim.plugins import STRATEGIES
from ..live.against import Baseline
from ..live.changes import WhatIf, shares_of
from ..live.history import History
from ..live.link import Link
from ..live.wording import change_in_words, time_of
from ..telling.beats import form_at, strategy_at
from ..telling.words import Names
from . import vue
from .bar import forms, labeled
from .differences import Differences
from .element import element
from .turns import use_turns
from .visitor import Visitor, use_visitor
from .worlds import Run, WorldsCard

MOST_SAID = 3
"""Outcomes of which the verdict speaks beside the primary one, in their fixed order."""


@dataclass(frozen=True)
class Ghost:
    """A run that another one is held against, and what the two are called."""

    history: History
    baseline: Baseline

    def is_like(self, history: History) -> bool:
        """Return whether the same organizations are there as in another run, so that both fit into one chart."""
        return np.array_equal(self.history.cast.kind, history.cast.kind)


@solara.component
def WhatIfCard(history: History, link: Link, asked: int, close: Any) -> None:
    """Offer what can be different from the week on in which it was asked for, wherever the player is by now."""
    visitor = use_visitor()
    turn, hearing = use_turns()
    step, scenario = min(asked, history.steps - 1), history.scenario
    form, strategy = form_at(history.result, step), strategy_at(history.result, step)
    names, frame = Names(scenario), history.frames[step]
    is_coordinated = find_form(form).is_coordinated
    vue.WhatIf(
        when=time_of(scenario, step),
        forms=vue.Packed(labeled([form, *forms()])),
        form=form,
        strategies=vue.Packed(labeled([strategy, *STRATEGIES.offered()])),
        strategy=strategy,
        organizations=vue.Packed(
            [
                {"row": row, "name": names.organization(row), "member": bool(frame.member[:, row].any())}
                for row in range(scenario.organizations)
            ]
        ),
        obstacles=[obstacle.name for obstacle in scenario.obstacles],
        assumed=int(frame.assumed[0]),
        is_led=is_coordinated,
        chosen=link.view.chosen,
        turn=turn,
        event_change=hearing(lambda what: fork(visitor, step, what)),
        event_close=close,
    )


def fork(visitor: Visitor, step: int, what: dict[str, Any]) -> None:
    """Go on from a step with one thing changed."""
    shares = shares_of(what["shares"]) if "shares" in what else ()
    change = WhatIf(step, what["what"], what.get("name", ""), what.get("who", 0), what.get("value", 0), shares)
    visitor.change(lambda setting: setting.with_change(change))


def share_week(visitor: Visitor, history: History, step: int, shares: list[float]) -> None:
    """Let the coordinator's week be another one: from the start in the case itself, later as a what if."""
    given = shares_of(shares)
    if step > 0:
        fork(visitor, min(step, history.steps - 1), {"what": "week", "shares": given})
        return
    numbers = {f"coordinator.{use}": share for use, share in zip(USES, given, strict=True)}
    kept = {path: value for path, value in visitor.link.value.setting.numbers if path not in numbers}
    visitor.change(lambda setting: replace(setting, numbers=tuple(sorted({**kept, **numbers}.items()))))


@solara.component
def ChangesInForce(history: History, link: Link, where: str = "") -> None:
    """List the what ifs, each of which can be taken back; ``where`` says for what they hold."""
    visitor = use_visitor()
    turn, hearing = use_turns()

    def in_words(change: WhatIf) -> str:
        return change_in_words(change, history.scenario)

    def drop(said: str) -> None:
        """Take back by words: places have moved if another one was taken back just now."""
        visitor.change(lambda now: replace(now, changes=tuple(one for one in now.changes if in_words(one) != said)))

    vue.Changes(
        changes=[in_words(change) for change in link.setting.changes],
        where=where,
        turn=turn,
        event_drop=hearing(drop),
        event_drop_all=hearing(lambda _: visitor.change(lambda now: replace(now, changes=()))),
    )


@solara.component
def Verdict(run: Run, history: History, ghost: Ghost, is_told: bool) -> None:
    """Say what the change comes to: in this world, once its ending may be spoken of, and in many."""
    found = run.comparison.value
    with solara.Div(classes=["cc-card", "cc-verdictcard"]):
        element("h2", "What the change comes to")
        WorldsCard(run, [in_this_world(history, ghost) if is_told else NOT_YET, *in_worlds(run)])
        if found is not None and found.done > 1:
            Differences(found, (PRIMARY,))


NOT_YET = "What it comes to in this one world is told at its last week, or when you lift the fog."


def in_this_world(history: History, ghost: Ghost) -> str:
    """Return the net value of this world under both."""
    mine, other = (number(one.result.outcomes[PRIMARY], 1.0) for one in (history, ghost.history))
    names = ghost.baseline
    if mine == other:
        return f"In this one world the net value is {mine} under both."
    return f"In this one world: net value {mine} under {names.other}, {other} under {names.name}. It may be luck."


def in_worlds(run: Run) -> list[str]:
    """Return what many worlds say: of the primary outcome, and of those that differ among the fixed few."""
    found = run.comparison.value
    if found is None or found.done < 2:
        return []
    many = worlds(found.done)
    told = [f"In {many}: {sentence(found, PRIMARY).replace(f' in {many}', '')}."]
    if found.done >= run.asked:
        apart = [key for key in KEY if difference_in(found, key, 1).is_told_apart]
        told += [f"{capital(sentence(found, key))}." for key in apart[:MOST_SAID]]
    return told
