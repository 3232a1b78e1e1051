"""Reading drawings back, as a browser would."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from clever_coalitions.app.drawing.type import width_of

NAMESPACE = "{http://www.w3.org/2000/svg}"
INHERITED = ("font-size", "font-weight", "text-anchor")


@dataclass(frozen=True)
class Words:
    """A line of text and its box."""

    said: str
    size: float
    left: float
    top: float
    right: float
    bottom: float
    is_turned: bool

    def touches(self, other, slack=1.0):
        return (
            self.left < other.right - slack
            and other.left < self.right - slack
            and self.top < other.bottom - slack
            and other.top < self.bottom - slack
        )


def read(svg):
    return ET.fromstring(svg)


def size_of(svg):
    root = read(svg)
    return float(root.get("width")), float(root.get("height"))


def words_in(svg):
    """Return all lines of text with their boxes, as wide as the widest of our fonts makes them."""
    found = []
    _collect(read(svg), {}, (0.0, 0.0), False, found)
    return found


def _collect(element, style, at, is_turned, found):
    style = {**style, **{name: element.get(name) for name in INHERITED if element.get(name)}}
    transform = element.get("transform", "")
    moved = re.match(r"translate\(([^ )]+) ([^ )]+)\)", transform)
    if moved:
        at = (at[0] + float(moved.group(1)), at[1] + float(moved.group(2)))
    is_turned = is_turned or "rotate" in transform
    if element.tag == f"{NAMESPACE}text":
        found.append(_words(element, style, at, is_turned))
    for child in element:
        _collect(child, style, at, is_turned, found)


def _words(element, style, at, is_turned):
    said, size = "".join(element.itertext()), float(style["font-size"])
    wide = width_of(said, size, is_bold=style.get("font-weight") == "600")
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[style.get("text-anchor", "start")]
    left = at[0] + float(element.get("x", 0)) - share * wide
    foot = at[1] + float(element.get("y", 0))
    return Words(said, size, left, foot - 0.74 * size, left + wide, foot + 0.22 * size, is_turned)


def collisions(svg):
    """Return the pairs of lines of text that touch."""
    lines = [words for words in words_in(svg) if not words.is_turned]
    return [(a.said, b.said) for a, b in combinations(lines, 2) if a.touches(b)]


def outside(svg):
    """Return what is written outside of the drawing."""
    width, height = size_of(svg)
    return [
        words.said
        for words in words_in(svg)
        if not words.is_turned
        and (words.left < -1.0 or words.top < -1.0 or words.right > width + 1.0 or words.bottom > height + 1.0)
    ]


def elements_of(svg, name):
    """Return the elements of a class."""
    return [element for element in read(svg).iter() if element.get("class") == name]


def path_of(svg, name):
    """Return the path of the first element of a class; None where there is none."""
    return next((element.get("d") for element in elements_of(svg, name)), None)


def marks_of(svg):
    """Return the elements of the organizations, in the order of their rows."""
    found = {int(e.get("data-row")): e for e in read(svg).iter(f"{NAMESPACE}g") if e.get("data-row") is not None}
    return [found[row] for row in sorted(found)]


def places_of_marks(svg):
    """Return where the marks stand, by their rows, (N, 2)."""
    places = [re.match(r"translate\((\S+) (\S+)\)", mark.get("transform")).groups() for mark in marks_of(svg)]
    return np.array([(float(x), float(y)) for x, y in places])


def flattened(path, pieces=6):
    """Return the closed lines of a path of M, q, t and z, as polygons (vertices, 2)."""
    polygons = []
    for part in path.split("z"):
        if not part:
            continue
        commands = re.findall(r"([Mqt])([^Mqt]+)", part)
        here = control = np.array([float(n) for n in commands[0][1].split()])
        points = [here]
        for command, numbers in commands[1:]:
            given = np.array([float(n) for n in numbers.split()])
            control = here + given[:2] if command == "q" else 2.0 * here - control
            end = here + given[-2:]
            for share in np.linspace(0.0, 1.0, pieces + 1)[1:]:
                points.append((1 - share) ** 2 * here + 2 * share * (1 - share) * control + share**2 * end)
            here = end
        polygons.append(np.array(points))
    return polygons


def is_inside(point, polygons):
    """Return whether a point is inside, by the even-odd rule, as browsers fill these paths."""
    crossings = 0
    for polygon in polygons:
        a, b = polygon, np.roll(polygon, -1, axis=0)
        spans = (a[:, 1] > point[1]) != (b[:, 1] > point[1])
        with np.errstate(divide="ignore", invalid="ignore"):
            at = a[:, 0] + (point[1] - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
        crossings += int((spans & (at > point[0])).sum())
    return crossings % 2 == 1
