"""Experiment: a question, many worlds, and what they say: to be stopped, gone on with, and taken home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import solara

from ...analysis.reports.sentences import paragraph
from ...sim.parameters import numbers
from ..limits import LIMITS
from ..live.against import varied
from ..live.commands import compare_command
from ..live.link import Link
from ..live.settings import Case, Setting, SettingError
from . import vue
from .bar import Bar
from .differences import DifferenceCards, OutcomeCard
from .element import element
from .figures import ComparisonFiles, FigureCards, figures_of
from .messages import Trouble, Waiting
from .study import StudyPage
from .visitor import use_visitor
from .worlds import Run, WorldsCard, ensemble_of

USUAL = "governance=opt-in,consensus"
WORLDS = 200

FIRST_STUDY = Case("first_look")

WAYS = [
    {
        "value": "question",
        "label": "Ask one question",
        "meaning": "One thing varied in one case; gone with your visit.",
    },
    {
        "value": "study",
        "label": "Run a study",
        "meaning": "Many things varied, as a file says; its results are kept on this machine.",
    },
]


@solara.component
def Experiment() -> None:
    """The page."""
    visitor = use_visitor()
    link = visitor.link.value
    with solara.Div(classes=["cc-explore"]):
        vue.Ways(
            ways=WAYS,
            way="study" if link.study else "question",
            event_pick=lambda way: visitor.go(replace(link, study=FIRST_STUDY if way == "study" else None)),
        )
        if link.study:
            StudyPage(link, link.study)
        elif link.setting.case.awaited:
            Waiting()
        else:
            OneQuestion(link)


@solara.component
def OneQuestion(link: Link) -> None:
    """Ask one question, and run it."""
    visitor = use_visitor()
    vary, worlds = link.view.vary or USUAL, max(2, min(link.view.worlds or WORLDS, LIMITS.worlds))
    Bar()
    vue.Question(
        vary=vary,
        worlds=worlds,
        most=LIMITS.worlds,
        paths=vue.Packed(["governance", "strategy", "weeks", *(path for path, _, _ in numbers())]),
        ideas=ideas(),
        event_ask=lambda asked: visitor.go(link.viewed(vary=asked["vary"], worlds=asked["worlds"])),
    )
    try:
        sides = varied(link.setting, vary)
    except SettingError as error:
        Trouble(str(error))
        return
    Answer(link, vary, worlds, sides)


def ideas() -> list[dict[str, str]]:
    """Return questions to begin with."""
    return [
        {"value": "governance=opt-in,consensus,qualified-majority,bound-majority", "label": "who must agree"},
        {"value": "governance=opt-in,lead-organization,mandated,self-organized,alone", "label": "who leads"},
        {"value": "strategy=listen-and-lead,directive,convenor,broker,learner", "label": "how the week is spent"},
        {"value": "coordinator.listen=0,0.1,0.2,0.4", "label": "how much listening"},
        {"value": "conditions.hazard=0,0.01,0.03", "label": "how often things change"},
        {"value": "trust.start=0.2,0.5,0.8", "label": "trust at the start"},
    ]


@solara.component
def Answer(link: Link, vary: str, worlds: int, sides: Sequence[tuple[str, Setting]]) -> None:
    """Run the worlds when asked to, and show what they say."""
    visitor = use_visitor()
    base = link.setting.seed
    plain = tuple((name, replace(setting, seed=1)) for name, setting in sides)
    run = visitor.run((plain, base), lambda: Run(ensemble_of(plain, base), worlds, visitor.desk))
    run.asked = worlds
    found = run.comparison.value
    with solara.Div(classes=["cc-card"]):
        element("h2", "Run it")
        WorldsCard(run, paragraph(found).split("\n\n") if found is not None and found.done > 1 else [], "Run")
    if found is None or found.done < 2:
        return
    with solara.Div(classes=["cc-columns", "even"]):
        with solara.Div(classes=["cc-column"]):
            OutcomeCard(found, link.view.outcome, lambda outcome: visitor.look(outcome=outcome))
            DifferenceCards(found, link.view.outcome)
            command = compare_command(link.setting, vary, worlds, found.seed)  # all worlds that were asked for
            ComparisonFiles(found, f"{found.scenario.name}-experiment", command)
        with solara.Div(classes=["cc-column"]):
            if not run.is_running.value:
                FigureCards(lambda: figures_of(found), id(found)).key(str(id(found)))
