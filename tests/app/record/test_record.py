"""Records: faithful, small, and without what only the world knows."""

import zlib
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.record import (
    HIDDEN,
    UNITS,
    VERSION,
    lean,
    record_of,
    truth_of,
    unpacked,
    untoggled,
    written,
)
from clever_coalitions.scenarios.loader import SHIPPED
from clever_coalitions.sim import events as log

SYRIA = Setting(Case("syria"), seed=7)
SETTINGS = {
    "opt-in": SYRIA,
    "consensus": replace(SYRIA, governance="consensus"),
    "alone": replace(SYRIA, governance="alone"),
    "days": Setting(Case("central_african_republic"), seed=3),
    "alone from week 60 on": SYRIA.with_change(WhatIf(60, "governance", name="alone")),
    "three issues": replace(SYRIA, numbers=(("conditions.issues", 3.0),)),
}
MOST_BYTES = 40_000


@pytest.fixture(scope="module", params=SETTINGS)
def history(request):
    return played(plan_of(SETTINGS[request.param]))


def same(packed, values, unit):
    """Return whether deltas are values to half a unit."""
    return np.allclose(unpacked(packed, unit), values, rtol=0, atol=unit / 2 + 1e-9, equal_nan=True)


def test_who_left_for_good_is_away():
    text = (SHIPPED / "syria.toml").read_text("utf-8") + '\n[[events]]\nweek = 60\nleaves = "lawyer"\n'
    history = played(plan_of(replace(SYRIA, case=Case("shock", text))))
    record, frames = record_of(history), len(history.frames)
    for row, name in enumerate(history.scenario.names):
        is_gone = [name.startswith("lawyer") and week > 60 for week in range(frames)]
        assert untoggled(record["away"][row], frames) == is_gone
        seated = untoggled(record["coalitions"][0]["member"][row], frames)
        assert not any(one and gone for one, gone in zip(seated, is_gone, strict=True))
    said = [words for entry in record["events"] for words, _ in entry["words"] if "for good" in words]
    assert said == ["9 lawyers are gone for good."]
    assert record_of(played(plan_of(SYRIA)))["away"] == []


def test_a_record_has_the_numbers_of_every_week_to_half_a_unit(history):
    record, frames = record_of(history), history.frames
    for row, packed in enumerate(record["people"]["energy"]):
        assert same(packed, [frame.energy[row] for frame in frames], UNITS["energy"])
    for k, issue in enumerate(record["issues"]):
        assert untoggled(issue["window"], len(frames)) == [bool(frame.window[k]) for frame in frames]
        for name in ("belief", "value"):
            for row, packed in enumerate(issue[name]):
                assert same(packed, [getattr(frame, name)[k, row] for frame in frames], UNITS[name])
    for name, packed in record["series"].items():
        assert same(packed, [np.nan, *history.result.column(name)], UNITS["series"])
    for k, coalition in enumerate(record["coalitions"]):
        for name in ("ambition", "forecast", "doubt", "hours", "assumed"):
            assert same(coalition[name], [getattr(frame, name)[k] for frame in frames], UNITS[name])
        assert same(coalition["obstacle"], [frame.plan_obstacle[k] for frame in frames], 1.0)
        for row, weeks in enumerate(coalition["member"]):
            assert untoggled(weeks, len(frames)) == [bool(frame.member[k, row]) for frame in frames]
        for row, weeks in enumerate(coalition["asked"]):
            expected = [bool(frame.asked[k, row] > 0 and not frame.member[k, row]) for frame in frames]
            assert untoggled(weeks, len(frames)) == expected
        for place, steps in enumerate(coalition["progress"]):
            for step, packed in enumerate(steps):
                assert same(packed, [frame.progress[k, place, step] for frame in frames], UNITS["progress"])
    assert record["version"] == VERSION
    assert record["steps"] == history.steps


def test_a_record_of_four_years_is_small():
    for name in ("opt-in", "consensus"):
        history = played(plan_of(SETTINGS[name]))
        assert history.steps == 208
        assert len(history.cast.kind) == 40
        assert len(zlib.compress(written(record_of(history)).encode())) < MOST_BYTES


