"""Histories: the same numbers through every door, and what ifs that begin where they say."""

import json
import shlex
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from clever_coalitions.app.choices_file import read_choices, write_choices
from clever_coalitions.app.cli import app
from clever_coalitions.app.live.changes import WhatIf, choices_of, schedule_of, shares_of
from clever_coalitions.app.live.commands import compare_command, run_command
from clever_coalitions.app.live.ensemble import Ensemble
from clever_coalitions.app.live.frames import bytes_of
from clever_coalitions.app.live.history import Shelf, played
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.options import command_line
from clever_coalitions.scenarios import load
from clever_coalitions.scenarios.loader import text_of_case
from clever_coalitions.sim import events as log
from clever_coalitions.sim.run import Run, simulate
from clever_coalitions.sim.scenario import Amendment
from clever_coalitions.sim.schedule import Change

SYRIA = Setting(Case("syria"), seed=7)
WEEK = shares_of([0.3, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1])
ONE_OF_EACH = (
    WhatIf(30, "invite", who=14, value=1),
    WhatIf(40, "invite", who=2, value=0),
    WhatIf(61, "governance", name="consensus"),
    WhatIf(70, "week", shares=WEEK),
    WhatIf(80, "governance", name="opt-in"),
    WhatIf(80, "strategy", name="directive"),
    WhatIf(100, "pivot", who=1),
)
CHANGED = replace(SYRIA, changes=ONE_OF_EACH)


@pytest.fixture(scope="module")
def plain():
    return played(plan_of(SYRIA))


@pytest.fixture(scope="module")
def changed():
    return played(plan_of(CHANGED))


@pytest.mark.parametrize("governance", ["opt-in", "consensus", "alone"])
def test_a_history_has_the_numbers_of_the_headless_loop(governance):
    history = played(plan_of(replace(SYRIA, governance=governance)))
    assert history.result.digest == simulate(load("syria"), 7, governance).digest


def test_a_run_that_turns_has_the_same_numbers_week_by_week_and_at_once(changed):
    plan = changed.plan
    at_once = simulate(
        plan.scenario, 7, plan.governance, plan.strategy, schedule=plan.schedule, choices=plan.choices, events=True
    )
    assert at_once.digest == changed.result.digest
    np.testing.assert_array_equal(at_once.events, changed.result.events)
    assert at_once.outcomes == pytest.approx(changed.result.outcomes, nan_ok=True, rel=0, abs=0)


def test_a_what_if_leaves_every_week_before_it_as_it_was(plain):
    for change in ONE_OF_EACH:
        other = played(plan_of(replace(SYRIA, changes=(change,))))
        before, after = slice(0, change.step), slice(change.step, None)
        np.testing.assert_array_equal(other.result.series[before], plain.result.series[before])
        turns = change.what == "pivot" and change.who != plain.frames[change.step].assumed[0]
        if turns or change.what == "week" or change.name == "consensus":  # the others may come to nothing
            assert not np.array_equal(other.result.series[after], plain.result.series[after], equal_nan=True), change


def test_frames_say_what_the_series_say_and_cannot_be_changed(plain):
    assert len(plain.frames) == 209
    for step in (0, 1, 68, 208):
        frame = plain.frames[step]
        assert frame.week == step
        if step:
            assert tuple(frame.series) == plain.result.columns
            np.testing.assert_array_equal(list(frame.series.values()), plain.result.series[step - 1])
            assert frame.member.sum() == frame.series["members"]
            assert frame.forecast[0] == frame.series["forecast"]
            assert (frame.events[:, 0] == step - 1).all()
    assert sum(len(frame.events) for frame in plain.frames) == len(plain.result.events)
    with pytest.raises(ValueError, match="read-only"):
        plain.frames[5].trust[0] = 0.0
    assert len(plain.cast.ties) > 0
    assert (plain.cast.ties[:, 0] < plain.cast.ties[:, 1]).all()


def turned_by():
    """Return the first world of Syria in which an obstacle falls to a coalition before the end."""
    for seed in range(1, 30):
        run = simulate(load("syria"), seed, events=True)
        if (run.events[run.events[:, 1] == log.OVERCOME][:, 0] < 100).any():
            return seed
    raise AssertionError("none")


def test_a_form_that_waited_touches_no_frame_of_the_week_before_it():
    """That week was under the form before: its seats are those of the series, and in the last week nothing turns."""
    plan = plan_of(replace(SYRIA, seed=turned_by()))
    case = replace(plan.scenario, turns=(Amendment(after="overcome", governance="alone"),))
    turned = played(replace(plan, scenario=case))
    step = turned.result.forms[0][0]
    assert turned.frames[step].member.sum() == turned.frames[step].series["members"] > 0.0
    assert not turned.frames[step + 1].member.any()
    short = Run(case, plan.seed, weeks=step).advance()
    assert short.governance == "opt-in"
    assert short.result().forms == ()


def test_what_a_run_will_take_is_known_before_it_is_played(plain):
    assert bytes_of(plain.scenario) == pytest.approx(plain.frames.nbytes, rel=0.25)


def test_where_nobody_coordinates_nobody_is_a_member():
    history = played(plan_of(replace(SYRIA, governance="alone")))
    assert all(not frame.member.any() for frame in history.frames)
    assert np.isnan(history.frames[100].forecast).all()


def test_later_changes_of_the_same_thing_count():
    weeks = (WhatIf(3, "week", shares=(0.5, 0, 0, 0, 0, 0, 0)), WhatIf(5, "week", shares=(0.2, 0, 0, 0, 0, 0, 0)))
    listening = [choice.value for choice in choices_of(weeks, 8) if choice.decision == 0]
    assert listening == [0.5, 0.5, 0.2, 0.2, 0.2]
    forms = (WhatIf(3, "governance", name="consensus"), WhatIf(3, "governance", name="opt-in"))
    assert schedule_of(forms, 7.0) == (Change(3, "opt-in"),)


