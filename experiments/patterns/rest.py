"""F8: rest.

Varied: the share of the coordinator's week for rest and learning, from none to .8 (the other uses keep their
proportions), in long campaigns (four years) and short ones (half a year).
Measured: net value.  Early is what was won in the first year, late in the last two of four.
Rule: a team without rest is ahead of one with a fifth early and behind late; over four years the best share inside
beats none and .8, and over half a year none beats the best share inside, chosen in one half of the worlds and scored in
the other.
"""

from __future__ import annotations

from ...sim.state import Floats
from .city import city, sweep_use, week_with
from .doses import cross_chosen, inverted_u
from .lab import Lab, case
from .pattern import Part, Pattern

SHARES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8)
SOME = 0.2
SHORT, YEAR, LONG = 26.0, 52.0, 208.0


def measure(lab: Lab) -> list[Part]:
    """Sweep the share of rest in long and short campaigns."""
    long, short = (lab.outcome("net_value", sweep_use("renew", SHARES, weeks=weeks)) for weeks in (LONG, SHORT))
    ends = [_ahead(lab, weeks) for weeks in (YEAR, 2 * YEAR, LONG)]
    inside = cross_chosen(short, range(1, len(SHARES) - 1))
    return [
        Part("no rest against a fifth, first year", "net value", ends[0], above=0.0),
        Part("no rest against a fifth, last two years", "net value", ends[2] - ends[1], below=0.0),
        *inverted_u(long, SHARES, "share of rest", "net value"),
        Part("half a year: no rest against the best share inside", "net value", short[:, 0] - inside, above=0.0),
    ]


def _ahead(lab: Lab, weeks: float) -> Floats:
    """Return what a team without rest has won by then, less what one with rest has, (worlds,)."""
    none, some = lab.outcome(
        "net_value", [case(f"{one}", city(weeks), week_with("renew", one)) for one in (0.0, SOME)]
    ).T
    return none - some


PATTERN = Pattern(
    "F8",
    "Teams without rest are ahead early and behind later; the best share of rest is inside in long campaigns, zero in "
    "short ones",
    "Homer 1985",
    measure,
    runs=2 * len(SHARES) + 6,
    calibrates=True,
)
