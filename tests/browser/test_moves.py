"""What somebody does while an answer is on its way is never undone by it."""

import pytest
from playwright.sync_api import expect

from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.link import Link, address

from .drawn import SYRIA, path, ready, week
from .driving import settle

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
    page = ready(visit(), f"explore?s={address(Link(changed, step=100))}")
    page.evaluate(
        f"""() => {{
            document.querySelector('.cc-chip button').click();
            ({HURRY})(120);
        }}"""
    )
    page.wait_for_timeout(400)
    settle(page)
    expect(week(page)).to_have_value("120")
