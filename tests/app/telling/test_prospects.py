"""How likely a win is, is what the weekly chance and the windows make of a year."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.app.telling.prospects import chance_in_weeks, prospects
from clever_coalitions.app.telling.story import tell
from clever_coalitions.scenarios import load
from clever_coalitions.sim.run import simulate

SYRIA = load("syria")


def said(result, case=SYRIA):
    return {step: sentence.text for step, (sentence,) in prospects(result, case).items()}


def run_with(chance, against=0, blocks=0, window=1.0, weeks=208, case=SYRIA):
    """Return a run whose weeks all have this chance, plan and obstacle."""
    result = simulate(case, 1, weeks=weeks, events=True)
    made = result.series.copy()
    for name, values in {"chance": chance, "plan_obstacle": against, "obstacle": blocks, "window": window}.items():
        made[:, result.columns.index(name)] = values
    return replace(result, series=made, events=result.events[:0])


def test_with_windows_always_open_it_is_one_of_many_throws():
    assert chance_in_weeks(0.02, True, 1.0, 1.0) == pytest.approx(1.0 - 0.98**52)
    assert chance_in_weeks(0.02, False, 1.0, 1.0, 10) == pytest.approx(1.0 - 0.98**10)
    assert chance_in_weeks(0.0, True, 0.3, 1.0) == pytest.approx(0.0)


def test_windows_make_it_less_and_an_open_one_more():
    shut, open_ = (chance_in_weeks(0.05, is_open, 0.25, 1.0) for is_open in (False, True))
    assert 0.0 < shut < open_ < chance_in_weeks(0.05, True, 1.0, 1.0)


def test_it_is_what_comes_out_of_many_years_thrown():
    rng, worlds = np.random.default_rng(1), 20_000
    is_open, won = np.zeros(worlds, bool), np.zeros(worlds, bool)
    closes = 1 - np.exp(-1 / 6)
    opens = 1 - np.exp(-1 / 6 * 0.25 / 0.75)
    for _ in range(52):
        luck = rng.random(worlds)
        is_open = np.where(is_open, luck >= closes, luck < opens)
        won |= is_open & (rng.random(worlds) < 0.05)
    assert chance_in_weeks(0.05, False, 0.25, 1.0) == pytest.approx(won.mean(), abs=0.012)


def test_it_is_told_at_the_end_of_each_year_and_not_twice_the_same():
    chance = np.repeat([0.001, 0.02, 0.02, 0.0], 52)
    assert list(said(run_with(chance))) == [51, 103, 207]
    assert said(run_with(chance))[207] == "as things stand, the chance of a win within a year is under 1%"
    assert "within a year is" in "; ".join(beat.text for beat in tell(run_with(chance), SYRIA, with_prospects=True))


def test_without_a_plan_or_an_issue_nothing_is_told():
    assert said(run_with(0.1, against=np.nan)) == {}
    assert said(run_with(0.1, blocks=-1)) == {}
    assert said(run_with(0.1, weeks=40)) == {}


def test_a_plan_against_what_does_not_stand_in_the_way_is_told_as_one():
    why = f": the plan is not against '{SYRIA.obstacles[1].name}', which stands in the way"
    assert said(run_with(0.0, against=0, blocks=1))[51].endswith(why)
    assert ": " not in said(run_with(0.0))[51]


def test_who_is_missing_is_told_as_the_reason_that_nothing_can_be_won():
    obstacles = tuple(replace(one, required={"lawyer": 9}) for one in SYRIA.obstacles)
    case = replace(SYRIA, obstacles=obstacles)
    assert "some whom it takes are missing" in said(run_with(0.0, case=case), case)[51]


def test_who_is_told_only_what_can_be_known_does_not_hear_it():
    result = run_with(np.full(208, 0.02))
    assert "as things stand" not in "; ".join(beat.text for beat in tell(result, SYRIA))


def test_it_goes_by_the_windows_of_its_own_week():
    case = load("syria")
    result = simulate(case, 1, events=True)
    later = replace(result, numbers=((60, "conditions.window_share", 1.0),))
    first, second = (prospects(one, case) for one in (result, later))
    assert {step: said for step, said in first.items() if step < 60} == {s: t for s, t in second.items() if s < 60}
    assert first != second
