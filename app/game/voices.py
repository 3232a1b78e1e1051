"""What organizations told the coordinator lately of what stands in the way: the interviews of a run, as held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...sim.chance import uniform
from ...sim.mechanisms.consultation import ANSWER
from ...sim.mechanisms.sensing import reading
from ...sim.run import Run
from ...sim.state import SEED, STEP, Ints, State, campaigns, issues, organizations, reports, standing
from ..live.engine import elsewhere, run_of
from ..live.history import History
from ..live.settings import Plan

LATELY = 8
"""Steps back from which voices are still in one's ear."""


@dataclass(frozen=True)
class Voice:
    """What an organization said in its last interview.

    Attributes:
        who: its number; step: of the interview; readings: nats it gives each obstacle, against none of them.
    """

    who: int
    step: int
    readings: tuple[float, ...]

    @property
    def names(self) -> int:
        """The obstacle that it points to."""
        return max(range(len(self.readings)), key=lambda place: self.readings[place])

    @property
    def sureness(self) -> float:
        """By how much it prefers that obstacle to the next one, in nats."""
        first, second = sorted(self.readings, reverse=True)[:2] if len(self.readings) > 1 else (1.0, 0.0)
        return first - second


@dataclass(frozen=True)
class Heard:
    """Everybody who was asked lately: ``voices`` of who answered, the last of each; ``silent``: how many did not."""

    voices: tuple[Voice, ...]
    silent: int


def heard_by(history: History, step: int, back: int = LATELY) -> Heard:
    """Return what was heard in the weeks before a decision, and in the morning of its week."""
    return elsewhere(history.plan, _heard, step, back)


def _heard(plan: Plan, step: int, back: int) -> Heard:
    first = max(0, step - back + 1)
    run = run_of(plan).advance(first)
    voices, silent = dict[int, Voice](), set[int]()
    for now in range(first, min(step, first + run.left - 1) + 1):
        for who, said in interviews_of_step(run, now):
            voices.pop(who, None)
            silent.discard(who)
            if said:
                voices[who] = Voice(who, now, said)
            else:
                silent.add(who)
    return Heard(tuple(voices.values()), len(silent))


def interviews_of_step(run: Run, step: int) -> list[tuple[int, tuple[float, ...]]]:
    """Run a step, and return who was asked in it, with the readings that it told; none where it was silent."""
    before, numbers, fallen = run.state, run.numbers, run.state.overcome_at[0].copy()
    asked_before, offices = _heard_so_far(before, numbers), len(before.badges)
    trust = dict(zip(numbers.tolist(), standing(before).trust[0].tolist(), strict=True))
    run.advance(1)
    after, numbers = run.state, run.numbers
    if len(after.badges) != offices:
        asked_before, trust = [], {}
    trust = _with_newcomers(run, trust)
    heard = int(campaigns(after).heard[0])
    first = np.count_nonzero(np.isin(asked_before, numbers))
    who = reports(after).chosen[0, first:heard].astype(int).tolist()
    won, now = np.flatnonzero(fallen != after.overcome_at[0]), int(issues(after).obstacle[0])
    after.clock[STEP], issues(after).obstacle[0] = step, won[0] if len(won) else now  # as it was when they spoke
    try:
        return [(int(numbers[row]), _told(after, row, trust[numbers[row]], step)) for row in who]
    finally:
        after.clock[STEP], issues(after).obstacle[0] = step + 1, now


def _heard_so_far(state: State, numbers: Ints) -> list[int]:
    """Return who was heard so far in a round that goes on, by number."""
    campaign = campaigns(state)
    heard = int(campaign.heard[0]) if campaign.asked[0] > 0.0 else 0
    found: list[int] = numbers[reports(state).chosen[0, :heard].astype(int)].tolist()
    return found


def _with_newcomers(run: Run, trust: dict[int, float]) -> dict[int, float]:
    """Return the trust of everybody by number; whoever has just come, or meets a new office, trusts as at the start."""
    if all(number in trust for number in run.numbers):
        return trust
    return dict(enumerate(standing(run.everybody()).trust[0].tolist())) | trust


def _told(state: State, row: int, trust: float, step: int) -> tuple[float, ...]:
    """Return the readings of an organization that answers, as ``consultation.interview`` takes them in."""
    name = organizations(state).id[row]
    is_silent = uniform(state.clock[SEED], ANSWER, name, step, 0) < 1.0 - trust
    if is_silent or organizations(state).capacity[row] <= 0.0:
        return ()
    return tuple(float(reading(state, row, 0, obstacle, 1.0, 0)) for obstacle in range(len(state.hours)))
