"""Books of made-up evidence: everything for the article, everything against it, or nothing that can be told."""

import math
from dataclasses import replace

import numpy as np

from clever_coalitions.analysis.evidence.book import Book
from clever_coalitions.analysis.evidence.records import CheckRow, Checks, PatternRow, Patterns
from clever_coalitions.analysis.evidence.stamp import Stamp
from clever_coalitions.analysis.trials.ablation import Ablation, ablation, judged
from clever_coalitions.analysis.trials.ablation_factorial import read_factorial
from clever_coalitions.analysis.trials.forms_reading import read as read_forms
from clever_coalitions.analysis.trials.levers_reading import read as read_levers
from clever_coalitions.analysis.trials.map_reading import read as read_map
from clever_coalitions.analysis.trials.rules_reading import read as read_rules
from clever_coalitions.analysis.trials.turning_reading import read as read_turning
from clever_coalitions.experiments.forms_on_trial import cases, levers, rules, turning
from clever_coalitions.experiments.maps import Drawn, maps
from clever_coalitions.experiments.patterns import patterns
from clever_coalitions.experiments.trials import conditions, trials
from clever_coalitions.experiments.trials.factorial import Factorial, design
from clever_coalitions.experiments.trials.measure import AS_IT_IS, BENEFIT_OFF, Measured
from clever_coalitions.sim.measures import LOWER, MEASURES

WORLDS = 60
SEEDS = (1, 2)


def errors(*shape, scale=0.1):
    """Return noise without a mean over worlds, so that what is put in is what is on average."""
    made = np.random.default_rng(7).normal(scale=scale, size=(WORLDS, *shape))
    return made - made.mean(axis=0)


def noise_or(sign, *shape, size=0.5):
    """Return what is one's advantage in every world: ``size`` for, against, or nothing but noise."""
    return sign * size + errors(*shape)


def forms_book(sign, names, outcomes, first):
    """Return variants of which the first is ahead in every outcome by ``sign``, in all cases."""
    tried = []
    for scenario in cases.cases():
        values = 1.0 + errors(len(names), len(outcomes))
        for o, outcome in enumerate(outcomes):
            values[:, names.index(first), o] += (-sign if MEASURES[outcome].better == LOWER else sign) * 0.5
        tried.append(cases.Tried(scenario, tuple(names), values))
    return read_forms(tried, seed=1)


def lever_book(sign):
    """Return levers whose best dose is small and inside (1), all of it (-1), or cannot be told."""
    swept = []
    for lever in levers.LEVERS:
        shape = {1: np.array([0.3, 0.8, 1, 0.7, 0.5, 0.4, 0.3, 0.2]), -1: np.linspace(0.1, 1, 8), 0: np.ones(8)}[sign]
        swept += [levers.Swept(lever, scenario, shape + errors(8)) for scenario in conditions()]
    return read_levers(swept, seed=1)


def turning_book(sign):
    made = []
    for case in turning.CASES:
        for form in turning.FORMS:
            values = np.zeros((WORLDS, 5))
            share = {1: 0.9, -1: 0.1, 0: 0.5}[sign]
            values[:, turning.LAG] = 5.0 + np.arange(WORLDS) % 7
            values[:, turning.OVERLAP] = np.where(np.arange(WORLDS) < share * WORLDS, 0.02, 0.7)
            if case == turning.NOTHING or form == "alone":
                values[:, :2] = math.nan
            made.append(turning.Turned(case, form, values))
    return read_turning(made, seed=1)


def map_books(sign):
    """Return all maps, with opt-in ahead by ``sign`` everywhere."""
    found = {}
    for name, one in maps().items():
        shape = (len(one.y.values), len(one.x.values))
        values = np.stack([1.0 + noise_or(sign, *shape), np.ones((WORLDS, *shape))], axis=3)
        found[name] = read_map(Drawn(one, ("opt-in", "consensus"), values, WORLDS, 1, 0.0))
    return found


def ablation_book(sign) -> Ablation:
    findings = []
    for case in conditions():
        for trial in trials():
            rise = np.linspace(0.0, 1.0, len(trial.doses)) * sign
            lines = {AS_IT_IS: 1.0 + rise + errors(len(trial.doses))}
            if not trial.waits_for:
                lines[BENEFIT_OFF] = np.ones((WORLDS, len(trial.doses)))
            findings.append(judged(Measured(trial, case.name, lines, None), case))
    return ablation(findings, conditions(), 1, WORLDS)


def factorial_book(sign):
    levels, made = design(), []
    all_pairs = (levels.sum(axis=1) ** 2 - levels.shape[1]) / 2.0
    for case in conditions():
        values = 1.0 + 0.2 * sign * all_pairs + errors(len(levels))
        made.append(read_factorial(Factorial(case, tuple(trials()), levels, values), 1))
    return tuple(made)


def rules_book(sign):
    shape = (8, len(rules.OUTCOMES))
    weights = 2.0 * rules.contrast(("propose",))[:, None] * 0.3 * sign
    return tuple(
        read_rules(rules.Crossed(case, rules.combinations(), 1.0 + weights + errors(*shape)), 1)
        for case in rules.usual_cases()
    )


def pattern_book(sign, seed):
    verdict = {1: "holds", -1: "fails", 0: "undecided"}[sign]
    rows = [
        PatternRow(
            id=one.id,
            claim=one.claim,
            source=one.source,
            mark=one.mark,
            calibrates=one.calibrates,
            waits_for=one.waits_for,
            verdict="not built yet" if one.waits_for else verdict,
            trouble="",
            parts=[],
        )
        for one in patterns()
    ]
    return Patterns(rows=rows, worlds=WORLDS, seed=seed)


def book(sign: int) -> Book:
    """Return a book in which everything is for the article (1), against it (-1), or cannot be told (0)."""
    check = CheckRow(id="L1", claim="c", source="s", expected=1.0, observed=1.0, tolerance=0.0, passed=sign >= 0)
    made = Book(
        checks=Checks(rows=[check]),
        patterns=tuple(pattern_book(sign, seed) for seed in SEEDS),
        forms=forms_book(sign, list(cases.forms()), cases.OUTCOMES, "opt-in"),
        strategies=forms_book(sign, list(cases.strategies()), cases.OUTCOMES, "listen-and-lead"),
        levers=lever_book(sign),
        rules=rules_book(sign),
        turning=turning_book(sign),
        maps=map_books(sign),
        ablation=ablation_book(sign),
        factorial=factorial_book(sign),
    )
    stamp = Stamp(edition=1, worlds=200, seed=1)
    return replace(made, stamps={"forms": stamp}, seconds={"forms": 1.0}, frozen=1)
