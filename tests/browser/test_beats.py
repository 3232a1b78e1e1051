"""Time stops at what matters; the player is for everybody, and plays from a folder, too."""

import re

import pytest
from playwright.sync_api import expect

from clever_coalitions.app.live.exports import report_html
from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.record import record_of
from clever_coalitions.scenarios.loader import SHIPPED

from .drawn import AGAINST, SYRIA, TURN, findings, gap, path, play_from, player, ready, week
from .driving import NARROW, WIDE, settle


@pytest.fixture(scope="module")
def history():
    return played(plan_of(SYRIA))


# --- beats ------------------------------------------------------------------------------------------------------------

STOPPED = "() => !document.querySelector('.dr-beat').hidden"


def test_time_stops_at_a_turn_with_a_sentence_and_voices_and_goes_on_by_itself(visit, history):
    page = ready(visit(), path(0))
    beat = next(one for one in record_of(history)["beats"] if one["kind"] == "turn")
    play_from(page, TURN - 3)
    page.wait_for_function(STOPPED)
    began = page.evaluate("performance.now()")
    expect(week(page)).to_have_value(str(TURN))
    shown = page.locator(".dr-beat")
    expect(shown).to_contain_text(beat["says"])
    assert shown.locator("q").all_inner_texts() == [words for _, words in beat["voices"]]
    expect(player(page).get_by_role("status")).to_contain_text(beat["says"])
    lit = page.locator(".dr-lit").evaluate_all("(all) => all.map((one) => Number(one.dataset.row))")
    assert sorted(lit) == sorted(beat["who"])
    page.wait_for_function("() => document.querySelector('.dr-beat').hidden")
    assert 2500 < page.evaluate("performance.now()") - began < 5000
    page.wait_for_function(f"() => document.querySelector(\"[aria-label='Week that is shown']\").value > {TURN}")


def test_who_asks_for_no_stops_hears_of_it_and_time_goes_on(visit):
    page = ready(visit(), path(0))
    page.get_by_role("checkbox", name="stop at what matters").uncheck()
    play_from(page, TURN - 3)
    page.wait_for_function(f"() => document.querySelector(\"[aria-label='Week that is shown']\").value > {TURN + 2}")
    expect(page.locator(".dr-beat")).to_be_hidden()
    expect(player(page).get_by_role("status")).to_contain_text("You turn")


def test_the_live_region_speaks_at_beats_only(visit, history):
    page = ready(visit(), path(0))
    page.evaluate(
        """() => { window.spoken = [];
        const live = document.querySelector('.dr-player [role=status]');
        new MutationObserver(() => spoken.push(live.innerText))
            .observe(live, {childList: true, characterData: true, subtree: true}); }"""
    )
    page.get_by_role("checkbox", name="stop at what matters").uncheck()
    play_from(page, 0, "16")
    expect(week(page)).to_have_value("208", timeout=40_000)
    spoken = [text for text in page.evaluate("spoken") if text]
    assert spoken == [f"{one['says']} {one['more']}".strip() for one in record_of(history)["beats"]]


def test_who_wants_no_motion_sees_none(visit):
    page = ready(visit(reduced_motion="reduce"), path(20))
    page.get_by_role("button", name="One week on").click()
    seconds = page.locator(".dr-mark").first.evaluate("(one) => getComputedStyle(one).transitionDuration")
    assert set(seconds.split(", ")) == {"0s"}
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"  # the page itself, too


def test_a_turn_to_what_does_not_stand_in_the_way_looks_false_without_fog(visit):
    for seed in range(1, 40):
        setting = Setting(Case("syria_nothing_changes"), seed=seed)
        history = played(plan_of(setting))
        if history.result.outcomes["false_pivots"]:
            break
    turn = next(one for one in record_of(history)["beats"] if one["kind"] == "turn")
    page = ready(visit(), path(turn["week"] - 2, setting=setting))
    page.get_by_role("button", name="Lift the fog").click()
    expect(page.locator(".dr-gap")).to_be_visible()
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(STOPPED)
    expect(page.locator(".dr-beat")).to_have_attribute("data-kind", "false")
    expect(page.locator(".dr-beat")).to_contain_text("A false turn")


# --- for everybody ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_state_of_the_player_can_be_read_by_everybody(visit, size):
    page = ready(visit(viewport=size, color_scheme="dark"), path(TURN - 1))
    page.get_by_role("button", name="Lift the fog").click()
    expect(page.locator(".dr-gap")).to_be_visible()
    for view in ("The table", "Goal space"):
        page.get_by_role("button", name=view, exact=True).click()
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(STOPPED)
    box = page.locator(".dr-beat").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]


