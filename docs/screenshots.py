"""Photograph every page, light and dark, wide and narrow: ``python -m docs.screenshots`` (``make screenshots``)."""

from __future__ import annotations

import io
import math
from itertools import pairwise
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.browser.driving import NARROW, WIDE, chromium, serving, visitor
from tests.browser.views import LOOKS, WORLDS

FOLDER = Path(__file__).parent / "images" / "app"
MOST_BYTES = 150_000
"""Of a picture."""

MOST_PIXELS = 2_200_000
"""Of a picture; a longer page is cut into several of the same height."""

PALETTES = (256, 192, 128)
"""Colors of a picture: pages have few, and a palette takes a third of the bytes.  Fewer than these would be seen."""


def save(photograph: bytes, path: Path) -> list[Path]:
    """Write a page as one picture or as several, the second ``...-2.png``, and return them.

    Raises:
        ValueError: one takes too many bytes even with the fewest colors.
    """
    with Image.open(io.BytesIO(photograph)) as image:
        whole = image.convert("RGB")
    paths = []
    for place, part in enumerate(parts(whole), 1):
        paths.append(path if place == 1 else path.with_stem(f"{path.stem}-{place}"))
        paths[-1].write_bytes(small(part, paths[-1].name))
    return paths


def parts(image: Image.Image) -> list[Image.Image]:
    """Return an image, cut where it has too many pixels, from its top to its bottom."""
    count = math.ceil(image.width * image.height / MOST_PIXELS)
    edges = [image.height * place // count for place in range(count + 1)]
    return [image.crop((0, top, image.width, bottom)) for top, bottom in pairwise(edges)]


def small(image: Image.Image, name: str) -> bytes:
    """Return a picture as a PNG that is small enough, with as many colors as that allows."""
    for colors in PALETTES:
        written = reduced(image, colors)
        if len(written) < MOST_BYTES:
            return written
    raise ValueError(f"{name} takes {len(written):,} bytes with {colors} colors: at most {MOST_BYTES:,}")


def reduced(image: Image.Image, colors: int) -> bytes:
    """Return a picture as a PNG with a palette."""
    spread = Image.Quantize.MAXCOVERAGE  # small marks keep their colors
    written = io.BytesIO()
    image.quantize(colors, spread, kmeans=2, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> None:
    """Write all pictures."""
    expect.set_options(timeout=WORLDS)  # figures too take their time on a busy machine
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with serving() as server, chromium() as browser:
        for look in LOOKS:
            someone = visitor(browser, server.address, reduced_motion="reduce")
            page = look.show(someone)
            for name, size in (("wide", WIDE), ("narrow", NARROW)):
                page.set_viewport_size(size)
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    page.wait_for_timeout(1500)  # charts are drawn again for the new width
                    path = FOLDER / f"{look.name}-{name}-{scheme}.png"
                    for written in save(page.screenshot(full_page=True), path):
                        print(f"{written.name}  {written.stat().st_size // 1000} kB", flush=True)
            assert not someone.errors, someone.errors
            someone.context.close()


if __name__ == "__main__":
    main()
