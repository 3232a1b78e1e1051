"""What must hold of every drawing: it can be read, by eyes and by screen readers, on light and on dark ground."""

import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from every import WIDTHS, every_drawing
from runs import invented, named, run
from svgs import NAMESPACE, collisions, outside, read, size_of, words_in

import clever_coalitions.app.drawing
from clever_coalitions.analysis.palette import CARD, INK, MUTED, THEME, VARIANTS, WINDOW
from clever_coalitions.app.drawing.one_chart import one_chart
from clever_coalitions.app.drawing.scene import scene
from clever_coalitions.app.drawing.strips import strip_charts
from clever_coalitions.app.drawing.svg import TINT, standalone
from clever_coalitions.app.drawing.theory_graph import theory_graph
from clever_coalitions.app.drawing.type import SMALL

HOSTILE = """<script>alert("x")</script> & 'so' on ]]> &amp;"""


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_written_over_anything_else(width):
    found = {what: collisions(svg) for what, svg in every_drawing(width).items()}
    assert {what: pairs for what, pairs in found.items() if pairs} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_written_outside(width):
    found = {what: outside(svg) for what, svg in every_drawing(width).items()}
    assert {what: words for what, words in found.items() if words} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_type_is_too_small_and_the_width_is_as_asked(width):
    for what, svg in every_drawing(width).items():
        assert all(words.size >= SMALL for words in words_in(svg)), what
        assert size_of(svg)[0] == width, what


def test_every_drawing_says_what_it_shows():
    for what, svg in every_drawing(600.0).items():
        root = read(svg)
        title, words = root.find(f"{NAMESPACE}title"), root.find(f"{NAMESPACE}desc")
        assert root.get("aria-labelledby").split() == [title.get("id"), words.get("id")], what
        assert title.text
        assert words.text.endswith("."), what
        assert words.text[0].isupper() or words.text[0] in "'0123456789", what
        assert "nan" not in svg, what


def test_only_the_scene_can_be_clicked_and_it_is_no_image():
    for what, svg in every_drawing(600.0).items():
        is_scene = what.startswith("scene")
        assert ("tabindex" in svg) == is_scene, what
        assert read(svg).get("role") == ("group" if is_scene else "img"), what


def test_two_different_drawings_on_a_page_share_no_name():
    drawings = set(every_drawing(600.0).values())
    names = [name for svg in drawings for name in re.findall(r' id="([^"]+)"', svg)]
    assert len(names) == len(set(names)) == 2 * len(drawings)


def test_colors_are_variables_of_the_palette():
    known = {color.name for color in THEME}
    for what, svg in every_drawing(600.0).items():
        assert set(re.findall(r"var\(--([a-z0-9-]+)\)", svg)) <= known, what
        assert not re.search(r"#[0-9a-fA-F]{3}|rgb\(", svg), what
        painted = re.findall(r'(?:fill|stroke)="([^"]+)"', svg)
        assert {paint for paint in painted if not paint.startswith("var(")} <= {"none"}, what


def test_names_cannot_break_out_of_a_drawing():
    cast, frames = run("syria")
    cast = named(cast, HOSTILE)
    for svg in (
        scene(cast, frames[100], frames[50], 3),
        one_chart(cast, frames, frames),
        strip_charts(cast, frames, ghost_name=HOSTILE, ghost=frames),
        theory_graph(cast, frames[100]),
    ):
        tags = {element.tag.removeprefix(NAMESPACE) for element in read(svg).iter()}
        assert tags <= {"svg", "title", "desc", "g", "path", "text", "rect", "circle"}
        assert "<script" not in svg


def test_a_drawing_is_the_same_every_time():
    cast, frames = run("central_african_republic")
    for draw in (lambda: scene(cast, frames[70], frames[30], 2), lambda: strip_charts(cast, frames)):
        assert draw() == draw()


def test_drawing_needs_neither_matplotlib_nor_solara():
    modules = sorted(Path(clever_coalitions.app.drawing.__file__).parent.glob("[a-z]*.py"))
    imports = "; ".join(f"import clever_coalitions.app.drawing.{module.stem}" for module in modules)
    found = f"{imports}; import sys; print(sorted({{'matplotlib', 'solara'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", found], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_drawings_are_small():
    cast, frame = invented(60, ties=270, members=range(0, 60, 2))
    _, before = invented(60, ties=270, members=range(20))
    assert len(scene(cast, frame, before, 5).encode()) < 40_000
    for what, svg in every_drawing(1200.0).items():
        most = (
            80_000 if what.startswith("strips") else 40_000
        )  # two runs and their bands, drawn once and not every week
        assert len(svg.encode()) < most, what


def test_a_drawing_for_a_file_carries_its_colors():
    cast, frames = run("syria")
    for ground in ("light", "dark"):
        svg = standalone(scene(cast, frames[10]), ground)
        read(svg)
        assert all(f"--{color.name}: {getattr(color, ground)};" in svg for color in THEME)


def _channels(color):
    return [int(color[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]


def _light(channels):
    """Relative luminance, as WCAG 2.1 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _over(top, ground, opacity):
    return [opacity * t + (1.0 - opacity) * g for t, g in zip(top, ground, strict=True)]


def _contrast(a, b):
    high, low = sorted((_light(a), _light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_type_has_enough_contrast_wherever_it_stands(ground):
    def channels(color):
        return _channels(getattr(color, ground))

    card = channels(CARD)
    tints = [_over(channels(color), card, float(TINT)) for color in VARIANTS]  # what obstacles and steps tint, at most
    grounds = [card, _over(channels(WINDOW), card, 1.0), *tints]
    for ink, behind in product((INK, MUTED), grounds):
        assert _contrast(channels(ink), behind) >= 4.5, (ink, behind)
    for color in VARIANTS:
        assert _contrast(channels(color), card) >= 4.5, color
