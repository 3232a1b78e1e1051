"""The pictures of the pages: small files, long pages in parts, nothing cut away."""

import io

import numpy as np
import pytest

pytest.importorskip("playwright")

from PIL import Image

from docs.screenshots import MOST_BYTES, MOST_PIXELS, parts, save


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
def test_a_page_is_written_whole_in_small_files(tmp_path, height, names):
    image = page(height)
    paths = save(photograph(image), tmp_path / "a.png")
    assert [path.name for path in paths] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    together = []
    for path in paths:
        assert path.stat().st_size < MOST_BYTES
        with Image.open(path) as part:
            assert part.mode == "P"
            together.append(np.asarray(part.convert("RGB"), dtype=int))
    difference = np.abs(np.concatenate(together) - np.asarray(image, dtype=int))
    assert difference.max() <= 8  # of 255: not to be seen


def test_parts_have_few_pixels_and_the_same_height():
    found = parts(Image.new("RGB", (1280, 5001)))
    assert sum(part.height for part in found) == 5001
    assert max(part.height for part in found) - min(part.height for part in found) <= 1
    assert all(part.width * part.height <= MOST_PIXELS for part in found)


def test_what_cannot_be_small_is_said(tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, (900, 1280, 3), dtype=np.uint8)
    with pytest.raises(ValueError, match=r"noise\.png takes [\d,]+ bytes"):
        save(photograph(Image.fromarray(noise)), tmp_path / "noise.png")