def test_a_record_is_the_same_whatever_is_true(history):
    """Nothing that is hidden in it can be read from it: another truth with the same doings gives the same record."""
    said = history.frames.said
    hidden = {"obstacle": 1 - np.minimum(said["obstacle"], 1), "fact": said["fact"] + 3.0}
    frames = replace(history.frames, said={**said, **hidden})
    series, events = history.result.series.copy(), history.result.events
    for name in HIDDEN:
        series[:, history.result.columns.index(name)] += 1.0
    told = events[(events[:, 1] != log.OBSTACLE_CHANGED) & (events[:, 1] != log.WINDOW_CLOSED)]
    other = replace(history, frames=frames, result=replace(history.result, series=series, events=told))
    assert record_of(other) == record_of(history)
    assert truth_of(other) != truth_of(history)


def worlds():
    """Yield worlds of one case."""
    return (played(plan_of(replace(SYRIA, seed=seed))) for seed in range(1, 40))


def test_the_truth_says_what_stood_in_the_way_and_when_that_changed():
    history = next(one for one in worlds() if one.result.outcomes["obstacles_overcome"] > 0)
    truth = truth_of(history)
    there = [int(frame.obstacle[0]) for frame in history.frames]
    assert unpacked(truth["issues"][0]["obstacle"], 1.0) == there
    changed = [week for week in range(1, len(there)) if there[week] not in (there[week - 1], -1)]
    assert [one["week"] for one in truth["beats"]] == changed
    assert truth["beats"][0]["says"] == "From now on “no legal ground” stands in the way."


def test_false_turns_are_those_that_the_engine_counts():
    found = 0
    for seed in range(1, 30):
        setting = Setting(Case("syria_nothing_changes"), seed=seed)
        history = played(plan_of(setting))
        wrong = truth_of(history)["issues"][0]["false"]
        assert len(wrong) == history.result.outcomes["false_pivots"]
        found += len(wrong)
    assert found


def test_no_sentence_of_a_record_tells_how_long_a_window_will_last(history):
    opened = [text for event in record_of(history)["events"] for text, _ in event["words"] if "window" in text]
    assert opened
    assert not [text for text in opened if " for " in text]


def test_where_nobody_coordinates_there_is_no_table():
    record = record_of(played(plan_of(SETTINGS["alone"])))
    assert record["coalitions"] == record["hubs"] == record["cast"]["coalitions"] == []


def test_what_another_run_is_held_against_has_no_organizations_and_no_story(history):
    record = lean(record_of(history))
    assert "people" not in record
    assert record["events"] == record["beats"] == []
    assert all(set(issue) == {"window", "ended"} for issue in record["issues"])
    assert record["series"] == record_of(history)["series"]


NAMED = """
title = "Two and one more"
weeks = 10
strengths = ["law"]
organizations = [{ name = "Doctors & <nurses>" }, { name = "Ärzte" }]
kinds = [{ name = "lawyer", count = 3, strengths = ["law"] }]
[[obstacles]]
name = "o"
audience = { lawyer = 1 }
[[obstacles.steps]]
name = "ask"
needs = { law = 1 }
hours = 60
"""


def test_the_cast_has_the_names_by_which_all_are_called():
    cast = record_of(played(plan_of(Setting(Case("mine", NAMED)))))["cast"]
    assert cast["names"] == ["Doctors & <nurses>", "Ärzte", "lawyer 1"]


def test_the_week_of_a_hub_is_that_of_all_its_issues_by_their_hours():
    history = played(plan_of(replace(SYRIA, strategy="random", numbers=(("conditions.issues", 3.0),))))
    said = np.array([unpacked(one, UNITS["uses"]) for one in record_of(history)["hubs"][0]["uses"]]).T
    for frame, uses in zip(history.frames[1:], said[1:], strict=True):
        given = (frame.uses * frame.hours[:, None]).sum(axis=0) / frame.hours.sum()
        assert np.allclose(uses, given, rtol=0, atol=UNITS["uses"] / 2 + 1e-9)
    assert not np.allclose(said, history.frames.said["uses"][:, 0], rtol=0, atol=0.01)
