"""The scene moves from a week to the next one, ends as it is drawn, and what somebody does is never undone by it."""

import math

import pytest
from playwright.sync_api import expect

from clever_coalitions.app.live.against import against
from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.link import Link, View, address
from clever_coalitions.app.live.settings import Case, Setting
from clever_coalitions.app.pages.scenes import drawn

from .driving import settle

SYRIA = Setting(Case("syria"))
MOTION = 400
"""Milliseconds after which a step of a week has come to rest."""

WATCH = """
    window.seen = [];
    window.kept = [...document.querySelectorAll('.cc-scene [data-row]')];
    const look = () => {
        const mark = document.querySelector('.cc-scene [data-row="0"]');
        const line = document.querySelector('.cc-scene .coalition');
        seen.push([mark.getAttribute('transform'), line ? line.getAttribute('d') : '']);
        requestAnimationFrame(look);
    };
    look();
"""
"""Notes where the first organization and the outline are in every picture that the browser paints."""


def path(step, page="", **view):
    return f"{page}?s={address(Link(SYRIA, step=step, view=View(**view)))}"


def ready(someone, where):
    page = someone.open(where)
    settle(page)
    page.locator(".cc-scene svg").first.wait_for()
    settle(page)
    return page


def is_as_drawn(page, step, chosen=-1, settings=(SYRIA,)):
    """Return whether the scenes of a page are, node by node, those of a week."""
    width = int(page.locator(".cc-scene > svg").first.get_attribute("width"))
    return page.evaluate(
        """(drawings) => [...document.querySelectorAll('.cc-scene')].every((one, place) => {
            const holder = document.createElement('template');
            holder.innerHTML = drawings[place];
            return one.children.length === 1 && one.firstElementChild.isEqualNode(holder.content.firstElementChild);
        })""",
        [drawn(setting, step, chosen, width) for setting in settings],
    )


def week(page):
    return page.get_by_role("slider", name="Week that is shown")


def place(transform):
    x, y = transform.removeprefix("translate(").removesuffix(")").split()
    return float(x), float(y)


JUMP = 2
"""Places that a mark is seen at which jumps; how many more a motion has is up to how many frames a machine draws."""


def test_a_step_of_a_week_moves_marks_and_outline_and_ends_as_it_is_drawn(visit):
    page = ready(visit(), path(14))
    page.evaluate(WATCH)
    page.get_by_role("button", name="One week on").click()
    page.wait_for_timeout(MOTION)
    settle(page)
    marks, lines = zip(*page.evaluate("seen"), strict=True)
    places = [place(mark) for mark in dict.fromkeys(marks)]
    away = [math.dist(one, places[0]) for one in places]
    assert len(places) > JUMP
    assert away == sorted(away)  # straight there, never back
    assert len(set(lines)) > JUMP
    assert page.evaluate("kept.every((one) => one.isConnected)")
    assert is_as_drawn(page, 15)


@pytest.mark.parametrize("step", [0, 5, 60, 61, 62])  # the coalition begins; it pivots
def test_whatever_comes_or_goes_in_a_week_the_scene_ends_as_it_is_drawn(visit, step):
    page = ready(visit(), path(step, chosen=3))
    page.get_by_role("button", name="One week on").click()
    page.wait_for_timeout(MOTION)
    settle(page)
    assert is_as_drawn(page, step + 1, 3)


def test_both_sides_of_a_comparison_move(visit):
    page = ready(visit(), path(70, "compare"))
    page.get_by_role("button", name="One week on").click()
    page.wait_for_timeout(MOTION)
    settle(page)
    assert page.locator(".cc-scene > svg").count() == 2
    assert is_as_drawn(page, 71, settings=(SYRIA, against(SYRIA, "governance=consensus")))


