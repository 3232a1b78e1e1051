"""A visitor: what is shown, undone, uploaded, and kept."""

import time
from dataclasses import replace

import pytest

pytest.importorskip("solara")

from clever_coalitions.app.limits import LIMITS
from clever_coalitions.app.live.link import Link, address
from clever_coalitions.app.live.settings import Case, Setting
from clever_coalitions.app.pages.visitor import MOST_RUNS, MOST_TEXT, TOO_LONG, Visitor
from clever_coalitions.app.pages.worlds import LATE, Run, ensemble_of

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
    visitor.link.value = replace(sent, setting=replace(sent.setting, case=Case("mine", awaited=case.hash)))
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


def test_worlds_stop_when_they_have_had_their_time_and_go_on_when_asked(monkeypatch):
    sides = [("one", SYRIA), ("other", replace(SYRIA, governance="consensus"))]
    run = Run(ensemble_of(sides), 400)
    monkeypatch.setattr(LIMITS, "seconds_of_worlds", 0)
    run.start()
    wait_for(lambda: not run.is_running.value)
    assert run.progress.value[0] < 400
    assert run.trouble.value == LATE
    monkeypatch.undo()
    run.asked = run.progress.value[0] + 2
    run.start()
    wait_for(lambda: not run.is_running.value)
    assert run.trouble.value == ""
    assert run.progress.value == (run.asked, run.asked)


def test_no_more_worlds_are_begun_than_a_visitor_may(monkeypatch):
    monkeypatch.setattr(LIMITS, "queue_of_a_visitor", 1)
    visitor = Visitor()
    runs = [Run(ensemble_of([("one", SYRIA)]), 50, visitor.desk) for _ in range(2)]
    runs[0].start(patience=5.0)
    runs[1].start()
    assert "You have begun 1 things" in runs[1].trouble.value
    visitor.runs = dict(enumerate(runs))
    visitor.leave()  # the page is closed: what it began ends
    wait_for(lambda: not runs[0].is_running.value)
    runs[1].start()
    wait_for(lambda: not runs[1].is_running.value)
    assert runs[1].progress.value == (50, 50)


def wait_for(is_so):
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_all_that_can_be_undone_keeps_no_more_than_a_few_files(monkeypatch):
    monkeypatch.setattr(LIMITS, "file", 5_000)
    visitor = Visitor()
    for number in range(30):
        visitor.take(Case("mine", f"# {number} {'x' * 2_000}"))
    assert len(visitor.texts) == MOST_TEXT
    assert sum(len(link.setting.case.text) for link in visitor.past) <= MOST_TEXT * LIMITS.file


def test_what_no_address_can_hold_is_not_shown(monkeypatch):
    visitor = Visitor()
    monkeypatch.setattr(LIMITS, "link", 10)
    visitor.set(SYRIA)
    assert visitor.link.value == Link()
    assert visitor.said.value == TOO_LONG
