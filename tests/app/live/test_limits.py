"""What one visitor may ask for, and what all of them together may: each limit, reached."""

import threading
import time
from dataclasses import replace

import pytest

from clever_coalitions.app.limits import LIMITS
from clever_coalitions.app.live.desk import SHORT, Desk
from clever_coalitions.app.live.link import Link, address, fits, opened_link
from clever_coalitions.app.live.memory import MEMORY, Memory
from clever_coalitions.app.live.settings import Case, Setting, SettingError, checked
from clever_coalitions.app.live.studies import Studies
from clever_coalitions.app.live.study_files import study_in
from clever_coalitions.app.live.study_turns import StudyTurns, size_of, wrong_with
from clever_coalitions.experiments.studies import StudyError

from .test_studies import FEW, MANY, until, waits
from .test_studies import opened as opened_work

SYRIA = Setting(Case("syria"), seed=7)


@pytest.mark.parametrize(
    ("limit", "most", "said"),
    [
        ("organizations", 39, "40 of at most 39 organizations"),
        ("work_of_a_run", 20_799, "20,800 of at most 20,799 organization-weeks"),
        ("memory_of_a_visitor", 0, "1 of at most 0 MiB"),
    ],
)
def test_a_run_is_no_larger_than_a_page_plays(monkeypatch, limit, most, said):
    ten_years = replace(SYRIA, numbers=(("weeks", 520.0),))
    checked(ten_years)
    monkeypatch.setattr(LIMITS, limit, most)
    with pytest.raises(SettingError, match=f"{said}.*use the command line"):
        checked(ten_years)


@pytest.mark.parametrize(
    ("limit", "most", "said"),
    [
        ("runs_of_a_study", 39, "40 runs are more than a page does"),
        ("treatments", 1, "2 treatments are more than a page shows"),
        ("work_of_a_run", 799, "800 organization-weeks a run"),
    ],
)
def test_a_study_is_no_larger_than_a_page_runs(monkeypatch, limit, most, said):
    study_in.cache_clear()
    study_in(FEW)
    study_in.cache_clear()
    monkeypatch.setattr(LIMITS, limit, most)
    with pytest.raises(StudyError, match=f"{said}.*the command line takes it"):
        study_in(FEW)
    study_in.cache_clear()


def test_a_link_is_as_long_as_an_address_may_be(monkeypatch):
    link = Link(SYRIA)
    assert fits(link)
    for limit, most in (("link", len(address(link)) - 1), ("file", 10)):
        monkeypatch.setattr(LIMITS, limit, most)
        assert not fits(link)
        monkeypatch.undo()


def test_a_link_that_unfolds_to_too_much_is_said(monkeypatch):
    value = address(Link(SYRIA))
    assert opened_link(value).said == ""
    monkeypatch.setattr(LIMITS, "file", 10)
    assert "it unfolds to too much" in opened_link(value).said


def test_a_visitor_begins_a_few_things_and_then_waits_for_one_of_them(monkeypatch):
    monkeypatch.setattr(LIMITS, "queue_of_a_visitor", 2)
    desk = Desk()
    assert [desk.wrong(), desk.wrong()] == ["", ""]
    assert "You have begun 2 things" in desk.wrong()
    desk.done()
    assert desk.wrong() == ""
    assert Desk().wrong() == ""  # somebody else


# --- memory -----------------------------------------------------------------------------------------------------------


def test_memory_is_short_before_it_is_full_and_then_what_can_be_made_again_is_let_go(monkeypatch):
    memory, told = Memory(), []
    memory.keep_tidy(told.append)
    assert not memory.is_short()  # a notebook that imports this is no server
    for used, is_short, is_full in ((80.0, False, False), (95.0, True, False), (101.0, True, True)):
        memory.most = 100.0
        monkeypatch.setattr(Memory, "used", used)
        assert (memory.is_short(), memory.is_full()) == (is_short, is_full)
        memory.tidy()
    assert told == [False, True, True]


