"""How large a design is, before any of it is made: as large as it then becomes, and refused where that is too much."""

import math
import resource
import subprocess
import sys

import pytest

from clever_coalitions.experiments.studies import StudyError, reading
from clever_coalitions.experiments.studies.design import Worlds, points_in, points_of
from clever_coalitions.sim.parameters import numbers

from .small import small

TWO = {"conditions.hazard": {"low": 0.0, "high": 0.03}, "joining.hour_price": {"low": 1.0, "high": 3.0}}
GRID = {"conditions.hazard": {"values": [0.0, 0.01]}, "joining.hour_price": {"low": 1.0, "high": 3.0, "levels": 3}}

GIB = 2**30


def studied(kind, uncertainties=TWO, **design):
    return small(uncertainties=uncertainties, design={"kind": kind, **design})


@pytest.mark.parametrize("kind", ["monte-carlo", "latin-hypercube", "sobol", "saltelli", "morris"])
def test_a_design_has_as_many_points_as_was_said(kind):
    study = studied(kind, points=16)
    assert len(points_of(study)) == points_in(study) == Worlds(study).points
    factorial = studied("full-factorial", GRID)
    assert len(points_of(factorial)) == points_in(factorial) == 6


@pytest.mark.parametrize(
    ("limit", "kind", "uncertainties", "design"),
    [
        ("MOST_POINTS", "saltelli", TWO, {"points": 8}),
        ("MOST_POINTS", "full-factorial", GRID, {}),
        ("MOST_NUMBERS", "latin-hypercube", TWO, {"points": 10}),
    ],
)
def test_what_is_too_large_is_never_begun(monkeypatch, limit, kind, uncertainties, design):
    study = studied(kind, uncertainties, **design)
    monkeypatch.setattr(f"clever_coalitions.experiments.studies.design.{limit}", 5)
    monkeypatch.setattr("clever_coalitions.experiments.studies.design.points_of", lambda _: pytest.fail("it was made"))
    with pytest.raises(StudyError, match="design: expected at most 5"):
        Worlds(study)


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        ({"weeks": [*range(1, 40)], "coordinator.listen": [k / 40 for k in range(40)]}, "these levers make 1,560"),
        ({f"conditions.hazard@{k}": [0.1] for k in range(1001)}, "at most 1,000 paths; there are 1,001"),
    ],
)
def test_of_levers_that_are_too_many_none_is_tried(levers, said, monkeypatch):
    tried = []
    monkeypatch.setattr(reading, "mistakes_in_settings", lambda key, case, of: tried.append(key) or [])
    with pytest.raises(StudyError, match=said):
        small(levers=levers)
    assert "levers" not in tried


def few_gib():
    resource.setrlimit(resource.RLIMIT_AS, (6 * GIB, 6 * GIB))


@pytest.mark.parametrize("command", [pytest.param("plan", marks=pytest.mark.slow), "run"])
def test_a_page_of_text_that_asks_for_twelve_gib_is_one_message(tmp_path, command):
    finite = {path: (value, number.high) for path, value, number in numbers() if math.isfinite(value)}
    lows = {path: min(value, high - 1e-6) for path, (value, high) in finite.items()}
    ranges = "".join(f'"{path}" = {{ low = {low!r}, high = {low + 1e-6!r} }}\n' for path, low in lows.items())
    text = (
        f'question = "All?"\ncase = "syria"\n[levers]\ngovernance = ["opt-in", "consensus"]\n[uncertainties]\n{ranges}'
    )
    (tmp_path / "all.toml").write_text(f'{text}[design]\nkind = "saltelli"\npoints = 131072\n')
    words = [sys.executable, "-m", "clever_coalitions.app.cli", "study", command, "all.toml"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120, preexec_fn=few_gib)
    assert done.returncode == 2
    assert (
        f"expected at most 10,000,000 points, not {131072 * (len(lows) + 2):,} (of {len(lows)} numbers each)"
        in " ".join(done.stderr.split())
    )
    assert "Traceback" not in done.stderr
