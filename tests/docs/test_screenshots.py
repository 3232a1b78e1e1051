"""The pictures of the pages: small files, long pages in parts, nothing cut away."""

import importlib.util
import io
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("playwright")

from PIL import Image

ROOT = Path(__file__).parents[2]


@pytest.fixture
def screenshots(monkeypatch):
    """The script that takes the pictures; it knows the pages from the tests in the browser."""
    monkeypatch.syspath_prepend(str(ROOT))
    spec = importlib.util.spec_from_file_location("screenshots", ROOT / "docs" / "screenshots.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(height, width=1280):
    """Return something like a page: cards, lines of text, and marks in a few colors."""
    rng = np.random.default_rng(1)
    drawn = np.full((height, width, 3), 250, dtype=np.uint8)
    for top in range(10, height - 20, 24):
        drawn[top : top + 9, 40 : 40 + int(rng.integers(300, 700))] = rng.integers(0, 60)
        drawn[top : top + 12, 900:912] = rng.choice([[0, 114, 178], [213, 94, 0], [204, 121, 167]])
    return Image.fromarray(drawn)


def photograph(image):
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(("height", "names"), [(900, ["a.png"]), (3000, ["a.png", "a-2.png"])])
def test_a_page_is_written_whole_in_small_files(screenshots, tmp_path, height, names):
    image = page(height)
    paths = screenshots.save(photograph(image), tmp_path / "a.png")
    assert [path.name for path in paths] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    together = []
    for path in paths:
        assert path.stat().st_size < screenshots.MOST_BYTES
        with Image.open(path) as part:
            assert part.mode == "P"
            together.append(np.asarray(part.convert("RGB"), dtype=int))
    difference = np.abs(np.concatenate(together) - np.asarray(image, dtype=int))
    assert difference.max() <= 8  # of 255: not to be seen


def test_parts_have_few_pixels_and_the_same_height(screenshots):
    found = screenshots.parts(Image.new("RGB", (1280, 5001)))
    assert sum(part.height for part in found) == 5001
    assert max(part.height for part in found) - min(part.height for part in found) <= 1
    assert all(part.width * part.height <= screenshots.MOST_PIXELS for part in found)


def test_what_cannot_be_small_is_said(screenshots, monkeypatch, tmp_path):
    monkeypatch.setattr(screenshots, "MOST_BYTES", 100)
    with pytest.raises(ValueError, match=r"a\.png takes [\d,]+ bytes with 128 colors"):
        screenshots.save(photograph(page(900)), tmp_path / "a.png")
    assert not list(tmp_path.iterdir())
