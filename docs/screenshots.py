"""Photograph every page, light and dark, wide and narrow: ``python -m docs.screenshots`` (``make screenshots``)."""

from __future__ import annotations

import argparse
import io
import math
import tempfile
from itertools import pairwise
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from clever_coalitions.app.site.curves import WORLDS as CURVES
from clever_coalitions.app.site.pack import write_pack
from tests.browser.driving import NARROW, WIDE, chromium, serving, visitor
from tests.browser.views import LOOKS, TOLD, WORLDS

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


def photograph(page: Page, name: str) -> None:
    """Take pictures of a page as it stands."""
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(1500)  # charts are drawn again for the new width
            for written in save(page.screenshot(full_page=True), FOLDER / f"{name}-{width}-{scheme}.png"):
                print(f"{written.name}  {written.stat().st_size // 1000} kB", flush=True)


def of_the_server(browser: Browser, only: str) -> None:
    """Photograph the pages of the app."""
    with serving() as server:
        for look in (one for one in LOOKS if only in one.name):
            someone = visitor(browser, server.address, reduced_motion="reduce")
            photograph(look.show(someone), look.name)
            assert not someone.errors, someone.errors
            someone.context.close()


def of_the_folder(browser: Browser, only: str, pages: Path) -> None:
    """Photograph the pages that tell."""
    for name, address, then in (one for one in TOLD if only in one[0]):
        page = browser.new_page(viewport=WIDE, reduced_motion="reduce")
        page.goto(f"{pages.resolve().as_uri()}/{address}")
        page.locator("h1").wait_for()
        then(page)
        page.add_style_tag(content=".st-foot { position: static }")  # a picture has no lower edge of a window
        photograph(page, name)
        page.close()


def main() -> None:
    """Write all pictures, or some."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="PART", help="only what has this in its name")
    parser.add_argument("--pages", type=Path, help="a folder that `coalitions site` has written; else one is written")
    arguments = parser.parse_args()
    expect.set_options(timeout=WORLDS)  # figures too take their time on a busy machine
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        if arguments.only in old.name:
            old.unlink()
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        of_the_server(browser, arguments.only)
        if not arguments.pages and any(arguments.only in name for name, _, _ in TOLD):
            write_pack(Path(folder), "", CURVES, print)
        of_the_folder(browser, arguments.only, arguments.pages or Path(folder))


if __name__ == "__main__":
    main()
