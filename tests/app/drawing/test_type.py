"""Words are never wider than the layout thinks."""

from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from clever_coalitions.app.drawing.type import fitted, width_of, wrapped

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def widths(name):
    font = TTFont(FONTS / name)
    size = font["head"].unitsPerEm
    return {chr(code): font["hmtx"][glyph][0] / size for code, glyph in font.getBestCmap().items()}


PLAIN, BOLD = widths("DejaVuSans.ttf"), widths("DejaVuSans-Bold.ttf")
WORDS = st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "Zs"]), max_size=40)


@given(WORDS)
def test_plain_type_is_not_wider_than_thought(words):
    assert sum(PLAIN[c] for c in words) * 12.0 <= width_of(words, 12.0) + 1e-9


@pytest.mark.parametrize(
    "words",
    [
        "the plan: far-reaching",
        "coalition now: 11",
        "the need",
        "pivot",
        "win",
        "harm",
        "human-rights group 12",
        "in all",
    ],
)
def test_bold_type_is_not_wider_than_thought(words):
    assert sum(BOLD[c] for c in words) * 12.0 <= width_of(words, 12.0, is_bold=True)


@given(WORDS, st.floats(5.0, 300.0))
def test_what_is_fitted_fits(words, room):
    shown = fitted(words, room)
    assert width_of(shown) <= room or not shown
    assert shown == words or shown == "" or words.startswith(shown[:-1])


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), max_size=12), st.floats(40.0, 300.0), st.integers(1, 4))
def test_what_is_wrapped_fits_and_keeps_its_order(words, room, lines):
    found = wrapped(" ".join(words), room, lines)
    assert len(found) <= lines
    assert all(width_of(line) <= room for line in found)
    if not any("…" in line for line in found) and len(found) == sum(bool(line) for line in found):
        assert " ".join(found).split() == words or any(width_of(word) > room for word in words)
