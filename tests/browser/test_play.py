"""A whole game in a browser: with right and with wrong decisions, on a phone, by keyboard alone, and what is sent."""

import json
import re

import pytest
from playwright.sync_api import expect

from clever_coalitions.app.game.moves import usual_week
from clever_coalitions.app.game.stretches import WORLD, begun
from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.link import Link, address
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.scenarios import load
from clever_coalitions.sim import simulate

from .driving import NARROW, WIDE, settle
from .test_smoke import findings, width

SOON = 90_000
"""Milliseconds in which two hundred worlds and the futures of a game are there."""

GAME = begun(Setting(Case("syria"), seed=WORLD))
STEPS = load("syria").weeks


def begin(someone):
    page = someone.open("play")
    page.get_by_role("button", name="Take the first week in hand").click()
    page.locator(".gm-decide").wait_for()
    return page


def title(page):
    return page.locator(".gm-head h2")


def when(page):
    return page.locator(".gm-bill dd").first.inner_text()


def live_on(page, press=lambda button: button.click()):
    """Decide, and wait for the next stop."""
    before = when(page)
    press(page.locator(".gm-decide button[type=submit]"))
    page.wait_for_function("(before) => document.querySelector('.gm-bill dd').textContent !== before", arg=before)
    page.locator(".gm-decide, .gm-right button").first.wait_for()


def is_over(page):
    return page.get_by_role("button", name="Lift the fog").count() > 0


def turn_when_reports_add_up(page):
    if "add up" in title(page).inner_text():
        page.get_by_role("radio", name=re.compile("^Turn")).first.check()


def hear_nobody_and_never_turn(page):
    """Decide wrongly: no hours for listening, and no turn whatever speaks for one."""
    page.get_by_role("slider", name=re.compile("^listen")).fill("0")
    page.get_by_role("radio", name="a lot").check()


def walk(page, decide, press=lambda button: button.click()):
    """Play to the end; return what the headings said."""
    said = [title(page).inner_text()]
    while not is_over(page):
        decide(page)
        live_on(page, press)
        said.append(title(page).inner_text())
    return said


def lift(page):
    page.get_by_role("button", name="Lift the fog").click()
    page.get_by_role("heading", name=re.compile("worked against the wrong obstacle")).wait_for()


def own_value(page):
    return page.locator("tr.gm-mine td[data-label='net value']").inner_text()


def link_of(page):
    return page.evaluate("location.search")


def test_a_game_with_right_decisions_ends_near_that_of_the_built_in_strategy_and_its_link_replays_it(visit):
    """Who decides at stops alone need not decide as each week: what would be the same is tested without a browser."""
    page = begin(visit(reduced_motion="reduce"))
    said = walk(page, turn_when_reports_add_up)
    assert 6 <= len(said) <= 16
    assert said[-1] == "The issue is settled, and it helps."
    expect(page.locator("h1")).to_have_count(1)
    lift(page)
    assert float(own_value(page)) == pytest.approx(simulate(load("syria"), WORLD).outcomes["net_value"], abs=0.05)
    rows = page.locator(".gm-beside tbody th").all_inner_texts()
    assert rows == ["really in your way", "you", "listens and leads", "decides alone", "does not listen"]
    expect(page.get_by_role("heading", name=re.compile("stands? out from chance|Three decisions"))).to_be_visible()
    expect(page.locator(".gm-told progress")).to_have_count(0, timeout=SOON)
    assert 1 <= page.locator(".gm-mattered li").count() <= 3
    for one in page.locator(".gm-mattered li").all_inner_texts():
        assert re.search(
            r"(more|less|no difference that matters|chance): [+−]\d\.\d\d \(95 %: [+−]\d\.\d\d to [+−]\d\.\d\d\)", one
        )
    expect(page.locator(".gm-dots").first.locator(".gm-dot")).to_have_count(200, timeout=SOON)
    expect(page.locator(".gm-dots .gm-lit")).to_have_count(2)
    expect(page.get_by_role("heading", name="Where this model is weak")).to_be_visible()
    again = visit(reduced_motion="reduce").open(f"play{link_of(page)}")
    expect(title(again)).to_have_text(said[-1])
    lift(again)
    assert own_value(again) == own_value(page)


def test_a_game_with_wrong_decisions_costs_and_one_thing_can_be_tried_again(visit):
    page = begin(visit(reduced_motion="reduce"))
    walk(page, hear_nobody_and_never_turn)
    lift(page)
    assert float(own_value(page).replace("−", "-")) < simulate(load("syria"), WORLD).outcomes["net_value"]
    weeks = int(re.search(r"For (\d+) weeks", page.locator(".gm-told h2").first.inner_text())[1])
    assert weeks > 10
    expect(page.locator(".gm-told progress")).to_have_count(0, timeout=SOON)
    back = page.get_by_role("button", name=re.compile("^Try again from"))
    label = back.inner_text().removeprefix("Try again from ")
    back.click()
    page.locator(".gm-decide").wait_for()
    assert when(page).startswith(f"{label} of")
    expect(page.locator(".gm-told")).to_have_count(0)


