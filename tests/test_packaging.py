"""What a wheel holds, and what the pins may say."""

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
FILES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "supply" / "pins").glob("*.txt"))}

HASHED = {**FILES, "npm": (ROOT / "app" / "serving" / "npm.txt").read_text("utf-8")}


def pins(text):
    return [line.removesuffix(" \\") for line in text.splitlines() if line[:1] not in ("", "#", " ")]


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


def test_no_script_hides_a_package_of_its_name():
    scripts = [path for folder in ("docs", "supply", "tests/golden") for path in (ROOT / folder).glob("*.py")]
    assert len(scripts) > 5
    assert [path.name for path in scripts if importlib.util.find_spec(path.stem)] == []


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-lowest.txt"])
def test_pins_are_exact_and_name_no_index(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    for line in lines:
        assert "://" not in line
        assert line.startswith("#") or "==" in line.split(";")[0], line


def test_the_lowest_versions_that_are_allowed_are_those_that_are_tested():
    needed = [*PROJECT["project"]["dependencies"], *EXTRAS["app"], *EXTRAS["studies"]]
    lowest = {name: re.search(r">=([\d.]+)", line) for line in needed for name in re.findall(r"^[\w-]+", line)}
    assert [name for name, version in lowest.items() if version is None] == []
    lines = (ROOT / "constraints-lowest.txt").read_text("utf-8").splitlines()
    tested = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {name: version[1] for name, version in lowest.items() if version} == tested


def test_numba_has_an_upper_bound_for_its_private_parts_are_used():
    assert any(re.match(r"numba>=[\d.]+,<\d", line) for line in PROJECT["project"]["dependencies"])


@pytest.mark.parametrize("name", HASHED)
def test_every_pin_has_hashes_and_no_file_names_an_index(name):
    blocks = [block for block in re.split(r"\n(?=# )", HASHED[name])[1:] if block.strip()]
    assert len(blocks) == len(pins(HASHED[name])) > 0
    for block in blocks:
        assert re.fullmatch(r"# [^\n]+\n[a-z0-9-]+==[^\\\n]+( \\\n    --hash=sha256:[0-9a-f]{64})+\n?", block), block
    assert "://" not in HASHED[name]


def test_the_pins_with_hashes_are_those_of_the_constraints():
    assert set(FILES) == {"build", "project", *EXTRAS}
    assert pins(FILES["build"]) == PROJECT["build-system"]["requires"]
    constraints = pins((ROOT / "constraints.txt").read_text("utf-8"))
    hashed = {pin for name, text in FILES.items() if name != "build" for pin in pins(text)}
    assert hashed == set(constraints), "run `make pins`"


@pytest.mark.parametrize("name", ["project", *EXTRAS])
def test_what_a_file_of_pins_asks_for_is_all_that_its_packages_need(name):
    pinned = {tuple(pin.split(";")[0].split("==")) for pin in pins(FILES["project"]) + pins(FILES[name])}
    here = {canonicalize_name(one.metadata["Name"]): one for one in distributions()}
    if ("numba", here["numba"].version) not in pinned:
        pytest.skip("another environment than that of the pins, such as that of the lowest versions")
    waiting = [(line, "") for line in EXTRAS.get(name, PROJECT["project"]["dependencies"])]
    found = set()
    while waiting:
        line, extra = waiting.pop()
        requirement = Requirement(line)
        package = canonicalize_name(requirement.name)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            new = {(package, one) for one in {"", *requirement.extras}} - found
            found |= new
            if (
                package,
                getattr(here.get(package), "version", None),
            ) in pinned:  # others are not what the pins speak of
                waiting += [(line, one) for _, one in new for line in here[package].requires or []]
    assert {package for package, _ in found} - {package for package, _ in pinned} == set()
    assert len(found) > len(EXTRAS.get(name, PROJECT["project"]["dependencies"]))


def set_up(folder, python, extras, **given):
    """Run a copy of `.ci/setup` in a folder, over an environment whose Python is a script."""
    environment = folder / "made"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "activate").write_text(str(environment.resolve()))
    (environment / "bin" / "python").write_text(f"#!/bin/sh\n{python}\n")
    (environment / "bin" / "python").chmod(0o755)
    (folder / "clever_coalitions").mkdir()
    setup = [str(ROOT / ".ci" / "setup"), "made", extras, "{}.{}".format(*sys.version_info)]
    plain = {name: value for name, value in os.environ.items() if name not in ("CONSTRAINTS", "PYTHON")}
    quiet = {"PIP_DRY_RUN": "1", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(setup, cwd=folder, env=plain | quiet | given, capture_output=True, text=True, timeout=60)


def test_set_up_installs_nothing_without_a_hash_and_only_the_extras_that_are_chosen(tmp_path):
    log = tmp_path / "log"
    said = set_up(
        tmp_path, f'case "$*" in *install*) echo "$*" >> {log};; *) exec {sys.executable} "$@";; esac', "app,dev"
    )
    assert (said.returncode, said.stderr) == (0, "")
    build, project, libraries = [line.split(" off ")[1] for line in log.read_text("utf-8").splitlines()]
    assert build == "--require-hashes -r supply/pins/build.txt"
    assert project == "--no-deps --no-build-isolation --editable ."
    assert libraries == "--require-hashes " + " ".join(
        f"-r supply/pins/{name}.txt" for name in ("project", "app", "dev")
    )


def test_set_up_takes_the_versions_of_another_file_where_one_is_named(tmp_path):
    log = tmp_path / "log"
    python = f'case "$*" in *install*) echo "$*" >> {log};; *) exec {sys.executable} "$@";; esac'
    said = set_up(tmp_path, python, "app,dev", CONSTRAINTS="lowest.txt")
    assert (said.returncode, said.stderr) == (0, "")
    (line,) = log.read_text("utf-8").splitlines()
    assert line.endswith(" off --constraint lowest.txt --editable .[app,dev]")


@pytest.mark.parametrize(
    ("hashes", "complaint"),
    [(" --hash=sha256:" + "0" * 64, "DO NOT MATCH THE HASHES"), ("", "Hashes are required in --require-hashes mode")],
)
def test_set_up_refuses_a_package_whose_hash_is_another_or_missing(tmp_path, hashes, complaint):
    with zipfile.ZipFile(tmp_path / "trifle-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("trifle-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: trifle\nVersion: 1.0\n")
        wheel.writestr("trifle-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("trifle-1.0.dist-info/RECORD", "")
    (tmp_path / "supply" / "pins").mkdir(parents=True)
    (tmp_path / "supply" / "pins" / "build.txt").write_text(f"trifle==1.0{hashes}\n")
    said = set_up(tmp_path, f'exec {sys.executable} "$@"', "")
    assert said.returncode == 1
    assert complaint in said.stderr
