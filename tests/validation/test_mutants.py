"""That each limiting case can fail: one broken line of a mechanism, and its case no longer passes."""

import pytest

from clever_coalitions.experiments.evidence import checks

from .mutants import MUTANTS, verdicts, world_of

pytestmark = pytest.mark.slow

COMPILED = tuple(sorted({mutant.case for mutant in MUTANTS if mutant.is_compiled}))
PLAIN = tuple(sorted({mutant.case for mutant in MUTANTS} - set(COMPILED)))


@pytest.fixture(scope="module")
def killed(request):
    """Collects `[(mutant, ids of the checks that failed)]`, and prints them as a table in the end."""
    rows = []
    yield rows
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print()
        for mutant, failed in rows:
            killers = ", ".join(failed) or "NOBODY"
            print(f"{mutant.case:4} killed by {killers:14} {mutant.file}: {mutant.line}  ->  {mutant.broken}")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_broken_line_fails_its_case(mutant, tmp_path, killed):
    found = verdicts(world_of(tmp_path, mutant), (mutant.case,), mutant.is_compiled)
    failed = [id for id, passed in found.items() if not passed]
    killed.append((mutant, failed))
    assert failed, f"nobody noticed that {mutant.line!r} became {mutant.broken!r}"


@pytest.mark.parametrize(("cases", "is_compiled"), [(PLAIN, False), (COMPILED, True)], ids=["plain", "compiled"])
def test_an_unbroken_copy_passes(cases, is_compiled, tmp_path):
    """Otherwise mutants would only show that copies fail."""
    found = verdicts(world_of(tmp_path, None), cases, is_compiled)
    assert set(found) >= set(cases)
    assert all(found.values())


def test_every_case_has_its_mutant():
    built = {f"L{check.order[0]}" for check in checks() if check.observe}
    assert {mutant.case.rstrip("abcdef") for mutant in MUTANTS} == built
    assert len(MUTANTS) >= 40
