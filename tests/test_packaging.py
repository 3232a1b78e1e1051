"""What a wheel holds, and what the pins may say."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_every_package_folder_is_listed_and_every_listed_one_is_there():
    rooms = PROJECT["tool"]["setuptools"]["package-dir"]
    there = {
        ".".join([name, *init.parent.relative_to(ROOT / folder).parts])
        for name, folder in rooms.items()
        for init in (ROOT / folder).rglob("__init__.py")
    }
    assert there == set(PROJECT["tool"]["setuptools"]["packages"])


def test_only_the_rooms_are_packaged():
    rooms = PROJECT["tool"]["setuptools"]["package-dir"]
    assert set(rooms.values()) == {"sim", "scenarios", "experiments", "analysis", "app"}
    assert all(name == f"coalitions.{folder}" for name, folder in rooms.items())


def test_pins_are_exact_and_name_no_index():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    for line in lines:
        assert "://" not in line
        assert line.startswith("#") or "==" in line.split(";")[0], line
