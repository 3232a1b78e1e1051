"""Visitors share a server and nothing else; what they look at is in their address."""

import time

from playwright.sync_api import Page, expect

from clever_coalitions.app.live.stories import WORLD

from .driving import serving, settle, visitor


def form(page, name):
    return page.get_by_role("radiogroup", name="Form of governance").get_by_role("radio", name=name)


def seed(page):
    return page.get_by_role("spinbutton", name="seed")


def week(page):
    return page.get_by_role("slider", name="Week that is shown")


def told(page):
    return page.get_by_role("region", name="The coalition, week by week").locator(".dr-news")


def is_as_set(page):
    """Wait until the page shows what ``set_something`` has set."""
    expect(form(page, "consensus")).to_have_attribute("aria-checked", "true")
    expect(seed(page)).to_have_value("7")
    expect(week(page)).to_have_value("30")
    expect(told(page)).not_to_contain_text("Nothing has happened yet")


def set_something(page: Page) -> str:
    """Change form, seed and week, and return the address that says so."""
    form(page, "consensus").click()
    settle(page)
    seed(page).fill("7")
    seed(page).press("Enter")
    settle(page)
    week(page).fill("30")
    settle(page)
    is_as_set(page)
    return page.evaluate("location.href")


def test_visitors_never_see_what_others_do(visit):
    first, second = visit().open(), visit().open()
    set_something(first)
    third = visit().open()
    for other in (second, third):
        expect(form(other, "opt-in")).to_be_checked()
        expect(seed(other)).to_have_value(str(WORLD))
        expect(week(other)).to_have_value("0")
        expect(other.get_by_role("button", name="Undo")).to_be_disabled()
    is_as_set(first)


def test_two_windows_of_one_visitor_are_two_visits(visit):
    someone = visit()
    first = someone.open()
    second = someone.context.new_page()
    second.goto(f"{someone.address}/explore")
    set_something(first)
    expect(form(second, "opt-in")).to_be_checked()
    expect(week(second)).to_have_value("0")


def test_the_address_brings_back_what_was_shown(visit):
    page = visit().open()
    address = set_something(page)
    words = told(page).inner_text()
    fresh = visit().page
    fresh.goto(address)
    is_as_set(fresh)
    expect(told(fresh)).to_have_text(words)


def test_after_a_restart_of_the_server_a_page_comes_back_as_it_was(browser):
    with serving() as server:
        someone = visitor(browser, server.address)
        page = someone.open()
        address = set_something(page)
        assert server.stop() == 130
        expect(page.get_by_text("Server disconnected")).to_be_visible()
        form(page, "opt-in").dispatch_event(
            "click"
        )  # what cannot be done is not shown as if it were; the page says why
        expect(page.get_by_text("The server does not answer.")).to_be_visible()
        expect(form(page, "consensus")).to_have_attribute("aria-checked", "true")
        server.start()
        expect(page.get_by_text("Server disconnected")).to_be_hidden()
        is_as_set(page)
        assert page.evaluate("location.href") == address
        assert someone.outside == []
        someone.context.close()


def test_a_server_that_ends_while_worlds_are_run_leaves_in_peace(browser):
    with serving() as server:
        someone = visitor(browser, server.address)
        page = someone.open("experiment")
        page.get_by_role("spinbutton", name="worlds").fill("5000")
        page.get_by_role("button", name="Ask this").click()
        page.get_by_role("button", name="Run", exact=True).click()
        page.wait_for_function("document.querySelector('progress') && document.querySelector('progress').value > 20")
        began = time.monotonic()
        assert server.stop() == 130
        assert time.monotonic() - began < 4.0  # it does not finish five thousand worlds first
        assert "Traceback" not in server.said()
        someone.context.close()