def test_where_nobody_wants_motion_or_the_week_is_far_all_is_there_at_once(visit):
    calm, far = visit(reduced_motion="reduce"), visit()
    for someone, there in ((calm, 15), (far, 30)):
        page = ready(someone, path(14))
        page.evaluate(WATCH)
        week(page).fill(str(there))
        settle(page)
        page.wait_for_timeout(MOTION)
        marks, lines = zip(*page.evaluate("seen"), strict=True)
        assert len(set(marks)) == 2
        assert len(set(lines)) == 2
        assert is_as_drawn(page, there)


@pytest.mark.parametrize("speed", ["2", "20"])
def test_play_moves_in_every_picture_and_ends_as_it_is_drawn(visit, speed):
    page = ready(visit(), path(4))
    page.get_by_role("combobox", name="Speed").select_option(speed)
    page.evaluate(WATCH)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(2 * MOTION)
    settle(page)
    shown = int(week(page).input_value())
    assert 4 + 2 * int(speed) <= shown <= 4 + 4 * int(speed)
    marks, _ = zip(*page.evaluate("seen"), strict=True)
    assert len(set(marks)) > shown - 4 + 1 or speed == "20"  # some between two weeks; on a busy machine not at 20
    assert page.evaluate("kept.every((one) => one.isConnected)")
    assert is_as_drawn(page, shown)


def test_who_has_the_focus_keeps_it_and_can_be_chosen_while_all_move(visit):
    page = ready(visit(), path(4))
    page.get_by_role("combobox", name="Speed").select_option("20")
    page.evaluate("document.querySelector('.cc-scene [data-row=\"22\"]').focus()")
    page.evaluate("document.querySelector('[aria-label=Play]').click()")
    page.wait_for_timeout(600)
    assert page.evaluate("document.activeElement.dataset.row") == "22"
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="lawyer 1 ")).to_be_visible()
    assert page.evaluate("document.activeElement.dataset.row") == "22"


HURRY = """(step) => {
    const week = document.querySelector("[aria-label='Week that is shown']");
    week.value = step; week.dispatchEvent(new Event('input', { bubbles: true }));
}"""
"""Moves the slider from within the page, as fast as a hand that was there already."""


@pytest.mark.parametrize("pause", [0, 60, 130])
def test_a_move_right_after_another_change_is_not_undone_by_the_older_answer(visit, pause):
    page = ready(visit(), path(20))
    page.evaluate(
        f"""() => {{
            [...document.querySelectorAll('[role=radio]')].find((one) => one.innerText === 'consensus').click();
            setTimeout(() => ({HURRY})(77), {pause});
        }}"""
    )
    page.wait_for_timeout(pause + 300)
    settle(page)
    expect(page.get_by_role("radio", name="consensus")).to_have_attribute("aria-checked", "true")
    expect(week(page)).to_have_value("77")
    expect(page.locator(".cc-week b")).to_have_text("week 77")
    fresh = visit().page
    fresh.goto(page.evaluate("location.href"))
    expect(week(fresh)).to_have_value("77")


@pytest.mark.parametrize("pause", [0, 60])
def test_a_click_that_leads_elsewhere_right_after_a_move_wins(visit, pause):
    page = ready(visit(), path(200, lab=True))
    page.evaluate(
        f"""() => {{
            ({HURRY})(150);
            setTimeout(() => {{
                const entry = document.querySelector('.cc-when');
                window.there = entry.innerText;
                entry.click();
            }}, {pause});
        }}"""
    )
    page.wait_for_timeout(pause + 300)
    settle(page)
    happened = int(page.evaluate("there").removeprefix("week "))
    expect(week(page)).to_have_value(str(happened + 1))  # the scene as that week ended


def test_a_what_if_that_is_undone_leaves_the_week_where_it_was_moved(visit):
    changed = SYRIA.with_change(WhatIf(100, "governance", name="consensus"))
    page = ready(visit(), f"?s={address(Link(changed, step=100))}")
    page.evaluate(
        f"""() => {{
            document.querySelector('.cc-chip button').click();
            ({HURRY})(120);
        }}"""
    )
    page.wait_for_timeout(400)
    settle(page)
    expect(week(page)).to_have_value("120")
