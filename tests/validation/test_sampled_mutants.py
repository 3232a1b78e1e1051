"""The sample of mutants: each breaks one place, in a way that still parses, and the page counts who noticed."""

import ast

import pytest

from .mutants import ROOT, world_of
from .sampled_mutants import Place, break_at, broken, page, sample, share_noticed


def expression(source):
    return ast.parse(source).body[0].value


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", "(a >= b)"),
        ("a + b * c", "(a - b * c)"),
        ("a and b", "(a or b)"),
        ("-a", "(a)"),
        ("max(a, 1)", "(min(a, 1))"),
    ],
)
def test_a_place_becomes_its_contrary(before, after):
    assert broken(expression(before)) == after


def test_a_statement_is_left_out_and_a_name_left_alone():
    assert broken(ast.parse("state.clock[0] += 1").body[0]) == "pass"
    assert broken(expression("a < b < c")) is None
    assert broken(expression("a")) is None


def test_a_sample_is_of_different_places_that_each_still_parse():
    drawn = sample(300, 3)
    assert len(set(drawn)) == 300
    assert len({one.file for one in drawn}) > 20
    assert drawn == sample(300, 3) != sample(300, 4)
    for one in drawn:
        source = (ROOT / "sim" / one.file).read_bytes()
        ast.parse(source[: one.start] + one.after.encode() + source[one.end :])


def test_a_copy_is_broken_in_that_place_alone(tmp_path):
    place = next(one for one in sample(300, 3) if one.after != "pass")
    break_at(world_of(tmp_path, None), place)
    before = (ROOT / "sim" / place.file).read_text("utf-8")
    after = (tmp_path / "clever_coalitions" / "sim" / place.file).read_text("utf-8")
    assert after != before
    assert after.replace(place.after, place.before, 1).count("\n") == before.count("\n")


def test_the_page_counts_who_noticed_and_lists_whom_nobody_did():
    one = Place("mechanisms/work.py", "service", 7, "a + b", "(a - b)", 0, 5)
    found = [(one, "theory"), (one, "golden outputs"), (one, "nobody"), (one, "nobody")]
    assert share_noticed(found) == 0.5
    text = page(found, ["L1"])
    assert "| `mechanisms/work.py` | 4 | 1 | 0 | 1 | 2 |" in text
    assert "50% are noticed, 25% by theory alone" in text.replace("\n", " ")
    assert text.count("| `mechanisms/work.py:7` | `service` | `a + b` | `(a - b)` |") == 2
