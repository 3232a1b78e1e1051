"""Compare: two settings side by side in one world, then in two hundred."""

from __future__ import annotations

from dataclasses import replace

import solara

from ...analysis.reports.sentences import paragraph
from ...experiments import Comparison
from ...sim.parameters import numbers, values_in
from ...sim.plugins import STRATEGIES
from ..live.against import against, name_of
from ..live.commands import compare_command
from ..live.history import SHELF, History
from ..live.link import Link
from ..live.settings import Setting, SettingError
from . import vue
from .bar import Bar, forms, labeled
from .differences import Bands, Differences
from .element import element
from .figures import ComparisonFiles
from .messages import Trouble, Waiting
from .stage import COMPARED, Charts, Stage
from .turns import use_turns
from .visitor import Visitor, use_visitor
from .whatifs import ChangesInForce
from .worlds import Run, WorldsCard, use_worlds

WORLDS = 200

WITH_WHAT_IFS = " with what ifs"
"""What a side is called beside its name, where it does not stay what it is."""


@solara.component
def Compare() -> None:
    """The page."""
    visitor = use_visitor()
    link = visitor.link.value
    if link.setting.case.awaited:
        Waiting()
        return
    said = link.view.against or usual(link.setting)
    with solara.Div(classes=["cc-explore"]):
        Bar()
        Question(visitor, said)
        try:
            first = SHELF.history(link.setting)
            setting = against(link.setting, said)
            other = SHELF.history(setting)
        except SettingError as error:
            Trouble(str(error))
            return
        if link.setting.changes:
            ChangesInForce(first, link, "On both sides")
        if alike := numbers_alike(link.setting, said):
            element("p", f"On both sides: {alike}.", classes=["cc-muted"])
        Sides(link, said, first, setting, other)


def numbers_alike(setting: Setting, said: str) -> str:
    """Return the changed numbers that both sides share: all but the one they differ in."""
    varied = said.partition("=")[0].strip()
    return ", ".join(f"{path} = {value:g}" for path, value in setting.numbers if path != varied)


def usual(setting: Setting) -> str:
    """Return what a setting is set against where nothing was asked for."""
    return "governance=opt-in" if setting.governance == "consensus" else "governance=consensus"


@solara.component
def Question(visitor: Visitor, said: str) -> None:
    """Ask what is different on the other side."""
    path, _, value = said.partition("=")
    turn, hearing = use_turns()
    vue.Against(
        path=path,
        value=value,
        paths=vue.Packed(["governance", "strategy", "weeks", *(one for one, _, _ in numbers())]),
        names={"governance": labeled(forms()), "strategy": labeled(STRATEGIES.offered())},
        turn=turn,
        event_ask=hearing(lambda asked: visitor.go(visitor.link.value.viewed(against=asked))),
    )


@solara.component
def Sides(link: Link, said: str, first: History, setting: Setting, other: History) -> None:
    """Show both sides in one world and in many."""
    names = names_of(first, said)
    both = [(names[0], replace(link.setting, seed=1)), (names[1], replace(setting, seed=1))]
    run = use_worlds(both, WORLDS, use_visitor().desk)
    Stage(link, [(names[0], link.setting, first), (names[1], setting, other)])
    Charts("Week by week, on one scale", COMPARED)
    if run:
        InManyWorlds(run, link, said)


def names_of(first: History, said: str) -> tuple[str, str]:
    """Return what the two sides are called; they are called differently."""
    path, _, value = (part.strip() for part in said.partition("="))
    parameter = values_in(first.scenario.parameters).get(path)
    known = {"governance": first.plan.governance, "strategy": first.plan.strategy}
    known["weeks"] = f"weeks={first.scenario.weeks:g}"
    mine = known.get(path) or (f"{path}={parameter:g}" if isinstance(parameter, float) else "as it is")
    other = name_of(path, value)
    turned = WITH_WHAT_IFS if first.plan.schedule or first.plan.choices else ""
    return (mine + turned, other + turned) if mine != other else (f"{mine} as it is{turned}", other + turned)


@solara.component
def InManyWorlds(run: Run, link: Link, said: str) -> None:
    """Say what many worlds say, with differences, bands and files."""
    found = run.comparison.value
    is_done = found is not None and found.done > 1
    with solara.Div(classes=["cc-card"]):
        element("h2", f"In the same {run.asked} worlds")
        WorldsCard(run, paragraph(found).split("\n\n") if found is not None and is_done else [])
    if found is None or not is_done:
        return
    with solara.Div(classes=["cc-columns", "even"]):
        with solara.Div(classes=["cc-column"]):
            with solara.Div(classes=["cc-card"]):
                element("h2", "What is different")
                Differences(found)
            CompareFiles(found, link, said)
        if found.series is not None:
            with solara.Div(classes=["cc-card"]):
                element("h2", "Week by week: means, and half of the worlds")
                Bands(found)


@solara.component
def CompareFiles(found: Comparison, link: Link, said: str) -> None:
    """Offer the comparison as a table and as a report."""
    path = said.partition("=")[0].strip()
    values = [name.removeprefix(f"{path}=").removesuffix(" as it is") for name in found.variants]
    can_say = len(set(values)) == len(values) and "as it is" not in values and not link.setting.changes
    command = compare_command(link.setting, f"{path}={','.join(values)}", WORLDS, found.seed) if can_say else None
    ComparisonFiles(found, f"{found.scenario.name}-compared", command)
