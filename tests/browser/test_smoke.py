"""Every page opens, in every light and width, and everybody can read it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .driving import NARROW, WIDE

PAGES = {"Explore": "", "Compare": "compare", "Experiment": "experiment"}
"""Every page: its name in the navigation, and its path."""

SERIOUS = {"serious", "critical"}


def test_the_navigation_lists_every_page(visit):
    page = visit().open()
    links = page.get_by_role("navigation", name="Pages").get_by_role("link")
    assert links.all_inner_texts() == list(PAGES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_serious_finding_of_accessibility(visit, path, scheme):
    page = visit(color_scheme=scheme).open(path)
    page.wait_for_load_state("networkidle")
    findings = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in findings if one["impact"] in SERIOUS] == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_is_wider_than_the_window(visit, path, size):
    page = visit(viewport=size).open(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


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
