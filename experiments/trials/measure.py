"""Measures a trial: the outcome of every dose, as it is and with each channel switched off, in the same worlds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ...sim.measures import PRIMARY
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..patterns.lab import Lab
from ..variants import Variant
from .trial import AS_IS, Dose, Switch, Trial

AS_IT_IS, BENEFIT_OFF, PRICE_OFF = "as it is", "benefit off", "price off"
"""The lines of a trial."""

CEILING = "ceiling"


@dataclass(frozen=True)
class Measured:
    """What a trial came to in one condition, in the primary outcome.

    Attributes:
        condition: name of the case.
        lines: ``{name: (worlds, doses)}``.
        ceiling: (worlds,) with the mechanism free; None where there is no such setting.
    """

    trial: Trial
    condition: str
    lines: dict[str, Floats] = field(repr=False)
    ceiling: Floats | None = field(repr=False)

    @property
    def usual(self) -> Floats:
        """The case as it is, (worlds,)."""
        return self.lines[AS_IT_IS][:, self.trial.default]


def switches(trial: Trial) -> dict[str, Switch]:
    """Return the lines of a trial that are made by switches."""
    made = {AS_IT_IS: AS_IS, BENEFIT_OFF: trial.benefit_off, PRICE_OFF: trial.price_off}
    return {line: switch for line, switch in made.items() if switch is not None}


def variants_of(trial: Trial, case: Scenario) -> dict[str, list[Variant]]:
    """Return the variants of a trial by line; the ceiling is a line of one."""
    made = {
        line: [_variant(f"{line}, {dose.name}", case, dose, switch) for dose in trial.doses]
        for line, switch in switches(trial).items()
    }
    if trial.neutral:
        free = Switch("", trial.neutral)
        made[CEILING] = [_variant(CEILING, case, trial.doses[trial.default], free)]
    return made


def runs_of(trial: Trial) -> int:
    """Return how many runs of the model a trial takes in each world of a condition."""
    replayed = trial.runs_replayed(trial.doses) if trial.replayed else 0
    return len(switches(trial)) * len(trial.doses) + bool(trial.neutral) + replayed


def measure(trial: Trial, case: Scenario, lab: Lab) -> Measured:
    """Run a trial in one condition.

    Raises:
        InterruptionError: by Ctrl-C.
        RuntimeError: a run failed.
    """
    made = variants_of(trial, case)
    values = lab.outcome(PRIMARY, [variant for line in made.values() for variant in line])
    ends = np.cumsum([len(line) for line in made.values()])
    lines = dict(zip(made, np.split(values, ends[:-1], axis=1), strict=True))
    ceiling = lines.pop(CEILING, None)
    if trial.replayed:
        lines |= trial.replayed(lab, case, trial.doses)
    return Measured(trial, case.name, lines, None if ceiling is None else ceiling[:, 0])


def for_bound(trial: Trial) -> Trial:
    """Return what the bound of a trial needs of it: no dose and the default, as is and without benefit."""
    return replace(trial, doses=(trial.doses[0], trial.doses[trial.default]), price_off=None, neutral={})


def measure_bound(trial: Trial, case: Scenario, lab: Lab) -> Measured:
    """Run only what the bound of a trial needs; errors as in ``measure``."""
    return measure(for_bound(trial), case, lab)


def runs_of_bound(trial: Trial) -> int:
    """Return how many runs of the model a bound takes in each world."""
    return runs_of(for_bound(trial))


def _variant(name: str, case: Scenario, dose: Dose, switch: Switch) -> Variant:
    given = dose.given(case, switch)
    return Variant(name, given, given.governance, given.strategy)
