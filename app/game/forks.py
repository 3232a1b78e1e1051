"""What another choice would have brought: a game forked at each stop, and gone on with in many futures of its world.

The past is that of the game; from the stop on the world has other luck.  Both choices hold for their stretch, and then
the usual coordinator goes on in both, so that what is measured is the one choice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ...experiments.compare import Comparing
from ...experiments.comparison import Comparison
from ...experiments.estimates import PairedDifference, paired_difference
from ...experiments.worlds import world_seed
from ...sim.briefing import AMBITION, KEEP, LISTEN, PIVOT_TO, RENEW
from ...sim.measures import MEASURES, PRIMARY
from ...sim.population import Choice
from ...sim.run import Run
from ...sim.state import SEED, Floats
from ..choices_file import everywhere
from ..live.engine import run_of
from ..live.ensemble import ENDING, PLACES, WORKERS
from .moves import OPEN, daring_in_force, usual_week, week_in_force
from .stretches import Game, falls_in_game

USUAL = "listen-and-lead"
"""Who goes on after the stretch."""

TWICE = 2.0
"""How many times as much listening is asked about where the week is the usual one."""

About = Literal["turn", "week", "daring"]


@dataclass(frozen=True)
class Held:
    """What holds in a stretch: the shares of the week, the obstacle turned to at its beginning, how much plans dare."""

    shares: tuple[float, ...]
    turn: int = OPEN
    daring: int = OPEN

    def choices(self, first: int, last: int) -> tuple[Choice, ...]:
        """Return the decisions of the steps from ``first`` to before ``last``."""
        found = list[Choice]()
        held = self.daring / 100.0 if self.daring != OPEN else KEEP
        for step in range(first, last):
            found += [Choice(step, use, 0, self.shares[use]) for use in range(LISTEN, RENEW + 1)]
            turn = float(self.turn) if step == first and self.turn != OPEN else KEEP
            found += [Choice(step, PIVOT_TO, 0, turn), Choice(step, AMBITION, 0, held)]
        return tuple(found)


@dataclass(frozen=True)
class Question:
    """What would the other choice have brought?

    Attributes:
        place: of the stop; about: what is other; did, other: what was held to, and what is asked about.
    """

    place: int
    about: About
    did: Held
    other: Held


@dataclass(frozen=True)
class Answer:
    """A question, and the net value of the other choice minus that of the game, in futures of its world."""

    question: Question
    found: PairedDifference


def questions_of(game: Game) -> list[Question]:
    """Return what can be asked of each decision of a game."""
    found = list[Question]()
    for place, stop in enumerate(game.stops[:-1]):
        did = held_at(game, stop.step)
        found += [Question(place, about, did, other) for about, other in _others(game, stop.step, did)]
    return found


def held_at(game: Game, step: int) -> Held:
    """Return what a game held to from a stop on."""
    turns = [one.who for one in game.setting.changes if one.what == "pivot" and one.step == step]
    shares = week_in_force(game.setting, game.scenario, step)
    return Held(shares, turns[-1] if turns else OPEN, daring_in_force(game.setting, step))


def _others(game: Game, step: int, did: Held) -> list[tuple[About, Held]]:
    found = list[tuple[About, Held]]()
    if did.turn != OPEN:
        found.append(("turn", replace(did, turn=OPEN)))
    elif (suspect := suspect_of(game, step)) != OPEN:
        found.append(("turn", replace(did, turn=suspect)))
    found.append(("week", replace(did, shares=other_week(did.shares, usual_week(game.scenario)))))
    if did.daring != OPEN:
        found.append(("daring", replace(did, daring=OPEN)))
    return found


def open_obstacles(game: Game, step: int) -> list[int]:
    """Return the obstacles that are not known to be overcome in a step."""
    fallen = {one.who for one in falls_in_game(game.history) if one.step < step}
    return [place for place in range(len(game.scenario.obstacles)) if place not in fallen]


def suspect_of(game: Game, step: int) -> int:
    """Return the most suspected obstacle but the one that is worked against; ``OPEN`` where no other is left."""
    morning = game.history.frames[min(step + 1, game.history.steps)]
    before = game.history.frames[step].assumed[0]
    left = [place for place in open_obstacles(game, step) if place not in (before, morning.assumed[0])]
    return max(left, key=lambda place: float(morning.suspicion[0, place]), default=OPEN)


def other_week(shares: tuple[float, ...], usual: tuple[float, ...]) -> tuple[float, ...]:
    """Return the usual week, or, where it is that, one with twice the listening, at the cost of all others."""
    if shares != usual:
        return usual
    listen = min(1.0, TWICE * usual[LISTEN])
    rest = sum(usual) - usual[LISTEN]
    return tuple(
        round(listen if use == LISTEN else share * (sum(usual) - listen) / rest, 3) for use, share in enumerate(usual)
    )


class Forks(Comparing):
    """A game forked at each of its stops, in so many futures as are asked for; each choice is a variant.

    Args:
        game: which is over; seed: from which the luck of the futures comes.
    """

    def __init__(self, game: Game, seed: int = 1) -> None:
        self.game, self.questions = game, questions_of(game)
        self._arms = list(dict.fromkeys((q.place, held) for q in self.questions for held in (q.did, q.other)))
        self._starts: list[Run] = []
        variants = [replace(game.history.plan.variant, name=f"{place} {k}") for k, (place, _) in enumerate(self._arms)]
        super().__init__(variants, seed, (), WORKERS, PLACES, is_over=ENDING.is_set, at_any_time=True)

    def answers(self, found: Comparison) -> list[Answer]:
        """Return what is known of each question."""
        values, places = found.outcome(PRIMARY), {arm: k for k, arm in enumerate(self._arms)}
        return [
            Answer(
                one, self._difference(values[:, places[one.place, one.did]], values[:, places[one.place, one.other]])
            )
            for one in self.questions
        ]

    def _difference(self, did: Floats, other: Floats) -> PairedDifference:
        """Return an estimate that allows for all other questions that are judged beside."""
        found = paired_difference(did, other, MEASURES[PRIMARY].better, at_any_time=True)
        return replace(found, times=float(len(self.questions)))

    def _grow(self, worlds: int) -> None:
        if not self._starts:
            self._starts = [self._start(place, held) for place, held in self._arms]
        super()._grow(worlds)

    def _start(self, place: int, held: Held) -> Run:
        """Return the run of the game at a stop, about to hold to something: what was decided before stays decided."""
        plan, first, last = self.game.history.plan, self.game.stops[place].step, self.game.stops[place + 1].step
        past = [choice for choice in plan.choices if choice.step < first]
        choices = (*past, *everywhere(held.choices(first, last), plan.scenario.issues))
        run = run_of(replace(plan, choices=choices)).advance(first)
        run.hold(strategy=USUAL)
        return run

    def _has_run(self, world: int, place: int) -> bool:
        run = self._starts[place].fork()
        run.state.clock[SEED] = world_seed(self.seed, world)
        found = run.advance().outcomes()
        self._outcomes[world, place] = [found[name] for name in MEASURES]
        return True
