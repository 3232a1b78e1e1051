"""Channels: with its benefit and its price off, a lever does nothing; and every switch is there for a reason."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.experiments import Variant, compare
from clever_coalitions.experiments.patterns.watching import watch
from clever_coalitions.experiments.trials import conditions, trials
from clever_coalitions.experiments.trials.trial import neutral
from clever_coalitions.scenarios import load
from clever_coalitions.sim.state import minds, standing, stocks

WEEKS = 120.0  # shorter runs: there are many of them
SHIPPED = [*conditions(), load("syria"), load("central_african_republic")]
CASES = [replace(case, weeks=min(case.weeks, WEEKS)) for case in SHIPPED]
SWITCHED = [one for one in trials() if one.benefit_off and one.price_off]
BOOKED = ("hub_hours", "value_per_1000_hours")
"""Outcomes in which hours on top are counted."""

SPARE = {
    1: {"club.promotion"},  # where a funder pays, visibility buys nothing
    3: {  # free interviews are heard at every dose: what they change is looked at below
        "trust.heard", "trust.forecast", "consultation.share_back", "synthesis.desk_noise", "sensing.follow",
        "sensing.evidence", "trust.overruled",
    },
    5: {  # trust that moves alike for all moves no call; and where nobody contributes, no funder is needed
        "trust.overruled", "trust.waiting", "trust.harm", "trust.kept", "trust.shading", "trust.left", "trust.fading",
        "club.grant",
    },
    6: {  # where no alarm is heeded no pivot loses anything; and beliefs that follow at once forget what they were told
        "conditions.hazard", "conditions.hazard_growth", "sensing.noise", "sensing.belief_spread",
        "diagnosis.pivot_loss", "diagnosis.pivot_weeks", "trust.left",
    },
}  # fmt: skip
"""Numbers that the other switch makes needless; each is needed where only one channel is off."""


def by_number(number):
    return next(one for one in trials() if one.number == number)


def whole(trial):
    return trial.benefit_off + trial.price_off + trial.inert


def differing(trial, switch, case, worlds):
    """Return the outcomes that the lever changes."""
    given = [dose.given(case, switch) for dose in trial.doses]
    variants = [Variant(d.name, s, s.governance, s.strategy) for d, s in zip(trial.doses, given, strict=True)]
    found = compare(variants, worlds)
    assert not found.failures
    values = {name: found.outcome(name) for name in found.outcome_names if name not in BOOKED}
    return {
        name for name, one in values.items() if not np.allclose(one, one[:, :1], rtol=1e-9, atol=1e-9, equal_nan=True)
    }


def does_something(trial, switch):
    """Return whether the lever changes an outcome in one of some worlds of some cases."""
    return any(differing(trial, switch, case, worlds) for worlds in (2, 6, 24) for case in CASES[:3])


@pytest.mark.parametrize("trial", SWITCHED, ids=lambda one: f"{one.number}")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_with_benefit_and_price_off_no_dose_changes_anything(trial, case):
    assert differing(trial, whole(trial), case, 3) == set()


@pytest.mark.parametrize("trial", SWITCHED, ids=lambda one: f"{one.number}")
def test_and_that_takes_each_of_the_switches(trial):
    everything = whole(trial)
    for path in everything.numbers.keys() - SPARE.get(trial.number, set()):
        rest = {other: value for other, value in everything.numbers.items() if other != path}
        switch = replace(everything, numbers=rest)
        assert does_something(trial, switch), path
    if everything.is_on_top:
        assert does_something(trial, replace(everything, is_on_top=False))


def test_what_is_left_beside_both_switches_is_what_the_trial_says():
    """Interviews take their partners' hours and a wait; false alarms are heeded: prices that cannot be switched off."""
    for number in (3, 6):
        trial = by_number(number)
        assert does_something(trial, trial.benefit_off + trial.price_off)
    assert all(trial.inert.says == "" for trial in SWITCHED if trial.number not in (3, 6))


# --- principle 3: what is heard changes nothing ---------------------------------------------------------------------

REST = neutral(
    *(f"trust.{name}" for name in ("served", "waiting", "success", "harm", "kept", "left", "fading", "stewardship")),
    "morale.hub_drain", "morale.hub_start", "club.grant",
)  # fmt: skip
"""What moves trust and hours for other reasons."""


def known(trial, switch, case, dose):
    """Return all that the coordinator and the others know and trust, week by week."""
    weeks = []

    def look(state, week):
        mind = minds(state)
        trust, belief = standing(state).trust[0], stocks(state).belief
        weeks.append(np.concatenate([mind.forecast, mind.assumed, state.suspicion[0], trust, belief]))

    watch(dose.given(case, switch), 1, "opt-in", look)
    return np.array(weeks)


def is_known_alike(trial, switch):
    for case in CASES[:3]:
        first, *others = (known(trial, switch, case, dose) for dose in trial.doses)
        if not all(np.allclose(first, other, rtol=1e-9, atol=1e-9) for other in others):
            return False
    return True


def test_what_the_coordinator_hears_changes_no_knowledge_and_no_trust():
    trial = by_number(3)
    switch = trial.benefit_off + trial.price_off
    switch = replace(switch, numbers={**switch.numbers, **REST})
    assert is_known_alike(trial, switch)
    for path in ("trust.heard", "trust.forecast", "consultation.share_back", "sensing.evidence", "trust.overruled",
                 "coordinator.own_weight"):  # fmt: skip
        rest = {other: value for other, value in switch.numbers.items() if other != path}
        assert not is_known_alike(trial, replace(switch, numbers=rest)), path


def test_with_the_benefit_off_the_fact_is_known_at_every_dose():
    trial = by_number(3)
    for dose in trial.doses:
        case = dose.given(CASES[1], trial.benefit_off)
        found = compare([Variant("one", case, case.governance, case.strategy)], 2)
        assert found.outcome("forecast_error").max() < 1e-12


# --- principle 6: nothing to find out ------------------------------------------------------------------------------


def test_with_the_benefit_off_there_is_no_change_to_follow_but_still_alarms():
    trial = by_number(6)
    for case in CASES[1:3]:
        given = trial.doses[-1].given(case, trial.benefit_off)
        found = compare([Variant("one", given, given.governance, given.strategy)], 8)
        assert found.outcome("false_pivots").sum() > 0.0
        assert np.isnan(found.outcome("detection_lag")).all()
        assert found.outcome("missed").sum() == 0.0
