"""A walk through every page, as someone would take it: play, ask why, go back, change one thing, compare, share."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from clever_coalitions.app.commands.new import begin_case
from clever_coalitions.scenarios.loader import text_of_case

from .driving import PATIENCE, ROOT, settle
from .views import WORLDS, worlds_are_done

END = 208
LOOKED_AT = 50  # somebody sits
FORK = LOOKED_AT - 20
DIGEST = re.compile(r"digest ([0-9a-f]{16})")


def region(page: Page, name: str | re.Pattern[str]):
    return page.get_by_role("region", name=name)


def player(page):
    return region(page, "The coalition, week by week")


def week(page):
    return page.get_by_role("slider", name="Week that is shown")


def open_lab(page):
    page.get_by_role("button", name="Open the Lab").click()
    expect(page.get_by_role("button", name="Close the Lab")).to_be_visible()
    settle(page)


LISTEN = """
    window.heard = [];
    const news = document.querySelector("[aria-label='The coalition, week by week'] [role=status]");
    const week = document.querySelector("[aria-label='Week that is shown']");
    new MutationObserver(() => heard.push([Number(week.value), news.innerText]))
        .observe(news, {childList: true, characterData: true, subtree: true});
"""
"""Notes in the page what it tells and when: a sentence may stay for a moment only."""


def play_to_the_end(page):
    page.get_by_role("combobox", name="Speed").select_option("16")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def digest(page):
    return DIGEST.search(page.get_by_text("The same numbers on the command line").inner_text()).group(1)


def command_line(*arguments, folder):
    """Run our own command line in a folder, and return what it printed."""
    command = [sys.executable, "-m", "clever_coalitions.app.cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.fixture(scope="module")
def fallen():
    """The week in which the first obstacle is overcome in the world that a page begins with, as the model says it."""
    from clever_coalitions.app.live.link import FIRST
    from clever_coalitions.scenarios import load
    from clever_coalitions.sim.events import OVERCOME
    from clever_coalitions.sim.run import simulate

    events = simulate(load("syria"), FIRST.seed, events=True).events
    return int(events[events[:, 1] == OVERCOME, 0][0])


def test_playing_syria_to_the_end_announces_what_is_overcome(visit, fallen):
    page = visit().open()
    page.evaluate(LISTEN)
    play_to_the_end(page)
    expect(week(page)).to_have_value(str(END), timeout=60_000)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()  # it stops by itself
    heard = page.evaluate("heard")
    announced = [when for when, news in heard if "is overcome. Nothing is won yet" in news]
    assert announced
    assert fallen <= announced[0] <= fallen + 2


def test_why_rewind_fork_compare_and_the_link(visit, tmp_path):
    page = visit().open()
    open_lab(page)
    week(page).fill(str(LOOKED_AT))
    settle(page)

    log = region(page, "What happened, and why")
    turn = log.get_by_role("listitem").filter(has=page.get_by_role("button", name="why?")).first
    turn.get_by_role("button", name="why?").click()
    expect(turn.get_by_role("button", name="why?")).to_have_attribute("aria-expanded", "true")
    expect(turn.get_by_role("listitem")).not_to_have_count(0)

    member = player(page).get_by_role("button", name=re.compile(": sits at the table")).first
    name = (member.get_attribute("aria-label") or "").partition(":")[0]
    member.click()
    why = region(page, re.compile(f"^{re.escape(name)} "))
    expect(why.get_by_role("row").nth(3)).to_be_visible()
    hours = [parse(text) for text in why.get_by_role("cell").filter(has_text=re.compile(r"\d")).all_inner_texts()]
    assert len(hours) > 3
    assert [abs(one) for one in hours] == sorted((abs(one) for one in hours), reverse=True)

    for _ in range(20):
        page.get_by_role("button", name="One week back").click()
    expect(week(page)).to_have_value(str(FORK))
    settle(page)

    as_it_was = digest(page)
    page.get_by_role("button", name="What if from here").click()
    page.get_by_label("… they decided by").select_option("consensus")
    expect(page.get_by_role("group", name="What ifs in force")).to_contain_text("consensus")
    expect(week(page)).to_have_value(str(FORK))
    expect(page.get_by_text("The same numbers on the command line")).not_to_contain_text(as_it_was)
    worlds_are_done(page)
    settle(page)

    shown = digest(page)
    arguments = re.search(r"coalitions (run .*?) \(digest", page.get_by_text("The same numbers").inner_text()).group(1)
    assert "--then" in arguments
    printed = json.loads(command_line(*arguments.split(), "--json", folder=tmp_path))
    assert printed["digest"][: len(shown)] == shown

    address = page.evaluate("location.href")
    fresh = visit().page
    fresh.goto(address)
    expect(week(fresh)).to_have_value(str(FORK))
    expect(fresh.get_by_role("group", name="What ifs in force")).to_contain_text("consensus")
    assert digest(fresh) == shown
    expect(player(fresh).locator(".dr-news")).to_have_text(player(page).locator(".dr-news").inner_text())

    page.get_by_role("link", name="Compare").click()
    worlds_are_done(page)


def parse(hours):
    return float(hours.replace("−", "-"))


def test_the_compare_page_gives_the_numbers_of_the_command_line(visit, tmp_path):
    page = visit().open("compare")
    expect(page.get_by_role("combobox", name="which")).to_have_value("consensus")
    said = page.get_by_text(re.compile(r"In 200 worlds of syria"))
    expect(said).to_be_visible(timeout=WORLDS)
    arguments = ["compare", "syria", "--vary", "governance=opt-in,consensus", "--worlds", "200", "--seed", "1"]
    printed = json.loads(command_line(*arguments, "--json", folder=ROOT))
    assert printed["worlds"] == 200
    difference = printed["outcomes"]["net_value"]["difference"]["consensus"]
    check_words(said.inner_text(), difference)


def check_words(said, difference):
    """Check what the page says of consensus against opt-in, whichever way it fell: it looks at each world, so its
    interval is wider than that of so many worlds fixed beforehand."""
    mean = difference["mean"]
    better, other = ("opt-in", "consensus") if mean < 0.0 else ("consensus", "opt-in")
    found = re.search(rf"{better} achieves ([\d.]+) more net value than {other} \[", said)
    if found is None:
        assert "not yet known in 200 worlds whether consensus and opt-in differ [" in said
    else:
        assert float(found[1]) == pytest.approx(abs(mean), abs=0.006)


def test_an_experiment_is_asked_stopped_gone_on_with_and_taken_home(visit, tmp_path):
    page = visit().open("experiment")
    page.get_by_role("combobox", name="path=value,value").fill("coordinator.listen=0,0.4")
    page.get_by_role("spinbutton", name="in worlds").fill("2000")
    page.get_by_role("button", name="Ask this").click()
    settle(page)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^[1-9]\d* of 2000 worlds"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    stopped = page.get_by_text(re.compile(r"\d+ of 2000 worlds are done"))
    expect(stopped).to_be_visible()
    done = int(stopped.inner_text().split()[0])
    assert 0 < done < 2000
    page.get_by_role("spinbutton", name="in worlds").fill(str(done + 50))
    page.get_by_role("button", name="Ask this").click()
    settle(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(f"In {done + 50} worlds of syria")).to_be_visible(timeout=WORLDS)
    expect(page.get_by_role("img").first).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Outcomes, CSV").click()
    downloading.value.save_as(tmp_path / "outcomes.csv")
    assert len((tmp_path / "outcomes.csv").read_text().splitlines()) == 1 + 2 * (done + 50)


UNLIKE = """
    window.seen = [];
    new MutationObserver(() => {
        const bar = document.querySelector('.cc-worlds'), progress = bar && bar.querySelector('progress');
        if (!progress) return;
        const isAsWorking = bar.querySelector('button') || bar.innerText.includes(' of ' + progress.max);
        seen.push(progress.value === progress.max && isAsWorking ? bar.innerText : '');
    }).observe(document.body, {childList: true, subtree: true, characterData: true, attributes: true});
