"""Casts and frames of real runs, and of invented ones, for the tests of drawings."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from clever_coalitions.app.live.frames import Cast
from clever_coalitions.app.live.taking import cast_of, frame_of
from clever_coalitions.scenarios import load
from clever_coalitions.sim import CoalitionModel


@lru_cache
def run(case, governance=None, seed=7):
    """Return the cast and the frames of a run, week 0 first."""
    model = CoalitionModel(load(case), seed=seed, governance=governance, events=True, collect="nothing")
    frames = [frame_of(model)]
    while model.running:
        model.step()
        frames.append(frame_of(model))
    return cast_of(model), tuple(frames)


def invented(many, ties=0, members=(), seed=1):
    """Return a cast of ``many`` organizations and a frame of it, anywhere in goal space."""
    random = np.random.default_rng(seed)
    case = load("syria")
    share = np.arange(many) % len(case.kinds)
    counts = np.bincount(share, minlength=len(case.kinds))
    kinds = tuple(replace(kind, count=int(count)) for kind, count in zip(case.kinds, counts, strict=True))
    pairs = np.sort(random.integers(0, many, (ties, 2)), axis=1)
    cast = Cast(
        replace(case, kinds=kinds), np.sort(share), np.zeros(many, np.int64), random.lognormal(2.0, 0.6, many),
        random.normal(0.0, 0.25, many), pairs,
    )  # fmt: skip
    frame = replace(
        run("syria")[1][100],
        member=np.isin(np.arange(many), members).astype(np.int64),
        trust=random.random(many), energy=random.random(many), load=random.random(many),
        belief=random.normal(0.0, 0.3, many), value=cast.home.copy(),
    )  # fmt: skip
    return cast, frame


def named(cast, name):
    """Return a cast whose case calls everything by a name, told apart by numbers."""
    case = cast.scenario
    obstacles = []
    for obstacle in case.obstacles:
        called = {step.name: f"{name} {place}" for place, step in enumerate(obstacle.steps)}
        steps = [
            replace(step, name=called[step.name], after=tuple(called[a] for a in step.after)) for step in obstacle.steps
        ]
        obstacles.append(replace(obstacle, name=name, steps=tuple(steps)))
    kinds = tuple(replace(kind, name=name, plural=name) for kind in case.kinds)
    return replace(cast, scenario=replace(case, kinds=kinds, obstacles=tuple(obstacles)))
