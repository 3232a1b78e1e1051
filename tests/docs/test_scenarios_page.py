"""The page on cases names all that ship, and all that an event, an obstacle and a case can say."""

from pathlib import Path

from clever_coalitions.scenarios import names
from clever_coalitions.scenarios.schema import EventPart, ObstaclePart, ScenarioFile
from clever_coalitions.sim.schedule import CONDITIONS

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text("utf-8")


def missing(words):
    return [word for word in words if f"`{word}" not in PAGE and f"{word} = " not in PAGE and f"{word}]]" not in PAGE]


def test_every_case_that_ships_is_named():
    assert [name for name in names() if f"`{name}`" not in PAGE] == []


def test_everything_that_can_be_said_is_shown():
    assert missing(EventPart.model_fields) == []
    assert missing(ObstaclePart.model_fields) == []
    assert missing(set(ScenarioFile.model_fields) - {"prose", "matters"}) == []


def test_everything_that_a_turn_can_wait_for_is_named():
    assert [name for name in CONDITIONS if f'"{name}"' not in PAGE] == []
