"""What the pages show of a week: immutable, taken from a run, and all that drawings know.

A page never looks at a live model: a run publishes a ``Frame`` a week into its history, and any of them can be shown
again.  ``Cast`` is what does not change in a run.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ...sim.population import steps_in
from ...sim.scenario import Scenario
from ...sim.state import Floats, Ints


@dataclass(frozen=True)
class Cast:
    """Who is there, fixed for a run; ``N`` organizations.

    Attributes:
        scenario: the case, with the names of kinds, obstacles and steps.
        kind: (N,) index of its kind; core: (N,) 1 core partner, 0 global network.
        capacity: (N,) hours a week for joint work; home: (N,) position on the values axis.
        ties: (T, 2) rows of two organizations that are tied, each tie once, the first smaller.
    """

    scenario: Scenario
    kind: Ints
    core: Ints
    capacity: Floats
    home: Floats
    ties: Ints


@dataclass(frozen=True)
class Frame:
    """One week as it ended; week 0 is the start. Positions are those of goal space: (belief on the fact, values).

    Attributes:
        week: weeks that have passed.
        member: (N,) 1 where it belongs to the coalition; all 0 where there is no coordinator.
        asked: (N,) 1 where a place is offered to it.
        trust: (N,) trust in the coordinator, [0, 1]; energy: (N,) [0, 1]; load: (N,) share of capacity used.
        belief: (N,) what it thinks would help; value: (N,) position on the values axis.
        obstacle: index of what blocks the outcome; plan_obstacle: of what the plan is against, -1 without a plan.
        plan_fact, plan_value, ambition: what the plan bets on, stands for and dares; nan without a plan.
        fact: what would help; affected: preference of the people affected on the values axis.
        forecast, doubt: what the coordinator holds the fact to be, and its standard deviation; nan without one.
        suspicion: (R,) probability the coordinator gives each obstacle; assumed: the one it works against, -1 without.
        window: whether a window of opportunity is open.
        progress: (R, S) share of each step of each theory of change done; theory: (R, S) 1 where believed needed.
        hours: hours a week the coordinator has; uses: (7,) shares of the seven uses, in the order of ``USES``.
        columns: names of the weekly series, as in ``Result.columns``, and row: their values; empty in week 0.
        events: rows of the events of this week, as in ``sim/events.py``.
    """

    week: float
    member: Ints
    asked: Ints
    trust: Floats
    energy: Floats
    load: Floats
    belief: Floats
    value: Floats
    obstacle: int
    plan_obstacle: int
    plan_fact: float
    plan_value: float
    ambition: float
    fact: float
    affected: float
    forecast: float
    doubt: float
    suspicion: Floats
    assumed: int
    window: bool
    progress: Floats
    theory: Floats
    hours: float
    uses: Floats
    columns: tuple[str, ...] = field(repr=False)
    row: Floats = field(repr=False)
    events: Floats = field(repr=False)

    @property
    def series(self) -> dict[str, float]:
        """``{column: value}`` of the weekly series; made when asked for, since as a dictionary each takes 2 KiB."""
        return dict(zip(self.columns, self.row.tolist(), strict=True))


FRAME_BYTES = 4_500
"""About what a frame takes beside its numbers of organizations and of obstacles."""


def bytes_of(scenario: Scenario) -> int:
    """Return about how many bytes all frames of a case take."""
    longest = max(len(obstacle.steps) for obstacle in scenario.obstacles)
    a_frame = FRAME_BYTES + 56 * scenario.organizations + 8 * len(scenario.obstacles) * (1 + 2 * longest)
    return (steps_in(scenario) + 1) * a_frame