def test_play_fits_into_a_small_window(visit):
    page = ready(visit(viewport={"width": 1280, "height": 720}), path(60))
    for part in (page.get_by_role("button", name="Play", exact=True), week(page), page.locator(".dr-news")):
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720


def test_all_organizations_are_one_stop_of_the_tab_key_and_arrows_go_on(visit):
    page = ready(visit(), path(60))
    assert page.locator(".dr-mark[tabindex='0']").count() == 1
    page.locator(".dr-mark[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.row") == "2"
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="relief agency 3 ")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.dr-mark')") is None


def test_a_player_is_played_by_keys_alone(visit):
    page = ready(visit(), path(60))
    page.keyboard.press("ArrowRight")
    expect(week(page)).to_have_value("61")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.keyboard.press("End")
    expect(week(page)).to_have_value("208")
    expect(page.locator(".dr-news")).to_contain_text("Net value")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_buttons_of_the_player_are_large_enough_for_a_finger(visit, size):
    page = ready(visit(viewport=size), path(60))
    small = page.locator(
        ".dr-player button, .dr-player select, .dr-player input[type=range], .dr-mark .dr-hit"
    ).evaluate_all(
        """(all) => all.map((one) => [one.ariaLabel || one.innerText, one.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 23.5 || box.height < 23.5)).map(([name]) => name)"""
    )
    assert small == []


def test_on_a_telephone_whoever_is_tapped_is_explained_within_the_window_each_time(visit):
    page = ready(visit(viewport=NARROW, has_touch=True), path(60))
    for row in (2, 30, 4):
        page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")  # smooth, it would go on under the tap
        page.locator(f".dr-mark[data-row='{row}']").dispatch_event("click")
        settle(page)
        title = page.locator("#why-title")
        expect(title).to_be_in_viewport(ratio=1)


def test_round_buttons_stay_round_while_the_keyboard_is_at_them(visit):
    page = ready(visit(), path(60))
    page.get_by_role("button", name="To the start").focus()
    for name in ("One week back", "Play", "One week on"):
        page.keyboard.press("Tab")
        button = page.get_by_role("button", name=name, exact=True)
        expect(button).to_be_focused()
        radius, *size = button.evaluate(
            "(one) => [parseFloat(getComputedStyle(one).borderRadius), one.offsetWidth, one.offsetHeight]"
        )
        assert size == [2 * radius] * 2


def test_a_page_has_one_first_heading_which_is_its_title_and_a_description(visit):
    page = visit().open()
    for name in ("Explore", "Compare", "Experiment"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page).to_have_title(f"{page.locator('h1').inner_text()} · Clever Coalitions")
    about = page.locator("meta[name=description]").get_attribute("content")
    assert "coalition" in about
    assert page.locator("meta[property='og:description']").get_attribute("content") == about


# --- without a server -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_report_plays_from_a_folder_and_asks_nobody(browser, history, tmp_path, size):
    file = tmp_path / "report.html"
    file.write_text(report_html(history, SYRIA), "utf-8")
    context = browser.new_context(viewport=size)
    page = context.new_page()
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    week(page).fill(str(TURN))
    expect(page.locator(".dr-plan")).to_contain_text(AGAINST)
    page.get_by_role("button", name="Lift the fog").click()
    weeks, _ = gap(history, TURN)
    expect(page.locator(".dr-gap")).to_contain_text(f"For {weeks} week" if weeks else "At no time")
    assert page.locator(".dr-charts .dr-plot").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert findings(page) == []
    assert (asked, wrong) == ([file.as_uri()], [])
    context.close()


def test_a_report_takes_two_sheets_of_paper_and_its_charts_go_to_the_end(browser, history, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(report_html(history, SYRIA), "utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    week(page).fill(str(TURN))
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) <= 2
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert all(text.endswith("week 208") for text in page.locator(".dr-value").all_inner_texts())
    expect(week(page)).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert all(text.endswith(f"week {TURN}") for text in page.locator(".dr-value").all_inner_texts())
    page.close()


def test_a_title_that_looks_like_markup_stays_text(browser, tmp_path):
    text = (
        (SHIPPED / "syria.toml")
        .read_text("utf-8")
        .replace('title = "Syria: aid across a border"', "title = '</script><img src=x onerror=alert(1)>'")
    )
    setting = Setting(Case("mine", text), seed=7)
    page = browser.new_page()
    said = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    (tmp_path / "report.html").write_text(report_html(played(plan_of(setting)), setting), "utf-8")
    page.goto((tmp_path / "report.html").as_uri())
    week(page).fill("30")
    expect(page.locator(".dr-plan")).to_contain_text("seats")
    assert page.locator("img").count() == 0
    assert said == []
    page.close()
