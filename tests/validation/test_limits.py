"""Every limiting case that `coalitions verify` runs, and how these cases are found and judged."""

import math

import pytest

from clever_coalitions.experiments.evidence import CHANGED, GONE, Check, Estimate, checks

CHECKS = checks()
NUMBERED = {f"L{number}" for number in (*range(1, 19), *range(20, 30))}
"""Every case that there ever was."""


@pytest.mark.parametrize("check", [check for check in CHECKS if check.observe], ids=lambda check: check.id)
def test_the_model_gives_the_number(check):
    finding = check.run()
    assert finding.trouble == ""
    assert finding.observed == pytest.approx(check.expected, abs=finding.tolerance, rel=0)
    assert finding.passed is True
    if finding.tolerance != check.tolerance:  # an estimate: enough draws to mean something
        assert finding.tolerance <= 0.1 * abs(check.expected)


def test_every_case_is_there_once_and_in_order():
    ids = [check.id for check in CHECKS]
    cases = {f"L{check.order[0]}" for check in CHECKS}
    assert cases | GONE.keys() == NUMBERED
    assert not cases & GONE.keys()
    assert set(ids) >= cases | CHANGED.keys()
    assert len(set(ids)) == len(ids)
    assert [check.order for check in CHECKS] == sorted(check.order for check in CHECKS)
    assert all(check.claim and check.source and math.isfinite(check.expected) for check in CHECKS)


def test_what_is_not_built_yet_is_shown_and_neither_passes_nor_fails():
    assert all(check.observe for check in CHECKS)
    waiting = Check("L1", "a claim", "a source", 1.0, None).run()
    assert waiting.passed is None
    assert waiting.row()["observed"] is None


def judged(observe, expected=1.0, tolerance=0.1):
    return Check("L1", "a claim", "a source", expected, observe, tolerance).run()


@pytest.mark.parametrize(
    ("observed", "passes"),
    [(1.0, True), (1.1 - 1e-12, True), (0.89, False), (1.11, False), (math.nan, False), (math.inf, False)],
)
def test_a_number_passes_within_its_tolerance(observed, passes):
    assert judged(lambda: observed).passed is passes


@pytest.mark.parametrize(("error", "passes"), [(0.11, True), (0.09, False), (math.nan, False), (math.inf, False)])
def test_an_estimate_passes_within_three_standard_errors(error, passes):
    finding = judged(lambda: Estimate(1.3, error), tolerance=10.0)
    assert finding.passed is passes
    assert finding.tolerance == pytest.approx(3 * error, nan_ok=True)


def test_a_mechanism_that_raises_fails_its_check_and_says_why():
    finding = judged(lambda: 1 / 0)
    assert finding.passed is False
    assert finding.trouble == "ZeroDivisionError: division by zero"
    assert list(finding.row()) == ["id", "claim", "source", "expected", "observed", "tolerance", "pass"]


def test_a_family_is_found_by_its_file(tmp_path, monkeypatch):
    import clever_coalitions.experiments.evidence as package
    from clever_coalitions.experiments.evidence import families

    (tmp_path / "another.py").write_text(
        "from clever_coalitions.experiments.evidence import Check\n"
        "CHECKS = (Check('L99', 'new', 'me', 1.0, lambda: 1.0),)\n"
    )
    (tmp_path / "nothing.py").write_text("")
    monkeypatch.setattr(package, "__path__", [str(tmp_path)])
    monkeypatch.setattr(families, "__file__", str(tmp_path / "families.py"))
    assert [check.id for check in families.checks()] == ["L99"]


def test_two_checks_of_one_id_are_refused(monkeypatch):
    from clever_coalitions.experiments.evidence import families, stocks

    monkeypatch.setattr(stocks, "CHECKS", (*stocks.CHECKS, stocks.CHECKS[0]))
    with pytest.raises(ValueError, match="two checks are called L16"):
        families.checks()
