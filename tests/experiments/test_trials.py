"""Trials: which there are, what a dose is, how often they run, and plans that are imposed."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.experiments.patterns import InterruptionError, Lab
from clever_coalitions.experiments.trials import (
    BENEFIT_OFF,
    conditions,
    measure,
    measure_bound,
    runs_of,
    runs_of_bound,
    trials,
)
from clever_coalitions.experiments.trials.conditions import TURBULENCE, calm, turbulent
from clever_coalitions.experiments.trials.imposed import AS_THEY_MEET, FREE_MEETINGS, decisions_of, under_one_plan
from clever_coalitions.experiments.trials.trial import USUAL, Dose, Switch, Times, doses, neutral
from clever_coalitions.experiments.trials.week import share_of_week, share_on_top, week_with
from clever_coalitions.experiments.variants import Variant
from clever_coalitions.scenarios import load
from clever_coalitions.sim.briefing import USES
from clever_coalitions.sim.run import simulate

TRIALS = trials()
SHORT = replace(calm(), weeks=60.0)
TRIAL = pytest.mark.parametrize("trial", TRIALS, ids=lambda one: f"{one.number}")


# --- which there are -------------------------------------------------------------------------------------------------


def test_there_is_a_trial_for_each_principle():
    assert [one.number for one in TRIALS] == list(range(1, 11))


@TRIAL
def test_each_says_what_it_claims_varies_and_costs(trial):
    assert all((trial.name, trial.claim, trial.lever, trial.benefit, trial.price))
    assert trial.doses[trial.default].name == "default"
    assert trial.default > 0


def test_only_what_waits_for_something_has_no_channel_to_switch_off():
    untried = [one.number for one in TRIALS if not (one.benefit_off or one.replayed)]
    assert untried == [one.number for one in TRIALS if one.waits_for] == [9]
    assert [one.number for one in TRIALS if not one.price_off] == [9]


def test_turbulent_is_calm_with_more_change():
    quiet, changing = conditions()
    assert changing.parameters == quiet.with_numbers(TURBULENCE).parameters
    assert changing.parameters.conditions.hazard > quiet.parameters.conditions.hazard == 0.0
    assert changing.kinds == quiet.kinds


# --- the week --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["steady", "syria", "central_african_republic"])
@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("share", [0.0, 0.075, 0.333, 0.9, 1.0])
def test_a_week_adds_up_and_the_others_keep_their_proportions(name, use, share):
    case = load(name)
    week = share_of_week(case, use, share)
    assert sum(week.values()) == pytest.approx(1.0, abs=1e-12)
    assert week[f"coordinator.{use}"] == share
    others = [other for other in USES if other != use]
    usual = [getattr(case.parameters.coordinator, other) for other in others]
    now = [week[f"coordinator.{other}"] for other in others]
    scale = (1.0 - share) / sum(usual)
    assert now == pytest.approx([scale * one for one in usual], abs=0.001)


def test_the_usual_share_gives_the_usual_week():
    case = load("steady")
    for use in USES:
        usual = getattr(case.parameters.coordinator, use)
        assert case.with_numbers(share_of_week(case, use, usual)) == case


def test_on_top_the_others_have_what_they_have_without():
    without, on_top = share_of_week(calm(), "renew", 0.0), share_on_top(calm(), "renew", 0.15)
    assert on_top.pop("coordinator.overtime") == on_top.pop("coordinator.renew") == 0.15
    assert on_top.items() <= without.items()


def test_several_uses_can_be_taken_away_and_all():
    week = week_with(calm(), {"listen": 0.0, "renew": 0.0})
    assert sum(week.values()) == pytest.approx(1.0)
    assert set(week_with(calm(), dict.fromkeys(USES, 0.0)).values()) == {0.0}


# --- doses and switches ----------------------------------------------------------------------------------------------


@TRIAL
@pytest.mark.parametrize("name", ["steady", "syria", "central_african_republic"])
def test_the_default_dose_is_the_case_as_it_is(trial, name):
    case = load(name)
    assert trial.doses[trial.default].given(case) == case


@TRIAL
def test_doses_differ(trial):
    given = [dose.given(calm()) for dose in trial.doses]
    assert len({repr((one.parameters, one.governance)) for one in given}) == len(given)


def test_a_switch_is_stronger_than_a_dose_and_can_still_a_case():
    case = load("syria")
    dose = doses("listen", (0.0, 0.5, 1.0, 2.0), {"coordinator.own_weight": (1.0, 0.5, USUAL, 0.0)})[0]
    given = dose.given(case, Switch("", {"coordinator.own_weight": 0.25}, is_unscripted=True))
    assert given.parameters.coordinator.own_weight == 0.25
    assert given.parameters.coordinator.listen == 0.0
    assert not [event for event in given.script if event.what == "obstacle"]
    assert [event for event in case.script if event.what == "obstacle"]


def test_amounts_are_multiples_of_what_the_case_has():
    case = calm().with_numbers({"club.core": 0.2})
    assert Dose("low", numbers={"club.core": Times(0.5)}).given(case).parameters.club.core == 0.1


def test_what_has_no_neutral_value_says_so():
    with pytest.raises(ValueError, match=r"synthesis\.mending"):
        neutral("synthesis.flaws", "synthesis.mending")


# --- measuring -------------------------------------------------------------------------------------------------------


@TRIAL
def test_each_runs_as_often_as_it_says(trial):
    runs = []
    lab = Lab(2, progress=runs.append)
    found = measure(trial, SHORT, lab)
    assert sum(runs) == 2 * runs_of(trial)
    assert {values.shape for values in found.lines.values()} == {(2, len(trial.doses))}
    runs.clear()
    more = measure_bound(trial, SHORT, lab)
    assert sum(runs) == 2 * runs_of_bound(trial)
    assert np.array_equal(more.usual, found.usual)
    if BENEFIT_OFF in found.lines:
        places = [0, trial.default]
        assert np.array_equal(more.lines[BENEFIT_OFF], found.lines[BENEFIT_OFF][:, places])


def test_the_case_as_it_is_is_the_same_in_all_trials():
    lab = Lab(3)
    usual = [measure(one, turbulent(), lab).usual.tolist() for one in TRIALS[:2]]
    plain = lab.outcome("net_value", [Variant("plain", turbulent(), "opt-in", "listen-and-lead")])[:, 0].tolist()
    assert usual == [plain] * 2


def test_an_interruption_ends_a_trial():
    def interrupt(runs):
        raise KeyboardInterrupt

    with pytest.raises(InterruptionError):
        measure(TRIALS[3], calm(), Lab(3, progress=interrupt))


# --- plans that are imposed ------------------------------------------------------------------------------------------

CASES = [turbulent(), load("syria"), load("central_african_republic")]


def outcomes(case, seed, form, choices=()):
    found = simulate(case, seed, form, choices=choices, series=False).outcomes
    del found["weeks_to_plan"]  # an imposed plan is adopted when it is asked for ...
    del found["unsettled"]  # ... and nobody wavers
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_own_decisions_of_an_opt_in_run_give_that_run(case, seed):
    choices = decisions_of(case, seed, "opt-in")
    again, plain = outcomes(case, seed, "opt-in", choices), outcomes(case, seed, "opt-in")
    assert again == pytest.approx(plain, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_under_one_plan_with_free_meetings_forms_are_alike_and_with_others_not(case):
    free = case.with_numbers(FREE_MEETINGS)
    choices = decisions_of(free, 3, "opt-in")
    assert outcomes(free, 3, "consensus", choices) == pytest.approx(outcomes(free, 3, "opt-in", choices), nan_ok=True)
    choices = decisions_of(case, 3, "opt-in")
    assert outcomes(case, 3, "consensus", choices) != pytest.approx(outcomes(case, 3, "opt-in", choices), nan_ok=True)


def test_the_trial_of_opt_in_imposes_its_plan_on_every_form():
    found = measure(TRIALS[3], calm(), Lab(4, seed=2))
    assert np.ptp(found.lines[BENEFIT_OFF], axis=1).max() == 0.0
    assert np.array_equal(found.lines[AS_THEY_MEET][:, -1], found.usual)
    assert np.ptp(found.lines["as it is"], axis=1).max() > 0.0
    assert len(under_one_plan(calm(), 1, ["opt-in"])) == 1
