"""Defaults: what was counted elsewhere comes out about right under opt-in, and the document prints what comes out."""

from pathlib import Path

import pytest

from clever_coalitions.experiments.anchors import ANCHORS, observed

DOCUMENT = Path(__file__).parents[2] / "docs" / "calibration.md"
WORLDS = 400


@pytest.fixture(scope="module")
def found():
    return observed(WORLDS)


def test_what_was_counted_comes_out(found):
    for anchor in ANCHORS:
        assert anchor.low <= found[anchor.what][0] <= anchor.high, anchor


def test_the_document_prints_what_comes_out(found):
    text = DOCUMENT.read_text("utf-8")
    for anchor in ANCHORS:
        assert f"{found[anchor.what][0]:.2f}".lstrip("0") in text, (anchor.what, found[anchor.what])
