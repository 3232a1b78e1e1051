"""What the pages show of a week: immutable, taken from a run, and all that drawings know.

A page never looks at a live model: a run publishes a ``Frame`` a week into its history, and any of them can be shown
again.  ``Cast`` is what does not change in a run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from ...sim.population import steps_in
from ...sim.run import Result, series_columns
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


class Frame(SimpleNamespace):
    """One week as it ended; week 0 is the start. Positions are those of goal space: (belief on the fact, values).

    ``I`` issues have a coalition each, which is nobody's where nobody coordinates; ``R`` obstacles, ``S`` steps.

    Attributes:
        week: weeks that have passed.
        there: (N,) 1 where it is in the world; all that is said of one that is not is 0.
        trust: (N,) trust in the coordinator, [0, 1]; energy: (N,) [0, 1]; load: (N,) share of capacity used.
        belief: (I, N) what it thinks would help; value: (I, N) position on the values axis.
        member: (I, N) 1 where it belongs to the coalition; asked: (I, N) 1 where a place is offered to it.
        plan_obstacle: (I,) index of what the plan is against, -1 without a plan.
        plan_fact, plan_value, ambition: (I,) what the plan bets on, stands for and dares; nan without a plan.
        forecast, doubt: (I,) what the coordinator holds the fact to be, and its standard deviation; nan without one.
        suspicion: (I, R) probability the coordinator gives each obstacle.
        assumed: (I,) the one it works against, -1 without; alarm: (I,) largest evidence against it, nats.
        worked: (I,) hours a week that members worked for the coalition.
        hours: (I,) hours a week the coordinator has; uses: (I, 7) shares of the seven uses, in the order of ``USES``.
        progress: (I, R, S) share of each step of each theory of change done.
        theory: (R, S) 1 where the coordinator believes that a step is needed.
        obstacle: (I,) index of what blocks the outcome, -1 once the issue has ended; fact: (I,) what would help.
        window: (I,) 1 where a window of opportunity is open.
        columns: names of the weekly series, as in ``Result.columns``, and row: their values; empty in week 0.
        events: rows of the events of this week, as in ``sim/events.py``.
    """

    @property
    def series(self) -> dict[str, float]:
        """``{column: value}`` of the weekly series; made when asked for, since as a dictionary each takes 2 KiB."""
        return dict(zip(self.columns, self.row.tolist(), strict=True))


def shares_of_all(uses: Any, hours: Any) -> Any:
    """Return the shares of a coordinator's week, (..., 7), of those for each issue, (..., I, 7), by hours, (..., I)."""
    weights = hours + (hours.sum(axis=-1, keepdims=True) == 0.0)  # without any hours all issues count alike
    return (uses * weights[..., None]).sum(axis=-2) / weights.sum(axis=-1)[..., None]


@dataclass(frozen=True)
class Frames(Sequence[Frame]):
    """All frames of a run: an array for each thing that they say, which takes a third of as many small ones.

    Attributes:
        said: ``{name: (T + 1, ...)}``, all that frames say but ``columns``, ``row`` and ``events``.
        columns: names of the weekly series; series: (T, columns); events: (events, 16), in order.
    """

    said: Mapping[str, Any]
    columns: tuple[str, ...]
    series: Floats
    events: Floats

    @classmethod
    def of(cls, weeks: Sequence[Mapping[str, Any]], result: Result) -> Frames:
        """Return the frames of what was taken from each week of a run, week 0 first."""
        said = {name: np.stack([week[name] for week in weeks]) for name in weeks[0]}
        for values in (*said.values(), result.series, result.events):
            values.setflags(write=False)
        return cls(said, result.columns, result.series, result.events)

    @property
    def nbytes(self) -> int:
        """Bytes that all of them take."""
        return sum(one.nbytes for one in (*self.said.values(), self.series, self.events))

    def until(self, step: int) -> Frames:
        """Return the frames up to that of a step, as if the run had not gone on."""
        said = {name: values[: step + 1] for name, values in self.said.items()}
        return replace(self, said=said, series=self.series[:step], events=self.events[self.events[:, 0] < step])

    def __len__(self) -> int:
        return len(self.said["week"])

    def __getitem__(self, step: Any) -> Any:
        if isinstance(step, slice):
            return tuple(self[one] for one in range(*step.indices(len(self))))
        step = range(len(self))[step]
        first, last = np.searchsorted(self.events[:, 0], (step - 1, step))
        return Frame(
            **{name: values[step] for name, values in self.said.items()},
            columns=self.columns if step else (),
            row=self.series[step - 1] if step else np.empty(0),
            events=self.events[first:last],
        )


FRAME_BYTES = 320
"""About what a frame says of an issue alone, and what happened in its week."""


def bytes_of(scenario: Scenario) -> int:
    """Return about how many bytes all frames of a case take."""
    longest = max(len(obstacle.steps) for obstacle in scenario.obstacles)
    issues, obstacles = scenario.issues, len(scenario.obstacles)
    of_people = scenario.organizations * (8 * (3 + 2 * issues) + 1 + 2 * issues)
    of_theories = 8 * obstacles * (longest + issues * (1 + longest))
    a_frame = FRAME_BYTES * issues + of_people + of_theories + 8 * len(series_columns(scenario))
    return (steps_in(scenario) + 1) * a_frame
