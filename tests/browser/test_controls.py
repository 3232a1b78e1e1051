"""Controls that are moved while answers to earlier moves are on their way: what the visitor does last is what holds."""

import re

import pytest
from playwright.sync_api import expect

from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.link import Link, View, address, opened_link
from clever_coalitions.app.live.settings import Case, Setting, scenario_of
from clever_coalitions.scenarios import names
from clever_coalitions.sim.briefing import USES

from .driving import settle

LATE = 400
"""Milliseconds by which every answer of the server is late here: several moves fit into them."""

SLOW = f"""
    const Own = WebSocket;
    window.WebSocket = class extends Own {{
        set onmessage(hear) {{ super.onmessage = (event) => setTimeout(() => hear(event), {LATE}); }}
    }};
"""

SYRIA = Setting(Case("syria"))


@pytest.fixture
def slow(visit):
    """Return a function that opens a link for someone to whom all answers come late."""

    def open_link(link, page="", **options):
        someone = visit(**options)
        someone.context.add_init_script(SLOW)
        shown = someone.open(f"{page}?s={address(link)}")
        calm(shown)
        return shown

    return open_link


def calm(page):
    """Wait until the last answer has come, and all that it changes is shown."""
    page.wait_for_timeout(LATE)
    settle(page)
    page.wait_for_timeout(2 * LATE)
    settle(page)


def link_of(page):
    """Return what the address of a page says."""
    return opened_link(page.evaluate("new URLSearchParams(location.search).get('s')")).link


def drag(page, handle, to, start=0.5):
    """Take a handle, or a slider's track, where it is and let it go at a pixel of the window."""
    box = handle.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(to, y, steps=3)
    page.mouse.up()


def slide(page, slider, share):
    """Drag a number's slider to a share of its length."""
    box = slider.bounding_box()
    drag(page, slider, box["x"] + box["width"] * share)


def number_slider(page, name):
    return page.get_by_role("region", name="Every number of the model").get_by_role("slider", name=name)


def number_field(page, name):
    return page.get_by_role("region", name="Every number of the model").get_by_role("spinbutton", name=name)


def test_a_numbers_slider_can_be_dragged(visit):
    someone = visit()
    page = someone.open(f"explore?s={address(Link(SYRIA, view=View(lab=True)))}")
    slider = number_slider(page, "Number of lawyers")
    slider.scroll_into_view_if_needed()
    slide(page, slider, 0.8)
    settle(page)
    lawyers = int(slider.input_value())
    assert 28 < lawyers < 36
    assert link_of(page).setting.numbers == (("kinds.lawyer.count", lawyers),)
    expect(number_field(page, "Number of lawyers")).to_have_value(str(lawyers))


def test_of_quick_moves_of_sliders_the_last_holds(slow):
    page = slow(Link(SYRIA, view=View(lab=True)))
    lawyers, weeks = number_slider(page, "Number of lawyers"), number_slider(page, "Length of the run")
    lawyers.scroll_into_view_if_needed()
    for share in (0.5, 0.7, 0.3):
        slide(page, lawyers, share)
    slide(page, weeks, 0.3)
    last = int(lawyers.input_value()), int(weeks.input_value())
    assert 9 < last[0] < 15
    calm(page)
    assert (int(lawyers.input_value()), int(weeks.input_value())) == last
    assert link_of(page).setting.numbers == (("kinds.lawyer.count", last[0]), ("weeks", last[1]))


def test_a_number_that_is_being_typed_is_left_alone(slow):
    page = slow(Link(SYRIA, view=View(lab=True)))
    slider, field = number_slider(page, "Number of lawyers"), number_field(page, "Length of the run")
    slider.scroll_into_view_if_needed()
    slide(page, slider, 0.7)
    field.click()
    field.press("ControlOrMeta+a")
    field.press_sequentially("123", delay=LATE / 2)  # the answer comes meanwhile
    field.press("Enter")
    calm(page)
    assert dict(link_of(page).setting.numbers) == {"weeks": 123, "kinds.lawyer.count": int(slider.input_value())}


def test_of_keys_on_a_slider_none_is_lost(slow):
    page = slow(Link(SYRIA, view=View(lab=True)))
    slider = number_slider(page, "Number of lawyers")
    slider.focus()
    for _ in range(6):
        slider.press("ArrowRight")
    assert slider.input_value() == "15"
    calm(page)
    assert slider.input_value() == "15"
    assert link_of(page).setting.numbers == (("kinds.lawyer.count", 15),)