def test_where_memory_is_short_nothing_new_is_begun(monkeypatch, tmp_path):
    work = opened_work(tmp_path)
    monkeypatch.setattr(MEMORY, "most", MEMORY.used)
    assert Desk().wrong() == SHORT
    work.start()
    assert work.state.trouble == SHORT
    assert work.state.doing == "waiting"


def test_where_memory_is_short_a_study_waits_and_goes_on_by_itself(monkeypatch, tmp_path):
    work = opened_work(tmp_path, MANY)
    work.start()
    until(work, lambda state: 0 < state.done < state.total)
    monkeypatch.setattr(MEMORY, "most", 1.0)
    until(work, lambda state: state.doing == "queued")
    waiting = work.state.done
    time.sleep(0.5)
    assert (work.state.doing, work.state.done) == ("queued", waiting)
    monkeypatch.undo()
    until(work, lambda state: state.doing == "running" and state.done > waiting)
    work.stop()
    until(work, waits)


# --- studies ----------------------------------------------------------------------------------------------------------


def test_a_few_studies_run_at_once_and_turns_come_in_order(monkeypatch):
    monkeypatch.setattr(LIMITS, "studies_at_once", 1)
    turns, stop, came = StudyTurns(), threading.Event(), []
    assert turns.wait(stop)

    def wait(name):
        if turns.wait(stop):
            came.append(name)

    others = [threading.Thread(target=wait, args=(name,)) for name in "ab"]
    for here, one in enumerate(others, start=2):
        one.start()
        while len(turns) < here:  # in this order
            time.sleep(0.01)
    assert (came, len(turns), turns.is_awaited()) == ([], 3, True)
    turns.end()
    others[0].join(5)
    assert came == ["a"]
    stop.set()
    others[1].join(5)
    assert (came, len(turns)) == (["a"], 1)


def test_whoever_has_run_for_a_while_lets_the_next_one_work(monkeypatch, tmp_path):
    monkeypatch.setattr(LIMITS, "studies_at_once", 1)
    monkeypatch.setattr(LIMITS, "seconds_of_a_study", 1)
    studies = Studies(tmp_path)
    first, second = studies.work(MANY), studies.work(Case("other", MANY.text + "# other\n"))
    for one in (first, second):
        until(one, waits)
        one.start()
    for one in (second, first, second):
        until(one, lambda state: state.doing == "running")
    studies.close()
    assert first.state.done > 0
    assert second.state.done > 0


def test_no_more_studies_wait_than_may(monkeypatch, tmp_path):
    monkeypatch.setattr(LIMITS, "studies_waiting", 1)
    turns = StudyTurns()
    assert wrong_with(turns, tmp_path) == ""
    turns.wait(threading.Event())
    assert "that is all this server takes" in wrong_with(turns, tmp_path)


def test_no_study_begins_where_the_folder_of_studies_is_too_large(monkeypatch, tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "part").write_bytes(b"x" * (2**20 + 1))
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert size_of(tmp_path) > 2**20
    monkeypatch.setattr(LIMITS, "disk", 1)
    assert "--limit disk=MIB" in wrong_with(StudyTurns(), tmp_path)
    work = opened_work(tmp_path)
    work.start()
    assert "more than this server may fill (1)" in work.state.trouble


def test_what_nobody_follows_is_let_go(monkeypatch, tmp_path):
    studies = Studies(tmp_path)
    work = studies.work(FEW)
    until(work, waits)
    studies.tidy(False)
    assert studies.work(FEW) is work
    monkeypatch.setattr("clever_coalitions.app.live.study_work.UNSEEN", 0.0)
    studies.tidy(False)
    assert studies.work(FEW) is not work


def test_results_are_put_away_where_memory_is_short_and_read_again_later(tmp_path):
    studies = Studies(tmp_path)
    work = studies.work(FEW)
    until(work, waits)
    work.start()
    until(work, lambda state: waits(state) and state.results is not None)
    studies.tidy(True)
    assert work.state.results is None
    assert "short of memory" in work.state.note
    assert until(work, lambda state: state.results is not None).results.is_complete
