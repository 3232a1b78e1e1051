"""Pages that tell: from a folder, by keys alone, on a telephone, in two languages, and the same on a server."""

import fcntl
import gzip
import os
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from clever_coalitions.app.site import curves, pack
from clever_coalitions.app.site.pages import LANGUAGES, page_name, words
from clever_coalitions.app.site.sandbox import Sandbox, name_of_cell
from clever_coalitions.app.site.tale import Tale, many_worlds

from .driving import NARROW, WIDE, visitor

MOST_FIRST, MOST_ALL = 400_000, 15 * 2**20
LEAST_TARGET = 24
FEW, WORLDS = 24, 10
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def tale():
    return Tale()


@pytest.fixture(scope="module")
def many():
    return many_worlds(FEW) | {"seed": 1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, many):
    """Return a folder of pages as the command writes it, but with few worlds: once for all processes of tests."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    where, begun = shared / "pages", shared / "pages-begun"
    with open(shared / "pages.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not where.exists():
            begun.mkdir(exist_ok=True)
            write(begun, many)
            begun.rename(where)
    return where


def write(where, many):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pack, "many_worlds", lambda: many)
        pack.write_pack(where, "https://pages.example/", WORLDS, lambda line: None)


@pytest.fixture
def come(browser, folder):
    """Return what opens a page of the folder; whoever comes asks nobody for anything, and meets no error."""
    came = []

    def opened(name="index.html", **options):
        someone = visitor(browser, f"file://{folder}", reduced_motion="reduce", **options)
        someone.context.unroute_all()
        someone.page.on("request", lambda one: one.url.startswith("file://") or someone.outside.append(one.url))
        someone.page.goto(f"file://{folder}/{name}")
        someone.page.locator("h1").wait_for()
        came.append(someone)
        return someone.page

    yield opened
    for someone in came:
        someone.context.close()
    assert [one for someone in came for one in (*someone.outside, *someone.errors)] == []


def screen(page):
    return page.locator("body").get_attribute("data-screen")


def go(page):
    page.locator(".st-go").click()


def filled(text, **values):
    return re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), text)


def walk(page):
    """Go through all steps, and yield the screen of each."""
    while True:
        yield screen(page)
        if page.locator(".st-go").inner_text() in {words(one)["again"] for one in LANGUAGES}:
            return
        go(page)


# --- the prologue -----------------------------------------------------------------------------------------------------


def test_the_prologue_tells_what_the_runs_say_and_nothing_before_it_happens(come, tale, many):
    page, said = come(), words("en")["screens"]
    heading, text = page.locator("h1"), page.locator(".st-text")
    expect(heading).to_have_text(said["whose"]["title"])
    go(page)
    page.get_by_role("button", name=re.compile("lawyers")).click()
    go(page)
    for one in tale.before():
        values = {**one["values"], **words("en")["obstacles"]["need not shown"]}
        if one["key"] != "first":
            expect(text).to_have_text(filled(said["plan"][one["key"]]["text"], **values))
        else:
            expect(text).to_contain_text("You guessed lawyers")
        assert page.locator("q").all_inner_texts() == [spoken for _, spoken in one["voices"]]
        expect(page.locator(".st-border")).to_have_attribute("data-is", "closed")
        go(page)
    assert screen(page) == "bet"
    expect(text).to_contain_text(f"{tale.seats(tale.bet)} organizations sit")
    assert int(page.locator("#bet").get_attribute("min")) == tale.bet + 1
    bet = tale.bet + 10
    page.locator("#bet").fill(str(bet))
    go(page)
    for one in tale.after()[:-1]:
        expect(text).to_contain_text(f"Week {one['week']}.")
        expect(page.locator(".st-border")).to_have_attribute("data-is", "closed")
        go(page)
    end, ended = tale.after()[-1]["week"], tale.after()[-1]["key"]
    expect(heading).to_have_text(filled(said["turn"][ended]["title"], week=end))
    expect(text).to_contain_text(f"it took {end - bet} weeks longer")
    expect(page.locator(".st-border")).to_have_attribute("data-is", "open")
    go(page)
    assert page.locator("script[src='data/truth.js']").count() == 0
    go(page)
    truth = tale.truth()
    expect(heading).to_have_text(said["fog"][truth["key"]]["title"])
    blocked = words("en")["obstacles"][tale.history.scenario.obstacles[truth["values"]["obstacle"]].name]
    expect(text).to_have_text(filled(said["fog"][truth["key"]]["text"], **truth["values"], **blocked))
    assert (page.locator(".dr-gapbox").count() > 0) == (truth["values"]["weeks"] > 0)
    go(page)
    own = many["ways"][0]["weeks"]
    crossed, by = sum(week is not None for week in own), sum(week is not None and week <= bet for week in own)
    expect(heading).to_have_text(f"In {crossed} of {FEW} worlds the trucks cross.")
    expect(text).to_contain_text(f"By week {bet}, your bet, they had crossed in {by} of {FEW}.")
    assert page.locator(".st-dot").count() == FEW
    go(page)
    for way in many["ways"][1:]:
        page.get_by_role("button", name=said["worlds"]["ways"][way["key"]]).click()
        crossed = sum(week is not None for week in way["weeks"])
        expect(page.get_by_role("status")).to_contain_text(f"They cross in {crossed} of {FEW} worlds.")
        assert page.locator(".st-dot").count() == 2 * FEW
    expect(page.locator(".st-small")).to_have_text(said["worlds"]["other"]["small"])
    go(page)
    expect(heading).to_have_text(said["whose"]["title"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_keys_alone_on_a_telephone_one_comes_to_the_end(come, language):
    page = come(page_name("prologue", language), viewport=NARROW, has_touch=True)
    said = words(language)["screens"]
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('.st-go')"):
        page.keyboard.press("Tab")
    seen = []
    for _ in range(40):
        seen.append(screen(page))
        if page.locator(".st-go").inner_text() == words(language)["again"]:
            break
        if seen[-1] == "bet":
            while not page.evaluate("document.activeElement.matches('#bet')"):
                page.keyboard.press("Shift+Tab")
            page.keyboard.press("PageUp")
            expect(page.locator(".st-bet")).not_to_have_text(words(language)["week"].format(week=43))
            while not page.evaluate("document.activeElement.matches('.st-go')"):
                page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    assert list(dict.fromkeys(seen)) == ["whose", "whom", "plan", "bet", "turn", "fog", "worlds"]
    expect(page.locator("h1")).to_have_text(said["worlds"]["other"]["title"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_can_be_read_by_everybody_on_screens_of_both_widths(come, scheme):
    page = come(color_scheme=scheme)
    for _ in walk(page):
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.wait_for_function("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            assert page.locator("h1").count() == 1
            assert small_targets(page) == []
        assert findings(page) == []


def findings(page):
    found = Axe().run(page, options={"preload": False}).response["violations"]  # from a folder it cannot ask for styles
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in SERIOUS]


def small_targets(page):
    return page.evaluate(
        """(least) => [...document.querySelectorAll('button, a, input, .dr-hit')].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width && (Math.round(box.width) < least || Math.round(box.height) < least)
                && !one.closest('label');
        }).map((one) => one.outerHTML.slice(0, 90))""",
        LEAST_TARGET,
    )


def test_time_goes_by_and_can_be_cut_short_and_back_goes_back(come):
    page = come()
    page.emulate_media(reduced_motion="no-preference")
    go(page)
    go(page)
    expect(page.locator("h1")).to_contain_text("You propose a plan")
    go(page)
    expect(page.locator("h1")).to_contain_text("The first to sit down")  # time went by until then
    page.evaluate("window.requestAnimationFrame = () => 0")  # it stands still, however long a click takes
    go(page)
    expect(page.locator("h1")).to_have_text("Time goes by")
    go(page)
    plan = words("en")["screens"]["plan"]
    expect(page.locator("h1")).to_have_text(re.compile(f"{plan['slow']['title']}|{plan['quick']['title']}"))
    page.get_by_role("button", name="Back").click()
    expect(page.locator("h1")).to_contain_text("The first to sit down")


def test_who_bets_on_never_hears_of_that(come, many):
    page = come()
    for name in walk(page):
        if name == "bet":
            page.get_by_role("checkbox").check()
        if name == "turn" and page.locator("[data-is=open]").count():
            expect(page.locator(".st-text")).to_contain_text(words("en")["screens"]["betted"]["never"])
        if name == "worlds" and "worlds the trucks" in page.locator("h1").inner_text():
            never = sum(week is None for week in many["ways"][0]["weeks"])
            expect(page.locator(".st-text")).to_contain_text(f"so it is in {never} of {FEW}")


# --- a lesson ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_lesson_is_drawn_first_and_seen_then_by_keys_alone(come, folder, size):
    page = come(f"{page_name('lessons', 'en')}#listening", viewport=size)
    said, shown = words("en"), page.locator(".st-curve")
    expect(page.locator("h1")).to_have_text(said["lessons"]["listening"]["title"])
    assert shown.get_attribute("d") is None
    handles = page.get_by_role("slider")
    doses = curves.lessons()["listening"]["doses"]
    assert handles.count() == len(doses)
    handles.first.focus()
    for _ in doses:
        page.keyboard.press("PageUp")
        page.keyboard.press("Tab")
    handles.nth(2).focus()
    page.keyboard.press("ArrowUp")
    assert [one.get_attribute("aria-valuenow") for one in handles.all()] == ["70", "70", "75", "70", "70", "70"]
    page.locator(".st-go").press("Enter")
    expect(shown).to_have_attribute("d", re.compile("^M"))
    found = curves.curve("steady", "week.listen", doses, 10)
    best = f"{100 * doses[found['best']]:.0f} %"
    told = page.locator(".st-told")
    known = said["lesson"]["shape"][found["shape"]]
    ends = {"first": "0 %", "last": f"{100 * doses[-1]:.0f} %", "best": best, "worlds": 10}
    expect(told).to_contain_text(filled(known, **ends))
    expect(told).to_contain_text("Mortensen")
    handles.nth(2).focus()
    page.keyboard.press("ArrowDown")
    assert handles.nth(2).get_attribute("aria-valuenow") == "75"
    page.locator(".st-go").press("Enter")
    expect(page.locator("h1")).to_have_text(said["lessons"]["agreeing"]["title"])


def test_a_curve_is_drawn_with_the_pointer(come):
    page = come(page_name("lessons", "en"))
    box = page.locator(".st-guess").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 230, steps=30)
    page.mouse.up()
    values = [int(one.get_attribute("aria-valuenow")) for one in page.get_by_role("slider").all()]
    assert values == sorted(values, reverse=True)
    assert values[0] > 80 > 30 > values[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_can_be_read_by_everybody(come, language):
    page = come(page_name("lessons", language), viewport=NARROW, color_scheme="dark")
    for key in curves.lessons():
        expect(page.locator("h1")).to_have_text(words(language)["lessons"][key]["title"])
        go(page)
        expect(page.locator(".st-told")).to_contain_text("Mortensen")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        assert "{" not in page.locator("main").inner_text()
        assert key != "credit" or findings(page) == []
        go(page)


# --- the sandbox ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sandbox():
    return Sandbox(WORLDS)


def asked_for(page, kind):
    """Return which files of a kind a page has asked for."""
    sources = page.locator(f"script[src^='data/{kind}-']").evaluate_all("(all) => all.map((one) => one.src)")
    return [source.rpartition("-")[2].removesuffix(".js") for source in sources]


def lever(page, name):
    return page.get_by_role("radio", name=name, exact=True)


def at_the_table(page):
    return page.locator(".dr-mark[data-is=sits]").count()


def test_levers_lead_to_the_run_of_their_cell_and_each_file_comes_when_it_is_asked_for(come, sandbox):
    page, said = come(page_name("sandbox", "en")), words("en")["sandbox"]
    usual, cell = sandbox.usual, (2, 1, 2, 0)
    week, week_shown = page.get_by_role("slider", name="Week that is shown"), 60
    week.fill(str(week_shown))
    assert at_the_table(page) == Tale(sandbox.setting(usual, sandbox.seed)).seats(week_shown)
    lever(page, said["form"]["values"][2]).check(force=True)
    lever(page, "12").check(force=True)
    expect(page).to_have_url(re.compile("#2120$"))
    expect(week).to_have_value(str(week_shown))
    tale = Tale(sandbox.setting(cell, sandbox.seed))
    assert at_the_table(page) == tale.seats(week_shown)
    assert asked_for(page, "cell") == [name_of_cell(usual), "2110", name_of_cell(cell)]
    assert asked_for(page, "end") == []
    page.reload()
    week.fill(str(week_shown))
    assert at_the_table(page) == tale.seats(week_shown)


def boxes(marks):
    """Return the boxes of what is drawn, (n, 4): left, top, right, bottom."""
    ends = "(one) => one.getBoundingClientRect()).map((one) => [one.left, one.top, one.right, one.bottom]"
    return np.array(marks.evaluate_all(f"(all) => all.map({ends}).filter(([left, , right]) => right > left)")).reshape(
        -1, 4
    )


@pytest.mark.parametrize("width", [700, 900, 1280, 1600])
@pytest.mark.parametrize("name", ["sandbox", "prologue"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_kind_touches_a_mark_and_no_mark_another(come, language, name, width):
    page = come(page_name(name, language), viewport={"width": width, "height": 860})
    if name == "prologue":
        go(page)
    page.locator(".dr-disc").first.wait_for()
    marks, lines = boxes(page.locator(".dr-disc")), boxes(page.locator(".dr-kinds tspan"))
    assert len(lines) >= 10 or width == 700  # two lines a kind, where there is room
    apart = np.maximum(lines[:, None, :2] - marks[:, 2:], marks[:, :2] - lines[:, None, 2:])
    assert (apart.max(axis=2) >= 0.0).all()
    middles, sizes = (marks[:, :2] + marks[:, 2:]) / 2, (marks[:, 2] - marks[:, 0]) / 2
    between = np.hypot(*(middles[:, None] - middles).T) - sizes[:, None] - sizes + 1e6 * np.eye(len(marks))
    assert (between >= 0.0).all()


def test_time_stops_in_the_sandbox_with_a_sentence_of_its_own(come, sandbox):
    page = come(page_name("sandbox", "es"))
    moments = Tale(sandbox.setting(sandbox.usual, sandbox.seed)).moments()
    first = next((one for one in moments if one["voices"]), moments[0])
    page.get_by_role("slider").fill(str(first["week"] - 1))
    page.get_by_role("button", name=words("es")["draw"]["play"]).click()
    against = words("es")["says"][sandbox.case.obstacles[first["values"]["obstacle"]].name]
    told = words("es")["sandbox"]["beats"][first["key"]].format(against=against)
    expect(page.locator(".dr-beat .dr-says")).to_have_text(told)
    spoken = [words("es")["says"][one] for _, one in first["voices"]]
    expect(page.locator(".dr-beat q")).to_have_text(spoken)


def test_without_fog_one_sees_what_was_true_and_what_many_worlds_say_of_the_cell(come, sandbox):
    page, said = come(f"{page_name('sandbox', 'en')}#0020"), words("en")["sandbox"]["told"]
    page.get_by_role("slider").fill("208")
    assert page.locator(".dr-gap").is_hidden()
    page.get_by_role("button", name="Lift the fog").click()
    expect(page.locator(".dr-gap")).to_be_visible()
    found = sandbox.judged((0, 0, 2, 0))
    settled = sum(week is not None for week in found["weeks"])
    told = page.locator(".st-told")
    expect(told.get_by_role("heading")).to_have_text(filled(said["title"], settled=settled, worlds=WORLDS))
    expect(told).to_contain_text(filled(said[found["verdict"]], worlds=WORLDS))
    expect(told).to_contain_text(f"It takes {round(found['hours'], -2):,.0f} hours")
    assert page.locator(".st-dot").count() == 2 * WORLDS
    assert asked_for(page, "end") == ["0020", name_of_cell(sandbox.usual)]
    page.get_by_role("button", name="Let the fog fall").click()
    expect(told).to_be_empty()
    lever(page, "2").check(force=True)
    expect(page.locator(".dr-gap")).to_be_hidden()


def test_where_nobody_leads_there_is_no_team_to_set(come, sandbox):
    page, said = come(f"{page_name('sandbox', 'en')}#0020"), words("en")["sandbox"]
    lever(page, said["form"]["values"][3]).check(force=True)
    expect(page.get_by_text(said["alone"])).to_be_visible()
    expect(lever(page, "2")).to_be_disabled()
    assert asked_for(page, "cell")[-1] == name_of_cell(sandbox.led((3, 0, 2, 0))) == "3110"
    lever(page, said["form"]["values"][2]).check(force=True)
    expect(lever(page, "12")).to_be_checked()
    expect(lever(page, "12")).to_be_enabled()


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_keys_alone_on_a_telephone_the_sandbox_is_set_played_and_seen_without_fog(come, language):
    page = come(page_name("sandbox", language), viewport=NARROW, has_touch=True, color_scheme="dark")
    said = words(language)
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('[name=form]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("#1110$"))
    while page.evaluate("document.activeElement.innerText") != said["draw"].get("lift", "Lift the fog"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".st-told")).not_to_be_empty()
    page.keyboard.press("End")
    expect(page.get_by_role("slider")).to_have_value("208")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert small_targets(page) == []
    assert findings(page) == []
    assert "{" not in page.locator("main").inner_text()
    page.emulate_media(color_scheme="light")
    for size in (WIDE, NARROW):  # as when a telephone is turned
        page.set_viewport_size(size)
        page.wait_for_function("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


# --- the folder, and the server ---------------------------------------------------------------------------------------


def test_what_a_telephone_loads_is_small(folder):
    shared = ["site.css", "favicon.svg", "data/words-en.js"]
    prologue = ["index.html", "prologue.js", "data/tale.js"]
    sandbox = ["sandbox.html", "sandbox.js", "data/sandbox.js", "data/cell-0110.js"]
    for first in (prologue, sandbox):
        assert sum(len(gzip.compress((folder / name).read_bytes())) for name in (*first, *shared)) < MOST_FIRST
    assert sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < MOST_ALL
    page = (folder / "index.html").read_text("utf-8")
    assert 'property="og:image" content="https://pages.example/picture.png"' in page
    assert (folder / "picture.png").read_bytes()[:4] == b"\x89PNG"


def test_the_pages_lead_to_each_other(come):
    page = come()
    for _ in walk(page):
        pass
    page.get_by_role("link", name=re.compile("Ten small lessons")).click()
    expect(page.locator("h1")).to_have_text(words("en")["lessons"]["credit"]["title"])
    page.get_by_role("link", name=re.compile("A sandbox")).click()
    expect(page.locator("h1")).to_have_text(words("en")["sandbox"]["title"])
    page.get_by_role("link", name=re.compile("The trucks")).click()
    page.get_by_role("link", name="Español").click()
    expect(page.locator("h1")).to_have_text(words("es")["screens"]["whose"]["title"])
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_a_server_tells_the_same_with_a_policy_of_its_own(visit, tale):
    someone = visit()
    page = someone.open()
    page.get_by_role("link", name=re.compile("New here")).click()
    expect(page.locator("h1")).to_have_text(words("en")["screens"]["whose"]["title"])
    page.emulate_media(reduced_motion="reduce")
    for name in walk(page):
        if name == "fog" and page.locator(".dr-gapbox").count():
            expect(page.locator("h1")).to_have_text(words("en")["screens"]["fog"][tale.truth()["key"]]["title"])
        if name == "worlds":
            expect(page.locator(".st-dot").first).to_be_visible(timeout=90_000)
    page.get_by_role("link", name=re.compile("Watch any world")).click()
    page.get_by_role("main").wait_for()
