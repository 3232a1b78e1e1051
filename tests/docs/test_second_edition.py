"""The page on the second edition says of each name that went what the loader says, and its arithmetic is right."""

import math
import re
from pathlib import Path

import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.scenarios.editions import OUTCOMES, WENT
from clever_coalitions.sim.parameters import numbers

PAGE = (Path(__file__).parents[2] / "docs" / "second_edition.md").read_text("utf-8")
TEXT = " ".join(PAGE.split())
PATHS = {path for path, _, _ in numbers()}


def rows(title):
    part = re.split(r"^## ", PAGE.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", part, flags=re.MULTILINE))


def test_the_tables_are_what_the_loader_says():
    assert rows("Keys and numbers that went") == WENT
    assert rows("Outcomes that went") == OUTCOMES


def test_numbers_that_the_page_names_are_there_or_have_gone():
    named = set(re.findall(r"`([a-z]+\.[a-z_]+)(?: = [^`]+)?`", PAGE))
    assert {name for name in named if not name.endswith(".py")} - PATHS - set(WENT) == set()


def test_rates_are_carried_over_as_the_page_says():
    pairs = re.findall(r"(\.\d+) becomes (\.\d+)", TEXT)
    assert len(pairs) >= 2
    for chance, rate in pairs:
        assert float(rate) == pytest.approx(-math.log1p(-float(chance)), abs=0.6 * 10 ** (1 - len(rate)))


def test_a_sequence_is_what_the_page_says():
    case = load("syria")
    assert [case.obstacles[place].name for place in case.sequence] == ["need not shown", "no legal ground"]
