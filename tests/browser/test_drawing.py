"""Drawings in the browser: any week at once, on one scale, and fog until it is lifted."""

import re
import zlib

import pytest
from playwright.sync_api import expect

from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.settings import Case, Setting, plan_of

from .drawn import SYRIA, TURN, gap, path, play_from, ready, sitting, week
from .driving import NARROW, WIDE, serving, settle, visitor
from .views import worlds_are_done

MOST_MS, MOST_BYTES = 16.0, 60_000


@pytest.fixture(scope="module")
def history():
    return played(plan_of(SYRIA))


# --- the table, goal space, charts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [0, 30, TURN, 208])
def test_those_who_belong_sit_at_the_table_and_nobody_else(visit, history, step):
    from clever_coalitions.app.telling.words import Names

    page = ready(visit(), path(step))
    names = Names(history.scenario)
    frame = history.frames[step]
    members, against = frame.member[0], int(frame.plan_obstacle[0])
    assert sitting(page) == sorted(names.organization(row) for row in members.nonzero()[0])
    if against >= 0 and frame.obstacle[0] >= 0:
        expect(page.locator(".dr-plan")).to_contain_text(history.scenario.obstacles[against].name)
        expect(page.locator(".dr-plan")).to_contain_text(f"{members.sum()} seat")
    else:
        expect(page.locator(".dr-plan")).to_contain_text(re.compile("no plan|settled"))


def test_an_issue_that_has_ended_is_said_to_have_ended_with_fog_and_without(visit):
    worlds = (played(plan_of(Setting(Case("syria"), seed=seed))) for seed in range(1, 100))
    history = next(one for one in worlds if one.result.outcomes["settled"])
    page = ready(visit(), path(208, setting=Setting(Case("syria"), seed=history.plan.seed)))
    expect(page.locator(".dr-plan")).to_contain_text("settled, and it")
    page.get_by_role("button", name="Lift the fog").click()
    weeks, _ = gap(history, 208)
    expect(page.locator(".dr-gap")).to_contain_text(f"For {weeks} week" if weeks else "At no time")


DRAWN = """([marks, rows]) => {
  const drawn = [...document.querySelectorAll(marks)].map((one) => Number(one.dataset.row)).sort((a, b) => a - b);
  return JSON.stringify(drawn) === JSON.stringify(rows);
}"""
"""Whether marks are drawn for these rows, and for no others."""


def test_each_of_several_issues_has_a_table_of_its_own(visit):
    setting = Setting(Case("syria"), (("conditions.issues", 3.0),), seed=7)
    history = played(plan_of(setting))
    step = max(range(209), key=lambda k: (history.frames[k].member.sum(axis=1) > 0).sum())
    someone = visit()
    wrong = []
    someone.page.on("pageerror", lambda error: wrong.append(str(error)))
    page = ready(someone, path(step, setting=setting))
    for issue, members in enumerate(history.frames[step].member):
        page.get_by_role("button", name=f"issue {issue + 1}", exact=True).click()
        page.wait_for_function(DRAWN, arg=[".dr-mark[data-is=sits]", members.nonzero()[0].tolist()])
        chart = page.get_by_role("img", name=re.compile("^Members at the table"))
        expect(chart).to_have_attribute("aria-label", re.compile(rf"\b{members.sum()}\b"))
        others = history.frames[step].member.sum(axis=0) - members
        page.wait_for_function(DRAWN, arg=[".dr-mark[data-also]", others.nonzero()[0].tolist()])
    assert wrong == []


SEEK = """async (week) => {
    const slider = document.querySelector("[aria-label='Week that is shown']");
    slider.value = week;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    document.querySelector('.dr-player').getBoundingClientRect();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}"""
WORK = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
"""What a browser does for a week, in seconds of its thread: other programs on the machine do not count."""


def slowest(page, weeks):
    """Return the milliseconds that a week takes, the 95th percentile."""
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def work():
        found = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
        return sum(found[name] for name in WORK)

    times = []
    for one in weeks:
        before = work()
        page.evaluate(SEEK, one)
        times.append(1000 * (work() - before))
    return sorted(times)[int(0.95 * len(times))]


