"""A trial: one principle, the doses of its lever, and how its benefit and its price are each switched off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ...sim.parameters import numbers
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..patterns.lab import Lab
from .week import share_of_week, share_on_top, usual_share

ZERO, LOW, DEFAULT, HIGH = "zero", "low", "default", "high"

MOVING = ("obstacle", "fact")
"""Scripted events by which the world of a case turns."""


class Times(NamedTuple):
    """A multiple of what the case has."""

    factor: float


USUAL = Times(1.0)
Amount = float | Times


@dataclass(frozen=True)
class Switch:
    """A channel that is switched off.

    Attributes:
        says: how, in words.
        numbers: ``{path: value}``, stronger than those of a dose.
        is_on_top: whether the lever's share of the week comes on top of the others, untiring and unpaid.
        is_unscripted: whether scripted changes of the obstacle and of the fact are left out.
    """

    says: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    is_on_top: bool = False
    is_unscripted: bool = False

    def __add__(self, other: Switch) -> Switch:
        """Return both switches together; the later is the stronger."""
        return Switch(
            "; ".join(says for says in (self.says, other.says) if says),
            {**self.numbers, **other.numbers},
            self.is_on_top or other.is_on_top,
            self.is_unscripted or other.is_unscripted,
        )


AS_IS = Switch("")


@dataclass(frozen=True)
class Dose:
    """How much of a principle.

    Attributes:
        name: ``zero``, ``low``, ``default``, ``high``, or the name of a form of governance.
        use: of the week, where one is swept; ``share`` of the week for it.
        numbers: further ``{path: amount}``.
        governance: form; that of the case where not given.
    """

    name: str
    use: str = ""
    share: Amount = USUAL
    numbers: Mapping[str, Amount] = field(default_factory=dict)
    governance: str = ""

    def given(self, case: Scenario, switch: Switch = AS_IS) -> Scenario:
        """Return a case with this dose, and a channel switched off."""
        script = tuple(event for event in case.script if not (switch.is_unscripted and event.what in MOVING))
        dosed = replace(case, governance=self.governance or case.governance, script=script)
        return dosed.with_numbers({**self.week(case, switch), **self.levels(case), **switch.numbers})

    def week(self, case: Scenario, switch: Switch = AS_IS) -> dict[str, float]:
        """Return the week of the coordinator, ``{path: share}``, where one of its uses is swept."""
        if not self.use:
            return {}
        week = share_on_top if switch.is_on_top else share_of_week
        return week(case, self.use, self.share_in(case))

    def levels(self, case: Scenario) -> dict[str, float]:
        """Return the further numbers of this dose in a case."""
        return {path: _amount(case, path, amount) for path, amount in self.numbers.items()}

    def label(self, case: Scenario) -> str:
        """Return what stands under a dose in a figure: its share of the week, its form, or its name."""
        if self.use:
            return f"{100.0 * self.share_in(case):.3g}%"
        return self.governance or self.name

    def share_in(self, case: Scenario) -> float:
        """Return the share of the week that this dose is in a case."""
        share = self.share
        return min(1.0, share.factor * usual_share(case, self.use)) if isinstance(share, Times) else share


@dataclass(frozen=True)
class Trial:
    """A principle on trial.

    Attributes:
        number: of the principle; ``name``: what it is called.
        claim: what the article says, in our words; ``lever``: what is swept.
        benefit, price: the channels through which it may help, and what it costs.
        doses: from none to much; the effect of the principle is that of ``default`` against the first.
        benefit_off: how its benefit is switched off while its price stays; ``price_off``: the other way round.
        inert: what else has to be off, beside both, for the lever to do nothing at all.
        neutral: numbers at which its mechanism is free; a ceiling, never a baseline.
        replayed: returns the lines that no switch makes, ``{name: (worlds, doses)}``, for a lab, a case and doses.
        runs_replayed: returns how many runs of the model they take in each world.
        waits_for: what is not built yet.
    """

    number: int
    name: str
    claim: str
    lever: str
    benefit: str
    price: str
    doses: tuple[Dose, ...]
    benefit_off: Switch | None = None
    price_off: Switch | None = None
    inert: Switch = AS_IS
    neutral: Mapping[str, float] = field(default_factory=dict)
    replayed: Callable[[Lab, Scenario, Sequence[Dose]], dict[str, Floats]] | None = None
    runs_replayed: Callable[[Sequence[Dose]], int] = len
    waits_for: str = ""

    @property
    def default(self) -> int:
        """Place of the default dose: the case as it is."""
        return [dose.name for dose in self.doses].index(DEFAULT)

    @property
    def is_scale(self) -> bool:
        """Whether doses are more and less of something, so that a best one can lie at an edge."""
        return not any(dose.governance for dose in self.doses)


def doses(
    use: str = "", times: Sequence[float] = (), levels: Mapping[str, Sequence[Amount]] | None = None
) -> tuple[Dose, ...]:
    """Return the doses zero, low, default and high.

    Args:
        use: of the week; ``times``: multiples of its usual share, one a dose.
        levels: ``{path: amounts}``, one a dose.
    """
    names = (ZERO, LOW, DEFAULT, HIGH)
    shares = [Times(factor) for factor in times] or [USUAL] * len(names)
    made = {path: dict(zip(names, amounts, strict=True)) for path, amounts in (levels or {}).items()}
    return tuple(
        Dose(name, use, share, {path: amounts[name] for path, amounts in made.items()})
        for name, share in zip(names, shares, strict=True)
    )


def neutral(*paths: str) -> dict[str, float]:
    """Return ``{path: value}`` at which these mechanisms have no effect.

    Raises:
        ValueError: a path has no neutral value.
    """
    known = {path: number.neutral for path, _, number in numbers()}
    found = {path: value for path in paths if (value := known[path]) is not None}
    if len(found) < len(paths):
        raise ValueError(f"no neutral value: {', '.join(path for path in paths if path not in found)}")
    return found


def _amount(case: Scenario, path: str, amount: Amount) -> float:
    if not isinstance(amount, Times):
        return amount
    group, name = path.split(".")
    return amount.factor * float(getattr(getattr(case.parameters, group), name))
