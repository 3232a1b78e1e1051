"""The prologue tells what the runs say: its world by the rule, its numbers from the run, its texts without any."""

import re
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.app.record import untoggled
from clever_coalitions.app.site.pages import LANGUAGES, words
from clever_coalitions.app.site.tale import (
    AMONG,
    MIDDLE,
    SLOW_TO_ANSWER,
    TOLD,
    WAYS,
    Tale,
    many_worlds,
    middle_of,
    refusing,
)
from clever_coalitions.app.telling.following import Whereabouts
from clever_coalitions.app.telling.voices import JOINING, LEAVING, UNCALLED, WAITING
from clever_coalitions.scenarios import load
from clever_coalitions.sim.run import simulate


@pytest.fixture(scope="module")
def tale():
    return Tale()


def test_the_world_is_the_middle_one_of_those_in_which_it_is_settled():
    runs = {seed: simulate(load("syria"), seed).outcomes for seed in range(1, AMONG + 1)}
    settled = sorted((one["weeks_to_settle"], seed) for seed, one in runs.items() if one["settled"])
    before = sum(seed != MIDDLE and (week, seed) < (runs[MIDDLE]["weeks_to_settle"], MIDDLE) for week, seed in settled)
    assert len(settled) - 1 - before - before in (0, 1)
    weeks = [int(one["weeks_to_settle"]) + 1 if one["settled"] else None for one in runs.values()]
    assert middle_of(weeks) == MIDDLE


def test_of_many_worlds_each_way_says_what_its_runs_say():
    many = many_worlds(12)
    assert many["seed"] == MIDDLE
    assert [way["key"] for way in many["ways"]] == list(WAYS)
    for way in many["ways"]:
        form, strategy = WAYS[way["key"]]
        runs = [simulate(load("syria"), seed, form, strategy).outcomes for seed in range(1, 13)]
        assert [week is not None for week in way["weeks"]] == [one["settled"] > 0 for one in runs]
        assert [week for week in way["weeks"] if week] == [one["weeks_to_settle"] + 1 for one in runs if one["settled"]]
        assert way["false"] == sum(one["false_pivots"] > 0 for one in runs)
        assert way["hours"] == pytest.approx(sum(one["member_hours"] + one["hub_hours"] for one in runs) / 12)


def test_no_way_has_more_worlds_fewer_hours_and_better_help_at_once_as_the_last_screen_says():
    ways = many_worlds()["ways"]
    best = [
        max(ways, key=lambda way: sum(week is not None for week in way["weeks"])),
        min(ways, key=lambda way: way["hours"]),
        max(ways, key=lambda way: way["help"]),
    ]
    assert any(way is not best[0] for way in best)


def test_moments_come_in_order_and_nothing_of_after_the_bet_comes_before_it(tale):
    before, after = tale.before(), tale.after()
    weeks = [one["week"] for one in (*before, {"week": tale.bet}, *after)]
    assert weeks == sorted(weeks)
    assert max(one["week"] for one in before) <= tale.bet < min(one["week"] for one in after)
    said, then = [one["key"] for one in before], [one["key"] for one in after]
    assert said[:2] == ["proposed", "first"]
    assert said[2:] in (["quick"], ["quick", "less"], ["slow"], ["slow", "less"])
    assert then[0] == "overcome"
    assert then[-1] in ("won", "harm")


def test_what_is_done_is_done_of_the_plan_also_while_something_else_is_assumed(tale):
    """The series speak of what the coordinator assumes; what pages draw is the plan."""
    told = Tale(replace(TOLD, seed=7, governance="consensus"))
    frames, against = told.frames, told.against
    other = [week for week in range(1, len(against)) if -1 < against[week] != frames[week].assumed[0] > -1]
    assert any(told.done(week) != round(100 * frames[week].series["progress"]) for week in other)
    for week in other:
        steps = told.history.scenario.obstacles[against[week]].steps
        done, believed = frames[week].progress[0, against[week]], frames[week].theory[against[week]]
        hours = [step.hours * (believed[place] > 0) for place, step in enumerate(steps)]
        assert told.done(week) == round(100 * np.dot(hours, done[: len(hours)]) / sum(hours))
    assert tale.done(tale.bet) == round(100 * tale.frames[tale.bet].series["progress"])


def test_a_turn_away_and_back_is_told():
    assert [one["key"] for one in Tale(replace(TOLD, seed=12)).after()] == ["turn", "back", "late"]


def test_what_is_said_of_seats_is_what_the_record_says(tale):
    coalition, frames = tale.record["coalitions"][0], tale.record["steps"] + 1
    member = [untoggled(one, frames) for one in coalition["member"]]
    asked = [untoggled(one, frames) for one in coalition["asked"]]
    for one in (*tale.before(), *tale.after()):
        if "seats" in one["values"]:
            assert one["values"]["seats"] == sum(who[one["week"]] for who in member), one["key"]
    proposed = tale.before()[0]
    assert proposed["values"]["asked"] == sum(who[proposed["week"]] for who in (*member, *asked))


