"""The parts of the evidence: what each runs, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from .trying import lab, progress, whole

if TYPE_CHECKING:
    from clever_coalitions.analysis.effects import Record
    from clever_coalitions.analysis.evidence.book import Book

    from .ablate import Request as TrialRequest

CHECKS = 4_000
"""Runs of the model that take about as long as the limiting cases."""

FURTHER_SEEDS = 3
"""Base seeds beside the first one under which patterns are judged."""


@dataclass(frozen=True)
class Settings:
    """How parts are run: in how many worlds, from which base seed, on how many threads.

    Attributes:
        is_quick: a look at how the report works: patterns under one base seed, no further worlds for bounds.
    """

    worlds: int
    seed: int
    workers: int | None
    is_quick: bool


@dataclass(frozen=True)
class Part:
    """One part of the evidence.

    Attributes:
        name: also of its file; ``title``: what it is about; ``runs``: of the model, about, for the time left.
        seed: the base seed it is run from.
        run: runs it and returns what was found; raises ``InterruptionError`` by Ctrl-C.
        kind: the record that is kept; ``add``: returns the book with it.
    """

    name: str
    title: str
    runs: int
    seed: int
    run: Callable[[Settings], Record]
    kind: type[Record]
    add: Callable[[Book, Any], Book]


def parts(settings: Settings) -> list[Part]:
    """Return all parts, in the order in which they are run."""
    return [*_forms(settings), *_maps(settings), *_trials(settings), _checks(settings), *_patterns(settings)]


def book(found: Mapping[str, Record], all_: list[Part]) -> Book:
    """Return the book of what was found, by the names of the parts."""
    from clever_coalitions.analysis.evidence.book import Book

    made = Book()
    for part in all_:
        if part.name in found:
            made = part.add(made, found[part.name])
    return made


# --- forms -----------------------------------------------------------------------------------------------------------


def _forms(settings: Settings) -> list[Part]:
    from clever_coalitions.analysis.evidence.records import Rules
    from clever_coalitions.analysis.trials.forms_reading import FormsReading
    from clever_coalitions.analysis.trials.levers_reading import LeversReading
    from clever_coalitions.analysis.trials.turning_reading import TurningReading
    from clever_coalitions.experiments.forms_on_trial import cases, levers, rules, turning
    from clever_coalitions.experiments.trials.conditions import conditions

    n, seed = settings.worlds, settings.seed
    usual = len(rules.usual_cases())
    doses = sum(len(one.doses) for one in levers.LEVERS)
    return [
        Part(
            "forms",
            "all forms in every case",
            n * len(cases.cases()) * len(cases.forms()),
            seed,
            partial(_tried, is_forms=True),
            FormsReading,
            lambda book, found: replace(book, forms=found),
        ),
        Part(
            "strategies",
            "how the coordinator works",
            n * usual * len(cases.strategies()),
            seed,
            partial(_tried, is_forms=False),
            FormsReading,
            lambda book, found: replace(book, strategies=found),
        ),
        Part(
            "rules",
            "which part of opt-in does what",
            n * usual * len(rules.combinations()),
            seed,
            _rules,
            Rules,
            lambda book, found: replace(book, rules=tuple(found.cases)),
        ),
        Part(
            "syria",
            "the Syria case and its placebos",
            5 * n * len(turning.CASES) * len(turning.FORMS),  # watching takes several times as long as running
            seed,
            _turning,
            TurningReading,
            lambda book, found: replace(book, turning=found),
        ),
        Part(
            "levers",
            "one lever at a time",
            n * len(conditions()) * doses,
            seed,
            _levers,
            LeversReading,
            lambda book, found: replace(book, levers=found),
        ),
    ]


def _tried(settings: Settings, is_forms: bool) -> Record:
    """Run all forms in every case, or all strategies in a few."""
    from clever_coalitions.analysis.trials.forms_reading import read
    from clever_coalitions.experiments.forms_on_trial import cases, rules

    run, many = (cases.try_forms, len(cases.forms())) if is_forms else (cases.try_strategies, len(cases.strategies()))
    asked = cases.cases() if is_forms else rules.usual_cases()
    with progress(settings.worlds * many * len(asked)) as report:
        return read([run(one, lab(settings, report, one.name)) for one in asked], settings.seed)


def _rules(settings: Settings) -> Record:
    from clever_coalitions.analysis.evidence.records import Rules
    from clever_coalitions.experiments.forms_on_trial.rules import usual_cases

    from .rules import Request, run

    asked = tuple(usual_cases())
    found = run(Request(asked, settings.worlds, settings.seed, settings.workers, None, True))
    return Rules(cases=whole(found, len(asked)))


def _turning(settings: Settings) -> Record:
    from clever_coalitions.analysis.trials.turning_reading import read
    from clever_coalitions.experiments.forms_on_trial.turning import CASES, FORMS

    from .syria import Request, watch

    seen = watch(Request(settings.worlds, settings.seed, settings.workers, None, True))
    return read(whole(seen, len(CASES) * len(FORMS)), settings.seed)


def _levers(settings: Settings) -> Record:
    from clever_coalitions.analysis.trials.levers_reading import read
    from clever_coalitions.experiments.forms_on_trial.levers import LEVERS, sweep
    from clever_coalitions.experiments.trials.conditions import conditions

    asked = [(lever, case) for lever in LEVERS for case in conditions()]
    swept = []
    with progress(settings.worlds * sum(len(lever.doses) for lever, _ in asked)) as report:
        for lever, case in asked:
            swept.append(sweep(lever, case, lab(settings, report, f"{lever.name}, {case.name}")))
    return read(swept, settings.seed)


# --- maps ------------------------------------------------------------------------------------------------------------


def _maps(settings: Settings) -> list[Part]:
    from clever_coalitions.analysis.trials.map_reading import MapReading
    from clever_coalitions.experiments.maps import maps

    return [
        Part(
            f"map-{name}",
            f"map: {one.title.lower()}",
            2 * one.cells * settings.worlds,
            settings.seed,
            partial(_map, name=name),
            MapReading,
            lambda book, found: replace(book, maps={**book.maps, found.name: found}),
        )
        for name, one in maps().items()
    ]


def _map(settings: Settings, name: str) -> Record:
    from clever_coalitions.analysis.trials.map_reading import read
    from clever_coalitions.experiments.maps import draw, maps
    from clever_coalitions.experiments.patterns import InterruptionError

    from .compare import progress as worlds_progress

    with worlds_progress(settings.worlds) as report:
        drawn = draw(maps()[name], settings.worlds, settings.seed, settings.workers, report)
    if drawn.interrupted:
        raise InterruptionError
    if drawn.failures:
        raise RuntimeError(f"{len(drawn.failures)} runs failed; the first: {drawn.failures[0]}")
    return read(drawn)


# --- principles ------------------------------------------------------------------------------------------------------


def _trials(settings: Settings) -> list[Part]:
    from clever_coalitions.analysis.trials.ablation import Ablation
    from clever_coalitions.analysis.trials.ablation_factorial import FactorialReadings
    from clever_coalitions.experiments.trials import conditions, runs_of, trials
    from clever_coalitions.experiments.trials.factorial import COMBINATIONS

    runs = sum(runs_of(trial) for trial in trials()) * len(conditions()) * settings.worlds
    return [
        Part(
            "ablation",
            "the ten principles on trial",
            runs,
            settings.seed,
            _ablation,
            Ablation,
            lambda book, found: replace(book, ablation=found),
        ),
        Part(
            "factorial",
            "the ten principles together",
            COMBINATIONS * len(conditions()) * settings.worlds,
            settings.seed,
            _factorial,
            FactorialReadings,
            lambda book, found: replace(book, factorial=tuple(found.readings)),
        ),
    ]


def _ablation(settings: Settings) -> Record:
    from clever_coalitions.analysis.trials.ablation import ablation
    from clever_coalitions.experiments.patterns import InterruptionError
    from clever_coalitions.experiments.trials import trials

    from .ablate import run

    asked = _trial_request(settings)
    found, was_interrupted = run(trials(), asked)
    if was_interrupted:
        raise InterruptionError
    return ablation(found, asked.cases, asked.seed, asked.worlds)


def _factorial(settings: Settings) -> Record:
    from clever_coalitions.analysis.trials.ablation_factorial import FactorialReadings

    from .ablate_factorial import run

    asked = _trial_request(settings)
    return FactorialReadings(readings=tuple(whole(run(asked), len(asked.cases))))


def _trial_request(settings: Settings) -> TrialRequest:
    """Return what is asked of the trials: all principles, in both conditions."""
    from clever_coalitions.experiments.trials import conditions

    from .ablate import Request

    return Request(
        cases=tuple(conditions()),
        principles=(),
        worlds=settings.worlds,
        is_auto=not settings.is_quick,
        seed=settings.seed,
        workers=settings.workers,
        output=None,
        is_json=True,
    )


# --- limiting cases and patterns -------------------------------------------------------------------------------------


def _checks(settings: Settings) -> Part:
    from clever_coalitions.analysis.evidence.records import Checks

    return Part(
        "checks",
        "the limiting cases",
        CHECKS,
        settings.seed,
        _check,
        Checks,
        lambda book, found: replace(book, checks=found),
    )


def _check(settings: Settings) -> Record:
    from clever_coalitions.analysis.evidence.records import checks
    from clever_coalitions.experiments.evidence import checks as every
    from clever_coalitions.experiments.patterns import InterruptionError

    from .verify import run

    found, was_interrupted = run(every())
    if was_interrupted:
        raise InterruptionError
    return checks(found)


def _patterns(settings: Settings) -> list[Part]:
    from clever_coalitions.analysis.evidence.records import Patterns
    from clever_coalitions.experiments.patterns import patterns

    runs = sum(one.runs for one in patterns()) * settings.worlds
    further = 0 if settings.is_quick else FURTHER_SEEDS
    return [
        Part(
            "patterns" if place == 0 else f"patterns-{place}",
            f"the patterns of the literature, base seed {seed}",
            runs,
            seed,
            partial(_pattern, seed=seed),
            Patterns,
            lambda book, found: replace(book, patterns=(*book.patterns, found)),
        )
        for place in range(1 + further)
        for seed in [(settings.seed + place) % 2**32]
    ]


def _pattern(settings: Settings, seed: int) -> Record:
    from clever_coalitions.analysis.evidence.records import patterns
    from clever_coalitions.experiments.patterns import InterruptionError
    from clever_coalitions.experiments.patterns import patterns as every

    from .patterns import Request, run

    asked = Request((), settings.worlds, seed, (), settings.workers, True)
    found, was_interrupted = run(every(), asked)
    if was_interrupted:
        raise InterruptionError
    return patterns(found, settings.worlds, seed)
