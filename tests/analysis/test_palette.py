"""Variants and obstacles are told apart by everybody, however many there are."""

from itertools import combinations

import numpy as np
import pytest

from clever_coalitions.analysis.palette import CARD, DASHES, INK, THEME, VARIANTS, color_of_variant, dash_of_variant

SIGHT = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""What becomes of linear red, green and blue: Machado, Oliveira and Fernandes (2009), severity 1."""

XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])
APART = 15.0
"""Distance in CIELAB from which on two patches of color are hardly mistaken for each other; 2.3 can just be noticed."""


def linear(color):
    channels = np.array([int(color[place : place + 2], 16) / 255.0 for place in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(color, sight):
    share = XYZ @ np.clip(np.asarray(SIGHT[sight]) @ linear(color), 0.0, 1.0) / WHITE
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16.0 / 116.0)
    return np.array([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)])


def away(a, b, sight):
    return float(np.linalg.norm(lab(a, sight) - lab(b, sight)))


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_the_sixth_and_seventh_color_are_far_from_all_others_in_every_sight(ground, sight):
    colors = [getattr(color, ground) for color in VARIANTS]
    for new in (5, 6):
        others = [*colors[:new], getattr(INK, ground), getattr(CARD, ground)]
        assert min(away(colors[new], other, sight) for other in others) > APART


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_colors_that_some_might_mistake_have_other_line_styles(ground, sight):
    for a, b in combinations(range(len(VARIANTS)), 2):
        is_close = away(getattr(VARIANTS[a], ground), getattr(VARIANTS[b], ground), sight) <= APART
        assert not is_close or dash_of_variant(a) != dash_of_variant(b)


def test_no_two_of_many_variants_share_color_and_line_style():
    many = range(len(VARIANTS) * len(DASHES))
    assert len(many) > 40
    assert len({(color_of_variant(place), str(dash_of_variant(place))) for place in many}) == len(many)


def test_no_color_of_the_theme_is_another_one_too():
    for ground in ("light", "dark"):
        assert len({getattr(color, ground) for color in THEME}) == len(THEME)
