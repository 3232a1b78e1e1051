"""Strategies and rules that go wrong, each in its own way; what tests of plug-ins use, and nobody else should."""

import ctypes
import math
import time
import types

import numba
import numpy as np

from clever_coalitions.sim import kernel
from clever_coalitions.sim.briefing import LISTEN
from clever_coalitions.sim.coordinators.listen_and_lead import lead as usual
from clever_coalitions.sim.governance.forms import AGREE, MEET, PROPOSE
from clever_coalitions.sim.governance.meet.hub import meet as hub
from clever_coalitions.sim.mechanisms.decision import adopt
from clever_coalitions.sim.plugins import STRATEGIES

LATE = 5.0
"""Week in which they go wrong."""

_leave = ctypes.CDLL(None)._exit
_leave.argtypes, _leave.restype = [ctypes.c_int], None
_signal = getattr(ctypes.CDLL(None), "raise")
_signal.argtypes, _signal.restype = [ctypes.c_int], ctypes.c_int


@kernel
def fine(briefing, decision):
    usual(briefing, decision)


@kernel
def nan(briefing, decision):
    usual(briefing, decision)
    if briefing.now >= LATE:
        decision[LISTEN] = math.nan


@kernel
def raising(briefing, decision):
    usual(briefing, decision)
    if briefing.now >= LATE:
        raise ValueError("no luck")


@kernel
def forever(briefing, decision):
    usual(briefing, decision)
    if briefing.now >= LATE:
        print("for ever")
    while briefing.now >= LATE:
        decision[LISTEN] = 0.5 * decision[LISTEN]


@kernel
def leaving(briefing, decision):
    usual(briefing, decision)
    if briefing.now >= LATE:
        _leave(0)


@kernel
def crashing(briefing, decision):
    usual(briefing, decision)
    if briefing.now >= LATE:
        _signal(11)


@kernel
def greedy(briefing, decision):
    usual(briefing, decision)
    if briefing.now >= LATE:
        decision[LISTEN] += np.ones(2**37)[0]


@kernel
def chatty(briefing, decision):
    usual(briefing, decision)
    for _ in range(1000):
        print("it is week", briefing.now)


# --- out of bounds ----------------------------------------------------------------------------------------------------


@kernel
def far(briefing, decision):
    usual(briefing, decision)
    decision[10**9] = 1.0


@numba.njit
def helper(decision):
    decision[10**9] = 1.0


@numba.njit(cache=True)
def far_by_a_helper(briefing, decision):
    helper(decision)


@kernel
def adopting_elsewhere(state, c):
    adopt(state, 10**6)


# --- plain Python -----------------------------------------------------------------------------------------------------


def plain_forever(briefing, decision):
    while True:
        time.sleep(0.01)


def change(state, c):
    """Stands for what a test puts here."""


def changing(state, c):
    hub(state, c)
    change(state, c)


# --- those that ship, as strangers ------------------------------------------------------------------------------------


def _as_stranger(function):
    """Return a function that ships as somebody else might have written it."""
    plain = getattr(function, "py_func", function)
    made = types.FunctionType(plain.__code__, plain.__globals__, plain.__name__, plain.__defaults__, plain.__closure__)
    made.__module__ = __name__
    return kernel(made)


def __getattr__(name):
    """Return what ships under another name: ``agree_each``, ``lead_directive``."""
    for kind in (PROPOSE, AGREE, MEET, STRATEGIES):
        if name.startswith(f"{kind.function}_"):
            globals()[name] = _as_stranger(kind.find(name.removeprefix(f"{kind.function}_").replace("_", "-")))
            return globals()[name]
    raise AttributeError(name)
