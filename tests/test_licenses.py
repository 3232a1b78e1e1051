"""What packages may be under, and the bill of materials."""

import json
import re
import subprocess
import sys
from email.message import Message
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SUPPLY = ROOT / "supply"
PINNED = [
    (name, version, license)
    for path in [*sorted((SUPPLY / "pins").glob("*.txt")), ROOT / "app" / "serving" / "npm.txt"]
    for license, name, version in re.findall(r"^# (.+)\n([\w-]+)==([^;\s]+)", path.read_text("utf-8"), re.MULTILINE)
]
HERE = {canonicalize_name(one.metadata["Name"]): one for one in distributions()}


@pytest.fixture(scope="module")
def licenses():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SUPPLY))
        import licenses

        yield licenses
        del sys.modules["licenses"]


def test_every_pinned_package_has_a_license_that_is_allowed(licenses):
    wrong = {name: license for name, _, license in PINNED if not licenses.is_allowed(license, name)}
    assert wrong == {}, "look at these, then see supply/licenses.py"
    assert len(PINNED) > 100


def test_the_licenses_beside_the_pins_are_those_of_the_packages(licenses):
    beside = {name: license for name, version, license in PINNED if name in HERE and HERE[name].version == version}
    assert beside == {name: licenses.license_of(HERE[name].metadata) for name in beside}
    assert beside


def test_no_exception_outlives_its_package(licenses):
    assert {*licenses.EXCEPTIONS, *licenses.UNSAID} <= {name for name, _, _ in PINNED}


@pytest.mark.parametrize(
    ("expression", "package", "allowed"),
    [
        ("MIT", "", True),
        ("MIT AND PSF-2.0", "", True),
        ("GPL-3.0-only OR MIT", "", True),
        ("(GPL-3.0-only OR MIT) AND AGPL-3.0-only", "", False),
        ("MIT AND GPL-3.0-only", "", False),
        ("GPL-3.0-only", "platypus-opt", True),
        ("GPL-3.0-only", "numpy", False),
        ("Apache-2.0 WITH Commons-Clause", "", False),
        ("unknown", "", False),
        ("", "", False),
    ],
)
def test_what_is_allowed(licenses, expression, package, allowed):
    assert licenses.is_allowed(expression, package) is allowed


@pytest.mark.parametrize(
    ("fields", "license"),
    [
        ({"License-Expression": "AGPL-3.0-only", "License": "MIT"}, "AGPL-3.0-only"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"License": "Copyright (c) 2020\nAll rights reserved."}, "unknown"),
        ({"License": "Copyright (c) 2020", "Classifier": "License :: OSI Approved :: BSD License"}, "BSD"),
        ({"Classifier": "License :: Other/Proprietary License"}, "Other/Proprietary License"),
        ({}, "unknown"),
    ],
)
def test_where_a_package_says_its_license(licenses, fields, license):
    metadata = Message()
    for field, value in {"Name": "trifle", **fields}.items():
        metadata[field] = value
    assert licenses.license_of(metadata) == license


def test_the_bill_holds_every_package_and_what_it_needs(tmp_path):
    path = tmp_path / "new" / "bill.json"
    said = subprocess.run([sys.executable, SUPPLY / "bill.py", path], capture_output=True, text=True, timeout=60)
    assert (said.returncode, said.stderr) == (0, "")
    bill = json.loads(path.read_text("utf-8"))
    root = bill["metadata"]["component"]
    components = {one["name"]: one for one in [root, *bill["components"]]}
    assert {name: one["version"] for name, one in components.items()} == {n: one.version for n, one in HERE.items()}
    assert (root["name"], root["licenses"]) == ("clever-coalitions", [{"expression": "Apache-2.0"}])
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    assert (
        set(needs) == {one["purl"] for one in components.values()} >= {one for line in needs.values() for one in line}
    )
    assert components["numba"]["purl"] in needs[root["purl"]]
    assert components["llvmlite"]["purl"] in needs[components["numba"]["purl"]]
