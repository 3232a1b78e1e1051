"""Reading drawings back, as a browser would."""

import re
import xml.etree.ElementTree as ET

import numpy as np

NAMESPACE = "{http://www.w3.org/2000/svg}"


def read(svg):
    return ET.fromstring(svg)


def texts(svg):
    return [element for element in read(svg).iter(f"{NAMESPACE}text")]


def words(svg):
    return ["".join(element.itertext()) for element in texts(svg)]


def path_of(svg, name):
    """Return the path of the element of a class; None where there is none."""
    return next((element.get("d") for element in read(svg).iter() if element.get("class") == name), None)


def places_of_marks(svg):
    """Return where the marks stand, by their rows."""
    found = {}
    for element in read(svg).iter(f"{NAMESPACE}g"):
        if element.get("data-row") is not None:
            x, y = re.match(r"translate\((\S+) (\S+)\)", element.get("transform")).groups()
            found[int(element.get("data-row"))] = (float(x), float(y))
    return np.array([found[row] for row in sorted(found)])


def flattened(path, pieces=6):
    """Return the closed lines of a path of M, Q and z, as polygons (vertices, 2)."""
    polygons = []
    for part in path.split("z"):
        if not part:
            continue
        start, *curves = re.split("Q", part)
        here = np.array([float(n) for n in start[1:].split()])
        points = [here]
        for curve in curves:
            a, b, c, d = (float(n) for n in curve.split())
            control, end = np.array([a, b]), np.array([c, d])
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
