"""The scripts of drawings: plain, ours alone, and the same as modules and as one classic script."""

import re

import pytest

from clever_coalitions.app.draw import SCRIPTS, bundled

FILES = sorted(SCRIPTS.glob("*.js"))


def test_the_bundle_holds_every_script_once_and_no_trace_of_modules():
    text = bundled()
    assert not re.search(r"^(import|export) ", text, flags=re.MULTILINE)
    for file in FILES:
        first = file.read_text("utf-8").splitlines()[0]
        assert text.count(first) == 1, file.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_script_asks_nobody_for_anything(file):
    text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "//" not in re.sub(r"(?m)(^|\s)// .*$", "", text)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|eval|innerHTML|outerHTML|insertAdjacentHTML)\b", text)
    assert len(text.splitlines()) < 400
