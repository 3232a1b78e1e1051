"""No number is dead: the record says what each moves, and is of this edition; a sample is tried again."""

import math

import numpy as np
import pytest

from clever_coalitions.experiments.audit import moving, record
from clever_coalitions.experiments.audit.moving import MEASURED, SAMPLED, Move, Trial, standardized
from clever_coalitions.sim.chance import block, stream
from clever_coalitions.sim.edition import EDITION
from clever_coalitions.sim.measures import MEASURES
from clever_coalitions.sim.parameters import numbers

PATHS = [path for path, _, _ in numbers()]
FOUND = record.read_record()

TRIED = 5
"""Rows that are tried again; others in each edition."""


def rows_to_try():
    """Return rows of the record in an order drawn for this edition."""
    place = stream("tests.audit")
    return sorted(FOUND, key=lambda one: block(EDITION, place, PATHS.index(one.where.number), 0, 0, 0))


def test_every_number_is_in_the_record_once_in_the_order_of_the_week():
    assert [one.where.number for one in FOUND] == PATHS


def test_the_record_is_of_this_edition():
    assert record.edition_of(FOUND) == EDITION, "run coalitions numbers --audit --renew"


def test_no_number_is_dead():
    assert record.dead(FOUND) == []


def test_exceptions_are_numbers_that_move_less_and_say_why():
    less = {one.where.number for one in FOUND if abs(one.move) < record.ALIVE}
    assert set(record.EXCEPTIONS) == less
    assert all(len(why.split()) > 5 for why in record.EXCEPTIONS.values())


@pytest.mark.parametrize("row", FOUND, ids=lambda row: row.where.number)
def test_a_row_speaks_of_what_there_is(row):
    assert row.outcome in MEASURES
    assert row.where in moving.settings_of(row.where.number, row.where.scenario)
    assert row.worlds == MEASURED
    assert 0 <= row.error < 0.2 * max(1.0, abs(row.move))


@pytest.mark.parametrize("row", rows_to_try()[:TRIED], ids=lambda row: row.where.number)
def test_a_row_comes_out_again(row):
    found = [one for one in moving.moves(row.where, 0, SAMPLED) if one.outcome == row.outcome]
    again = found[0].move if found else math.nan
    assert again == pytest.approx(row.sample, rel=1e-4, nan_ok=True)


@pytest.mark.slow
def test_the_whole_record_comes_out_again(tmp_path):
    for path, move in moving.audit(PATHS):
        record.renew(path, move, tmp_path / "record.csv")
    assert (tmp_path / "record.csv").read_text("utf-8") == record.RECORD.read_text("utf-8")


# --- the method ------------------------------------------------------------------------------------------------------


def test_a_move_is_the_mean_paired_difference_in_standard_deviations():
    before = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    move, error = standardized(before, before + np.array([1.0, 2.0, 1.0, 2.0, math.nan]))
    assert move == pytest.approx(1.5 / math.sqrt(2.5))
    assert error == pytest.approx(math.sqrt(1 / 3) / 2 / math.sqrt(2.5))


def test_nothing_is_said_of_an_outcome_that_is_nearly_always_the_same():
    before = np.zeros(100)
    before[:15] = np.arange(15)
    assert all(map(math.isnan, standardized(before, before + 1.0)))
    before[:25] = np.arange(25)
    assert standardized(before, before + 1.0)[0] > 0.0


def test_a_number_that_does_nothing_is_called_dead(monkeypatch):
    where = Trial(PATHS[0], "high", 1.0, "steady", "opt-in")
    still = Move(where, "net_value", 0.1, 0.01, 400)
    assert PATHS[0] in record.dead([still, *FOUND[1:]])
    monkeypatch.setitem(record.EXCEPTIONS, PATHS[0], "kept for a test that says so")
    assert PATHS[0] not in record.dead([still, *FOUND[1:]])


def test_a_record_is_read_as_it_was_written(tmp_path):
    record.write_record(FOUND, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_text("utf-8") == record.RECORD.read_text("utf-8")