def test_quick_steps_of_a_slider_are_one_step_to_undo(slow):
    """The steps are taken in one go: between the keys of a busy machine lies more than the moment that gathers them."""
    page = slow(Link(SYRIA, view=View(lab=True)))
    slider = number_slider(page, "Number of lawyers")
    slider.evaluate(
        """slider => {
            slider.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
            for (let step = 0; step < 6; step++) { slider.stepUp(); slider.dispatchEvent(new Event("change")); }
        }"""
    )
    calm(page)
    assert link_of(page).setting.numbers == (("kinds.lawyer.count", 15),)
    page.get_by_role("button", name="Undo").click()
    calm(page)
    assert link_of(page).setting.numbers == ()


def test_of_quick_moves_of_the_weeks_borders_the_last_holds(slow):
    page = slow(Link(SYRIA, view=View(lab=True)))
    bar = page.get_by_role("region", name="The coordinator's week")
    bar.scroll_into_view_if_needed()
    names = ("listen", "find roles", "keep in touch")
    borders = [bar.get_by_role("slider", name=f"{name}, share of the week") for name in names]
    for border in borders:
        drag(page, border, border.bounding_box()["x"] - 12)
    borders[1].press("ArrowLeft")
    borders[1].press("ArrowLeft")
    last = [border.get_attribute("aria-valuenow") for border in borders]
    assert [int(one) for one in last] < [20, 15, 10]
    calm(page)
    assert [border.get_attribute("aria-valuenow") for border in borders] == last
    found = dict(link_of(page).setting.numbers)
    paths = ("coordinator.listen", "coordinator.match", "coordinator.steward")
    assert [100 * found[path] for path in paths] == pytest.approx([int(one) for one in last], abs=0.51)


def test_hours_for_one_use_come_from_all_others_in_proportion(visit):
    page = visit().open(f"explore?s={address(Link(SYRIA, view=View(lab=True)))}")
    bar = page.get_by_role("region", name="The coordinator's week")
    usual = scenario_of(SYRIA).parameters.coordinator
    bar.get_by_role("slider", name="listen, share of the week").focus()
    for _ in range(4):
        page.keyboard.press("PageUp")  # five hundredths each
    settle(page)
    found = dict(link_of(page).setting.numbers)
    shares = {use: found.get(f"coordinator.{use}", getattr(usual, use)) for use in USES}
    total = sum(getattr(usual, use) for use in USES)
    assert shares["listen"] == pytest.approx(usual.listen + 0.2)
    assert sum(shares.values()) == pytest.approx(total)
    for use in USES[1:]:
        left = (total - shares["listen"]) / (total - usual.listen)
        assert shares[use] == pytest.approx(getattr(usual, use) * left, abs=0.006)


WATCH = """
    window.shown = [];
    const forms = document.querySelector("[aria-label='Form of governance']");
    const look = () => {
        const on = forms.querySelector('[aria-checked=true]');
        if (on && shown[shown.length - 1] !== on.innerText) shown.push(on.innerText);
    };
    new MutationObserver(look).observe(forms, {attributes: true, subtree: true});
"""


def test_forms_are_shown_as_they_are_chosen_and_never_go_back(slow):
    page = slow(Link(SYRIA))
    page.evaluate(WATCH)
    for name in ("consensus", "two thirds", "no coordinator", "consensus"):
        page.get_by_role("radio", name=name).click()
        page.wait_for_timeout(LATE / 3)
    calm(page)
    assert page.evaluate("shown") == ["consensus", "two thirds", "no coordinator", "consensus"]
    assert link_of(page).setting.governance == "consensus"


def test_a_seed_that_is_being_typed_is_left_alone(slow):
    page = slow(Link(SYRIA))
    page.get_by_role("radio", name="consensus").click()
    seed = page.get_by_role("spinbutton", name="seed")
    seed.click()
    seed.press("ControlOrMeta+a")
    seed.press_sequentially("4711", delay=LATE / 3)
    seed.press("Enter")
    calm(page)
    expect(seed).to_have_value("4711")
    assert link_of(page).setting == Setting(Case("syria"), governance="consensus", seed=4711)
    seed.fill("-5")
    seed.press("Enter")
    expect(seed).to_have_value("4711")


