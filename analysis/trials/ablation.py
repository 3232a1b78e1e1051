"""Judges trials: what each principle is worth, whether its benefit needs its channel, and which dose is best.

The effect of a principle is its default dose against none in the same worlds.  The *baseline* is the mean value of the
case as it is; effects are also given in percent of it.

**The bound.**  With its benefit channel off, a principle must not have a benefit: the upper end of the 95 % interval
has to lie below ``BOUND`` of the baseline.  Where the lower end lies above, its benefit is circular, a bug.  Otherwise
more worlds are needed; about how many follows from what the differences vary by.  Further worlds are fresh ones: the
first, which said how many are needed, are not counted again.  (Where they do not decide either, more are added, a few
times at most; the interval does not allow for these further looks.)

**The best dose.**  A dose that was chosen because it did best looks better than it is, so what choosing is worth is
scored in worlds where it was not chosen (``doses.cross_chosen``); and the doses that cannot be told apart from the best
are named.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...experiments.intervals import FEWEST
from ...experiments.patterns import Lab
from ...experiments.patterns.doses import cross_chosen
from ...experiments.trials import AS_IT_IS, BENEFIT_OFF, Measured, Trial, measure, measure_bound
from ...sim.edition import model_edition
from ...sim.identity import scenario_hash
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..effects import Effect, Number, Record, adjusted, effect

BOUND = 0.02
"""Share of the baseline that a benefit without its channel must stay below."""

NONE, CIRCULAR, OPEN = "no benefit without its channel", "CIRCULAR", "more worlds needed"

NORMAL = 1.96
"""Deviations on either side of a mean that hold 95 % of it in many worlds."""

SPARE = 1.5
"""How many times the worlds that seem to be needed are run: they are only known from a first look."""


class DoseValue(Record):
    """One dose on one line: its name, how it is written in a figure, its mean value, and against none."""

    dose: str
    label: str
    mean: Number
    against_none: Effect


class Line(Record):
    """A trial as it is, or with a channel off."""

    name: str
    doses: tuple[DoseValue, ...]

    @property
    def default(self) -> DoseValue:
        """The default dose."""
        return next(one for one in self.doses if one.dose == "default")


class Best(Record):
    """The best dose.

    Attributes:
        dose: with the highest mean; ``is_edge``: whether it is the least or the most that was tried.
        rivals: doses that cannot be told apart from it.
        gain: of choosing it, against the default dose, in worlds in which it was not chosen.
    """

    dose: str
    is_edge: bool
    rivals: tuple[str, ...]
    gain: Effect


class Bound(Record):
    """What is left of a principle with its benefit channel off.

    Attributes:
        effect: default against none, in the worlds that were counted; ``baseline``: in the same worlds.
        verdict: ``NONE``, ``CIRCULAR`` or ``OPEN``.
        needed: about how many worlds would decide; nan where no number would.
    """

    effect: Effect
    baseline: Number
    verdict: str
    needed: Number

    @property
    def upper(self) -> float:
        """Upper end of the interval, as a share of the baseline."""
        return share_of(self.effect.high, self.baseline)


class Finding(Record):
    """A principle in one condition.

    Attributes:
        number, name, claim: of the principle; ``condition``: name of the case.
        baseline: mean value of the case as it is.
        lines: as it is, with the benefit off, with the price off, and others.
        ceiling: with the mechanism free, against no dose; None where there is no such setting.
        chance: of so large an effect by chance, allowing for all principles that were tried in this condition.
        bound: None where there is no channel to switch off.
        waits_for: what is not built yet.
    """

    number: int
    name: str
    claim: str
    condition: str
    baseline: Number
    lines: tuple[Line, ...]
    ceiling: Effect | None
    chance: Number
    best: Best
    bound: Bound | None
    waits_for: str

    def line(self, name: str) -> Line | None:
        """Return a line by its name; None where the trial has no such one."""
        return next((line for line in self.lines if line.name == name), None)

    @property
    def effect(self) -> Effect:
        """Default against none, as it is, with the chance that allows for all principles."""
        return self.lines[0].default.against_none.model_copy(update={"chance": self.chance})


class Ablation(Record):
    """All trials of one run, as they are kept.

    Attributes:
        version: of this package; ``seed``: the base seed; ``worlds``: of a first look.
        cases: ``{condition: hash of all that the case says}``.
        findings: by condition, then by principle.
    """

    version: str
    seed: int
    worlds: int
    cases: dict[str, str]
    findings: tuple[Finding, ...]


def share_of(value: float, baseline: float) -> float:
    """Return a value as a share of the baseline; nan where that is not above zero."""
    return value / baseline if baseline > 0.0 else math.nan


def find(trial: Trial, case: Scenario, lab: Lab) -> Finding:
    """Run a trial in one condition and judge it.

    Raises:
        InterruptionError: by Ctrl-C.
        RuntimeError: a run failed.
    """
    return judged(measure(trial, case, lab), case)


def judged(measured: Measured, case: Scenario) -> Finding:
    """Return what a trial came to."""
    trial, lines = measured.trial, measured.lines
    ceiling = None if measured.ceiling is None else effect(measured.ceiling - lines[AS_IT_IS][:, 0])
    made = tuple(_line(name, values, trial, case) for name, values in lines.items())
    return Finding(
        number=trial.number,
        name=trial.name,
        claim=trial.claim,
        condition=measured.condition,
        baseline=float(measured.usual.mean()),
        lines=made,
        ceiling=ceiling,
        chance=made[0].default.against_none.chance,
        best=best(lines[AS_IT_IS], [dose.name for dose in trial.doses], trial.default, trial.is_scale),
        bound=bound(measured) if BENEFIT_OFF in lines else None,
        waits_for=trial.waits_for,
    )


def _line(name: str, values: Floats, trial: Trial, case: Scenario) -> Line:
    return Line(
        name=name,
        doses=tuple(
            DoseValue(
                dose=dose.name,
                label=dose.label(case),
                mean=float(values[:, place].mean()),
                against_none=effect(values[:, place] - values[:, 0]),
            )
            for place, dose in enumerate(trial.doses)
        ),
    )


def best(values: Floats, names: Sequence[str], default: int, is_scale: bool = True) -> Best:
    """Return the best dose; values: (worlds, doses)."""
    place = int(np.argmax(values.mean(axis=0)))
    chosen = cross_chosen(values, range(len(names))) if len(values) > 1 else values[:, default]
    apart = [effect(values[:, place] - values[:, other]).sign for other in range(len(names))]
    return Best(
        dose=names[place],
        is_edge=is_scale and place in (0, len(names) - 1),
        rivals=tuple(name for other, name in enumerate(names) if other != place and apart[other] == 0),
        gain=effect(chosen - values[:, default]),
    )


# --- the bound ---------------------------------------------------------------------------------------------------


def bound(measured: Measured, counted_from: int = 0) -> Bound:
    """Return what is left without the benefit channel, in the worlds from ``counted_from`` on."""
    off = measured.lines[BENEFIT_OFF][counted_from:]
    baseline = float(measured.usual[counted_from:].mean())
    left = off[:, measured.trial.default] - off[:, 0]
    found = effect(left)
    limit = BOUND * baseline
    return Bound(effect=found, baseline=baseline, verdict=_verdict(found, limit), needed=worlds_needed(left, limit))


def _verdict(found: Effect, limit: float) -> str:
    if not limit > 0.0 or found.worlds < FEWEST or 0 < found.differ < FEWEST:
        return OPEN
    if found.high < limit:
        return NONE
    return CIRCULAR if found.low > limit else OPEN


def worlds_needed(left: Floats, limit: float) -> float:
    """Return about how many worlds put the whole interval on one side of the limit; nan where that cannot be said."""
    if len(left) < FEWEST or not limit > 0.0:
        return math.nan
    gap = abs(float(left.mean()) - limit)
    return math.ceil((NORMAL * float(left.std(ddof=1)) / gap) ** 2) if gap > 0.0 else math.nan


def worlds_wanted(finding: Finding, most: int) -> int:
    """Return how many worlds to run to decide the bound of a finding, ``most`` at most; none where it is decided."""
    if finding.bound is None or finding.bound.verdict != OPEN:
        return 0
    needed = finding.bound.needed
    return most if math.isnan(needed) else min(most, max(2 * finding.bound.effect.worlds, round(SPARE * needed)))


def bounded(finding: Finding, trial: Trial, case: Scenario, lab: Lab, counted_from: int) -> Finding:
    """Return a finding with its bound from more worlds: those of a lab from ``counted_from`` on.

    Raises:
        InterruptionError: by Ctrl-C.
        RuntimeError: a run failed.
    """
    more = measure_bound(trial, case, lab)
    return finding.model_copy(update={"bound": bound(more, counted_from)})


# --- all together -------------------------------------------------------------------------------------------------


def ablation(findings: Sequence[Finding], cases: Sequence[Scenario], seed: int, worlds: int) -> Ablation:
    """Return what is kept of a run."""
    hashes = {case.name: scenario_hash(case) for case in cases}
    return Ablation(version=model_edition(), seed=seed, worlds=worlds, cases=hashes, findings=tuple(together(findings)))


def together(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with chances that allow for all principles that were tried in the same condition (Holm 1979)."""
    chances: dict[tuple[str, int], float] = {}
    for condition in dict.fromkeys(one.condition for one in findings):
        here = [one for one in findings if one.condition == condition]
        raw = [one.lines[0].default.against_none for one in here]
        for one, new in zip(here, adjusted(raw, "claims"), strict=True):
            chances[condition, one.number] = new.chance
    return [one.model_copy(update={"chance": chances[one.condition, one.number]}) for one in findings]
