"""Colors and type of all figures: safe for color-blind readers, readable on light and on dark ground.

Kinds of organizations take the colors of Okabe and Ito (2008), variants those of Tol's medium-contrast scheme
(Tol 2021; one darkened until it can be read as text) and two more, which are far from all of these in every kind of
color vision.  A figure is drawn in the light colors.  In a page that can be
dark, each becomes a CSS variable with one value for either ground.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, NamedTuple

FONT = "DejaVu Sans"
"""The family by whose widths figures are laid out; it comes with matplotlib, so it is the same everywhere."""

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif"
"""The families that readers see; all of them run narrower than ``FONT``, so that nothing collides."""

SIZE = 9.0
SMALL = 8.0
"""Sizes of type in points; figures are shown at four thirds of their size, so these are 12 and 10.7 pixels."""


class Color(NamedTuple):
    """A color by its CSS name and its value on light and on dark ground."""

    name: str
    light: str
    dark: str


INK = Color("ink", "#1d2733", "#e8edf2")
MUTED = Color("muted", "#57636f", "#a3b0bd")
LINE = Color("line", "#d7dde3", "#38434e")
CARD = Color("card", "#fefefe", "#1a2129")
WINDOW = Color("window", "#fbeecb", "#473d22")
BEFORE = Color("before", "#dfe9f2", "#24384a")
AFTER = Color("after", "#f3e1ec", "#452f40")

KINDS = (
    Color("kind-1", "#0072b2", "#3d94cc"),
    Color("kind-2", "#d55e00", "#e27a2b"),
    Color("kind-3", "#cc79a7", "#cf85af"),
    Color("kind-4", "#e69f00", "#e3a824"),
    Color("kind-5", "#009e73", "#2bb28b"),
    Color("kind-6", "#56b4e9", "#79c3ec"),
    Color("kind-7", "#8c8c8c", "#9e9e9e"),
    Color("kind-8", "#f0e442", "#f0e868"),
)
VARIANTS = (
    Color("variant-1", "#004488", "#7fb2e5"),
    Color("variant-2", "#994455", "#ee99aa"),
    Color("variant-3", "#806300", "#eecc66"),
    Color("variant-4", "#117755", "#77ccaa"),
    Color("variant-5", "#555577", "#bbbbdd"),
    Color("variant-6", "#9013e8", "#b469ff"),
    Color("variant-7", "#5b3300", "#a5872d"),
)
DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.5, 1.5)), (0, (3, 3)), (0, (8, 1.5, 1.5, 1.5, 1.5, 1.5)))
"""Line styles of the variants: color is never the only difference.  There is one fewer of them than of colors, so that
a color that comes again has another one: the first ``len(VARIANTS) * len(DASHES)`` variants are all told apart."""

THEME = (INK, MUTED, LINE, CARD, WINDOW, BEFORE, AFTER, *KINDS, *VARIANTS)

STYLE: Any = {
    "font.family": [FONT],
    "font.size": SIZE,
    "axes.labelsize": SMALL,
    "axes.labelcolor": MUTED.light,
    "axes.edgecolor": LINE.light,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.titlesize": SIZE,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlecolor": INK.light,
    "axes.axisbelow": True,
    "grid.color": LINE.light,
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "text.color": INK.light,
    "text.parse_math": False,  # a name may have signs of formulas in it
    "xtick.color": MUTED.light,
    "ytick.color": MUTED.light,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 3.0,
    "ytick.major.size": 0.0,
    "figure.facecolor": CARD.light,
    "savefig.facecolor": "auto",
    "svg.fonttype": "none",
    "svg.hashsalt": "coalitions",
}
"""Settings of matplotlib that make our style; all others are matplotlib's own."""

USERS = ("backend", "date", "docstring", "interactive", "keymap", "macosx", "savefig.directory", "timezone", "tk",
         "toolbar", "webagg")  # fmt: skip
"""How the settings begin that bear on windows and not on figures; they stay those of the user."""


@contextlib.contextmanager
def house_style() -> Iterator[None]:
    """Draw and write figures in our style, whatever is in a user's ``matplotlibrc`` or style sheet."""
    import matplotlib  # only here: others need the colors alone

    usual = {name: value for name, value in matplotlib.rcParamsDefault.items() if not name.startswith(USERS)}
    with matplotlib.rc_context(usual | STYLE):
        yield


def color_of_kind(index: int) -> str:
    """Return the color of the kind at a place in its scenario; after eight they repeat."""
    return KINDS[index % len(KINDS)].light


def color_of_variant(index: int) -> str:
    """Return the color of the variant at a place in its comparison; after seven they repeat, in other line styles."""
    return VARIANTS[index % len(VARIANTS)].light


def dash_of_variant(index: int) -> Any:
    """Return the line style of the variant at a place in its comparison."""
    return DASHES[index % len(DASHES)]


def css_variables(ground: str) -> str:
    """Return declarations of all colors on ``"light"`` or ``"dark"`` ground, for a CSS rule."""
    return " ".join(f"--{color.name}: {getattr(color, ground)};" for color in THEME)


def themed(svg: str) -> str:
    """Return an SVG drawn in the light colors with each replaced by its CSS variable."""
    for color in THEME:
        svg = svg.replace(color.light, f"var(--{color.name})")
    return svg
