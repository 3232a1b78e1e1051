"""The Lab: everything beside the first look."""

from __future__ import annotations

import solara

from ...analysis.palette import KINDS
from ...sim.governance.forms import find_form
from ...sim.scenario import Scenario
from ..live.frames import shares_of_all
from ..live.history import History
from ..live.link import Link
from ..live.reasons import reasons
from ..live.stories import STORIES, rule_of
from ..live.wording import USES, time_of
from ..telling.beats import form_at
from ..telling.following import Whereabouts, Why
from ..telling.why import largest_first
from ..telling.words import Names
from . import vue
from .turns import use_turns
from .visitor import use_visitor
from .whatifs import share_week

NOTHING = vue.Packed({})
"""What drawings are given that look at the stage alone."""


@solara.component
def LogCard() -> None:
    """The log of decisions, in sentences."""
    visitor = use_visitor()
    vue.Drawn(what="log", given=NOTHING, event_seek=lambda to: visitor.seek(to))


@solara.component
def TheoryCard() -> None:
    """The theory of change that is followed, its steps filling."""
    vue.Drawn(what="theory", given=NOTHING)


@solara.component
def WeekCard(history: History, step: int) -> None:
    """The coordinator's week."""
    visitor = use_visitor()
    turn, hearing = use_turns()
    form = form_at(history.result, min(step, history.steps - 1))
    frame = history.frames[min(step + 1, history.steps)]  # what is decided from the week that is shown on
    vue.WeekBar(
        shares=[round(float(share), 4) for share in shares_of_all(frame.uses, frame.hours)],
        names=list(USES),
        colors=[f"color-mix(in srgb, var(--{KINDS[use].name}) 42%, var(--card))" for use in range(len(USES))],
        hours=float(frame.hours.sum()),
        when=time_of(history.scenario, step),
        is_off=not find_form(form).is_coordinated,
        turn=turn,
        event_share=hearing(lambda shares: share_week(visitor, history, step, shares)),
    )


@solara.component
def WhyCard(history: History, link: Link, step: int) -> None:
    """Why the organization that was chosen has, or has no, seat this week."""
    visitor = use_visitor()
    row = link.view.chosen
    names, frame, scenario = Names(history.scenario), history.frames[step], history.scenario
    found = solara.use_memo(lambda: reasons(history.plan, step, row), [link.setting, step, row])
    vue.Why(
        title=names.organization(row),
        about=f"in {time_of(scenario, step)}; {at_home(scenario, row)}",
        verdict=verdict(found),
        facts=[
            ["trust in the coordinator", f"{100 * frame.trust[row]:.0f} %"],
            ["energy", f"{100 * frame.energy[row]:.0f} %"],
            ["hours a week it can give", f"{found.capacity:.0f}"],
            ["of them taken", f"{100 * frame.load[row]:.0f} %"],
            ["core partner", "yes" if history.cast.core[row] else "no"],
        ],
        terms=[{"words": said, "hours": hours} for said, hours in largest_first(found.terms)],
        event_close=lambda _: visitor.look(chosen=-1),
    )


def at_home(scenario: Scenario, row: int) -> str:
    """Return the kind of an organization, and in which strengths it is at home."""
    names = Names(scenario)
    kind, place = scenario.kinds[names.kind_of[row]], row - names.first[names.kind_of[row]]
    own = kind.named[place].strengths if place < len(kind.named) else None
    a_kind = f"{kind.name}, " if place < len(kind.named) else ""
    return f"{a_kind}at home in {', '.join(kind.strengths if own is None else own) or 'nothing'}"


def verdict(found: Whereabouts) -> str:
    """Return in one sentence why an organization has or has no seat."""
    if found.why == "away":
        return "It is not there this week."
    if found.why == "seat" and not found.terms:
        return "It belongs: members keep their seats while they have no plan."
    if not found.terms:
        return "There is no common plan this week, so there is no seat to take."
    worth = f"a seat is worth {found.worth:+.1f} hours a week to it".replace("-", "−")
    return NEAR_A_SEAT[found.why].format(worth=worth)


NEAR_A_SEAT: dict[Why, str] = {
    "seat": "It belongs: {worth}.",
    "unknown": "Nobody who takes part knows it; {worth}.",
    "not asked": "No place is offered to it; {worth}.",
    "not called": "A place is offered, but nobody has called it yet; {worth}.",
    "declined": "A place is offered and it stays out: {worth}.",
    "waiting": (
        "A place is offered; {worth}, but too few are in, and it trusts the coordinator too little to be the first."
    ),
    "slow": "A place is offered; {worth}.",
}
"""How near to a seat one is, in words."""


@solara.component
def StoriesCard(most: int = len(STORIES)) -> None:
    """Presets, told as small stories."""
    visitor = use_visitor()

    def begin(key: str) -> None:
        story = next((story for story in STORIES if story.key == key), STORIES[0])
        link = Link(story.setting, story.step, visitor.link.value.viewed(chosen=-1).view)
        title = f"{story.title}{'' if story.title.endswith('?') else '.'}"
        visitor.begin(link, " ".join(filter(None, (title, story.text, rule_of(story.setting)))))

    vue.Stories(
        stories=vue.Packed([{"key": one.key, "title": one.title, "text": one.text} for one in STORIES[:most]]),
        event_open=begin,
    )
