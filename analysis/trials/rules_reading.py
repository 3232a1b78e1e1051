"""What the rules of opt-in do, each by itself and together: effects with intervals, and what they say in words."""

from __future__ import annotations

import numpy as np

from ...experiments.forms_on_trial.rules import OUTCOMES, RULES, Crossed, contrast, subsets
from ...sim.measures import LOWER, MEASURES, PRIMARY
from ..effects import Effect, Number, Record, adjusted, effect
from ..words import listed, signed, worlds

DOES = {
    "propose": "the coordinator's proposal instead of the table's",
    "agree": "each one's own decision instead of a joint one",
    "meet": "meetings through the hub instead of at a table",
}
"""What each rule of opt-in is, against that of consensus."""

NAMES = {"propose": "who proposes", "agree": "who must agree", "meet": "who meets whom"}


class RuleEffect(Record):
    """What one rule of opt-in, or several together, bring in an outcome against those of consensus."""

    rules: list[str]
    outcome: str
    effect: Effect

    @property
    def name(self) -> str:
        """Return ``"who proposes × who meets whom"``."""
        if len(self.rules) == len(RULES):
            return "all three together"
        return " × ".join(NAMES[rule] for rule in self.rules)


class RulesReading(Record):
    """What the rules do in one case.

    Attributes:
        means: of the primary outcome, by combination of rules.
        whole: opt-in minus consensus, in the primary outcome.
        effects: the seven in the primary outcome, judged together as claims.
        sides: the main effects in the other outcomes, judged together as cells.
    """

    case: str
    title: str
    means: dict[str, Number]
    whole: Effect
    effects: list[RuleEffect]
    sides: list[RuleEffect]
    worlds: int
    seed: int

    def of(self, *rules: str) -> Effect:
        """Return the effect of these rules in the primary outcome."""
        return next(one.effect for one in self.effects if one.rules == list(rules))


def read(crossed: Crossed, seed: int) -> RulesReading:
    """Return what the eight combinations say."""
    primary = crossed.values[:, :, 0]
    found = adjusted([effect(primary @ contrast(subset)) for subset in subsets()], "claims")
    asked = [(rule, place) for place in range(1, len(OUTCOMES)) for rule in RULES]
    sides = adjusted([effect(crossed.values[:, :, place] @ contrast((rule,))) for rule, place in asked], "cells")
    return RulesReading(
        case=crossed.case.name,
        title=crossed.case.title,
        means=dict(zip(crossed.combinations, np.nanmean(primary, axis=0).tolist(), strict=True)),
        whole=effect(primary[:, 0] - primary[:, -1]),
        effects=[
            RuleEffect(rules=list(subset), outcome=PRIMARY, effect=one)
            for subset, one in zip(subsets(), found, strict=True)
        ],
        sides=[
            RuleEffect(rules=[rule], outcome=OUTCOMES[place], effect=one)
            for (rule, place), one in zip(asked, sides, strict=True)
        ],
        worlds=len(primary),
        seed=seed,
    )


def paragraph(reading: RulesReading) -> str:
    """Return what the rules do in a case, in words."""
    return " ".join([_whole(reading), _parts(reading), _together(reading)])


def _whole(reading: RulesReading) -> str:
    whole = reading.whole
    if whole.sign == 0:
        difference = f"no difference in net value between opt-in and consensus can be told ({with_ends(whole)})"
    else:
        better, other = ("opt-in", "consensus") if whole.sign > 0 else ("consensus", "opt-in")
        difference = f"{better} has more net value than {other}: opt-in minus consensus is {with_ends(whole)}"
    return f"In {worlds(reading.worlds)} of {reading.case}, {difference}."


def _parts(reading: RulesReading) -> str:
    """Say what each rule brings or costs."""
    mains = {rule: reading.of(rule) for rule in RULES}
    brings = [f"{DOES[rule]} ({with_ends(one)})" for rule, one in mains.items() if one.sign > 0]
    costs = [f"{DOES[rule]} ({with_ends(one)})" for rule, one in mains.items() if one.sign < 0]
    unknown = [DOES[rule] for rule, one in mains.items() if one.sign == 0]
    said = []
    if brings:
        said.append(f"net value comes from {listed(brings)}")
    if costs:
        said.append(f"{'it' if brings else 'net value'} is lost by {listed(costs)}")
    if unknown:
        said.append(f"no effect by itself can be told of {listed(unknown)}")
    return ". ".join(_capital(text) for text in said) + "."


def _together(reading: RulesReading) -> str:
    """Say which rules do more or less together than each alone."""
    told = [one for one in reading.effects if len(one.rules) > 1 and one.effect.sign]
    if not told:
        return "No two of the rules, nor all three, do more or less together than each alone, as far as can be told."
    said = [
        f"{listed([NAMES[rule] for rule in one.rules])} bring {'more' if one.effect.sign > 0 else 'less'} together "
        f"than each alone ({with_ends(one.effect)})"
        for one in told
    ]
    return f"{_capital('; '.join(said))}."


def is_better(one: RuleEffect) -> bool | None:
    """Return whether an effect is for the better; None where that cannot be told, or neither is."""
    better = MEASURES[one.outcome].better
    if one.effect.sign == 0 or better not in ("higher", LOWER):
        return None
    return (one.effect.sign > 0) != (better == LOWER)


def with_ends(one: Effect) -> str:
    """Return ``+0.31 [+0.22, +0.40]``."""
    most = max(abs(one.low), abs(one.high), abs(one.mean))
    return f"{signed(one.mean, most)} [{signed(one.low, most)}, {signed(one.high, most)}]"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
