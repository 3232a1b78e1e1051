"""Keyed randomness: every random number is a pure function of what it is for.

A draw is named by the run's seed, the stream (what is drawn: "conditions.drift"), the entity (for whom), the
step (when) and the draw (the how-manieth). The same name gives the same number, whatever else is drawn, and
in any order. So variants of one world share every shock, and any week can be replayed. Words, uniform numbers
and integers are the same on every machine; normal and exponential numbers, where it has the same `math.log`.

The generator is Philox4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random
numbers: as easy as 1, 2, 3", SC11 (2011). It passes all of TestU01. Its key is (seed, stream) and its counter
(draw, step, index, family), each a word of 32 bits; an entity is its family and its index in it.

The kernels here are the only ones that work on unsigned words. No product or sum in them reaches 2**64, so
nothing wraps, and Python's integers give the same bits.
"""

from __future__ import annotations

import math
import operator
import zlib
from typing import Any

import numpy as np

from .compiling import inlined_kernel, is_compiling_enabled, kernel
from .entities import Floats, Ints

WORD = 0xFFFFFFFF
"""The largest word: 32 bits, all set."""

# Compiled code needs unsigned words; interpreted code is faster, and as exact, with Python's integers.
_unsigned: Any = np.uint64 if is_compiling_enabled() else int
_signed: Any = np.int64 if is_compiling_enabled() else int

_MASK = _unsigned(WORD)
_HALF = _unsigned(32)
_MULTIPLIER_0 = _unsigned(0xD2511F53)  # multipliers and key increments: Salmon et al. (2011), Random123
_MULTIPLIER_1 = _unsigned(0xCD9E8D57)
_INCREMENT_0 = _unsigned(0x9E3779B9)
_INCREMENT_1 = _unsigned(0xBB67AE85)


# --- names --------------------------------------------------------------------------------------------------

_names: dict[tuple[str, int], str] = {}


def stream(name: str) -> int:
    """Return the number of the stream `name`, a word of 32 bits, to keep as a constant of a module.

    Raises:
        ValueError: another stream in use has the same number.
    """
    return _numbered("stream", name, WORD)


def entity_id(family: str, index: int) -> int:
    """Return the id of the entity number `index` of `family`: a positive 64-bit integer.

    The ids of a family follow each other: ``entity_id(family, 0) + index``.

    Raises:
        ValueError: `index` is not in [0, 2**32), or another family in use has the same number.
    """
    index = _word("the index of an entity", index)
    return _numbered("family", family, WORD >> 1) << 32 | index


def check_seed(seed: int) -> int:
    """Return `seed` as a Python integer.

    Raises:
        ValueError: `seed` is not a whole number in [0, 2**32).
    """
    return _word("a seed", seed)


def _numbered(kind: str, name: str, largest: int) -> int:
    """Return the hash of `name` up to `largest`, and refuse two names with one number."""
    number = zlib.crc32(name.encode()) & largest
    other = _names.setdefault((kind, number), name)
    if other != name:
        raise ValueError(f"the {kind} names {other!r} and {name!r} share the number {number}: rename one of them")
    return number


def _word(what: str, value: int) -> int:
    try:
        word = -1 if isinstance(value, bool) else operator.index(value)
    except TypeError:
        word = -1
    if not 0 <= word <= WORD:
        raise ValueError(f"{what} is a whole number from 0 to {WORD} (2**32 - 1), not {value!r}")
    return word


# --- the generator ------------------------------------------------------------------------------------------


@inlined_kernel
def block(seed: int, stream: int, family: int, index: int, step: int, draw: int) -> tuple[int, int, int, int]:
    """Return the four random words (each in [0, 2**32)) of one name.

    All arguments are words: of a larger integer, the lowest 32 bits count.
    """
    key_0 = _unsigned(seed & WORD)
    key_1 = _unsigned(stream & WORD)
    word_0 = _unsigned(draw & WORD)
    word_1 = _unsigned(step & WORD)
    word_2 = _unsigned(index & WORD)
    word_3 = _unsigned(family & WORD)
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * word_0
        product_1 = _MULTIPLIER_1 * word_2
        word_0 = (product_1 >> _HALF) ^ word_1 ^ key_0
        word_1 = product_1 & _MASK
        word_2 = (product_0 >> _HALF) ^ word_3 ^ key_1
        word_3 = product_0 & _MASK
        key_0 = (key_0 + _INCREMENT_0) & _MASK
        key_1 = (key_1 + _INCREMENT_1) & _MASK
    return _signed(word_0), _signed(word_1), _signed(word_2), _signed(word_3)


# --- names of draws -----------------------------------------------------------------------------------------

DRAWS = 1 << 20
"""Draws of one step that an issue has for itself, so that those of two issues are never the same."""


@inlined_kernel
def draw_on(issue: int, draw: int) -> int:
    """Return the draw that stands for the how-manieth number, in [0, DRAWS), that is drawn on one of several issues."""
    return draw + issue * DRAWS


