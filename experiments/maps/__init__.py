"""Maps: where one variant achieves more than another, over two axes, in the same worlds in every cell.

Each file of this package that has a ``MAP`` is a shipped map, found by itself.  What it asks was written down before it
was run.  An axis is a parameter or one of ``derived.DERIVED``.
"""

from .axis import Axis, AxisError, axis, axis_from
from .found import maps
from .question import Drawn, Map, draw

__all__ = ["Axis", "AxisError", "Drawn", "Map", "axis", "axis_from", "draw", "maps"]
