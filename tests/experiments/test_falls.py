"""A comparison says which obstacles are overcome in how many worlds and when, as the events of the same runs do."""

import math

import numpy as np
import pytest

from clever_coalitions.analysis.reports.falls_table import falls_table, has_several_in_turn, rows_of_falls
from clever_coalitions.analysis.reports.report import report
from clever_coalitions.experiments import compare, world_seed
from clever_coalitions.experiments.estimates import as_json
from clever_coalitions.scenarios import load
from clever_coalitions.sim.events import OVERCOME
from clever_coalitions.sim.run import simulate

RIVER = load("shared_river", {"weeks": 120})
FORMS = ("opt-in", "consensus")


@pytest.fixture(scope="module")
def found():
    return compare(RIVER, 8, governance=list(FORMS))


def weeks_in_events(case, world, form):
    """Return the week in which the events of a run say that each obstacle was overcome first."""
    result, weeks = simulate(case, world_seed(1, world), form, events=True), [math.nan] * len(case.obstacles)
    for step, _, _, obstacle in result.events[result.events[:, 1] == OVERCOME][::-1, :4].tolist():
        weeks[int(obstacle)] = step * result.step_weeks
    return weeks


def test_weeks_are_those_of_the_events(found):
    said = [[weeks_in_events(RIVER, world, form) for form in FORMS] for world in range(8)]
    np.testing.assert_array_equal(found.overcome_at, said)
    assert np.isfinite(said).any()
    assert np.isnan(said).any()


def test_of_several_issues_and_under_forms_that_change_it_is_the_first_week():
    case = load("syria", {"weeks": 200, "conditions.issues": 3})
    later = load("landmine_treaty", {"weeks": 300})
    for one in (case, later):
        made = compare(one, 3, governance=["opt-in"])
        np.testing.assert_array_equal(
            made.overcome_at[:, 0], [weeks_in_events(one, world, "opt-in") for world in range(3)]
        )
        assert np.isfinite(made.overcome_at).any()


def test_a_row_a_variant_and_obstacle_counts_worlds_and_gives_the_median_of_those(found):
    table = found.falls()
    assert list(table["variant"]) == [form for form in FORMS for _ in range(3)]
    assert list(table["obstacle"]) == 2 * [RIVER.obstacles[place].name for place in RIVER.sequence]
    weeks = found.overcome_at.transpose(1, 2, 0).reshape(6, 8)
    for (_, row), one in zip(table.iterrows(), weeks, strict=True):
        fell = one[np.isfinite(one)]
        assert (row["worlds"], row["overcome"], row["share"]) == (8, len(fell), len(fell) / 8)
        assert row["week"] == np.median(fell) if len(fell) else math.isnan(row["week"])
    assert table["overcome"].nunique() > 2


def test_the_table_says_in_how_many_of_how_many(found):
    head, *rows = rows_of_falls(found)
    assert head == ["", *(one.name for one in RIVER.obstacles)]
    assert [row[0] for row in rows] == list(FORMS)
    first = found.falls().iloc[0]
    assert rows[0][1] == f"{first['overcome']} of 8, week {first['week']:.0f}"
    none = compare(load("shared_river", {"weeks": 2}), 2, governance=list(FORMS))
    assert rows_of_falls(none)[1:] == [[form, "0 of 2", "0 of 2", "0 of 2"] for form in FORMS]


def test_it_is_in_the_report_and_in_the_data_and_only_a_case_with_several_in_turn_has_the_table(found):
    assert falls_table(found) in report(found)
    assert [one["obstacle"] for one in as_json(found)["obstacles"]] == list(found.falls()["obstacle"])
    without = compare(load("steady", {"weeks": 8}), 2, governance=list(FORMS))
    assert not has_several_in_turn(without)
    assert "What is overcome" not in report(without)
    assert len(without.falls()) == 2 * len(without.scenario.obstacles)
