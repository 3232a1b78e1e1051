"""What is told of acts: the first, each quarter of those that it takes, and who never did."""

from clever_coalitions import simulate
from clever_coalitions.app.telling.account import account
from clever_coalitions.app.telling.acting import PARTS, acts_of, never_acted, news_of_acts
from clever_coalitions.app.telling.following import play_and_follow
from clever_coalitions.app.telling.prospects import prospects
from clever_coalitions.experiments import Variant
from tests.scenarios.test_forums import SEEDS, forum
from tests.sim.test_acts import ALONE

CASE = forum(*ALONE)
RUNS = [simulate(CASE, seed, events=True) for seed in SEEDS]


def test_the_first_act_is_told_and_every_quarter_in_the_week_in_which_it_is_reached():
    for result in RUNS:
        acts, told = acts_of(result, CASE), news_of_acts(result, CASE)
        due = {one.step for one in acts if one.many == 1 or PARTS * one.many // 6 > PARTS * (one.many - 1) // 6}
        assert set(told) == due
        for step, (sentence,) in told.items():
            assert sentence.text.endswith(f"{sum(one.step <= step for one in acts)} of 6")
            assert (sentence.tone == "good") == (sum(one.step <= step for one in acts) >= 6)


def test_each_is_told_once():
    result = next(one for one in RUNS if len(acts_of(one, CASE)) == 6)
    text = " ".join(sentence.text for (sentence,) in news_of_acts(result, CASE).values())
    alone = [name for name in CASE.names if text.count(f"{name} ") + text.count(f"{name},") > 1]
    assert alone == []


def test_who_has_a_name_and_never_acted_is_told_at_the_end():
    for result in RUNS:
        done = {CASE.names[one.who] for one in acts_of(result, CASE)}
        said = " ".join(never_acted(result, CASE))
        assert bool(done) == bool(said)
        for name in ("Alba", "Bora", "Power"):
            assert (name in said) == (bool(done) and name not in done)


def test_what_falls_by_acts_has_no_chance_of_a_win_to_tell():
    assert all(prospects(result, CASE) == {} for result in RUNS)
    assert any(prospects(simulate(forum(), seed, events=True), forum()) for seed in SEEDS)


def test_one_is_told_when_it_acted():
    seed, result = next((seed, one) for seed, one in zip(SEEDS, RUNS, strict=True) if acts_of(one, CASE))
    act = acts_of(result, CASE)[0]
    followed = play_and_follow(Variant("opt-in", CASE, "opt-in", "listen-and-lead"), seed, act.who)
    said = account(act.who, *followed, CASE)
    assert f"It acted on 'not in force' in week {act.step}." in said