@inlined_kernel
def word_of(entity: int) -> int:
    """Return what stands for an entity where a step or a draw is meant: its family counts, and not only its index."""
    return entity + (entity >> 32)


# --- distributions ------------------------------------------------------------------------------------------


@kernel
def uniform(seed: int, stream: int, entity: int, step: int, draw: int) -> float:
    """Return a uniform number in (0, 1), never 0 nor 1.

    It is an odd multiple of 2**-53, from 52 random bits: the middle of one of 2**52 equal cells. So it is
    exact, as is ``1 - u``, which has the same distribution.
    """
    high, low, _, _ = block(seed, stream, entity >> 32, entity, step, draw)
    return unit(high, low)


@kernel
def unit(high: int, low: int) -> float:
    """Return the uniform number in (0, 1) that two words make: 32 bits of `high`, then 20 bits of `low`."""
    return (float((high << 20) | (low >> 12)) + 0.5) * 2.0**-52


@kernel
def uniforms(seed: int, stream: int, entities: Ints, step: int, draw: int, into: Floats) -> None:
    """Write the uniform number of each of many entities, (n,), ``into`` an array of that length or longer.

    So plain a loop, over numbers side by side in memory, processors run for several numbers at once.
    """
    for place in range(len(entities)):
        high, low, _, _ = block(seed, stream, entities[place] >> 32, entities[place], step, draw)
        into[place] = unit(high, low)


@kernel
def normal(seed: int, stream: int, entity: int, step: int, draw: int) -> float:
    """Return a standard normal number.

    It is the normal quantile of `uniform` for the same name, so it rises with it: a world can be coupled to
    its mirror image (``-z``), and two draws of different distributions to each other.
    """
    return normal_quantile(uniform(seed, stream, entity, step, draw))


@kernel
def exponential(seed: int, stream: int, entity: int, step: int, draw: int) -> float:
    """Return an exponential number of mean 1: the exponential quantile of `uniform` for the same name."""
    return exponential_quantile(uniform(seed, stream, entity, step, draw))


@kernel
def exponential_quantile(u: float) -> float:
    """Return the number that an exponential variable of mean 1 stays below with probability `u`, in (0, 1)."""
    return -math.log(1.0 - u)


@kernel
def integer(seed: int, stream: int, entity: int, step: int, draw: int, n: int) -> int:
    """Return a whole number in [0, n), for n in [1, 2**52].

    No number is more likely than another by more than 2**-52, far below what any study could notice.
    """
    return int(uniform(seed, stream, entity, step, draw) * n)


# The coefficients of AS 241, highest power first.
_CENTER_ABOVE = (
    2509.0809287301226727,
    33430.575583588128105,
    67265.770927008700853,
    45921.953931549871457,
    13731.693765509461125,
    1971.5909503065514427,
    133.14166789178437745,
    3.387132872796366608,
)
_CENTER_BELOW = (
    5226.495278852545925,
    28729.085735721942674,
    39307.89580009271061,
    21213.794301586595867,
    5394.1960214247511077,
    687.1870074920579083,
    42.313330701600911252,
    1.0,
)
_TAIL_ABOVE = (
    7.7454501427834140764e-4,
    0.0227238449892691845833,
    0.24178072517745061177,
    1.27045825245236838258,
    3.64784832476320460504,
    5.7694972214606914055,
    4.6303378461565452959,
    1.42343711074968357734,
)
_TAIL_BELOW = (
    1.05075007164441684324e-9,
    5.475938084995344946e-4,
    0.0151986665636164571966,
    0.14810397642748007459,
    0.68976733498510000455,
    1.6763848301838038494,
    2.05319162663775882187,
    1.0,
)
_FAR_TAIL_ABOVE = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    0.0012426609473880784386,
    0.026532189526576123093,
    0.29656057182850489123,
    1.7848265399172913358,
    5.4637849111641143699,
    6.6579046435011037772,
)
_FAR_TAIL_BELOW = (
    2.04426310338993978564e-15,
    1.4215117583164458887e-7,
    1.8463183175100546818e-5,
    7.868691311456132591e-4,
    0.0148753612908506148525,
    0.13692988092273580531,
    0.59983220655588793769,
    1.0,
)


@kernel
def _polynomial(coefficients: tuple[float, ...], x: float) -> float:
    total = coefficients[0]
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total


@kernel
def normal_quantile(u: float) -> float:
    """Return the number that a standard normal variable stays below with probability `u`, in (0, 1).

    M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics
    37 (1988) 477-484, routine PPND16: a relative error of about 1e-16.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _polynomial(_CENTER_ABOVE, r) / _polynomial(_CENTER_BELOW, r)
    r = math.sqrt(-math.log(min(u, 1.0 - u)))
    if r <= 5.0:
        z = _polynomial(_TAIL_ABOVE, r - 1.6) / _polynomial(_TAIL_BELOW, r - 1.6)
    else:
        z = _polynomial(_FAR_TAIL_ABOVE, r - 5.0) / _polynomial(_FAR_TAIL_BELOW, r - 5.0)
    return math.copysign(z, q)
