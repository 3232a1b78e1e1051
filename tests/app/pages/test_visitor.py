"""A visitor: what is shown, undone, uploaded, and kept."""

from dataclasses import replace

import pytest

pytest.importorskip("solara")

from coalitions.app.live.link import Link, address
from coalitions.app.live.settings import Case, Setting
from coalitions.app.pages.visitor import MOST_RUNS, Visitor

SYRIA = Setting(Case("syria"), seed=7)


def test_what_was_done_can_be_undone_and_done_again():
    visitor = Visitor()
    for seed in (1, 2, 3):
        visitor.set(replace(SYRIA, seed=seed))
    visitor.undo()
    assert visitor.link.value.setting.seed == 2
    visitor.undo()
    visitor.redo()
    visitor.redo()
    visitor.redo()
    assert visitor.link.value.setting.seed == 3
    for _ in range(9):
        visitor.undo()
    assert visitor.link.value == Link()
    visitor.set(SYRIA)
    assert visitor.future == []


def test_the_week_is_no_step_to_undo():
    visitor = Visitor()
    visitor.set(SYRIA)
    visitor.at(50)
    visitor.undo()
    assert visitor.link.value.setting == Link().setting
    visitor.redo()
    assert visitor.link.value == Link(SYRIA, 50)


def test_an_address_is_opened_once_and_a_bad_one_is_said():
    visitor = Visitor()
    visitor.open(address(Link(SYRIA, 68)))
    assert visitor.link.value == Link(SYRIA, 68)
    jumps = visitor.jump
    visitor.open(address(Link(SYRIA, 68)))
    assert visitor.jump == jumps
    visitor.open("1.nonsense")
    assert visitor.link.value == Link()
    assert "incomplete or damaged" in visitor.said.value
    visitor.set(SYRIA)
    assert visitor.said.value == ""


def test_the_file_that_a_link_waits_for_brings_back_all_of_it():
    case = Case("mine", "title = 'x'")
    sent = Link(Setting(case, seed=9, governance="consensus"), 33)
    visitor = Visitor()
    visitor.link.value = replace(sent, setting=replace(sent.setting, case=Case("mine")), missing=case.hash)
    visitor.take(case)
    assert visitor.link.value == sent
    other = Case("other", "title = 'y'")
    visitor.take(other)
    assert visitor.link.value == Link(Setting(other))


class Worlds:
    def __init__(self):
        self.stopped = False

    def stop(self):
        self.stopped = True


def test_worlds_of_the_last_questions_are_kept_and_run_only_for_the_last():
    visitor = Visitor()
    made = [visitor.run(key, Worlds) for key in range(MOST_RUNS + 1)]
    assert [one.stopped for one in made] == [*[True] * MOST_RUNS, False]
    assert visitor.run(MOST_RUNS, Worlds) is made[-1]
    assert visitor.run(0, Worlds) is not made[0]