def test_a_week_has_seven_shares_and_no_more_than_all_of_it():
    assert shares_of([1, 1, 0, 0, 0, 0, 0]) == (0.5, 0.5, 0, 0, 0, 0, 0)
    assert sum(shares_of([1, 1, 1, 0.7, 0.3, 0, 0.99])) <= 1.0
    with pytest.raises(ValueError, match="7 shares"):
        shares_of([0.5])
    with pytest.raises(ValueError, match="from 0 to 1"):
        shares_of([1.5, 0, 0, 0, 0, 0, 0])


def test_the_exported_file_gives_the_same_numbers_on_the_command_line(changed, tmp_path):
    path = tmp_path / "choices.json"
    path.write_text(write_choices(changed.plan.choices, changed.plan.schedule, changed.scenario), encoding="utf-8")
    asked = CliRunner().invoke(app, ["run", "syria", "--seed", "7", "--choices", str(path), "--json"])
    assert asked.exit_code == 0, asked.output
    assert json.loads(asked.stdout)["digest"] == changed.result.digest
    assert json.loads(asked.stdout)["outcomes"]["net_value"] == changed.result.outcomes["net_value"]


def test_a_what_if_of_forms_is_a_command_that_the_page_names():
    changes = (WhatIf(61, "governance", name="alone"), WhatIf(70, "governance", name="consensus"))
    setting = replace(SYRIA, governance="consensus", changes=(*changes, WhatIf(70, "strategy", name="directive")))
    program, *words = shlex.split(run_command(setting))
    assert program == "coalitions"
    asked = CliRunner().invoke(app, [*words, "--json"])
    assert asked.exit_code == 0, asked.output
    assert json.loads(asked.stdout)["digest"] == played(plan_of(setting)).result.digest
    _, *words = shlex.split(compare_command(setting, "", 5, 3))
    asked = CliRunner().invoke(app, [*words, "--json"])
    assert asked.exit_code == 0, asked.output
    sides = [("old", plan_of(replace(setting, changes=()))), ("new", plan_of(setting))]
    found = Ensemble(sides, seed=3).advance(5)
    known = json.loads(asked.stdout)["outcomes"]["net_value"]["means"]
    assert list(known.values()) == pytest.approx(found.outcome("net_value").mean(axis=0))


@pytest.mark.parametrize("name", ["--plugin=evil", "-h", "a\x1b[201~\n; ls", "../../x"])
def test_the_name_of_a_case_in_a_link_is_no_option_of_a_command_and_commands_no_terminal(name):
    _, _, file, *_ = shlex.split(command := run_command(Setting(Case(name, text_of_case("steady")))))
    assert not file.startswith(("-", ".", "/"))
    assert command.isprintable()


def test_a_command_is_one_line_of_signs_that_can_be_seen():
    assert command_line(["compare", "a", "--vary", "weeks=9,\x1c8"]) == r"coalitions compare a --vary 'weeks=9,\x1c8'"


def test_a_file_is_read_as_it_was_written_also_in_days(tmp_path):
    path = tmp_path / "choices.json"
    setting = Setting(Case("central_african_republic"), changes=ONE_OF_EACH[:6])
    plan = plan_of(setting)
    path.write_text(write_choices(plan.choices, plan.schedule, plan.scenario), encoding="utf-8")
    replay = read_choices(path, plan.scenario)
    assert tuple(replay.choices) == plan.choices
    assert replay.schedule == plan.schedule


def test_the_shelf_gives_what_it_has_and_stays_within_its_room(plain):
    shelf = Shelf(room=3 * plain.frames.nbytes)
    first = shelf.history(SYRIA)
    assert shelf.history(Setting(Case("syria"), seed=7)) is first
    for seed in range(20, 30):
        shelf.history(replace(SYRIA, seed=seed))
    assert sum(one.frames.nbytes for one in shelf._held.values()) <= shelf.room
    assert shelf.history(SYRIA).result.digest == first.result.digest


def test_what_a_coordinator_decides_holds_for_all_its_issues():
    week = (0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)
    changes = (WhatIf(10, "week", shares=week), WhatIf(10, "daring", value=30), WhatIf(20, "pivot", who=1))
    setting = replace(SYRIA, numbers=(("conditions.issues", 3.0),), changes=changes)
    history = played(plan_of(setting))
    assert all(np.allclose(frame.uses, week) for frame in history.frames[11:])
    assert (history.frames[21].assumed == 1).all()
    adopted = history.result.events[history.result.events[:, 1] == log.PLAN_ADOPTED]
    later = adopted[adopted[:, 0] >= 10]
    assert set(later[:, 2]) > {0.0}
    assert np.allclose(later[:, 4], 0.3)


def test_the_exported_file_of_several_issues_gives_the_same_choices(tmp_path):
    setting = replace(SYRIA, numbers=(("conditions.issues", 3.0),), changes=(WhatIf(100, "daring", value=30),))
    plan = plan_of(setting)
    path = tmp_path / "choices.json"
    path.write_text(write_choices(plan.choices, plan.schedule, plan.scenario), encoding="utf-8")
    assert len(json.loads(path.read_text("utf-8"))) == len(plan.choices) / 3
    assert sorted(read_choices(path, plan.scenario).choices) == sorted(plan.choices)


def test_where_nobody_coordinates_nobody_suspects_or_holds_anything():
    history = played(plan_of(SYRIA.with_change(WhatIf(40, "governance", name="alone"))))
    before, alone = history.frames[40], history.frames[60]
    for what in ("suspicion", "theory", "uses"):
        assert getattr(before, what).any()
        assert not getattr(alone, what).any()
