"""A picture: a figure, the sentence that says what it shows, and where it comes from."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from html import escape
from io import BytesIO, StringIO
from pathlib import Path

from matplotlib.figure import Figure

from ..scenarios.writing import write_whole
from .palette import FONT, FONTS, house_style, themed

CREATOR = "Clever Coalitions"
SUFFIXES = (".svg", ".png", ".pdf")


@dataclass(frozen=True)
class Picture:
    """A figure with its words.

    Attributes:
        title: what it is about; sentence: what it shows, used as its caption and as its text for screen readers.
        provenance: case, worlds and version, such as ``"syria (1f3a...), seeds 1 to 200, coalitions 0.1.0"``.
        data: what it shows, as CSV; nothing where that is not kept.
    """

    figure: Figure
    title: str
    sentence: str
    provenance: str
    data: str = field(default="", repr=False)

    def _repr_html_(self) -> str:
        """Return what notebooks show: the figure and its sentence."""
        svg = self._svg()
        return f"<figure>{svg[svg.index('<svg') :]}<figcaption>{escape(self.sentence)}</figcaption></figure>"

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the figure with its title, its sentence and its provenance in the metadata; return where.

        Args:
            path: ends in ``.svg``, ``.png`` or ``.pdf``; its folder exists.

        Raises:
            ValueError: the path ends in something else.
            OSError: the file cannot be written; then nothing is left behind under its name.
        """
        target = Path(path)
        kind = target.suffix.lower()
        if kind not in SUFFIXES:
            raise ValueError(f"{target.name}: expected a name that ends in {', '.join(SUFFIXES)}")
        write_whole(target, self._described(self._svg()).encode() if kind == ".svg" else self._drawn(kind))
        return target

    def inline(self, prefix: str) -> str:
        """Return the figure as an SVG element for a page that declares ``palette.css_variables``.

        Args:
            prefix: unique in the page; every id in the SVG begins with it.
        """
        svg = re.sub(r"(?s)^.*?(?=<svg)|<metadata>.*?</metadata>", "", self._svg())
        svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
        svg = re.sub(r'(url\(#|href="#)', rf"\g<1>{prefix}-", svg)
        return themed(self._described(svg))

    def _drawn(self, kind: str) -> bytes:
        content = BytesIO()
        with house_style():
            self.figure.savefig(content, format=kind[1:], dpi=200, metadata=self._metadata(kind))
        return content.getvalue()

    def _svg(self) -> str:
        text = StringIO()
        with house_style():
            self.figure.savefig(text, format="svg", metadata=self._metadata(".svg"))
        return _thinned(text.getvalue()).replace(f"'{FONT}'", FONTS)

    def _described(self, svg: str) -> str:
        """Return an SVG that screen readers present as one image with its sentence."""
        label = escape(self.sentence, quote=True)
        provenance = escape(f"{self.title}. {self.provenance}")
        return re.sub(
            r"<svg ([^>]*)>",
            lambda found: f'<svg role="img" aria-label="{label}" {found[1]}>\n <desc>{provenance}</desc>',
            svg,
            count=1,
        )

    def _metadata(self, kind: str) -> dict[str, str | None]:
        """Return the metadata under the names that a format has for them, without a date: same run, same file."""
        if kind == ".pdf":
            return {
                "Title": self.title,
                "Subject": self.sentence,
                "Keywords": self.provenance,
                "Creator": CREATOR,
                "CreationDate": None,
            }
        words = {"Title": self.title, "Description": self.sentence, "Source": self.provenance, "Creator": CREATOR}
        return {**words, "Date": None} if kind == ".svg" else dict(words)


def _thinned(svg: str) -> str:
    """Return an SVG whose paths are written to a hundredth of a point."""
    return re.sub(r'\bd="[^"]*"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path[0]), svg)