def test_who_has_not_answered_weeks_later_is_waited_for():
    told = next(one for one in (Tale(replace(TOLD, seed=seed)) for seed in range(1, 40)) if is_slow(one))
    coalition, frames = told.record["coalitions"][0], told.record["steps"] + 1
    asked = [untoggled(one, frames) for one in coalition["asked"]]
    proposed, _, slow, *_ = told.before()
    assert slow["week"] == proposed["week"] + SLOW_TO_ANSWER
    assert slow["values"]["waiting"] == sum(who[slow["week"]] for who in asked) > 0


def is_slow(told):
    is_won = told.history.result.outcomes["obstacles_overcome"] > 0.0
    return is_won and "slow" in [one["key"] for one in told.before()]


def test_who_speaks_is_somebody_whom_it_is_about(tale):
    said = {*JOINING.values(), *LEAVING.values(), UNCALLED, WAITING}
    for one in (*tale.before(), *tale.after()):
        assert {row for row, _ in one["voices"]} <= set(one["who"])
        assert {text for _, text in one["voices"]} <= said
        assert len({text for _, text in one["voices"]}) == len(one["voices"])


def test_the_gap_is_what_the_truth_says():
    tale = Tale(replace(TOLD, seed=12))
    truth = tale.truth()
    assert truth["key"] == "left"
    values = truth["values"]
    assert tale.against[values["turned"] - 1] == tale.there[values["turned"]] != tale.against[values["turned"]]
    assert values["weeks"] == sum(-1 < b != a > -1 for a, b in zip(tale.against, tale.there, strict=True)) > 1


def test_who_follows_at_once_has_no_gap_and_the_tale_holds_no_truth(tale):
    given, truth = tale.data(), tale.truth()
    assert truth["key"] == "right"
    assert truth["values"]["weeks"] <= 1
    text = str(given)
    assert not [word for word in ("affected", "needed", "barrier", "'false'", "dissent") if word in text]
    assert given["record"]["events"] == given["record"]["beats"] == []


def test_who_stays_away_says_what_keeps_it_away():
    terms = (0.0, 1.0, 0.0, 0.0, -3.0, -0.5, 0.0)
    assert refusing(Whereabouts("waiting", terms)) == WAITING
    assert refusing(Whereabouts("slow", terms)) == ""
    assert refusing(Whereabouts("not called", terms)) == UNCALLED
    assert refusing(Whereabouts("declined", terms)) == LEAVING["hours"]


# --- texts ------------------------------------------------------------------------------------------------------------


def leaves(said, path=()):
    """Yield the texts of a file with their paths."""
    for key, value in said.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield ".".join((*path, key)), value


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_typed_in(language):
    said = {key: text for key, text in leaves(words(language)) if not key.startswith("lesson.from")}
    assert not [key for key, text in said.items() if re.search(r"\d", str(text))]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_languages_say_the_same_with_the_same_values(language):
    own = {key: text for key, text in leaves(words(LANGUAGES[0])) if not key.startswith(("says", "draw"))}
    other = {key: text for key, text in leaves(words(language)) if not key.startswith(("says", "draw"))}
    assert own.keys() == other.keys()
    assert {key: sorted(re.findall(r"{(\w+)}", str(text))) for key, text in own.items()} == {
        key: sorted(re.findall(r"{(\w+)}", str(text))) for key, text in other.items()
    }


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_that_the_model_calls_things_is_in_every_language(tale, language):
    cast, known = tale.record["cast"], words(language)["says"]
    names = [one[name] for one in cast["kinds"] for name in ("name", "plural")]
    names += [one["name"] for one in cast["obstacles"]]
    names += [step["name"] for one in cast["obstacles"] for step in one["steps"]]
    names += [strength for kind in tale.data()["brings"] for strength in kind]
    assert not {*names, *JOINING.values(), *LEAVING.values(), WAITING} - known.keys()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_that_drawings_say_is_in_every_language(language):
    from clever_coalitions.app.draw import SCRIPTS

    text = (SCRIPTS / "words.js").read_text("utf-8")
    own = text.partition("export const SAID = {")[2].partition("\n};")[0]
    assert set(re.findall(r"(\w+): '", own)) == words(language)["draw"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_that_a_text_asks_for_is_there(tale, language):
    said = words(language)
    obstacles = {"plan", "again", "fell", "soon", "is"}
    made = {"week", "organizations", "years", "guessed", "moved", "betted"}
    for screen, moments in (("plan", tale.before()), ("turn", tale.after())):
        for one in moments:
            asked = re.findall(r"{(\w+)}", str(said["screens"][screen][one["key"]]))
            assert set(asked) <= {*one["values"], *made, *(obstacles if "obstacle" in one["values"] else ())}
    assert set(said["obstacles"]) == {one["name"] for one in tale.record["cast"]["obstacles"]}
    assert all(set(one) == obstacles for one in said["obstacles"].values())
