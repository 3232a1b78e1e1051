"""A game: where one is asked, what decisions do, what one hears, and what is sent before the fog lifts."""

import json
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from clever_coalitions.app.game.forks import OPEN, Forks, Held, open_obstacles, other_week, questions_of
from clever_coalitions.app.game.given import in_fog, mattered, rivals, without_fog
from clever_coalitions.app.game.moves import NextStretch, daring_in_force, decided, moved, usual_week, week_in_force
from clever_coalitions.app.game.stretches import (
    AMONG,
    RULE,
    WORLD,
    Game,
    Stop,
    back_at,
    begun,
    falls_in_game,
    game_of,
    rings,
    stops_of,
    stretch_of,
)
from clever_coalitions.app.game.voices import heard_by, interviews_of_step
from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.engine import run_of
from clever_coalitions.app.live.history import SHELF, played
from clever_coalitions.app.live.link import Link, address, opened_link
from clever_coalitions.app.live.settings import Case, Setting, SettingError, plan_of
from clever_coalitions.app.record import HIDDEN, ended_of, record_of
from clever_coalitions.app.telling.following import run_for
from clever_coalitions.experiments.worlds import world_seed
from clever_coalitions.scenarios import load
from clever_coalitions.scenarios.loader import text_of_case
from clever_coalitions.sim import events as log
from clever_coalitions.sim import simulate
from clever_coalitions.sim.briefing import PIVOT_TO
from clever_coalitions.sim.mechanisms.sensing import independent_share
from clever_coalitions.sim.population import ids_of, steps_in
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.state import SEED, STEP, campaigns, in_sight, seats, standing, stocks
from clever_coalitions.sim.strategies import HUMAN
from clever_coalitions.sim.week import WEEK

SYRIA = load("syria")


def start(seed=WORLD, case="syria"):
    return Link(begun(Setting(Case(case), seed=seed)))


def play(policy, link=None):
    """Play a game to its end; return the game at each stop."""
    link, games = link or start(), []
    while not (games and games[-1].is_over):
        games.append(game_of(link))
        link = moved(link, policy(games[-1])) if not games[-1].is_over else link
    return games


def stay(_game):
    return NextStretch()


def as_built_in(game):
    """Do what listen-and-lead does: turn once the evidence that one is shown at a stop is enough."""
    said = in_fog(game)
    return NextStretch(turn=1 - said["assumed"] if said["alarm"] >= 1.0 else OPEN)


def deaf(game):
    return NextStretch(shares=(0.0, 0.15, 0.1, 0.3, 0.1, 0.2, 0.15) if game.step == 0 else ())


@cache
def games_of(policy):
    return play(policy)


# --- by hand --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [7, 13, 34])
def test_who_does_by_hand_what_the_built_in_strategy_does_has_its_digest(seed):
    """What is done follows from what is sent to the page alone; these worlds end before nobody decides any more."""
    last = play(as_built_in, start(seed))[-1]
    assert last.history.plan.strategy == HUMAN
    reference = simulate(SYRIA, seed, strategy="listen-and-lead")
    assert last.history.result.digest == reference.digest
    assert simulate(SYRIA, seed, strategy=HUMAN).digest != reference.digest or not reference.outcomes["pivots"]


def test_in_the_world_of_the_game_it_is_the_same_as_long_as_there_is_something_to_decide():
    last, reference = games_of(as_built_in)[-1], simulate(SYRIA, WORLD, strategy="listen-and-lead", events=True)
    rang = [int(row[0]) for row in reference.events if row[1] == log.ALARM_RANG]
    after = [WhatIf(step, "pivot", who=int(row[3])) for step in rang for row in reference.events
             if step >= last.step and row[0] == step and row[1] == log.ALARM_RANG]  # fmt: skip
    whole = replace(last.setting, changes=(*last.setting.changes, *after))
    assert SHELF.history(whole).result.digest == reference.digest
    assert np.array_equal(last.history.result.series[: last.step], reference.series[: last.step], equal_nan=True)


def test_shares_that_nobody_moved_are_those_of_the_case_and_no_decision():
    game = games_of(stay)[-1]
    assert game.setting.changes == ()
    same = NextStretch(shares=usual_week(SYRIA))
    assert decided(games_of(stay)[0], same) == games_of(stay)[0].setting


