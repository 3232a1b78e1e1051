"""The drawing of a theory of change."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clever_coalitions.app.telling.theory import OUTCOME, draw, followers_of
from clever_coalitions.sim.scenario import Step


def step(name: str, *after: str, needed: bool = True) -> Step:
    return Step(name, {"any": 1.0}, 10.0, after, needed)


def drawing(steps: list[Step], width: int = 76) -> list[str]:
    return [(line.rails + line.words).rstrip() for line in draw(steps, width)]


def test_steps_that_can_go_on_together_stand_beside_each_other_and_meet():
    assert drawing([step("cases"), step("map"), step("publish", "cases", "map")]) == [
        "●    cases · 10 h",
        "│    any 100%",
        "│ ●  map · 10 h",
        "│ │  any 100%",
        "├─╯",
        "●    publish · 10 h",
        "│    any 100%",
        "▼    the outcome",
    ]


def test_one_step_leads_to_several():
    assert drawing([step("a"), step("b", "a"), step("c", "a")]) == [
        "●    a · 10 h",
        "│    any 100%",
        "├─╮",
        "│ ●  b · 10 h",
        "│ │  any 100%",
        "● │  c · 10 h",
        "│ │  any 100%",
        "├─╯",
        "▼    the outcome",
    ]


def test_a_step_that_is_not_needed_is_hollow_and_leads_nowhere():
    lines = drawing([step("work"), step("noise", needed=False)])
    assert lines[2].startswith("│ ○  noise")
    assert lines[-2].startswith("│    any 100%; looks sensible")


def test_a_needed_step_leads_to_the_outcome_whatever_needless_work_waits_for_it():
    steps = [step("work"), step("noise", "work", needed=False)]
    assert followers_of(steps) == {"work": {"noise", OUTCOME}, "noise": set()}


def test_a_waiting_that_another_step_implies_is_not_drawn():
    assert followers_of([step("a"), step("b", "a"), step("c", "a", "b")]) == {"a": {"b"}, "b": {"c"}, "c": {OUTCOME}}


@st.composite
def theories(draws):
    count = draws(st.integers(1, 9))
    steps = []
    for place in range(count):
        after = draws(st.lists(st.integers(0, place - 1), unique=True, max_size=3)) if place else []
        steps.append(step(f"step {place}", *(f"step {p}" for p in after), needed=draws(st.booleans())))
    return steps


@given(theories(), st.integers(40, 120))
def test_every_theory_fits_its_width_and_shows_every_step_once(steps, width):
    lines = drawing(steps, width)
    assert max(map(len, lines)) <= width
    for one in steps:
        assert sum(f"  {one.name} · " in line for line in lines) == 1


@given(theories().filter(lambda steps: any(step.needed for step in steps)))
def test_rails_are_connected(steps):
    """Whatever goes down in a line goes on in the next one, in the same column, and the other way round."""
    downward, upward = set("●○│├┤┼╮╭┬"), set("●▼│├┤┼╯╰┴")
    rails = [line.rails for line in draw(steps, 80)]
    free_starts = set("●○")
    for above, below in itertools.pairwise(rails):
        for place in range(0, max(len(above), len(below)), 2):
            up, down = above[place : place + 1], below[place : place + 1]
            if down in upward - free_starts:
                assert up in downward, (above, below)
            if up in downward - free_starts:
                assert down in upward | {"○"}, (above, below)


@pytest.mark.parametrize("width", [40, 80])
def test_long_names_are_filled_beside_the_rails(width):
    lines = draw([step("a name of a step that goes on and on " * 2), step("b")], width)
    assert all(line.rails for line in lines)
    assert max(len(line.rails + line.words) for line in lines) <= width
