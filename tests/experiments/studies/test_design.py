"""Designs: which worlds there are, and that what was asked for before is still there when more is asked for."""

import numpy as np
import pytest

from clever_coalitions.experiments.studies import StudyError
from clever_coalitions.experiments.studies.design import Worlds, points_of
from clever_coalitions.experiments.studies.frames import planned
from clever_coalitions.experiments.worlds import world_seed

from .small import data, small

TWO = {"conditions.hazard": {"low": 0.0, "high": 0.03}, "joining.hour_price": {"low": 1.0, "high": 3.0}}


def worlds(kind, uncertainties=TWO, **design):
    return Worlds(small(uncertainties=uncertainties, design={"kind": kind, **design}))


def keys(study):
    return [run.key.run for run in planned(study)]


def test_worlds_of_seeds_alone_are_those_of_compare():
    found = list(Worlds(small(design={"repetitions": 5, "seed": 3})))
    assert [world.seed for world in found] == [world_seed(3, number) for number in range(5)]
    assert all(world.values == () for world in found)


@pytest.mark.parametrize("kind", ["monte-carlo", "latin-hypercube", "sobol"])
def test_samples_lie_in_their_ranges_and_are_the_same_again(kind):
    one, other = points_of(worlds(kind, points=64)._study), points_of(worlds(kind, points=64)._study)
    np.testing.assert_array_equal(one, other)
    assert one.shape == (64, 2)
    assert 0.0 <= one[:, 0].min() < one[:, 0].max() <= 0.03
    assert one[:, 1].mean() == pytest.approx(2.0, abs=0.2)


def test_a_latin_hypercube_has_a_point_in_every_row():
    points = points_of(worlds("latin-hypercube", points=50)._study)
    assert sorted((points[:, 0] / 0.03 * 50).astype(int)) == list(range(50))


def test_salib_makes_the_designs_of_sensitivity_analysis():
    assert len(worlds("saltelli", points=8)) == 8 * (2 + 2)
    assert len(worlds("morris", points=5)) == 5 * (2 + 1)


def test_a_full_factorial_crosses_values_and_levels():
    grid = {"conditions.hazard": {"values": [0.0, 0.01]}, "joining.hour_price": {"low": 1.0, "high": 3.0, "levels": 3}}
    found = worlds("full-factorial", grid, repetitions=2)
    assert [world.values for world in found][:6] == [(h, s) for h in (0.0, 0.01) for s in (1.0, 2.0, 3.0)]
    assert (len(found), found.points, found.repetitions) == (12, 6, 2)


def test_points_have_seeds_of_their_own_or_in_common():
    own = list(worlds("latin-hypercube", points=4, repetitions=2))
    common = list(worlds("latin-hypercube", points=4, repetitions=2, seeds="common"))
    assert len({world.seed for world in own}) == 8
    assert [world.seed for world in common] == [world_seed(1, 0)] * 4 + [world_seed(1, 1)] * 4


def test_more_repetitions_contain_fewer():
    few, many = keys(small(design={"repetitions": 10})), keys(small(design={"repetitions": 20}))
    assert many[: len(few)] == few
    assert len(set(many)) == 40


@pytest.mark.parametrize("kind", ["monte-carlo", "sobol"])
def test_more_points_of_a_sequence_contain_fewer(kind):
    few, many = (set(keys(worlds(kind, points=points)._study)) for points in (8, 16))
    assert few < many


def test_a_list_of_worlds_comes_from_a_csv_file(tmp_path):
    from clever_coalitions.experiments.studies import study_of

    (tmp_path / "worlds.csv").write_text("world,seed,conditions.hazard\n0,7,0.01\n1,9,0.02\n")
    study = study_of(data(design={"kind": "csv", "file": "worlds.csv"}), "listed", tmp_path)
    assert [(world.seed, world.values) for world in Worlds(study)] == [(7, (0.01,)), (9, (0.02,))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("conditions.hazard\nmany\n", "line 2, conditions.hazard"),
        ("conditions.hazard\n1,2\n", "expected 1 cells"),
        ("seed,conditions.hazard\n-1,0.1\n", "expected a whole number from 0"),
        ("conditions.hazard\n", "a line for each world"),
        ("conditions.hazrd\n0.1\n", 'did you mean "conditions.hazard"'),
        ("conditions.hazard\n700\n", "expected a number from 0 to 100"),
        ("conditions.hazard\n1e13\n", "expected a number from"),
        ("", "worlds.csv.*this is blank"),
        ("\n\n\n", "worlds.csv.*this is blank"),
        ("conditions.hazard\n\n\n", "a line for each world"),
        ("conditions.hazard,conditions.hazard\n0.1,0.2\n", "worlds.csv line 1 = .conditions.hazard.: .*stands twice"),
        ("conditions.hazard,seed,seed\n0.1,1,2\n", "worlds.csv line 1 = .seed.: .*stands twice"),
        ("conditions.hazard;seed\n0,01;1,5\n", "seed = .1,5."),
    ],
)
def test_mistakes_in_a_list_of_worlds(tmp_path, text, said):
    from clever_coalitions.experiments.studies import study_of

    (tmp_path / "worlds.csv").write_text(text)
    with pytest.raises(StudyError, match=said):
        study_of(data(design={"kind": "csv", "file": "worlds.csv"}), "listed", tmp_path)


@pytest.mark.parametrize(
    "text", ["conditions.hazard;seed\r\n0.01;7\r\n", "sep=,\nconditions.hazard,seed,\n0.01,7,\n,,\n"]
)
def test_a_list_of_worlds_may_come_from_a_spreadsheet(tmp_path, text):
    from clever_coalitions.experiments.studies import study_of

    (tmp_path / "worlds.csv").write_text(text, "utf-8-sig", newline="")
    study = study_of(data(design={"kind": "csv", "file": "worlds.csv"}), "listed", tmp_path)
    assert [(world.seed, world.values) for world in Worlds(study)] == [(7, (0.01,))]


def test_salib_is_named_where_it_is_missing(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    with pytest.raises(StudyError, match=r"expected SALib installed.*coalitions\[studies\]"):
        worlds("morris", points=5)
