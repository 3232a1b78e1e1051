"""The page of a game without a browser: what it sends, and what follows when somebody decides."""

import json
from dataclasses import replace

import pytest

pytest.importorskip("solara")

from clever_coalitions.app.game.given import in_fog, without_fog
from clever_coalitions.app.game.moves import NextStretch, moved
from clever_coalitions.app.game.stretches import WORLD, begun, game_of
from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.link import Link
from clever_coalitions.app.live.settings import Case, Setting
from clever_coalitions.app.pages.play import Play
from clever_coalitions.sim.strategies import HUMAN

from .test_pages import drawn, show, wait_until

__all__ = ["show"]

pytestmark = pytest.mark.filterwarnings("ignore")  # those of Solara itself

GAME = begun(Setting(Case("syria"), seed=WORLD))
NOTHING = {"shares": None, "turn": -1, "daring": -1}


def test_who_comes_from_nowhere_begins_in_the_world_of_the_rule_and_others_in_theirs(show):
    page = show(Play, Link())
    assert drawn(page, "beginning").given.value["people"] == 40
    page.say(drawn(page, "beginning"), "begin")
    assert page.visitor.link.value == Link(GAME)
    other = show(Play, Link(Setting(Case("steady"), governance="alone", strategy="directive", seed=9), 50))
    other.say(drawn(other, "beginning"), "begin")
    assert other.visitor.link.value == Link(begun(Setting(Case("steady"), governance="opt-in", seed=9)))


def test_a_decision_leads_to_the_next_stop_and_a_second_press_to_no_other(show):
    page = show(Play, Link(GAME))
    board = drawn(page, "game")
    assert board.given.value == in_fog(game_of(Link(GAME)))
    said = {"step": 0, **NOTHING, "shares": [0.3, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1], "daring": 25}
    page.say(board, "decide", said)
    link = page.visitor.link.value
    assert link == moved(Link(GAME), NextStretch(tuple(said["shares"]), -1, 25))
    assert link.step > 0
    assert board.given.value["from"] == 0
    page.say(board, "decide", said)
    assert page.visitor.link.value == link


@pytest.mark.parametrize(
    "wrong",
    [
        {"turn": 7},
        {"turn": 10**9},
        {"daring": 101},
        {"shares": [0.5] * 6},
        {"shares": [2.0] * 7},
        {"step": -1},
    ],
)
def test_what_no_page_says_decides_nothing(show, wrong):
    page = show(Play, Link(GAME))
    page.say(drawn(page, "game"), "decide", {"step": 0, **NOTHING, **wrong})
    assert page.visitor.link.value == Link(GAME)


def test_the_fog_lifts_at_the_end_and_not_before_and_then_what_mattered_is_told(show):
    turned = GAME.with_change(WhatIf(11, "pivot", who=0))
    page = show(Play, Link(turned))
    board = drawn(page, "game")
    page.say(board, "lift")
    assert board.truth.value is None
    page.visitor.go(Link(turned, 208))
    assert board.given.value["isOver"]
    assert board.truth.value is None
    page.say(board, "lift")
    truth = board.truth.value
    game = game_of(Link(turned, 208))
    assert {key: truth[key] for key in ("sides", "said")} == without_fog(game)
    wait_until(lambda: board.truth.value["mattered"]["done"] > 10)
    found = board.truth.value["mattered"]["found"]
    assert len(found) == 3
    assert len({one["step"] for one in found}) == 3
    json.dumps(board.truth.value, allow_nan=False)
    page.say(board, "again", 11)
    assert page.visitor.link.value == Link(replace(turned, changes=()), 11)
    assert board.truth.value is None


def test_another_world_is_another_game(show):
    page = show(Play, Link(GAME, 208))
    page.say(drawn(page, "game"), "other")
    link = page.visitor.link.value
    assert link.setting.strategy == HUMAN
    assert link.step == 0
    assert link.setting.seed != WORLD


def test_a_setting_that_makes_no_sense_is_said(show):
    page = show(Play, Link(replace(GAME, numbers=(("weeks", -1.0),))))
    assert not page.parts("what", "given")
