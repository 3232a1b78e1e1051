"""A file of the first edition is told what became of each name in it that went."""

import re
from pathlib import Path

import pytest

from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.scenarios.editions import OUTCOMES, WENT, whatever_became
from clever_coalitions.scenarios.mistakes import unknown
from clever_coalitions.scenarios.schema import WholeFile
from clever_coalitions.sim.measures import MEASURES
from clever_coalitions.sim.parameters import numbers

PATHS = {path for path, _, _ in numbers()}
FIRST = Path(__file__).with_name("first_edition.txt").read_text("utf-8").split()
"""Paths of all numbers of the first edition."""
CASE = """
{top}
title = "Clean air"
weeks = 104
strengths = ["organizing"]

[[kinds]]
name = "community group"
count = 12
strengths = ["organizing"]

[[obstacles]]
name = "harm not seen"
audience = {{ "community group" = 1 }}

[[obstacles.steps]]
name = "measure"
needs = {{ organizing = 1 }}
hours = 100

{tables}
"""


def said_of(tmp_path, top="", tables=""):
    path = tmp_path / "old.toml"
    path.write_text(CASE.format(top=top, tables=tables), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value).removeprefix(f"{path}: ")


def test_every_number_of_the_first_edition_is_there_or_is_told_of():
    assert len(FIRST) == 159
    assert [path for path in FIRST if path not in PATHS and path not in WENT] == []


def test_nothing_is_told_of_what_did_not_go():
    assert [path for path in WENT if path in PATHS or path in WholeFile.model_fields] == []
    assert [name for name in OUTCOMES if name in MEASURES] == []


@pytest.mark.parametrize("name", [*WENT, *OUTCOMES])
def test_what_takes_its_place_is_there(name):
    became = whatever_became(name)
    assert set(re.findall(r"[a-z]+\.[a-z_]+", became)) <= PATHS


def test_the_first_obstacle_is_a_sequence_now(tmp_path):
    said = said_of(tmp_path, 'begins_with = "harm not seen"')
    assert said == (
        'begins_with = "harm not seen": gone since the first edition; the obstacles of a case, in their order: sequence'
    )


def test_an_event_sets_the_barrier_now(tmp_path):
    said = said_of(tmp_path, tables="[[events]]\nweek = 3\nresistance = 2\n")
    assert said.startswith("events.#1.resistance = 2: gone since the first edition; the height of the barrier: barrier")


def test_all_of_an_old_file_is_told_at_once(tmp_path):
    tables = "[joining]\nsafety = 5.5\n\n[work]\nservice = 0\n\n[matters]\nweeks_to_success = 4\n"
    said = said_of(tmp_path, 'begins_with = "harm not seen"', tables)
    told = {line.split(" = ")[0].rpartition(" ")[2] for line in said.splitlines()}
    assert told == {"begins_with", "joining.safety", "work.service"}
    assert "joining.threshold" in said
    assert "did you mean" not in said


def test_an_outcome_that_went_is_told_of(tmp_path):
    said = said_of(tmp_path, tables="[matters]\nweeks_to_success = 4\n")
    assert said.endswith("gone since the first edition; weeks until an issue is settled: weeks_to_settle")
    assert "weeks_to_settle" in str(unknown("outcomes", "weeks_to_success", MEASURES, "outcome"))


@pytest.mark.parametrize("path", ["trust.heard", "work.meeting_link", "coordinator.overtime"])
def test_a_number_from_outside_is_told_of(path):
    with pytest.raises(ScenarioError, match="gone since the first edition") as caught:
        load("syria", {path: 1})
    assert WENT[path] in str(caught.value)


def test_a_name_that_never_was_gets_the_nearest():
    with pytest.raises(ScenarioError, match="did you mean"):
        load("syria", {"joining.treshold": 1})
