"""The folder of pages that ``coalitions site`` writes: prologue, lessons, sandbox, data, and a picture for links."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import accumulate, product
from pathlib import Path
from typing import Any

from ...analysis.palette import CARD, INK, KINDS, MUTED, house_style
from ...scenarios.writing import write_whole
from . import pages
from .curves import lessons_drawn
from .sandbox import sandbox_files
from .tale import many_worlds

PICTURE = "picture.png"


def write_pack(folder: Path, address: str, worlds: int, report: Callable[[str], None]) -> int:
    """Write all pages into a folder; return how many bytes they take.

    Args:
        folder: that is there.
        address: where the pages will be, with a slash at the end; empty where that is not known.
        worlds: in which each curve of the lessons, and each cell of the sandbox, is run.
        report: called with a line about what is done next.

    Raises:
        OSError: a file cannot be written; the error names it.
    """
    report("the prologue: one world, and 200 under each of four ways to lead them")
    many = many_worlds()
    made = {name: make() for name, make in pages.files(address, PICTURE, many, is_whole=True).items()}
    made["data/curves.js"] = pages.as_script("curves", lessons_drawn(worlds, report))
    made |= {f"data/{name}.js": pages.as_script(name, data) for name, data in sandbox_files(worlds, report)}
    made |= {f"{page}.js": pages.script_of(f"{page}.js") for page in pages.PAGES[1:]}
    for page, language in product(pages.PAGES[1:], pages.LANGUAGES):
        links = pages.links_from(page, language)
        made[pages.page_name(page, language)] = pages.page_of(page, language, address, PICTURE, links)
    contents = {name: text.encode() for name, text in made.items()} | {PICTURE: picture(many)}
    for name, content in contents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        write_whole(folder / name, content)
    return sum(map(len, contents.values()))


def picture(many: dict[str, Any]) -> bytes:
    """Return what is shown with a link: the worlds of the prologue as dots, and its title, as a PNG of 1200 x 630."""
    from matplotlib.figure import Figure

    own, said = many["ways"][0]["weeks"], pages.words(pages.LANGUAGES[0])
    with house_style():
        figure = Figure(figsize=(12, 6.3), dpi=100, facecolor=CARD.light)
        axes = figure.add_axes((0.06, 0.06, 0.88, 0.52))
        at, up = _stacked(own)
        colors = [INK.light if seed == many["seed"] else KINDS[0].light for seed in range(1, len(own) + 1)]
        sizes = [330 if seed == many["seed"] else 110 for seed in range(1, len(own) + 1)]
        axes.scatter(at, up, s=sizes, c=colors, zorder=3)
        axes.set_xlim(0, 60)
        axes.axis("off")
        figure.text(0.06, 0.84, said["title"], fontsize=40, fontweight="bold", color=INK.light)
        title = said["screens"]["worlds"]["title"]
        crossed = sum(week is not None for week in own)
        figure.text(0.06, 0.73, title.format(crossed=crossed, worlds=len(own)), fontsize=24, color=MUTED.light)
        out = BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _stacked(weeks: list[int | None]) -> tuple[list[float], list[int]]:
    """Return where dots stand: columns of five weeks, and a block for worlds in which it does not happen."""
    heights: dict[int, int] = {}
    at, up = list[float](), list[int]()
    without = accumulate((week is None for week in weeks), initial=0)
    for never, week in zip(without, weeks, strict=False):
        column = week // 5 if week is not None else 46 + never % 13
        heights[column] = heights.get(column, 0) + 1
        at.append(float(column))
        up.append(heights[column])
    return at, up