@pytest.mark.parametrize("view", ["The table", "Goal space"])
def test_any_week_is_drawn_in_no_time(visit, view):
    page = ready(visit(), path())
    page.get_by_role("button", name=view, exact=True).click()
    weeks = [(67 * turn) % 209 for turn in range(1, 100)]
    slowest(page, weeks[:20])
    assert slowest(page, weeks) < MOST_MS


def test_lines_end_at_the_week_that_is_shown_and_scales_know_of_no_other(visit, history):
    page = ready(visit(), path(60, lab=True))
    ends = page.evaluate(
        """() => [...document.querySelectorAll('.dr-charts .dr-line')].map((line) => {
            const points = line.getAttribute('d').match(/-?[\\d.]+ -?[\\d.]+/g) || [];
            return Number((points[points.length - 1] || '0').split(' ')[0]);
        })"""
    )
    full = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.dr-grid path')].map((one) => one.getBBox().width))"
    )
    assert max(ends) < 41 + 0.30 * full  # 60 weeks of 208
    most = max(int(frame.member.sum()) for frame in history.frames[:61])
    chart = page.get_by_role("img", name=re.compile("^Members at the table"))
    expect(chart).to_have_attribute("aria-label", re.compile(f": {int(history.frames[60].member.sum())} in week 60$"))
    assert int(chart.locator(".dr-grid text").nth(1).text_content() or 0) < 2 * most + 1


def test_values_stand_at_the_pointer(visit, history):
    page = ready(visit(), path(100))
    plot = page.locator(".dr-plot").first
    box = plot.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + 40)
    told = page.locator(".dr-value").first.inner_text()
    members, when = re.fullmatch(r"(\d+), week (\d+)", told).groups()
    assert 0 < int(when) < 100
    assert int(members) == int(history.frames[int(when)].member.sum())


def test_two_settings_are_drawn_on_one_scale_in_one_chart(visit):
    page = ready(visit(), path(60, "compare"))
    assert page.locator(".dr-scene").count() == 2
    chart = page.get_by_role("img", name=re.compile("^Members at the table: opt-in .* consensus .* in week 60$"))
    assert chart.locator(".dr-line").count() == 2
    assert chart.locator(".dr-name").all_text_contents() == ["opt-in", "consensus"]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_that_is_said_in_a_chart_stands_upon_something_else(visit, size):
    page = ready(visit(viewport=size), path(120, page="compare", setting=Setting(Case("syria"))))
    worlds_are_done(page)
    settle(page)
    upon = page.locator(".dr-bars, .dr-plot").evaluate_all(
        """(all) => all.flatMap((svg) => {
            const said = [...svg.querySelectorAll('text')].slice(svg.matches('.dr-bars') ? 2 : 0);
            const texts = said.map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width);
            return texts.flatMap(([one, a], k) => texts.slice(k + 1).filter(([, b]) =>
                a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom
            ).map(([other]) => `${one.textContent} | ${other.textContent}`));
        })"""
    )
    assert upon == []


def test_ties_are_those_of_whoever_is_pointed_at_and_axes_are_named(visit, history):
    page = ready(visit(), path(60))
    page.get_by_role("button", name="Goal space").click()
    page.locator(".dr-mark[data-row='22']").dispatch_event("pointerenter")
    ties = int((history.cast.ties == 22).sum())
    assert ties > 0
    assert page.locator(".dr-ties").get_attribute("d").count("M") == ties
    page.locator(".dr-mark[data-row='22']").dispatch_event("pointerleave")
    assert page.locator(".dr-ties").get_attribute("d") == "M0 0"
    assert page.locator(".dr-axes text").count() == 4


# --- fog --------------------------------------------------------------------------------------------------------------


