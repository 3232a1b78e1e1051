"""The scripts of drawings: plain, ours alone, and the same as modules and as one classic script."""

import re

import pytest

from clever_coalitions.app.draw import SCRIPTS, bundled

FILES = sorted(SCRIPTS.glob("*.js"))
TELLING = SCRIPTS.parent / "site"
"""Scripts of pages that tell, which draw with those."""


def test_the_bundle_holds_every_script_once_and_no_trace_of_modules():
    text = bundled()
    assert not re.search(r"^(import|export) ", text, flags=re.MULTILINE)
    for file in FILES:
        first = file.read_text("utf-8").splitlines()[0]
        assert text.count(first) == 1, file.name


@pytest.mark.parametrize(
    ("entry", "with_", "without"),
    [
        ("prologue.js", "table.js", "guess.js"),
        ("lessons.js", "guess.js", "table.js"),
        ("sandbox.js", "player.js", "guess.js"),
    ],
)
def test_a_page_that_tells_has_one_script_of_what_it_needs(entry, with_, without):
    text = bundled(TELLING / entry)
    assert not re.search(r"^(import|export) ", text, flags=re.MULTILINE)
    assert text.count("modules['words.js'] = ") == text.count(f"modules['{with_}'] = ") == 1
    assert without not in text
    assert re.search(r"return \{ .*\bgiven\b.* \};", text)


@pytest.mark.parametrize("file", [*FILES, *sorted(TELLING.glob("*.js"))], ids=lambda file: file.name)
def test_a_script_asks_nobody_for_anything(file):
    text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "//" not in re.sub(r"(?m)(^|\s)// .*$", "", text)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|eval|innerHTML|outerHTML|insertAdjacentHTML)\b", text)
    assert len(text.splitlines()) < 400
