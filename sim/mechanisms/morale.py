"""Morale: energy is spent at the front line and recovered away from it.

E' = E + r (1 - u) (1 - E) - d u E for a load u, drain d and recovery r (after Homer 1985). Small wins lift it; dissent
drains a coordinator's. A tired one has fewer hours; its learning lab sharpens judgment for later campaigns. Neutral: no
drain. Limiting case: output u E is largest at u = 1 / (1 + sqrt(d / r)): .5 at d = r, .414 at d = 2 r.

Serves principle 10 (morale).
"""

from __future__ import annotations

from .. import events
from ..arithmetic import clip
from ..briefing import RENEW
from ..compiling import kernel
from ..noting import note
from ..rules import Rules
from ..state import NONE, STEP_WEEKS, State, coalitions, coordinators, in_sight, issues, minds, stocks
from .office import split, use_hours
from .participation import is_alike

BURNT_OUT = 0.25
"""Energy below which one counts as burnt out."""


RECOVERY = 0.1
"""Share of lost energy that a week of full rest restores to an organization (Homer 1985; size assumed)."""

HUB_RECOVERY = 0.26
"""The same of a coordinator."""

SMALL_WIN = 0.05
"""Share of lost energy that a step completed, or an obstacle overcome, restores."""

LAB = 0.0005
"""Share of the noise of judgment that an hour in the learning lab removes, for all campaigns to come."""


@kernel
def next_energy(energy: float, load: float, drain: float, recovery: float) -> float:
    """Return energy after a week at ``load`` (1: all the time at the front line), kept within [0, 1]."""
    return clip(energy + recovery * (1.0 - load) * (1.0 - energy) - drain * load * energy, 0.0, 1.0)


@kernel
def tire_members(state: State) -> None:
    """Let every organization tire or recover."""
    morale, stock, weeks = state.parameters.morale, stocks(state), state.time[STEP_WEEKS]
    for i in in_sight(state):
        load = min(1.0, stock.load[i])
        stock.energy[i] = next_energy(stock.energy[i], load, morale.drain * weeks, RECOVERY * weeks)


@kernel
def cheer(state: State, c: int) -> None:
    """Let all who press the same point take heart from steps that a coalition completed, and from its success."""
    wins = coalitions(state).small_wins[c] + max(0.0, coalitions(state).won[c])
    if wins == 0.0:
        return
    for other in range(len(coalitions(state).issue)):
        if other == c or is_alike(state, c, other):
            cheer_members(state, other, min(1.0, SMALL_WIN * wins))


@kernel
def cheer_members(state: State, c: int, lift: float) -> None:
    """Give the members of a coalition, and its coordinator, back so much of the energy that they lack."""
    stock, mind = stocks(state), minds(state)
    for place in range(int(coalitions(state).size[c])):
        i = state.roster[c, place]
        stock.energy[i] += lift * (1.0 - stock.energy[i])
    h = int(coalitions(state).hub[c])
    mind.energy[h] += lift * (1.0 - mind.energy[h])


@kernel
def load_of_campaign(state: State, c: int) -> float:
    """Return the share of its hours for a coalition that its coordinator spends at the front line."""
    load = 0.0
    for use in range(RENEW):
        load += state.decision[c, use]
    return load


@kernel
def tire_hub(state: State, h: int) -> None:
    """Let the coordinator tire or recover, and learn in the lab."""
    morale, mind, weeks = state.parameters.morale, minds(state), state.time[STEP_WEEKS]
    load, learned, hurt = 0.0, 0.0, 0.0
    for c in range(len(coalitions(state).hub)):
        if int(coalitions(state).hub[c]) == h:
            load += load_of_campaign(state, c) * split(state, c)
            learned += use_hours(state, c, RENEW)
            hurt = max(hurt, issues(state).dissent[int(coalitions(state).issue[c])])
    drain = morale.hub_drain * (1.0 + hurt)
    before = mind.energy[h]
    mind.energy[h] = next_energy(before, load, drain * weeks, HUB_RECOVERY * weeks)
    if before >= BURNT_OUT > mind.energy[h]:
        note(state, events.HUB_BURNT_OUT, h, NONE, mind.energy[h])
    mind.skill[h] *= 1.0 - min(1.0, LAB * learned)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Let energy follow from the week."""
    tire_members(state)
    for c in range(len(coalitions(state).size)):
        cheer(state, c)
    for h in range(len(minds(state).energy)):
        if coordinators(state).own[h] < 0.0:
            tire_hub(state, h)
