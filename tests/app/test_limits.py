"""The table of limits, and the page that lists it."""

import importlib.util
from pathlib import Path

import pytest

from clever_coalitions.app.errors import UserError
from clever_coalitions.app.limits import LIMITS, MOST, Limits
from clever_coalitions.app.serving import policy

ROOT = Path(__file__).parents[2]


def test_the_page_on_security_lists_what_the_code_has():
    spec = importlib.util.spec_from_file_location("security", ROOT / "docs" / "security.py")
    security = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(security)
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert text == security.written(text), "run `make docs`"
    assert all(f"| `{one.name}` | {one.default:,} |" in text for one in Limits())


def test_every_exception_of_the_policy_has_a_reason_and_no_other():
    allowed = {(kind, source) for kind, sources in policy.PAGE.items() for source in sources.split()}
    assert {one for one in allowed if one[1] != "'none'"} == set(policy.EXCEPTIONS)
    assert "http" not in str(policy.PAGE)


def test_every_limit_can_be_set_and_the_others_stay():
    for one in Limits():
        mine = Limits()
        mine.use([f"{one.name}=7"])
        assert {other.name: other.value for other in mine if other.value != other.default} == {one.name: 7}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("visitor=3", "did you mean visitors?"),
        ("visitors", "expected a whole number from 1 to"),
        ("visitors=", "expected a whole number from 1 to"),
        ("visitors=0", "expected a whole number from 1 to"),
        ("visitors=-1", "expected a whole number from 1 to"),
        ("visitors=1.5", "expected a whole number from 1 to"),
        ("visitors=٣", "expected a whole number from 1 to"),
        (f"visitors={MOST + 1}", "expected a whole number from 1 to"),
        ("visitors=" + "9" * 5000, "expected a whole number from 1 to"),
        ("=3", "expected NAME=VALUE"),
    ],
)
def test_what_is_no_limit_is_refused_and_changes_nothing(said, expected):
    mine = Limits()
    with pytest.raises(UserError, match=expected):
        mine.use(["head=5", said])
    assert all(one.value == one.default for one in mine)


def test_every_limit_is_used_somewhere():
    sources = "".join(
        path.read_text("utf-8") for path in (ROOT / "app").rglob("*.py") if path != ROOT / "app" / "limits.py"
    )
    assert [one.name for one in LIMITS if f"LIMITS.{one.name}" not in sources] == []
