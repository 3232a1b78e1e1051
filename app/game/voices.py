"""What organizations told the coordinator lately of what stands in the way: the interviews of a run, as held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...sim.chance import uniform
from ...sim.mechanisms.consultation import ANSWER
from ...sim.mechanisms.sensing import reading
from ...sim.run import Run
from ...sim.state import SEED, STEP, State, campaigns, issues, organizations, reports, standing
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
    before = run.state
    open_round, heard = campaigns(before).asked[0] > 0.0, int(campaigns(before).heard[0])
    trust, blocks = standing(before).trust[0].copy(), int(issues(before).obstacle[0])
    fallen = before.overcome_at[0].copy()
    run.advance(1)
    after = run.state
    who = reports(after).chosen[0, heard if open_round else 0 : int(campaigns(after).heard[0])].astype(int).tolist()
    numbers, now = run.numbers, int(issues(after).obstacle[0])
    is_won = (fallen != after.overcome_at[0]).any()
    after.clock[STEP], issues(after).obstacle[0] = step, blocks if is_won else now  # as it was when they spoke
    try:
        return [(int(numbers[row]), _told(after, row, trust, step)) for row in who]
    finally:
        after.clock[STEP], issues(after).obstacle[0] = step + 1, now


def _told(state: State, row: int, trust: Any, step: int) -> tuple[float, ...]:
    """Return the readings of an organization that answers, as ``consultation.interview`` takes them in."""
    name = organizations(state).id[row]
    if uniform(state.clock[SEED], ANSWER, name, step, 0) < 1.0 - trust[row]:
        return ()
    return tuple(float(reading(state, row, 0, obstacle, 1.0)) for obstacle in range(len(state.hours)))
