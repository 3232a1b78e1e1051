"""The public face: a few names that are imported when first used, and that no other package stands in the way of."""

import subprocess
import sys

import pytest

import clever_coalitions

ALL = (
    "import sys, clever_coalitions as c; before = set(sys.modules); "
    "print(*[getattr(c, name) is not None for name in c.__all__], 'numba' in before or 'mesa' in before)"
)


def test_every_name_is_there_beside_a_package_of_the_old_name_and_nothing_heavy_is_imported_before(tmp_path):
    (tmp_path / "coalitions").mkdir()
    (tmp_path / "coalitions" / "__init__.py").write_text("raise SystemExit('a stranger')")
    said = subprocess.run([sys.executable, "-c", ALL], cwd=tmp_path, capture_output=True, text=True, check=True)
    *there, heavy = said.stdout.split()
    assert set(there) == {"True"}
    assert len(there) == len(clever_coalitions.__all__)
    assert heavy == "False"


def test_the_names_are_those_of_their_homes():
    from clever_coalitions.scenarios import load
    from clever_coalitions.sim import CoalitionModel

    assert clever_coalitions.load is load
    assert clever_coalitions.CoalitionModel is CoalitionModel
    assert set(clever_coalitions.__all__) <= set(dir(clever_coalitions))


def test_a_study_is_one_call(tmp_path):
    from clever_coalitions.experiments.studies import study_of

    study = {"question": "?", "case": "syria", "design": {"repetitions": 3}}
    table = clever_coalitions.study(study_of(study), tmp_path / "store", workers=1)
    assert len(table) == 3
    assert set(table["status"]) == {"done"}


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'simulation'"):
        _ = clever_coalitions.simulation
