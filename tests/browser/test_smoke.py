"""Every page opens, in every light and width, and everybody can read it."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from clever_coalitions.app.live.link import Link, View
from clever_coalitions.app.serving.lighter import unseen
from clever_coalitions.app.serving.offline import PACKAGES, folder

from .driving import NARROW, WIDE, settle, watch_the_wire
from .views import LAWYER, LOOKS, PAGES, SYRIA, Look

SERIOUS = {"serious", "critical"}

PRESSED_AFTER = 60.0
"""Seconds after which files are as small as they get, on a busy machine."""


def ask_what_if(page):
    page.get_by_role("button", name="What if from here").click()
    page.get_by_role("region", name="What if, from week 60 on").wait_for()


ASKED = (
    Look("lab-why", "", Link(SYRIA, step=60, view=View(lab=True, chosen=LAWYER))),
    Look("lab-what-if", "", Link(SYRIA, step=60, view=View(lab=True)), ask_what_if),
    Look("lab-both", "", Link(SYRIA, step=60, view=View(lab=True, chosen=LAWYER)), ask_what_if),
    Look("first-look-both", "", Link(SYRIA, step=60, view=View(chosen=LAWYER)), ask_what_if),
)
"""States with a question open, which the looks do not have."""


def test_the_navigation_lists_every_page(visit):
    page = visit().open()
    links = page.get_by_role("navigation", name="Pages").get_by_role("link")
    assert links.all_inner_texts() == list(PAGES)


def test_every_page_is_looked_at():
    assert {look.page for look in LOOKS} == set(PAGES.values())


MATCHING = """(selectors) => selectors.filter((one) => {
    const plain = one.replace(/::?(before|after|first-letter|placeholder|-[\\w-]+|hover|focus|active)/g, '');
    try { return document.querySelector(plain.replace(/[>+~\\s]+$/, '') || 'none'); } catch (error) { return false; }
})"""
"""Which selectors are about something on the page, as it is or might be while somebody points at it."""


@pytest.fixture(scope="session")
def lost():
    """Return the selectors that the style of Solara has lost."""
    selectors = unseen((folder() / PACKAGES[0].spec / "dist" / "main8.css").read_text("utf-8"))
    assert len(selectors) > 1000
    return selectors


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_everybody_can_read_every_page_within_the_window_and_no_style_that_was_lost_is_about_it(visit, lost, look):
    """Wide and light, then narrow and dark: every page, and the richer states of each."""
    page = look.show(visit())
    assert page.evaluate(MATCHING, lost) == []
    assert findings(page) == []
    assert width(page) <= WIDE["width"]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    settle(page)
    assert findings(page) == []
    assert width(page) <= NARROW["width"]


@pytest.mark.parametrize("look", ASKED, ids=lambda look: look.name)
def test_with_a_question_open_everybody_can_read_it_wide_and_narrow_in_light_and_dark(visit, look):
    page = look.show(visit())
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            settle(page)
            assert findings(page) == []
            assert width(page) <= size["width"]


def loads(someone, path):
    """Return how many bytes come where a page is opened, and where it is opened again."""
    someone.context.unroute_all()  # which keeps browsers from keeping files
    counts = []
    for _ in range(2):
        wire = watch_the_wire(someone.page)
        someone.open(path)
        someone.page.wait_for_load_state("networkidle")
        counts.append(wire.bytes)
    return counts


@pytest.mark.parametrize(("path", "most"), [("play", 700_000), ("prologue/", 70_000)])
def test_what_a_browser_loads_at_first_is_bounded_and_most_of_it_is_kept(visit, path, most):
    end = time.monotonic() + PRESSED_AFTER
    first, again = loads(visit(), path)
    while first >= most and time.monotonic() < end:  # who comes before all others finds files as they come
        first, again = loads(visit(), path)
    assert first < most
    assert again < first / 10


def findings(page):
    """Return what axe-core holds for serious: the rule, and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in SERIOUS]


def width(page):
    return page.evaluate("document.documentElement.scrollWidth")


def test_a_request_to_another_machine_would_be_refused_and_noticed(visit):
    someone = visit()
    page = someone.open()
    page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    page.evaluate("new Promise((done) => Object.assign(new Image(), {onerror: done, src: '//elsewhere.example/'}))")
    refused = [error for error in someone.errors if "elsewhere.example" in error]
    assert len(refused) >= 2
    assert all("Content Security Policy" in error for error in refused)
    someone.errors.clear()


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_the_page_is_dark_where_the_system_is(visit, scheme, is_dark):
    page = visit(color_scheme=scheme).open()
    color = page.evaluate("getComputedStyle(document.querySelector('.v-application')).backgroundColor")
    brightness = sum(int(part) for part in color.removeprefix("rgb(").removesuffix(")").split(",")) / 3
    assert (brightness < 128) == is_dark
