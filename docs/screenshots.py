"""Photograph every page, light and dark, wide and narrow: ``python -m docs.screenshots`` (``make screenshots``)."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from tests.browser.driving import NARROW, WIDE, chromium, serving, visitor
from tests.browser.views import LOOKS

FOLDER = Path(__file__).parent / "images" / "app"
COLORS = 256
"""Colors of a picture: pages have few, and a palette takes a third of the bytes."""


def save(photograph: bytes, path: Path) -> int:
    """Write a picture with few colors, and return its bytes."""
    with Image.open(io.BytesIO(photograph)) as image:
        spread = Image.Quantize.MAXCOVERAGE  # small marks keep their colors
        small = image.convert("RGB").quantize(COLORS, spread, kmeans=2, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
    return path.stat().st_size


def main() -> None:
    """Write all pictures."""
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
                    taken = save(page.screenshot(full_page=True), path)
                    print(f"{path.relative_to(FOLDER.parents[2])}  {taken // 1024} kB", flush=True)
            assert not someone.errors, someone.errors
            someone.context.close()


if __name__ == "__main__":
    main()
