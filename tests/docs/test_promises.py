"""The page of promises is about tests that are there, and says what came of them."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_SPEC = importlib.util.spec_from_file_location("promises", ROOT / "docs" / "promises.py")
promises = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(promises)

CASE = '<testcase classname="tests.a.test_b" name="{}"><properties>{}</properties>{}</testcase>'
TRIED = '<property name="inputs" value="{}"/>'


def report_of(outcome):
    cases = [("test_one[x]", TRIED.format(40), ""), ("test_one[y]", TRIED.format(2), ""), ("test_two", "", outcome)]
    return f"<testsuites><testsuite>{''.join(CASE.format(*case) for case in cases)}</testsuite></testsuites>"


@pytest.mark.parametrize("test", sorted({test for tests in promises.PROMISES.values() for test in tests}))
def test_what_holds_a_promise_is_there(test):
    path, _, function = test.partition("::")
    text = (ROOT / path).read_text("utf-8")
    assert re.search(rf"^def {function or 'test_'}", text, re.MULTILINE)


def test_the_page_has_every_promise_and_how_much_was_tried():
    rows = [line.split(" | ") for line in promises.PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][2:]
    assert [row[0].removeprefix("| ") for row in rows] == list(promises.PROMISES)
    assert all(int(row[2].replace(",", "")) > 0 for row in rows)
    assert all(row[3].startswith("yes") for row in rows)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("", (43, "yes |")),
        ("<failure/>", (43, "**1 failed** |")),
        ("<skipped/>", (42, "yes; 1 left out on this machine |")),
    ],
)
def test_inputs_are_counted_and_failures_are_told(tmp_path, outcome, expected):
    report = tmp_path / "report.xml"
    report.write_text(report_of(outcome))
    row = promises.row("All is well.", ["tests/a/test_b.py"], promises.read(report))
    assert row.endswith(f"| {expected[0]} | {expected[1]}")
    assert promises.row("All is well.", ["tests/a/other.py"], promises.read(report)).endswith("| 0 | **not tried** |")