def test_undo_and_redo_follow_each_other_at_once(slow):
    page = slow(Link(SYRIA))
    page.get_by_role("radio", name="consensus").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Redo").click()
    calm(page)
    assert link_of(page).setting.governance == "consensus"
    expect(page.get_by_role("radio", name="consensus")).to_be_checked()


def test_the_lab_and_the_colors_follow_every_press(slow):
    page = slow(Link(SYRIA))
    for _ in range(3):
        page.get_by_role("button", name=re.compile("the Lab$")).click()
    for _ in range(2):
        page.get_by_role("button", name=re.compile("^Colors")).click()
    calm(page)
    assert link_of(page).view == View(lab=True, theme="light")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_what_ifs_are_chosen_and_taken_back_in_a_row(slow):
    setting = SYRIA.with_change(WhatIf(20, "governance", name="consensus"))
    for change in (WhatIf(30, "strategy", name="directive"), WhatIf(40, "invite", who=3, value=1)):
        setting = setting.with_change(change)
    page = slow(Link(setting, step=60))
    force = page.get_by_role("group", name="What ifs in force")
    expect(force.get_by_role("button", name=re.compile("^Take back"))).to_have_count(3)
    for _ in range(2):
        force.get_by_role("button", name=re.compile("^Take back")).first.click()
    calm(page)
    assert link_of(page).setting == SYRIA.with_change(WhatIf(40, "invite", who=3, value=1))
    page.get_by_role("button", name="What if from here").click()
    for form in ("consensus", "qualified-majority"):
        page.get_by_label("… they decided by").select_option(form)
        page.wait_for_timeout(LATE / 3)
    expect(page.get_by_label("… they decided by")).to_have_value("qualified-majority")
    calm(page)
    expect(page.get_by_label("… they decided by")).to_have_value("qualified-majority")
    assert WhatIf(60, "governance", name="qualified-majority") in link_of(page).setting.changes


def test_what_compare_is_asked_can_be_typed_while_it_answers(slow):
    page = slow(Link(SYRIA, view=View(against="coordinator.listen=0.3")), "compare")
    value = page.get_by_role("textbox", name="its value")
    value.fill("0.5")
    page.get_by_role("button", name="Compare", exact=True).click()
    value.click()
    value.press("ControlOrMeta+a")
    value.press_sequentially("0.25", delay=LATE / 2)
    expect(value).to_have_value("0.25")
    value.press("Enter")
    calm(page)
    expect(value).to_have_value("0.25")
    assert link_of(page).view.against == "coordinator.listen=0.25"


FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const around = one.closest('.cc-file') || one;
    const style = getComputedStyle(around);
    return {
        name: one.getAttribute('aria-label') || one.innerText || one.id || one.type,
        isSeen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 1 && around.clientWidth !== 1,
    };
}"""


def test_the_tab_key_goes_through_all_of_the_lab_and_where_it_is_can_be_seen(visit):
    page = visit().open(f"explore?s={address(Link(SYRIA, step=20, view=View(lab=True, chosen=22)))}")
    settle(page)
    page.get_by_role("button", name="What if from here").click()
    settle(page)
    page.get_by_role("link", name="Skip to the page").focus()
    page.keyboard.press("Tab")  # from here on by keys: they make the focus visible
    stops = []
    while (stop := page.evaluate(FOCUS)) and len(stops) < 400:
        stops.append(stop)
        page.keyboard.press("Tab")
    assert [stop["name"] for stop in stops if not stop["isSeen"]] == []
    reached = [stop["name"].splitlines()[0] for stop in stops if stop["name"]]
    order = [
        "Compare",
        "Close the Lab",
        "To the start",
        "listen, share of the week",
        "Find a number",
        "Number of lawyers",
    ]
    places = [reached.index(name) for name in [*order, "Decisions, JSON"]]
    assert places == sorted(places)


def test_the_name_of_every_case_is_whole(visit):
    page = visit().open()
    room = """(select) => {
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = getComputedStyle(select).font;
        return select.clientWidth - pen.measureText(select.options[select.selectedIndex].text).width; }"""
    case = page.get_by_role("combobox", name="Case")
    for name in names():
        case.select_option(name)
        settle(page)
        expect(case).to_have_value(name)
        for width in (1280, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            assert case.evaluate(room) > 0, (name, width)
