"""What a map shows, in words: chosen by its numbers, whichever way they fall."""

from __future__ import annotations

from ...sim.measures import LOWER, MEASURES, NEITHER
from ..effects import Effect
from ..words import name_of_outcome, number, worlds
from .map_reading import AxisRead, MapReading, Quarter


def caption(map_: MapReading) -> str:
    """Return a sentence or three: in how many cells each is better, and where it leads most."""
    won = [len(map_.won(variant)) for variant in (0, 1)]
    all_ = len(map_.cells)
    names = f"{map_.variants[0]} and {map_.variants[1]}"
    if not any(won):
        outcome = _low(name_of_outcome(map_.outcome))
        return f"In none of {all_} cells can {names} be told apart in {outcome} in {worlds(map_.worlds)}."
    first, second = (won[v] or "none" for v in (0, 1))
    said = f"Of {all_} cells, {map_.variants[0]} has {compared(map_)} in {first} and {map_.variants[1]} in {second}"
    blank = all_ - sum(won)
    said += f"; in {blank} they cannot be told apart in {worlds(map_.worlds)}" if blank else f" ({worlds(map_.worlds)})"
    return ". ".join([said, *(_lead(map_, variant) for variant in (0, 1) if won[variant])]) + "."


def paragraph(map_: MapReading) -> str:
    """Return the caption, then what the quarters, the trends and the level of the outcome say."""
    return " ".join([caption(map_), _quarters(map_), _trends(map_), _level(map_)])


def compared(map_: MapReading) -> str:
    """Return ``"more net value"``: what the better of the two has."""
    return f"{more(map_.outcome)} {_low(name_of_outcome(map_.outcome))}"


def more(outcome: str) -> str:
    """Return ``"more"``, or ``"less"`` where less of an outcome is better."""
    return "less" if MEASURES[outcome].better == LOWER else "more"


def lead_of(map_: MapReading, variant: int, difference: Effect) -> str:
    """Return ``"opt-in is ahead by 0.31 [0.22, 0.40]"`` for the variant that does better."""
    verb = "has more" if MEASURES[map_.outcome].better == NEITHER else "is ahead"
    return f"{map_.variants[variant]} {verb}, by {span(difference)}"


def span(difference: Effect) -> str:
    """Return the size of a difference with its interval, without a sign: ``0.31 [0.22, 0.40]``."""
    low, high = sorted((abs(difference.low), abs(difference.high)))
    return f"{number(abs(difference.mean), high)} [{number(low, high)}, {number(high)}]"


def at(axis: AxisRead, value: float) -> str:
    """Return ``"hazard of change 0.04"``."""
    return f"{axis.label} {value:g}"


def _lead(map_: MapReading, variant: int) -> str:
    """Say where a variant leads most."""
    most = max(map_.won(variant), key=lambda cell: abs(cell.difference.mean))
    where = f"{at(map_.x, most.x)} and {at(map_.y, most.y)}"
    alone = len(map_.won(variant)) == 1
    how = "leads at" if alone else "leads most at"
    return f"{_capital(map_.variants[variant])} {how} {where}, by {span(most.difference)}"


def _quarters(map_: MapReading) -> str:
    """Say who is better in which quarter of the map."""
    told = [one for one in map_.quarters if map_.winner(one.difference) is not None]
    open_ = [one for one in map_.quarters if map_.winner(one.difference) is None]
    if not told:
        return "In no quarter of the map can one be told ahead."
    said = [f"with {_where(map_, one)} {_ahead(map_, one.difference)}" for one in told]
    if open_:
        said.append("in the other one neither can be told ahead" if len(open_) == 1 else "in the others neither can")
    return f"By quarters of the map: {'; '.join(said)}."


def _where(map_: MapReading, one: Quarter) -> str:
    level = {0: "low", 1: "high"}
    if one.x == one.y:
        return f"both {level[one.x]}"
    return f"{level[one.x]} {map_.x.label} and {level[one.y]} {map_.y.label}"


def _ahead(map_: MapReading, difference: Effect) -> str:
    side = map_.winner(difference)
    return lead_of(map_, side if side is not None else 0, difference)


def _trends(map_: MapReading) -> str:
    """Say toward whom the difference moves along each axis."""
    if map_.along_x.sign == map_.along_y.sign == 0:
        return f"Along neither {map_.x.label} nor {map_.y.label} does the difference move in a way that can be told."
    return f"{_capital('; '.join(_trend(map_, *one) for one in ((map_.x, map_.along_x), (map_.y, map_.along_y))))}."


def _trend(map_: MapReading, axis: AxisRead, rise: Effect) -> str:
    toward = map_.winner(rise)
    between = f"from {at(axis, axis.values[0])} to {axis.values[-1]:g}"
    if toward is None:
        return f"{between} the difference moves neither way that can be told"
    return f"{between} the difference moves toward {map_.variants[toward]}, by {span(rise)}"


def _level(map_: MapReading) -> str:
    """Say how the outcome itself changes along the axes: where nobody achieves anything, nobody can be ahead."""
    ends = [_ends(map_, axis) for axis in (map_.x, map_.y)]
    return f"{name_of_outcome(map_.outcome)} itself, the mean of both, goes {' and '.join(ends)}."


def _ends(map_: MapReading, axis: AxisRead) -> str:
    first, last = (_mean_at(map_, axis, value) for value in (axis.values[0], axis.values[-1]))
    most = max(abs(first), abs(last))
    between = f"from {at(axis, axis.values[0])} to {axis.values[-1]:g}"
    return f"from {number(first, most)} to {number(last, most)} {between}"


def _mean_at(map_: MapReading, axis: AxisRead, value: float) -> float:
    cells = [cell for cell in map_.cells if (cell.x if axis is map_.x else cell.y) == value]
    return sum(sum(cell.means) for cell in cells) / (2.0 * len(cells))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]