# --- stops ----------------------------------------------------------------------------------------------------------


def test_the_world_of_the_game_is_that_of_its_rule():
    outcomes = {seed: simulate(load("syria"), seed).outcomes for seed in range(1, AMONG + 1)}
    turned = {seed: out for seed, out in outcomes.items() if out["settled"] and out["pivots"] > out["false_pivots"]}
    by_week = sorted(turned, key=lambda seed: (turned[seed]["weeks_to_settle"], seed))
    assert by_week[(len(turned) - 1) // 2] == WORLD, "another edition of the model has another middle world"
    assert f"World {WORLD} of" in RULE


@pytest.mark.parametrize("case", ["syria", "steady", "turbulent", "central_african_republic"])
@pytest.mark.parametrize("policy", [stay, as_built_in])
def test_one_is_asked_about_eight_times_each_half_year_or_less_and_a_link_holds_where_one_is(case, policy):
    games = play(policy, start(3, case))
    assert 4 <= len(games) - 1 <= 20
    length = stretch_of(games[0].scenario)
    steps = [game.step for game in games]
    assert steps == sorted(set(steps))
    assert max(np.diff(steps)) <= length <= max(26, steps_in(games[0].scenario) / 8 + 1)
    assert [stop.step for stop in games[-1].stops] == steps, "what was decided later moves no earlier stop"
    for game in games:
        again = opened_link(address(Link(game.setting, game.step))).link
        assert game_of(again).setting == game.setting
        assert game_of(again).step == game.step


def test_one_is_asked_when_an_obstacle_falls_and_when_reports_add_up():
    games = games_of(as_built_in)
    why = {stop.step: stop.why for stop in games[-1].stops}
    fell = [int(row[0]) + 1 for row in games[-1].history.result.events if row[1] == log.OVERCOME]
    assert [why[step] for step in fell[:-1]] == ["overcome"]
    assert fell[-1] == games[-1].step
    rang = [int(row[0]) for row in games[-1].history.result.events if row[1] == log.ALARM_RANG]
    assert rang
    assert {why[step] for step in rang} == {"alarm"}


def test_who_goes_back_forgets_what_was_decided_later():
    last = play(lambda game: NextStretch(daring=25 if game.place == 1 else OPEN))[-1]
    first, second = (stop.step for stop in last.stops[1:3])
    assert [change.step for change in last.setting.changes] == [first, second]
    assert back_at(last.setting, second).changes == last.setting.changes[:1]
    assert game_of(Link(last.setting, second)).setting.changes == last.setting.changes[:1]


def test_how_much_plans_dare_is_held_to_from_then_on_and_given_back():
    games = play(lambda game: NextStretch(daring=25 if game.place < 2 else OPEN))
    last = games[-1]
    back = games[2].step
    assert daring_in_force(last.setting, 0) == 25
    assert daring_in_force(last.setting, back) == OPEN
    ambition = [float(frame.ambition[0]) for frame in last.history.frames[1 : back + 1]]
    assert {round(one, 3) for one in ambition if np.isfinite(one)} == {0.25}
    assert any(frame.ambition[0] > 0.25 for frame in last.history.frames[back + 1 : last.step])
    with pytest.raises(SettingError, match="expected 0 to 100"):
        plan_of(replace(last.setting, changes=(WhatIf(0, "daring", value=101),)))


def test_a_week_that_is_shared_out_holds_until_the_next_one():
    last = games_of(deaf)[-1]
    assert week_in_force(last.setting, SYRIA, 100)[0] == 0.0
    assert all(frame.uses[0][0] == 0.0 for frame in last.history.frames[2 : last.step])


def test_a_game_begins_where_somebody_coordinates_and_with_the_week_of_the_case():
    setting = Setting(Case("syria"), (("coordinator.listen", 0.0), ("joining.threshold", 0.4)), "alone", seed=4)
    assert begun(setting) == Setting(Case("syria"), (("joining.threshold", 0.4),), "opt-in", HUMAN, 4)


# --- voices ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(1, 6))
def test_what_voices_say_is_what_the_coordinator_took_in(seed):
    """Without analysis all evidence comes from interviews: their readings add up to its alarm, week by week."""
    case = load("syria", {"coordinator.analyse": 0.0, "coordinator.listen": 0.3})
    sensing, run, alarm, count = case.parameters.sensing, Run(case, seed, "opt-in", HUMAN), np.zeros(2), 0
    for step in range(80):
        told = interviews_of_step(run, step)
        assumed, fallen = int(campaigns(run.state).assumed[0]), (run.state.overcome_at[0] >= 0).any()
        if fallen:
            break
        readings = np.array([said for _, said in told if said]).sum(axis=0) if any(said for _, said in told) else 0.0
        share = independent_share(float(len(told)), sensing.shared, float(len(case.kinds)), sensing.persistence)
        score = np.broadcast_to(share * np.asarray(readings), 2)
        expected = max(0.0, alarm[1 - assumed] + score[1 - assumed] - score[assumed])
        assert run.state.alarm[0][1 - assumed] == pytest.approx(expected, abs=1e-9)
        alarm = run.state.alarm[0].copy()
        count += len(told)
    assert count > 50


def test_who_does_not_listen_hears_nobody_and_who_listens_hears_voices_that_contradict_each_other():
    assert heard_by(games_of(deaf)[3].history, games_of(deaf)[3].step).voices == ()
    said = [in_fog(game) for game in games_of(stay) if not game.is_over]
    assert any(min(one["point"]) > 0 for one in said)
    for one in said:
        assert sum(one["point"]) <= one["answered"]
        assert {place for _, place, _ in one["voices"]} <= set(one["open"])


# --- fog ------------------------------------------------------------------------------------------------------------


def test_what_is_sent_in_the_fog_does_not_know_what_is_true_nor_what_will_be():
    """The same bytes come where all that is to come, and all that only the world knows, is another thing."""
    for game in games_of(as_built_in)[:-1]:
        said = in_fog(game)
        text = json.dumps(said)
        record = json.loads(said["record"])
        assert record["steps"] == game.step
        assert not set(record["series"]) & set(HIDDEN)
        assert all(len(values) == game.step + 1 for values in record["series"].values())
        assert all(len(deltas) == game.step + 1 for deltas in record["hubs"][0]["trust"])
        assert all(beat["week"] <= game.step for beat in record["beats"])
        assert not {"truth", "real", "needed", "sides", "worlds"} & set(said)
        assert "outcomes" not in text
        whole = record_of(game.history)
        for name, values in record["series"].items():
            assert values == whole["series"][name][: game.step + 1]


def test_frames_of_the_truth_reach_no_page_in_the_fog():
    game = games_of(as_built_in)[3]
    columns = {name: game.history.result.columns.index(name) for name in HIDDEN}
    series = game.history.result.series.copy()
    series[:, list(columns.values())] = 77.0
    series[game.step + 1 :] = 77.0
    changed = np.isin(game.history.result.events[:, 1], (log.OBSTACLE_CHANGED, log.WINDOW_CLOSED))
    events = game.history.result.events[~changed]
    said = game.history.frames.said
    hidden = {**said, "obstacle": 1 - said["obstacle"], "fact": said["fact"] + 9.0}
    frames = replace(game.history.frames, said=hidden, series=series, events=events)
    lied = replace(game.history, frames=frames, result=replace(game.history.result, series=series, events=events))
    assert in_fog(replace(game, history=lied)) == in_fog(game)


def test_without_fog_four_coordinators_stand_beside_each_other_in_one_world():
    game = games_of(as_built_in)[-1]
    said = without_fog(game)
    names = [side["name"] for side in said["sides"]]
    assert names == ["you", "listen-and-lead", "directive", "deaf"]
    mine, usual, _, not_heard = said["sides"]
    assert {key: mine[key] for key in mine if key != "name"} == {key: usual[key] for key in usual if key != "name"}
    settings = dict(rivals(game.setting))
    assert {setting.seed for setting in settings.values()} == {WORLD}
    history = played(plan_of(settings["deaf"]))
    assert not_heard["value"] == round(history.result.outcomes["net_value"], 3)
    assert all(frame.uses[0][0] == 0.0 for frame in history.frames[1:])
    real = [int(frame.obstacle[0]) for frame in game.history.frames[1 : game.step + 1]]
    plan = [int(frame.plan_obstacle[0]) for frame in game.history.frames[1 : game.step + 1]]
    wrong = sum(p >= 0 and r >= 0 and p != r for p, r in zip(plan, real, strict=True))
    assert mine["wrong"] == wrong
    lost = without_fog(games_of(stay)[-1])["sides"]
    assert lost[0]["real"] != lost[1]["real"], "what stands in the way follows from what is overcome in each run"


# --- what the other choice would have brought -----------------------------------------------------------------------


def test_a_stretch_in_which_nothing_is_other_makes_no_difference_and_the_past_is_that_of_the_game():
    game = games_of(stay)[-1]
    forks = Forks(game)
    forks.advance(2)
    for (place, _), run in zip(forks._arms, forks._starts, strict=True):
        assert run.done == game.stops[place].step
    question = forks.questions[0]
    same = replace(question, other=question.did)
    forks.questions = [same]
    assert forks.answers(forks.comparison(2))[0].found.mean == 0.0


def test_each_decision_is_asked_about_and_the_answer_is_that_of_paired_futures():
    game = games_of(stay)[-1]
    questions = questions_of(game)
    assert {one.place for one in questions} == set(range(len(game.stops) - 1))
    assert {one.about for one in questions} == {"turn", "week"}
    forks = Forks(game)
    found = forks.advance(4)
    answer = next(one for one in forks.answers(found) if one.question.about == "turn")
    first, last = (game.stops[answer.question.place + k].step for k in (0, 1))
    differences = []
    for world in range(4):
        values = []
        for held in (answer.question.did, answer.question.other):
            run = forks._start(answer.question.place, held)
            assert run.choices == held.choices(first, last)  # nothing was decided before
            run.state.clock[SEED] = world_seed(1, world)
            values.append(run.advance().outcomes()["net_value"])
        differences.append(values[1] - values[0])
    assert answer.found.mean == pytest.approx(np.mean(differences))
    assert len(mattered(game, forks.answers(found))) == 3


def test_the_other_week_is_the_usual_one_or_hears_twice_as_much():
    usual = usual_week(SYRIA)
    assert other_week((0.2,) * 5, usual) == usual
    twice = other_week(usual, usual)
    assert twice[0] == 2 * usual[0]
    assert sum(twice) == pytest.approx(sum(usual), abs=0.003)
    assert twice[3] / twice[1] == pytest.approx(usual[3] / usual[1], rel=0.02)


def test_what_holds_in_a_stretch_is_decided_for_each_of_its_weeks():
    held = Held(usual_week(SYRIA), turn=1, daring=25)
    choices = held.choices(10, 12)
    assert len(choices) == 2 * 9
    assert [choice.value for choice in choices if choice.decision == PIVOT_TO] == [1.0, -1.0]


LATE = """
organizations = [
    { name = "Early", kind = "relief agency", core = true }, { name = "First", kind = "lawyer", arrives = 30 },
    { name = "Second", kind = "relief agency", core = true, arrives = 45 },
]
"""


@cache
def late_case():
    return Case("late", LATE + text_of_case("syria"))


def test_voices_are_those_who_answered_where_some_arrive_late():
    """What they spent in the phase of interviews tells who answered."""
    numbers = (("consultation.interview_hours", 0.05),)  # all whom the coordinator knows are asked in each week
    plan = plan_of(Setting(late_case(), numbers, strategy=HUMAN, seed=3))
    answered = {}

    def consult(state, rules):
        before = stocks(state).spent.copy()
        WEEK["consultation"](state, rules)
        answered[int(state.clock[STEP])] = set(state.people[0][stocks(state).spent > before].tolist())

    watched = run_for(plan.variant, plan.seed, series=False, plain=True, phases={**WEEK, "consultation": consult})
    run, ids, newcomers = run_of(plan), ids_of(plan.scenario), 0
    for step in range(80):
        watched.advance(1)
        told = {int(ids[who]) for who, said in interviews_of_step(run, step) if said}
        assert told == answered[step]
        newcomers += step == 45 and int(ids[plan.scenario.rows["Second"]]) in told
    assert newcomers


def test_what_was_done_in_a_stretch_is_what_its_fork_does_where_some_arrive_late():
    late = ", ".join(f'{{ name = "{letter}", kind = "relief agency", arrives = 120 }}' for letter in "ABCDEFGHIJ")
    case = Case("late", f"organizations = [{late}]\n{text_of_case('syria')}")
    setting = begun(Setting(case, (("club.core", 0.0),)))
    game = play(lambda game: NextStretch(turn=1 if game.place == 1 else OPEN), Link(setting))[-1]
    forks = Forks(game)
    for place, (stop, then) in enumerate(pairwise(game.stops[:-1])):
        run = forks._start(place, next(one.did for one in forks.questions if one.place == place))
        run.advance(then.step - stop.step)
        played_on = run_of(game.history.plan).advance(then.step)
        assert in_sight(run.state).tolist() == in_sight(played_on.state).tolist()
        assert np.array_equal(standing(run.state).trust, standing(played_on.state).trust)
        assert np.array_equal(seats(run.state).member, seats(played_on.state).member)


def test_weeks_and_hours_against_the_wrong_obstacle_are_those_in_which_they_were_given():
    """A frame is of the end of its step: hours of a step in which the plan turned went to the right one."""
    history = games_of(stay)[-1].history
    ended = ended_of(history, 0)
    steps = range(1, 1 + (ended[0] if ended else history.steps))
    frames = [(frame, history.frames[step].series["member_hours"]) for step, frame in enumerate(history.frames)
              if step in steps and 0 <= frame.plan_obstacle[0] != frame.obstacle[0] >= 0]  # fmt: skip
    side = without_fog(games_of(stay)[-1])["sides"][0]
    assert side["wrong"] == len(frames) > 0
    assert side["wasted"] == round(sum(hours for _, hours in frames))


def test_of_several_issues_a_game_tells_of_the_first():
    numbers, others = (("conditions.issues", 3.0),), 0
    for seed in range(1, 17):
        history = played(plan_of(Setting(Case("steady"), numbers, strategy=HUMAN, seed=seed)))
        rows = history.result.events
        falls = rows[rows[:, 1] == log.OVERCOME]
        others += (falls[:, 2] > 0).sum()
        own = falls[falls[:, 2] == 0].astype(int)
        assert {one.step for one in falls_in_game(history)} == set(own[:, 0].tolist())
        game = Game(history.plan, history, tuple(stops_of(history, ())), 0)
        left = set(range(len(history.scenario.obstacles))) - set(own[:, 3].tolist())
        assert left == set(open_obstacles(game, history.steps + 1))
    assert others > 0


def test_where_a_case_lets_nobody_coordinate_the_player_is_told():
    text = text_of_case("syria") + '\n[[events]]\nweek = 30\ngovernance = "alone"\n'
    game = play(stay, Link(begun(Setting(Case("mine", text), seed=7))))
    assert {one.step >= 30 for one in game if in_fog(one).get("led") is False} == {True}
    assert all(in_fog(one)["led"] for one in game if one.step < 30)


def test_how_those_are_who_sit_is_told_of_whoever_sits_on_any_of_several_issues():
    """The series count seats, and know of one coalition alone for how many there was time."""
    setting = Setting(Case("city_schools"), strategy=HUMAN, seed=6)
    history = SHELF.history(setting)
    step = int(np.argmax(history.frames.said["member"].sum(axis=(1, 2))))
    frame = history.frames[step]
    how = in_fog(Game(setting, history, (Stop(step, "time"), Stop(history.steps, "end")), 0))["how"]
    sit = frame.member.any(axis=0)
    assert frame.series["members"] > how["members"] == sit.sum()
    assert how["trust"] == pytest.approx(frame.trust[sit].mean(), abs=0.005)
    assert how["served"] is None
    assert in_fog(games_of(stay)[1])["how"]["served"] == round(games_of(stay)[1].history.frames[26].series["served"], 2)


def test_an_alarm_about_another_issue_stops_no_game():
    """The series speak of the first coalition with a plan: here, of another issue."""
    numbers, others = (("conditions.issues", 3.0),), 0
    for seed in range(1, 7):
        history = played(plan_of(Setting(Case("turbulent"), numbers, strategy=HUMAN, seed=seed)))
        run, own = Run(history.scenario, seed, "opt-in", HUMAN), [0.0]
        while run.left:
            own.append(float(run.advance(1).state.alarm[0].max()))
        assert rings(history) == crossed(own[1:])
        others += len(crossed(history.result.column("alarm").tolist()) - rings(history))
    assert others > 0


def crossed(alarm):
    """Return the steps in which an alarm passes what the house asks for."""
    return {step for step in range(1, len(alarm)) if alarm[step] > 3.0 >= alarm[step - 1]}
