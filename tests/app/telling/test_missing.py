"""Whoever is missing for a win is told of once it has lasted, when it is mended, and at the end."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.app.telling.log import log_of
from clever_coalitions.app.telling.missing import in_vain, lacks, nobody
from clever_coalitions.app.telling.moments import moments_of
from clever_coalitions.app.telling.story import tell
from clever_coalitions.app.telling.words import Names
from clever_coalitions.scenarios import load
from clever_coalitions.sim import events as log
from clever_coalitions.sim.run import simulate

NONE_HAPPENED = np.empty((0, log.WIDTH))


def requiring(**required):
    """Return Syria in which its obstacles take some of its kinds."""
    case = load("syria")
    return replace(case, obstacles=tuple(replace(one, required=required) for one in case.obstacles))


def run_with(case, lawyers, against=0, events=NONE_HAPPENED, **series):
    """Return a run of which the weeks have so many lawyers, a plan against an obstacle, and nothing else."""
    result = simulate(case, 1, weeks=len(lawyers), events=True)
    columns = {"members: lawyer": lawyers, "plan_obstacle": against, "obstacle": 0, **series}
    made = result.series.copy()
    for name, values in columns.items():
        made[:, result.columns.index(name)] = values
    return replace(result, series=made, events=events)


def told(result, case):
    return {beat.first: beat.text.partition(": ")[2] for beat in tell(result, case)}


CASE = requiring(lawyer=3)
NEED = CASE.obstacles[0].name


def test_who_is_missing_is_told_once_it_has_lasted_and_again_when_it_is_mended():
    result = run_with(CASE, [1] * 20 + [3] * 10)
    assert told(result, CASE) == {
        4: f"'{NEED}' cannot be overcome while 2 of 3 lawyers are missing",
        20: f"'{NEED}' can be overcome now: all whom it takes are members",
    }


@pytest.mark.parametrize("lawyers", [[1] * 4 + [3] * 26, [3] * 30, ([1] * 4 + [3]) * 6])
def test_who_is_missing_for_a_short_while_is_not_told(lawyers):
    assert told(run_with(CASE, lawyers), CASE) == {}


def test_another_plan_and_a_further_absence_are_told_anew():
    against = [0] * 10 + [1] * 20
    result = run_with(CASE, [2] * 20 + [3] * 2 + [2] * 8, against)
    assert list(told(result, CASE)) == [4, 14, 20, 26]
    assert told(result, CASE)[14].startswith(f"'{CASE.obstacles[1].name}' cannot be overcome while 1 of 3 lawyers is")


def test_where_there_is_no_plan_or_the_issue_has_ended_nobody_is_missing():
    assert told(run_with(CASE, [0] * 30, np.nan), CASE) == {}
    assert told(run_with(CASE, [0] * 30, obstacle=-1), CASE) == {}
    assert told(run_with(load("syria"), [0] * 30), load("syria")) == {}


def test_what_falls_needs_no_word_that_all_are_there():
    fell = np.zeros((1, log.WIDTH))
    fell[0, :5] = 20, log.OVERCOME, 0, 0, 1
    result = run_with(CASE, [1] * 20 + [3], events=fell)
    assert "can be overcome now" not in " ".join(told(result, CASE).values())


def test_at_the_end_it_is_told_for_how_long_it_was_where_it_was_long():
    said = f"For 26 weeks '{NEED}' could not be overcome, because members were missing: it takes 3 lawyers."
    assert in_vain(run_with(CASE, [1] * 26 + [3] * 30), CASE) == [said]
    assert in_vain(run_with(CASE, [1] * 25 + [3] * 30), CASE) == []
    assert moments_of(run_with(CASE, [1] * 26), CASE)[-1].more.endswith(said)
    both = requiring(lawyer=3, **{"relief agency": 1})
    assert in_vain(run_with(both, [1] * 30, **{"members: relief agency": 1}), both)[0].endswith("it takes 3 lawyers.")


def test_one_of_a_kind_is_called_by_its_name():
    one = load("syria", {"kinds.lawyer.count": 1}, organizations=[{"name": "Chambers A", "kind": "lawyer"}])
    assert Names(one).some_of("lawyer", 1, 1) == "Chambers A"
    assert Names(CASE).some_of("lawyer", 2, 9) == "2 of 9 lawyers"
    assert Names(CASE).some_of("lawyer", 1) == "1 lawyer"


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_won_in_a_week_in_which_somebody_is_missing(seed):
    result = simulate(case := requiring(lawyer=5), seed, events=True)
    missing = [lack.step for lack in lacks(result, case) if lack.missing]
    assert missing
    assert (result.column("chance")[missing] == 0.0).all()


def test_the_log_of_the_pages_says_it_in_the_same_words():
    entry = log_of(run_with(CASE, [1] * 30), CASE)[0]
    assert entry.words == ((f"'{NEED}' cannot be overcome while 2 of 3 lawyers are missing.", "bad"),)
    assert (entry.week, entry.label) == (5, "week 4")


def test_a_plan_that_nobody_joins_and_a_run_without_a_plan_are_told_at_the_end():
    case = load("syria")
    assert nobody(run_with(case, [1.0] * 60, members=1.0), case) == []
    assert nobody(run_with(case, [0.0] * 20, members=0.0), case) == []
    (empty,) = nobody(run_with(case, [0.0] * 60, members=0.0), case)
    assert empty.startswith("For 60 weeks there was a plan and nobody in it")
    (none,) = nobody(run_with(case, [0.0] * 60, against=np.nan), case)
    assert none == "In 60 weeks there was never a plan."
    for path in ("conditions.window_share", "outcome.rate"):
        shut = case.with_numbers({path: 0.0})
        assert f"({path})" in nobody(simulate(shut, 1, events=True), shut)[0]