class Heard:
    """All that a server says to a page."""

    def __init__(self, someone):
        self.bytes = 0
        self.texts = []
        someone.page.on("websocket", lambda socket: socket.on("framereceived", self.hear))

    def hear(self, frame):
        text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
        self.texts.append(text)


def test_a_page_is_sent_no_truth_before_the_fog_is_lifted(visit, history):
    someone = visit()
    heard = Heard(someone)
    page = ready(someone, path(0, lab=True))
    page.get_by_role("combobox", name="Speed").select_option("16")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Pause").click()
    settle(page)
    said = "".join(heard.texts)
    assert '\\"beats\\":' in said  # its record is among what was heard
    hidden = [
        '\\"affected\\"',
        '\\"needed\\"',
        '\\"false\\"',
        '\\"barrier\\"',
        '\\"dissent\\"',
        "unannounced",
        "Nobody says so",
    ]
    assert [word for word in hidden if word in said] == []
    page.get_by_role("button", name="Lift the fog").click()
    expect(page.get_by_role("button", name="Let the fog fall")).to_be_visible()
    settle(page)
    said = "".join(heard.texts)
    assert [word for word in hidden[:5] if word not in said] == []


def test_the_fog_lifts_and_says_what_the_gap_cost_by_now(visit, history):
    page = ready(visit(), path(200))
    expect(page.locator(".dr-gap")).to_be_hidden()
    expect(page.locator(".dr-plan")).not_to_contain_text("really")
    page.get_by_role("button", name="Lift the fog").click()
    for step in (TURN, 200):
        week(page).fill(str(step))
        weeks, hours = gap(history, step)
        told = f"For {weeks} weeks you worked against the wrong obstacle; {hours:,} hours of members."
        expect(page.locator(".dr-gap")).to_have_text(told if weeks > 1 else re.compile("At no time|For 1 week "))
    there = int(history.frames[200].obstacle[0])
    expected = f"really in the way: {history.scenario.obstacles[there].name}" if there >= 0 else "settled"
    expect(page.locator(".dr-plan")).to_contain_text(expected)
    page.get_by_role("button", name="Let the fog fall").click()
    expect(page.locator(".dr-gap")).to_be_hidden()


def test_series_of_a_mechanism_of_ones_own_are_drawn_once_the_fog_is_lifted(browser, own_files):
    with serving(["--plugin", str(own_files / "attention.py")]) as server:
        someone = visitor(browser, server.address)
        page = ready(someone, path(40, lab=True))
        chart = page.get_by_role("img", name=re.compile("^Attention: level"))
        expect(page.get_by_role("img", name=re.compile("^Net value so far"))).to_be_visible()
        expect(chart).to_have_count(0)
        page.get_by_role("button", name="Lift the fog").click()
        expect(chart).to_be_visible()
        expect(chart.locator("path.dr-line")).to_have_attribute("d", re.compile("^M[0-9. ]+L"))
        page.get_by_role("button", name="Let the fog fall").click()
        expect(chart).to_have_count(0)
        assert someone.errors == []
        someone.context.close()


def test_another_world_is_in_its_fog_again(visit):
    page = ready(visit(), path(60))
    page.get_by_role("button", name="Lift the fog").click()
    expect(page.locator(".dr-gap")).to_be_visible()
    page.get_by_role("button", name="Another world").click()
    expect(page.get_by_role("button", name="Lift the fog")).to_be_visible()
    expect(page.locator(".dr-gap")).to_be_hidden()


def test_a_play_costs_little_on_the_wire(visit):
    someone = visit()
    heard = Heard(someone)
    page = ready(someone, path(0))
    before = len(heard.texts)
    page.get_by_role("checkbox", name="stop at what matters").uncheck()
    play_from(page, 0, "16")
    expect(week(page)).to_have_value("208", timeout=40_000)
    settle(page)
    records = [text for text in heard.texts[:before] if '\\"beats\\":' in text]
    during = "".join(heard.texts[before:])
    assert len(records) == 1
    cost = len(zlib.compress(records[0].encode())) + len(zlib.compress(during.encode()))
    assert cost < MOST_BYTES
