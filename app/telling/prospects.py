"""Prospects: how likely a win is, as things stand, at the end of each year in which there is a plan.

Only the world knows: it is told of what truly stands in the way, of one issue with a coordinator.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clever_coalitions.sim.arithmetic import per_step
from clever_coalitions.sim.mechanisms.conditions import WINDOW_CLOSING, opening

from .beats import Sentence, number_at, stretches
from .missing import lacks
from .words import percent

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

YEAR = 52.0
"""Weeks."""

AS_THINGS_STAND = "as things stand,"
"""How a prospect begins."""

MISSING = "nothing can be won within a year: some whom it takes are missing"


def chance_in_weeks(chance: float, is_open: bool, share: float, step_weeks: float, weeks: float = YEAR) -> float:
    """Return the chance of a win in so many weeks in which nothing changes but that windows open and close by chance.

    Args:
        chance: of a win in a step with an open window; is_open: whether one is open now.
        share: of the time for which windows are open.

    Limiting case: where windows are always open, 1 - (1 - chance)^steps.
    """
    opens = per_step(opening(share), step_weeks)
    closes = per_step(WINDOW_CLOSING, step_weeks) if share < 1.0 else 0.0
    waiting, shut = (1.0, 0.0) if is_open else (0.0, 1.0)
    for _ in range(round(weeks / step_weeks)):
        waiting, shut = waiting * (1.0 - closes) + shut * opens, shut * (1.0 - opens) + waiting * closes
        waiting *= 1.0 - chance
    return 1.0 - waiting - shut


def prospects(result: Result, scenario: Scenario) -> dict[int, list[Sentence]]:
    """Return what is said of them, by steps; what was said last is not said again."""
    told, last = dict[int, list[Sentence]](), ""
    in_vain = {lack.step for lack in lacks(result, scenario) if lack.missing}
    for step in _year_ends(result, scenario):
        said = MISSING if step in in_vain else _prospect(result, scenario, step)
        if said != last:
            told[step], last = [Sentence(f"{AS_THINGS_STAND} {said}", "quiet")], said
    return told


def _year_ends(result: Result, scenario: Scenario) -> Iterator[int]:
    """Yield the last step of each year, where there is a plan for what has not ended."""
    if scenario.issues > 1:
        return
    is_led = [step for first, last, led in stretches(result) if led for step in range(first, last)]
    years = {round(year * YEAR / result.step_weeks) - 1 for year in range(1, 1 + int(result.weeks / YEAR))}
    with_plan = (result.column("plan_obstacle") >= 0.0) & (result.column("obstacle") >= 0.0)
    by_acts = {place for place, obstacle in enumerate(scenario.obstacles) if obstacle.acts}  # these are told by number
    blocks = result.column("obstacle")
    yield from (step for step in is_led if step in years and with_plan[step] and int(blocks[step]) not in by_acts)


def _prospect(result: Result, scenario: Scenario, step: int) -> str:
    against, blocks = int(result.column("plan_obstacle")[step]), int(result.column("obstacle")[step])
    chance, is_open = result.column("chance")[step], result.column("window")[step] > 0.0
    share = number_at(result, scenario, "conditions.window_share", step)
    found = chance_in_weeks(float(chance), is_open, share, result.step_weeks)
    name = scenario.obstacles[blocks].name
    why = "" if against == blocks else f": the plan is not against '{name}', which stands in the way"
    return f"the chance of a win within a year is {_about(found)}{why}"


def _about(chance: float) -> str:
    return "under 1%" if chance < 0.01 else "over 99%" if chance > 0.99 else percent(chance)
