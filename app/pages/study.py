"""A study on the page Experiment: what it asks, the work on it, what it says, and what to take home."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import solara

from ...analysis.words import capital
from ...experiments.studies import Study, StudyError, names
from ...experiments.studies.compared import by_place
from ..live.link import Link
from ..live.settings import Case
from ..live.studies import STUDIES
from ..live.study_files import facts_of, text_of_study
from ..live.study_state import Results, WorkState
from ..live.study_work import StudyWork
from . import study_words, vue
from .differences import OutcomeCard
from .element import element
from .figures import FigureCards, answer_of_study, figures_of_study, use_made
from .files import Files
from .messages import WaysOut, awaited
from .study_files import study_files
from .upload import StudyUpload
from .visitor import use_visitor

TICK = 1.0
"""Seconds after which a page that follows work looks whether it is still needed."""


@solara.component
def StudyPage(link: Link, file: Case) -> None:
    """Show a study."""
    visitor = use_visitor()
    if file.awaited:
        WaysOut("This link needs its study file", awaited("study", file), {})
        StudyUpload(f"Choose {file.name}.toml")
        return
    try:
        work = STUDIES.work(file)
    except StudyError as error:
        shipped_one = {"Take a shipped one": lambda: visitor.go(replace(link, study=Case("first_look")))}
        WaysOut("This study cannot be run", str(error), shipped_one)
        StudyUpload()
        return
    Followed(link, file, work).key(str(work.folder))


@solara.component
def Followed(link: Link, file: Case, work: StudyWork) -> None:
    """Show the work on a study as it goes on."""
    state = use_state_of(work)
    with solara.Div(classes=["cc-columns"]):
        About(work.study, file)
        StudyUpload()
    Running(work, state)
    if state.results and state.results.found.done > 1:
        Said(work, state.results, file, link.view.outcome)


def use_state_of(work: StudyWork) -> WorkState:
    """Return how the work on a study is; the page is drawn again when that changes."""
    state, set_state = solara.use_state(work.state)

    def follow() -> Callable[[], None]:
        gone = threading.Event()

        def watch() -> None:
            shown = -1
            while not gone.is_set():
                new = work.wait(shown, TICK)
                if new.number != shown and not gone.is_set():
                    shown = new.number
                    set_state(new)

        threading.Thread(target=watch, daemon=True).start()
        return gone.set

    solara.use_effect(follow, [work])
    return state


@solara.component
def About(study: Study, file: Case) -> None:
    """Say what a study asks and does, and let another one be picked."""
    visitor = use_visitor()
    own = [{"value": "", "label": f"{file.name} (your file)"}] if file.text else []

    def pick(name: str) -> None:
        if name:
            link = visitor.link.value
            visitor.go(replace(link, study=Case(name), view=replace(link.view, outcome="")))

    vue.StudyCard(
        studies=vue.Packed([*own, *shipped()]),
        name="" if file.text else file.name,
        question=study.question,
        facts=solara.use_memo(lambda: facts_of(study), [file]),
        text=text_of_study(file),
        event_pick=pick,
    )


@cache
def shipped() -> list[dict[str, str]]:
    """Return the shipped studies by name."""
    return [{"value": name, "label": capital(name.replace("_", " "))} for name in names()]


@solara.component
def Running(work: StudyWork, state: WorkState) -> None:
    """Show how far the work is, with ways to run it, to stop, and to do again what failed."""
    study, results, desk = work.study, state.results, use_visitor().desk
    vue.StudyRun(
        done=state.done,
        total=state.total,
        doing=state.doing,
        status=study_words.status_in_words(state),
        progress=study_words.progress_in_words(state, study),
        start=study_words.start_in_words(state),
        about=study_words.plan_in_words(state, study),
        said=study_words.answers_in_words(results, study),
        failures=study_words.failures_of(results),
        failed=state.failed,
        trouble=state.trouble,
        note=state.note,
        where=study_words.where_in_words(work),
        command=work.command,
        event_on=lambda _: work.start(desk=desk),
        event_stop=lambda _: work.stop(),
        event_again=lambda _: work.start(again=True, desk=desk),
    )


@solara.component
def Said(work: StudyWork, results: Results, file: Case, outcome: str) -> None:
    """Show what a study says: outcome by outcome, and in its figures, which fill in while it runs."""
    visitor = use_visitor()
    sides = by_place(work.study, results.found)
    answer = use_made(lambda: answer_of_study(work.study, results), results)
    if answer:
        with solara.Div(classes=["cc-card"]):
            element("h2", "The answer")
            for sentence in answer:
                element("p", sentence)
    with solara.Div(classes=["cc-columns", "even"]):
        OutcomeCard(results.found, outcome, lambda chosen: visitor.look(outcome=chosen), work.study.outcomes[0], sides)
        Files(study_files(work, results, file), study_words.export_in_words(work))
    FigureCards(lambda: figures_of_study(work.study, results), results, ["cc-full"])
