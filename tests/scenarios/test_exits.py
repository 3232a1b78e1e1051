"""Exits as events of a case: who leaves, when or once what has happened, and what is wrong with it."""

import pytest

from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.scenarios.loader import SHIPPED
from clever_coalitions.sim import events as log
from clever_coalitions.sim import simulate
from clever_coalitions.sim.schedule import Change


def with_event(tmp_path, event):
    """Return a shipped case of sixty weeks with one more event."""
    text = (SHIPPED / "syria.toml").read_text("utf-8")
    path = tmp_path / "case.toml"
    path.write_text(f"{text}\n[[events]]\n{event}\n", "utf-8")
    return load(str(path), {"weeks": 60})


def test_a_kind_leaves_in_its_week(tmp_path):
    case = with_event(tmp_path, 'week = 20\nleaves = "lawyer"')
    found = simulate(case, 3, events=True)
    gone = found.events[found.events[:, 1] == log.GONE]
    assert {case.names[int(who)].rpartition(" ")[0] for who in gone[:, 3]} == {"lawyer"}
    assert set(gone[:, 0]) == {20.0}
    same = simulate(load("syria", {"weeks": 60}), 3, schedule=[Change(20, leaves=("lawyer",))])
    assert found.digest == same.digest


def test_one_leaves_once_something_has_happened(tmp_path):
    case = with_event(tmp_path, 'after = "window"\nleaves = "lawyer 2"')
    rows = simulate(case, 3, events=True).events
    opened = rows[rows[:, 1] == log.WINDOW_OPENED][0, 0]
    (gone,) = rows[rows[:, 1] == log.GONE].tolist()
    assert (gone[0], case.names[int(gone[3])]) == (opened + 1, "lawyer 2")


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ('week = 20\nleaves = "lawyr"', 'did you mean "lawyer"'),
        ('week = 20\nleaves = "lawyer 99"', 'leaves = "lawyer 99"'),
        ('week = 20\nleaves = "lawyer"\nwindow = 3', "there is window and leaves"),
        ('leaves = "lawyer"', "expected week or after"),
        ("week = 20\nleaves = 3", "expected a name"),
    ],
)
def test_mistakes_are_explained(tmp_path, event, said):
    with pytest.raises(ScenarioError, match=said):
        with_event(tmp_path, event)


def test_somebody_stays(tmp_path):
    path = tmp_path / "alone.toml"
    path.write_text(
        """
title = "One"
strengths = ["law"]
[[kinds]]
name = "court"
count = 1
strengths = ["law"]
[[obstacles]]
name = "no law"
audience = { court = 1 }
[[obstacles.steps]]
name = "ask"
needs = { law = 1 }
hours = 10
[[events]]
week = 3
leaves = "court"
""",
        "utf-8",
    )
    with pytest.raises(ScenarioError, match="expected somebody to stay"):
        load(str(path))
