"""What a game sends to a page: in the fog only what its coordinator knows, and the rest once the fog is lifted."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from ...sim.briefing import LISTEN, PROMOTE
from ...sim.governance.forms import find_form
from ...sim.measures import PRIMARY
from ..live.frames import Frame
from ..live.history import SHELF, History
from ..live.settings import Case, Setting
from ..live.wording import USES, time_of
from ..record import ended_of, so_far, written
from ..telling.beats import form_at
from ..telling.log import outcome_in_words
from .forks import Answer, Held, open_obstacles
from .moves import daring_in_force, usual_week, week_in_force
from .stretches import RULE, WORLD, Game, falls_in_game, stretch_of, threshold_at
from .voices import LATELY, heard_by

LISTENS, DIRECTS, DEAF = "listen-and-lead", "directive", "deaf"

HEARD_AT_MOST = 4
"""Voices that are written out: the surest of each side."""

MATTERED = 3
"""Decisions that are told of."""


def in_fog(game: Game) -> dict[str, Any]:
    """Return what somebody knows at a stop, as plain data; nothing of it follows from what is to come."""
    scenario, history, step = game.scenario, game.history, game.step
    morning = history.frames[min(step + 1, history.steps)]  # reports were read, nothing is done yet
    return {
        "title": scenario.title,
        "people": scenario.organizations,
        "unit": "day" if scenario.step_days == 1.0 else "week",
        "step": step,
        "steps": history.steps,
        "from": game.stops[game.place - 1].step if game.place else 0,
        "label": time_of(scenario, step),
        "until": time_of(scenario, min(step + stretch_of(scenario), history.steps)),
        "place": game.place,
        "why": game.stops[game.place].why,
        "isOver": game.is_over,
        "world": game.setting.seed,
        "rule": RULE if (game.setting.case, game.setting.seed) == (Case("syria"), WORLD) else "",
        "record": written(so_far(history, step)),
        "obstacles": [obstacle.name for obstacle in scenario.obstacles],
        "uses": list(USES),
        "usual": list(usual_week(scenario)),
        "week": list(week_in_force(game.setting, scenario, step)),
        "daring": daring_in_force(game.setting, step),
        **({} if game.is_over else _known(game, morning)),
    }


def _known(game: Game, morning: Frame) -> dict[str, Any]:
    """Return what is known in the morning of the week to decide on."""
    history, step = game.history, game.step
    frame = history.frames[step]
    alarm = morning.alarm[0] / threshold_at(history, step)
    return {
        "led": find_form(form_at(history.result, step)).is_coordinated,
        "open": open_obstacles(game, step),
        "assumed": int(morning.assumed[0]) if game.stops[game.place].why == "overcome" else int(frame.assumed[0]),
        "suspicion": [_round(one) for one in morning.suspicion[0]],
        "alarm": _round(alarm),
        "forecast": [_round(morning.forecast[0]), _round(morning.doubt[0])],
        "bet": _round(frame.plan_fact[0]),
        "dares": _round(frame.ambition[0]),
        "hours": _round(frame.hours.sum(), 1) or _round(morning.hours.sum(), 1),
        "how": _how(frame, game.scenario.issues) if frame.columns else {},
        **_heard(game),
    }


def _how(frame: Frame, issues: int) -> dict[str, Any]:
    """Return how those are who sit for any issue, and the coordinator; of several, no series says who was served."""
    sits, evening = frame.member.any(axis=0), frame.series
    served = math.nan if issues > 1 else evening["served"]
    trust = frame.trust[sits].mean() if sits.any() else 0.0
    own = {name: evening[name] for name in ("energy", "hub_energy")}
    known = {"members": sits.sum(), "served": served, "trust": trust, **own}
    return {name: _round(value) for name, value in known.items()}


def _heard(game: Game) -> dict[str, Any]:
    """Return who said lately what stands in the way; what was said before a win was said of something else."""
    history, step = game.history, game.step
    won = max((one.step for one in falls_in_game(history) if one.step < step), default=-1)
    heard = heard_by(history, step, min(LATELY, step - won))
    voices = sorted(heard.voices, key=lambda one: -one.sureness)
    sides = {place: [one for one in voices if one.names == place] for place in open_obstacles(game, step)}
    each = max(1, HEARD_AT_MOST // max(1, sum(bool(side) for side in sides.values())))
    shown = sorted((one for side in sides.values() for one in side[:each]), key=lambda one: (-one.step, one.who))
    return {
        "voices": [[one.who, one.names, _round(one.sureness)] for one in shown],
        "point": [len(sides.get(place, [])) for place in range(len(game.scenario.obstacles))],
        "answered": len(voices),
        "silent": heard.silent,
    }


def cost_by(history: History, step: int) -> dict[str, float]:
    """Return what a run has cost by a step: weeks, hours of its members, hours of its coordinator."""
    weeks = history.scenario.step_days / 7.0
    spent = {name: float(np.sum(history.result.column(name)[:step])) * weeks for name in ("member_hours", "hub_hours")}
    return {"weeks": round(step * weeks, 2), "members": round(spent["member_hours"]), "hub": round(spent["hub_hours"])}


def _round(value: Any, digits: int = 2) -> float | None:
    """Return a number as a page needs it; None where there is none."""
    number = float(value)
    return round(number, digits) if math.isfinite(number) else None


# --- without fog ------------------------------------------------------------------------------------------------------


def rivals(setting: Setting) -> list[tuple[str, Setting]]:
    """Return who else held the week in the same world."""
    plain = replace(setting, changes=())
    listen, promote = "coordinator.listen", "coordinator.promote"
    case = usual_week(SHELF.history(plain).scenario)
    deaf = plain.with_number(listen, 0.0).with_number(promote, round(case[LISTEN] + case[PROMOTE], 3))
    return [
        (LISTENS, replace(plain, strategy=LISTENS)),
        (DIRECTS, replace(plain, strategy=DIRECTS)),
        (DEAF, replace(deaf, strategy=LISTENS)),
    ]


def without_fog(game: Game) -> dict[str, Any]:
    """Return what was true, and what became of others in the same world; what stands in the way follows from each."""
    runs = [("you", game.history), *((name, SHELF.history(setting)) for name, setting in rivals(game.setting))]
    return {
        "said": outcome_in_words(game.history.result, game.scenario),
        "sides": [_side(name, history) for name, history in runs],
    }


def _side(name: str, history: History) -> dict[str, Any]:
    ended, weeks = ended_of(history, 0), history.scenario.step_days / 7.0
    last = ended[0] if ended else history.steps
    of_all = history.frames.said
    plan, real, dares = (of_all[what][: last + 1, 0] for what in ("plan_obstacle", "obstacle", "ambition"))
    is_wrong = ((plan >= 0) & (real >= 0) & (plan != real))[1:]  # a frame is of the end of its step
    hours = of_all["worked"][1 : last + 1, 0]
    return {
        "name": name,
        "value": _round(history.result.outcomes[PRIMARY], 3),
        "ended": [last, ended[1]] if ended else None,
        "plan": _stretches(plan[:last]),
        "real": _stretches(real[:last]),
        "wrong": round(float(is_wrong.sum()) * weeks),
        "wasted": round(float(hours[is_wrong].sum()) * weeks),
        "seats": round(float(of_all["member"][:last, 0].sum(axis=1).mean())),
        "dares": _round(np.nanmean(dares)) if np.isfinite(dares).any() else None,
        **cost_by(history, last),
    }


def _stretches(values: Any) -> list[list[int]]:
    """Return where a series of obstacles stays the same: first, last + 1, obstacle; what is none is left out."""
    edges = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return [[first, last, int(values[first])] for first, last in pairwise(edges) if values[first] >= 0]


def mattered(game: Game, answers: list[Answer]) -> list[dict[str, Any]]:
    """Return the decisions that mattered most: those first of which it is known, one of each stop."""
    ordered = sorted(answers, key=lambda one: (not one.found.is_told_apart, -abs(one.found.mean)))
    once: dict[int, Answer] = {}
    for one in ordered:
        once.setdefault(one.question.place, one)
    return [_answer(game, one) for one in list(once.values())[:MATTERED]]


def _answer(game: Game, answer: Answer) -> dict[str, Any]:
    question, found = answer.question, answer.found
    stop = game.stops[question.place]
    against = int(game.history.frames[stop.step].assumed[0])
    return {
        "step": stop.step,
        "label": time_of(game.scenario, stop.step),
        "about": question.about,
        "did": _held(question.did, against),
        "other": _held(question.other, against),
        "mean": _round(found.mean, 3),
        "low": _round(found.low, 3),
        "high": _round(found.high, 3),
        "verdict": found.verdict,
        "futures": found.worlds,
    }


def _held(held: Held, against: int) -> dict[str, Any]:
    return {"week": list(held.shares), "turn": held.turn, "against": against, "daring": held.daring}
