"""One run as one compact record, for whoever draws it; what only the world knows is a record of its own, the truth.

Both are plain JSON.  ``weeks`` are frames: ``T + 1`` of them for ``T`` steps, the first from before anything happened.
``N`` organizations, ``R`` obstacles, ``S`` steps of a theory of change.  Numbers are as fine as an eye can see:

- *deltas*: whole numbers, the first one and then what each adds to the one before; times ``units[name]`` they are
  the values; ``null`` where there is none, which adds nothing.
- *toggles*: the weeks in which something that was not begins, ends, begins again ...

A record::

    version   of this shape
    case      name, title; form, strategy, seed: of the run; days: of a step; steps: T
    cast      kinds: name and plural of each; names, kind, core: (N,); named: whether all have names of their own;
              capacity: (N,) hours a week; ties: pairs of rows; obstacles: name and steps, each with its name, hours and
              the places of those that come before; issues: name, and their obstacles by place; hubs: names;
              coalitions: name, and the places of their hub and issue; none where nobody coordinates
    units     of all deltas
    people    energy: (N,) deltas
    away      (N,) toggles, of those who have not come yet, or left for good; none where everybody is always there
    coalitions  one for each issue: member, asked (a place is offered and not taken): (N,) toggles; obstacle (-1: no
              plan), ambition, fact, value: deltas of its plan; progress: (R, S) deltas; theory: (R, S) toggles, held
              needed; worked: deltas, hours a week of its members; what the hub holds of its issue: assumed, hours,
              forecast, doubt: deltas, suspicion: (R,) deltas
    hubs      for each: hours: deltas; uses: (7,) deltas, shares; trust: (N,) deltas, of each organization in it
    issues    for each: window: toggles, whether a window of opportunity is open; ended: none, or the week and how
              (helps, harms, late); belief, value: (N,) deltas, positions of everybody in goal space
    series    by name: deltas, as in ``sim/series.py``; none of ``HIDDEN``; of the first coalition that has a plan
    events    week and last, by frames; label; issue, -1 for none; who (rows); words: [text, tone] each; why
    beats     where time stops: week; label; kind; issue; who (rows); says, more; voices: [row, text] each

The truth has ``version``, ``units``, ``issues`` (for each: obstacle, -1 once it has ended, and fact: deltas; affected:
a position; false: the weeks of turns to an obstacle that was not there), ``series`` of ``HIDDEN``, ``needed`` (R, S),
and ``beats`` that nobody was told of.
"""

from .building import HIDDEN, VERSION, ended_of, lean, record_of, so_far
from .packing import UNITS, unpacked, untoggled, written
from .truth import truth_of

__all__ = [
    "HIDDEN",
    "UNITS",
    "VERSION",
    "ended_of",
    "lean",
    "record_of",
    "so_far",
    "truth_of",
    "unpacked",
    "untoggled",
    "written",
]
