"""What a wheel holds, and what the pins may say."""

import re
import tomllib
from pathlib import Path

import pytest

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
    assert set(rooms.values()) == {"clever_coalitions", "sim", "scenarios", "experiments", "analysis", "app"}
    assert all(name in (folder, f"clever_coalitions.{folder}") for name, folder in rooms.items())


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-lowest.txt"])
def test_pins_are_exact_and_name_no_index(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    for line in lines:
        assert "://" not in line
        assert line.startswith("#") or "==" in line.split(";")[0], line


def test_the_lowest_versions_that_are_allowed_are_those_that_are_tested():
    extras = PROJECT["project"]["optional-dependencies"]
    needed = [*PROJECT["project"]["dependencies"], *extras["app"], *extras["studies"]]
    lowest = {name: re.search(r">=([\d.]+)", line) for line in needed for name in re.findall(r"^[\w-]+", line)}
    assert [name for name, version in lowest.items() if version is None] == []
    lines = (ROOT / "constraints-lowest.txt").read_text("utf-8").splitlines()
    tested = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {name: version[1] for name, version in lowest.items() if version} == tested


def test_numba_has_an_upper_bound_for_its_private_parts_are_used():
    assert any(re.match(r"numba>=[\d.]+,<\d", line) for line in PROJECT["project"]["dependencies"])
