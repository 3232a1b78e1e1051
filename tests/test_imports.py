"""One way up: what is lower imports nothing that is higher, between the rooms and inside the model."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("sim", "scenarios", "experiments", "analysis", "app")
FLOORS = ("", "mechanisms", "governance", "coordinators")
"""Folders of the model, from the ground up; those who put it together stand above all."""
ABOVE = {
    "week", "watching", "strangers", "interpreting", "population", "presence", "run", "model", "agents", "warm",
    "measures", "additions", "declaring", "amending",
}  # fmt: skip


def imports(path):
    """Yield what a file imports of this project, as parts of paths below the root, with the line."""
    package = path.relative_to(ROOT).with_suffix("").parts
    tree = ast.parse(path.read_text("utf-8"))
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: -node.level]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clever_coalitions."):
            base = ()
        else:
            continue
        named = (node.module or "").removeprefix("clever_coalitions.").split(".") if node.module else []
        yield (*base, *named, *([node.names[0].name] if not node.module else [])), node.lineno


def floor_of(parts):
    """Return how high a module of the model stands."""
    if len(parts) > 2:
        return FLOORS.index(parts[1])
    return len(FLOORS) if parts[-1] in ABOVE else 0


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_from_one_above_it(room):
    above = ROOMS[ROOMS.index(room) + 1 :]
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {'.'.join(parts)}"
        for path in (ROOT / room).rglob("*.py")
        for parts, line in imports(path)
        if parts[0] in above
    ]
    assert not wrong


def test_inside_the_model_there_is_one_way_up():
    wrong = []
    for path in (ROOT / "sim").rglob("*.py"):
        here = floor_of(path.relative_to(ROOT).with_suffix("").parts)
        wrong += [
            f"{path.relative_to(ROOT)}:{line} imports {'.'.join(parts)}"
            for parts, line in imports(path)
            if path.name != "__init__.py" and parts[0] == "sim" and floor_of(parts) > here
        ]
    assert not wrong


def test_no_two_modules_import_each_other():
    def name_of(path):
        parts = path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    files = {name_of(path): path for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    needs = {name: {".".join(parts) for parts, _ in imports(path)} & files.keys() for name, path in files.items()}
    assert sum(map(len, needs.values())) > 500
    assert not [
        (one, other) for one, others in needs.items() for other in others if one in needs[other] and one < other
    ]
