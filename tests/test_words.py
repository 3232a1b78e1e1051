"""One word, one meaning: no public name is defined in two rooms, but for hooks and for what is still to be renamed."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("sim", "scenarios", "experiments", "analysis", "app", "supply", "clever_coalitions")

HOOKS = {"main"}
"""What several rooms must offer by the same name."""

DOUBLE = """
    Kind Plan Run Table
    at check content_of names normal number outcomes_of problem
"""
STILL_DOUBLE = set(DOUBLE.split())
"""Names that mean two things: this list only gets shorter."""


def defined():
    """Return the rooms in which each public function or class is defined."""
    rooms = defaultdict(set)
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                    rooms[node.name].add(room)
    return rooms


def test_a_name_has_one_room():
    double = {name for name, rooms in defined().items() if len(rooms) > 1} - HOOKS
    assert not double - STILL_DOUBLE, "defined in two rooms: find another name for one of them"
    assert not STILL_DOUBLE - double, "no longer double: take them off the list"