def test_on_a_phone_nothing_is_cut_and_everybody_can_read_each_screen_in_light_and_dark(visit):
    page = visit(reduced_motion="reduce", viewport=NARROW).open("play")
    begin_ = page.get_by_role("button", name="Take the first week in hand")
    begin_.wait_for()

    def look():
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            settle(page)
            assert findings(page) == []
            assert width(page) <= NARROW["width"]

    look()
    begin_.click()
    page.locator(".gm-decide").wait_for()
    look()
    small = page.locator(".gm button, .gm input").evaluate_all(
        """(all) => all.map((one) => (one.type === 'radio' ? one.closest('label') : one).getBoundingClientRect())
        .filter((box) => Math.min(box.width, box.height) < 24).length"""
    )
    assert small == 0
    live_on(page)
    look()
    walk(page, turn_when_reports_add_up)
    look()
    lift(page)
    look()


def test_a_whole_game_by_keyboard_alone(visit):
    page = visit(reduced_motion="reduce").open("play")
    page.get_by_role("button", name="Take the first week in hand").wait_for()

    def tab_to(wanted):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(f"(() => {{ const at = document.activeElement; return {wanted}; }})()"):
                return
        raise AssertionError(f"Tab does not come to {wanted}")

    tab_to("at.textContent.startsWith('Take the first')")
    page.keyboard.press("Enter")
    page.locator(".gm-decide").wait_for()
    tab_to("(at.getAttribute('aria-label') || '').startsWith('listen')")
    hours = page.locator(".gm-hours")
    before = hours.first.inner_text()
    page.keyboard.press("ArrowRight")
    assert hours.first.inner_text() != before
    page.keyboard.press("ArrowLeft")
    assert hours.first.inner_text() == before

    def submit(_button):
        tab_to("at.type === 'submit'")
        page.keyboard.press("Enter")

    def decide(_page):
        if "add up" in title(page).inner_text():
            assert page.evaluate("document.activeElement.tagName") == "H2", "one is where the news is"
            tab_to("at.name === 'turn'")
            page.keyboard.press("ArrowDown")

    said = walk(page, decide, submit)
    assert said[-1] == "The issue is settled, and it helps."
    tab_to("at.textContent === 'Lift the fog'")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile("worked against the wrong obstacle")).wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H2"


def test_what_one_use_gains_is_taken_from_all_others_in_proportion(visit):
    page = begin(visit(reduced_motion="reduce"))
    sliders = page.locator(".gm-figures input")

    def read():
        return [int(value) for value in sliders.evaluate_all("(all) => all.map((one) => one.value)")]

    assert read() == [round(20 * share) for share in usual_week(load("syria"))]
    sliders.first.focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert read() == [10, 2, 1, 4, 1, 0, 2] or (sum(read()) == 20 and read()[0] == 10)
    assert all(now <= before for now, before in zip(read()[1:], [3, 2, 6, 2, 1, 3], strict=True))
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    assert read() == [3, 3, 2, 6, 2, 1, 3], "to and fro is as it was"


def test_weeks_go_by_and_stop_at_what_matters_and_can_be_skipped(visit):
    page = begin(visit())
    page.locator(".gm-decide button[type=submit]").click()
    page.wait_for_function("() => !document.querySelector('.dr-beat').hidden")
    expect(page.locator(".gm-news li")).to_have_count(1)
    expect(page.locator(".gm [role=status]")).to_contain_text("There is a plan")
    page.get_by_role("button", name="Skip to the next decision").click()
    page.locator(".gm-decide").wait_for()
    assert int(re.search(r"\d+", when(page))[0]) > 0


def test_no_frame_that_is_sent_before_the_fog_lifts_holds_what_is_true_or_what_will_be(visit):
    """Read all that the server sends: the words of the truth come with the fog that lifts, and not before."""
    someone, frames = visit(reduced_motion="reduce"), []
    someone.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    page = begin(someone)
    sent = lambda: "".join(frames)  # noqa: E731
    while not is_over(page):
        turn_when_reports_add_up(page)
        live_on(page)
        settle(page)
        week = int(re.search(r"\d+", when(page))[0])
        steps = [int(found) for found in re.findall(r'\\"steps\\":(\d+),\\"cast', sent())]
        assert steps
        assert max(steps) == week
    for hidden in ('"real"', '"sides"', '"wrong"', '"needed"', "barrier", "dissent", "participation"):
        assert hidden not in sent(), hidden
    lift(page)
    settle(page)
    assert '"real"' in sent()


def test_another_page_shows_the_same_game_and_the_bar_leads_here(visit):
    page = visit().open(f"play?s={address(Link(GAME))}")
    page.locator(".gm-decide").wait_for()
    page.get_by_role("link", name="Explore").click()
    page.locator(".dr-scene").wait_for()
    page.get_by_role("link", name="Play").click()
    page.locator(".gm-decide").wait_for()
    assert played(plan_of(GAME)).steps == STEPS
    json.dumps(page.url)


def test_a_case_whose_steps_are_days_can_be_played_too(visit):
    link = Link(Setting(Case("central_african_republic"), seed=3))
    page = visit(reduced_motion="reduce").open(f"play?s={address(link)}")
    page.get_by_role("button", name="Take the first week in hand").click()
    page.locator(".gm-decide").wait_for()
    live_on(page)
    assert width(page) <= WIDE["width"]