"""
"""Notes whether a page offers to stop what is over, or counts all worlds beside what fewer say."""


def test_worlds_that_are_all_run_cannot_be_stopped_and_no_two_counts_stand_beside_each_other(visit):
    page = visit().open()
    open_lab(page)
    week(page).fill("60")
    page.evaluate(UNLIKE)
    page.get_by_role("button", name="What if from here").click()
    page.get_by_label("… they decided by").select_option("consensus")
    worlds_are_done(page)
    settle(page)
    seen = page.evaluate("seen")
    assert seen
    assert [text for text in seen if text] == []


def test_a_wrong_upload_is_explained_and_nothing_is_lost(visit, tmp_path):
    page = visit().open()
    open_lab(page)
    before = page.evaluate("location.href")
    wrong = tmp_path / "mine.toml"
    text = (ROOT / "scenarios" / "syria.toml").read_text("utf-8")
    assert "count = 14" in text
    wrong.write_text(text.replace("count = 14", "cuont = 14", 1), "utf-8")
    page.get_by_label("Choose a file").set_input_files(wrong)
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("mine.toml")
    expect(problem).to_contain_text("cuont")
    expect(problem).to_contain_text("count")
    assert page.evaluate("location.href") == before
    (tmp_path / "noise.toml").write_bytes(b"\xff\xfe\x00")
    page.get_by_label("Choose a file").set_input_files(tmp_path / "noise.toml")
    expect(problem).to_contain_text("not text in UTF-8")


def test_a_right_upload_travels_in_the_link(visit, tmp_path):
    page = visit().open()
    open_lab(page)
    mine = tmp_path / "mine.toml"
    text = (ROOT / "scenarios" / "syria.toml").read_text("utf-8")
    mine.write_text(text.replace('title = "Syria: aid across a border"', 'title = "Ours"', 1), "utf-8")
    page.get_by_label("Choose a file").set_input_files(mine)
    expect(page.get_by_role("combobox", name="Case").locator("option:checked")).to_have_text("Ours (your file)")
    settle(page)
    fresh = visit().page
    fresh.goto(page.evaluate("location.href"))
    expect(fresh.get_by_role("combobox", name="Case").locator("option:checked")).to_have_text("Ours (your file)")
    assert digest(fresh) == digest(page)


def test_a_case_of_names_shows_them(visit, tmp_path):
    """A case with tables comes as one file; alone it is refused, with the words that print that one."""
    begin_case(tmp_path / "town", "")
    page = visit().open()
    open_lab(page)
    page.get_by_label("Choose a file").set_input_files(tmp_path / "town" / "town.toml")
    expect(page.get_by_role("alert")).to_contain_text("coalitions show CASE --toml")
    (tmp_path / "whole.toml").write_text(text_of_case(tmp_path / "town" / "town.toml"), "utf-8")
    page.get_by_label("Choose a file").set_input_files(tmp_path / "whole.toml")
    expect(page.get_by_role("combobox", name="Case")).to_contain_text("(your file)")
    expect(page.get_by_text("Law clinic", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Law clinic: ")).click()
    expect(page.get_by_role("heading", name="Law clinic")).to_be_visible()


def test_absurd_numbers_are_answered_in_words(visit):
    page = visit().open()
    open_lab(page)
    for kind in ("relief agencies", "human-rights groups", "lawyers", "media outlets", "faith leaders"):
        if not page.get_by_role("alert").count():
            page.get_by_role("spinbutton", name=f"Number of {kind}").fill("0")
            page.get_by_role("spinbutton", name=f"Number of {kind}").press("Enter")
            settle(page)
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(player(page)).to_be_visible()


@pytest.mark.parametrize("what", ["nonsense", "1.eNqrVkpWslIqrizKTFTSUcoFs", "9.abc", ""])
def test_a_broken_address_says_so_and_opens_the_usual_start(visit, what):
    someone = visit()
    page = someone.page
    page.goto(f"{someone.address}/explore?s={what}")
    expect(player(page)).to_be_visible()
    if what:
        expect(page.get_by_role("alert")).to_contain_text("usual start")


def test_where_there_is_no_page_a_link_leads_to_the_start(visit):
    someone = visit()
    page = someone.page
    page.goto(f"{someone.address}/nowhere")
    assert someone.errors == [f"404 {someone.address}/nowhere", *someone.errors[1:]]
    someone.errors.clear()
    page.get_by_role("link", name="The first page").click()
    page.get_by_role("link", name="Skip the story").click()
    expect(player(page)).to_be_visible()
