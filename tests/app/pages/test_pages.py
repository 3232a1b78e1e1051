"""The pages without a browser: what they send to it, and what follows when it answers."""

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

solara = pytest.importorskip("solara")

import ipyvue  # noqa: E402

from clever_coalitions.analysis.words import number  # noqa: E402
from clever_coalitions.app.draw import bundled  # noqa: E402
from clever_coalitions.app.live.changes import WhatIf  # noqa: E402
from clever_coalitions.app.live.history import SHELF  # noqa: E402
from clever_coalitions.app.live.link import Link, View, address  # noqa: E402
from clever_coalitions.app.live.settings import Case, Setting  # noqa: E402
from clever_coalitions.app.pages import main, vue  # noqa: E402
from clever_coalitions.app.pages.compare import Compare, numbers_alike  # noqa: E402
from clever_coalitions.app.pages.experiment import Experiment, ideas  # noqa: E402
from clever_coalitions.app.pages.explore import Explore  # noqa: E402
from clever_coalitions.app.pages.lab import verdict  # noqa: E402
from clever_coalitions.app.pages.visitor import Visitor, visitors  # noqa: E402
from clever_coalitions.app.record import lean, record_of, truth_of, written  # noqa: E402
from clever_coalitions.app.telling.following import Whereabouts  # noqa: E402
from clever_coalitions.scenarios import load  # noqa: E402
from clever_coalitions.sim.briefing import USES  # noqa: E402
from clever_coalitions.sim.governance.forms import FORMS  # noqa: E402
from clever_coalitions.sim.parameters import numbers  # noqa: E402
from clever_coalitions.sim.terms import MANY  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # those of Solara itself

SYRIA = Setting(Case("syria"), seed=7)
PAGES = Path(vue.__file__).parent
SCRIPTS = bundled()


class Shown:
    """A page that is shown to a visitor."""

    def __init__(self, page, link):
        self.visitor = Visitor()
        self.visitor.link.value = link

        @solara.component
        def around():
            visitors.provide(self.visitor)
            page()

        _, self.rendered = solara.render(around(), handle_error=False)

    def part(self, *traits):
        """Return the only part with these properties, once it is there: some are drawn a moment after others."""
        wait_until(lambda: len(self.parts(*traits)) == 1)
        return self.parts(*traits)[0]

    def buttons(self):
        """Return all plain buttons."""
        return [one for one in self.parts("label") if hasattr(one, "vue_event_press")]

    def parts(self, *traits):
        return [one for one in self.rendered.find(ipyvue.VueTemplate).widgets if all(one.has_trait(t) for t in traits)]

    def say(self, part, event, data=None):
        """Let the browser say something."""
        getattr(part, f"vue_event_{event}")(data)

    def do(self, part, event, what=None):
        """Let the browser say something in turn, and expect that it was answered."""
        turn = part.turn + 1
        self.say(part, event, {"turn": turn, "what": what})
        wait_until(lambda: part.turn == turn or part not in self.parts("turn"))

    def close(self):
        self.rendered.close()


@pytest.fixture
def show():
    shown = []

    def open_page(page, link=Link(SYRIA, 68)):  # noqa: B008
        shown.append(Shown(page, link))
        return shown[-1]

    yield open_page
    for one in shown:
        one.close()


def drawn(page, what):
    """Return the only drawing of its kind."""
    found = [one for one in page.parts("what", "given") if one.what == what]
    assert len(found) == 1
    return found[0]


def records(page):
    return [json.loads(side["record"]) for side in drawn(page, "player").given.value["sides"]]


def test_the_first_look_is_the_player_and_one_chart(show):
    page = show(Explore)
    assert records(page) == [json.loads(written(record_of(SHELF.history(SYRIA))))]
    assert drawn(page, "player").now["step"] == 68
    assert drawn(page, "charts").given.value == {"names": ["members"], "own": False}
    assert not page.parts("shares")
    assert not page.parts("groups")


def test_the_truth_is_sent_when_the_fog_is_lifted_and_another_world_is_in_its_fog_again(show):
    page = show(Explore)
    player = drawn(page, "player")
    assert player.truth.value is None
    page.say(player, "lift", True)
    assert [json.loads(one) for one in player.truth.value] == [json.loads(written(truth_of(SHELF.history(SYRIA))))]
    assert player.now["lifted"]
    page.visitor.set(replace(SYRIA, seed=8))
    assert player.truth.value is None
    page.visitor.set(SYRIA)
    page.say(player, "lift", False)
    assert player.truth.value is None


def test_playing_on_sends_no_record_again(show):
    page = show(Explore)
    player = drawn(page, "player")
    given = player.given
    page.say(player, "at", {"step": 70, "playing": True, "moves": 0})
    assert page.visitor.link.value.step == 70
    assert player.given is given


def test_a_what_if_begins_in_the_week_that_is_shown_and_can_be_taken_back(show):
    page = show(Explore)
    page.say(drawn(page, "player"), "fork", 61)
    card = page.part("organizations")
    assert card.when == "week 61"
    page.do(card, "change", {"what": "governance", "name": "consensus"})
    assert page.visitor.link.value.setting.changes == (WhatIf(61, "governance", name="consensus"),)
    page.do(page.part("organizations"), "change", {"what": "invite", "who": 24, "value": 0})
    chips = page.part("changes")
    assert chips.changes == ["from week 61: consensus", "from week 61: lawyer 3 is never invited"]
    page.do(chips, "drop", "from week 61: consensus")
    assert [change.what for change in page.visitor.link.value.setting.changes] == ["invite"]
    page.do(page.part("changes"), "drop_all")
    assert page.visitor.link.value.setting == SYRIA
    page.visitor.undo()
    assert len(page.visitor.link.value.setting.changes) == 1


def test_the_coordinators_week_is_the_cases_at_the_start_and_a_what_if_later(show):
    shares = [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
    page = show(Explore, Link(SYRIA, 0, View(lab=True)))
    bar = page.part("shares")
    assert bar.shares == [getattr(load("syria").parameters.coordinator, use) for use in USES]
    page.do(bar, "share", shares)
    setting = page.visitor.link.value.setting
    assert setting.changes == ()
    assert dict(setting.numbers)["coordinator.listen"] == 0.4
    page.visitor.go(Link(SYRIA, 30, View(lab=True)))
    page.do(page.part("shares"), "share", shares)
    assert page.visitor.link.value.setting.changes == (WhatIf(30, "week", shares=tuple(shares)),)
    assert page.part("shares").shares == shares
    page.visitor.at(29)
    assert page.part("shares").shares != shares


def test_every_number_of_the_model_can_be_changed_and_set_back(show):
    page = show(Explore, Link(SYRIA, 68, View(lab=True)))
    card = page.part("groups")
    paths = [item["path"] for group in card.groups.value for item in group["items"]]
    assert {"weeks", "kinds.lawyer.count", "joining.hour_price", "coordinator.listen"} <= set(paths)
    assert len(set(paths)) == len(paths) > len(list(numbers()))
    page.do(card, "number", {"path": "joining.hour_price", "value": 3.5})
    assert page.visitor.link.value.setting.numbers == (("joining.hour_price", 3.5),)
    assert page.part("groups").changed == {"joining.hour_price": 3.5}
    page.do(page.part("groups"), "number", {"path": "joining.hour_price", "value": None})
    assert page.visitor.link.value.setting == SYRIA


def test_a_setting_that_makes_no_sense_is_said_and_can_be_undone(show):
    page = show(Explore)
    page.visitor.set(SYRIA.with_number("kinds.lawyer.count", 10**9))
    assert not page.parts("what")
    undo = next(one for one in page.buttons() if "last change back" in one.label)
    page.say(undo, "press")
    assert drawn(page, "player").now["step"] == 68


def test_charts_leave_out_a_ghost_of_other_organizations(show):
    page = show(Explore, Link(SYRIA, 68, View(lab=True)))
    page.visitor.set(SYRIA.with_number("kinds.lawyer.count", 2).with_number("kinds.relief agency.count", 0))
    assert drawn(page, "player").given.value["ghost"] is None
    page.visitor.set(SYRIA.with_number("joining.hour_price", 3.0))
    ghost = drawn(page, "player").given.value["ghost"]
    assert (ghost["name"], ghost["own"]) == ("the case as it comes", "your settings")
    assert json.loads(ghost["record"]) == json.loads(written(lean(record_of(SHELF.history(SYRIA)))))


def test_a_mistake_of_ours_is_said_and_leaves_ways_out(show):
    @solara.component
    def breaking():
        if visitors_seed() == 13:
            raise ZeroDivisionError("as a test")
        solara.Text("it works")

    def visitors_seed():
        return solara.use_context(visitors).link.value.setting.seed

    page = show(main.guarded(breaking, "Breaking"), Link(replace(SYRIA, seed=12)))
    assert not page.buttons()
    page.visitor.set(replace(SYRIA, seed=13))
    ways = page.buttons()
    assert [way.label for way in ways] == ["Take the last change back", "Start afresh"]
    page.say(ways[0], "press")
    assert page.visitor.link.value.setting.seed == 12
    assert not page.buttons()


def a_member(link):
    """Return the row of an organization that belongs in the week of a link."""
    return int(np.flatnonzero(SHELF.history(link.setting).frames[link.step].member[0])[0])


SOME = (0.0,) * MANY


def test_choosing_an_organization_says_why_and_once_more_closes_it(show):
    step = next(step for step, frame in enumerate(SHELF.history(SYRIA).frames) if frame.member.any())
    page = show(Explore, Link(SYRIA, step))
    row = a_member(page.visitor.link.value)
    page.say(drawn(page, "player"), "choose", row)
    card = page.part("verdict")
    assert card.verdict.startswith("It belongs")
    hours = [abs(term["hours"]) for term in card.terms]
    assert hours == sorted(hours, reverse=True)
    page.say(drawn(page, "player"), "choose", row)
    assert not page.parts("verdict")


@pytest.mark.parametrize(
    ("why", "worth", "words"),
    [
        ("seat", 2.0, "It belongs: a seat is worth +2.0 hours a week to it."),
        ("declined", -2.0, "A place is offered and it stays out: a seat is worth −2.0 hours a week to it."),
        ("slow", 2.0, "A place is offered; a seat is worth +2.0 hours a week to it."),
        ("not asked", 1.0, "No place is offered to it; a seat is worth +1.0 hours a week to it."),
        (
            "not called",
            1.0,
            "A place is offered, but nobody has called it yet; a seat is worth +1.0 hours a week to it.",
        ),
        ("unknown", 1.0, "Nobody who takes part knows it; a seat is worth +1.0 hours a week to it."),
        (
            "waiting",
            2.0,
            "A place is offered; a seat is worth +2.0 hours a week to it, but too few are in, and it trusts the "
            "coordinator too little to be the first.",
        ),
    ],
)
def test_the_verdict_on_a_seat_is_one_sentence(why, worth, words):
    assert verdict(Whereabouts(why, SOME, worth=worth)) == words
    has_seat = "It belongs: members keep their seats while they have no plan."
    nothing = "There is no common plan this week, so there is no seat to take."
    assert verdict(Whereabouts(why)) == (has_seat if why == "seat" else nothing)
    assert verdict(Whereabouts("away")) == "It is not there this week."


def test_a_change_is_held_against_its_baseline_in_many_worlds(show):
    changed = replace(SYRIA, changes=(WhatIf(61, "governance", name="consensus"),))
    page = show(Explore, Link(changed, 90))
    bar = page.part("can_go_on")
    assert bar.said[0].startswith("What it comes to in this one world is told")
    wait_until(lambda: page.part("can_go_on").done == 200 and not page.part("can_go_on").is_running)
    assert any("the old course" in said for said in page.part("can_go_on").said[1:])


def wait_until(is_so, patience=60.0):
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_uploads_are_taken_or_their_mistakes_shown_at_their_keys(show):
    page = show(Explore, Link(SYRIA, 68, View(lab=True)))
    page.say(page.part("problems"), "file", {"name": "bad.toml", "text": "title = 'x'\nweeks = 'many'\n"})
    card = page.part("problems")
    assert card.file == "bad.toml"
    assert "weeks" in [one["key"] for one in card.problems]
    assert page.visitor.link.value.setting == SYRIA
    text = (Path(vue.__file__).parents[2] / "scenarios" / "syria.toml").read_text("utf-8")
    page.say(card, "file", {"name": "mine.toml", "text": text})
    assert page.visitor.link.value.setting.case == Case("mine", text)
    assert page.part("problems").problems == []
    same = SHELF.history(Setting(Case("mine", text), seed=7)).result.digest
    assert same == SHELF.history(SYRIA).result.digest


def test_a_link_without_its_file_asks_for_it_and_refuses_another(show):
    text = (Path(vue.__file__).parents[2] / "scenarios" / "steady.toml").read_text("utf-8")
    case = Case("mine", text)
    page = show(Explore, Link(Setting(Case("mine", awaited=case.hash), seed=3), 40))
    assert not page.parts("what")
    page.say(page.part("problems"), "file", {"name": "mine.toml", "text": text + "\n"})
    assert "names another file" in page.part("problems").problems[0]["expected"]
    page.say(page.part("problems"), "file", {"name": "mine.toml", "text": text})
    assert drawn(page, "player").now["step"] == 40
    assert page.visitor.link.value == Link(Setting(case, seed=3), 40)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("record", '"beats":['),
        ("series", "week,fact,obstacle"),
        ("choices", '"decision": "governance"'),
        ("report", "coalitions run syria --seed 7"),
    ],
)
def test_files_are_made_when_they_are_asked_for(show, key, words):
    changed = replace(SYRIA, changes=(WhatIf(61, "governance", name="consensus"),))
    page = show(Explore, Link(changed, 208, View(lab=True)))
    card = page.part("items", "file", "note")
    assert card.file is None
    assert "--then 61:governance=consensus" in card.note
    assert SHELF.history(changed).result.digest in card.note
    page.say(card, "make", key)
    wait_until(lambda: page.part("items", "file", "note").file)
    made = page.part("items", "file", "note").file
    assert words in made["text"]
    assert "://" not in made["text"].replace("http://www.w3.org/2000/svg", "")


def names_of(page):
    return [side["name"] for side in drawn(page, "player").given.value["sides"]]


def test_two_settings_are_compared_in_one_world_and_in_many(show):
    page = show(Compare, Link(SYRIA, 68))
    assert names_of(page) == ["opt-in", "consensus"]
    assert [record["form"] for record in records(page)] == ["opt-in", "consensus"]
    wait_until(lambda: page.part("can_go_on").done == 200 and not page.part("can_go_on").is_running)
    assert "In 200 worlds of syria" in page.part("can_go_on").said[0]
    page.do(page.part("path"), "ask", "coordinator.listen=0.4")
    usual = load("syria").parameters.coordinator.listen
    assert names_of(page) == [f"coordinator.listen={usual:g}", "coordinator.listen=0.4"]
    page.do(page.part("path"), "ask", "governance=nonsense")
    assert not page.parts("what")


def test_an_experiment_is_run_stopped_gone_on_with_and_kept(show):
    page = show(Experiment, Link(SYRIA, view=View(vary="governance=opt-in,consensus", worlds=3000)))
    bar = page.part("can_go_on")
    assert (bar.done, bar.start) == (0, "Run")
    page.say(bar, "on")
    wait_until(lambda: page.part("can_go_on").done > 5)
    page.say(page.part("can_go_on"), "stop")
    wait_until(lambda: not page.part("can_go_on").is_running)
    stopped = page.part("can_go_on")
    assert 5 < stopped.done < 3000
    assert stopped.can_go_on
    page.say(page.part("vary"), "ask", {"vary": "governance=opt-in,consensus", "worlds": stopped.done + 5})
    assert page.part("can_go_on").done == stopped.done
    page.say(page.part("can_go_on"), "on")
    wait_until(lambda: not page.part("can_go_on").is_running)
    assert page.part("can_go_on").said[0].startswith("In ")
    assert page.part("means").outcome == "net_value"
    wait_until(lambda: len(page.parts("svg", "narrow")) == 4)


@pytest.mark.parametrize("idea", ideas(), ids=lambda idea: idea["label"])
def test_every_question_that_is_offered_makes_sense(show, idea):
    page = show(Experiment, Link(SYRIA, view=View(vary=idea["value"])))
    assert page.part("can_go_on").start == "Run"


def test_the_head_keeps_the_address_and_says_what_is_to_be_said():
    @solara.component
    def nothing():
        solara.Text("the page")

    _, rendered = solara.render(main.Around(children=[nothing()]), handle_error=False)
    head = next(one for one in rendered.find(ipyvue.VueTemplate).widgets if one.has_trait("address"))
    assert head.address == address(Link())
    assert [page["label"] for page in head.pages][:4] == ["Explore", "Play", "Compare", "Experiment"]
    assert head.said == ""
    head.vue_event_set_theme({"turn": 1, "what": "dark"})
    assert head.turn == 1
    assert head.theme == "dark"
    assert head.address == address(Link(view=View(theme="dark")))
    rendered.close()


def test_every_template_has_a_part_and_every_event_of_it_is_heard():
    assert set(vue.PARTS) == {path.name for path in PAGES.glob("*.vue")}
    for name, events in vue.PARTS.items():
        template = (PAGES / name).read_text("utf-8")
        said = set(re.findall(r"\b(?:event_|say\(')(\w+)", template))
        said |= set(re.findall(r"\btell\('(\w+)'", SCRIPTS)) if name == "drawn.vue" else set()
        assert said <= events, name
        assert "module.exports" in template
        assert "http" not in template, name


def test_styles_are_for_light_and_dark_and_ask_for_nothing_from_outside():
    assert "prefers-color-scheme: dark" in main.CSS
    assert "[data-theme=dark]" in main.CSS
    assert "prefers-reduced-motion" in main.CSS
    assert "url(" not in main.CSS
    assert "@import" not in main.CSS


def test_compare_says_which_what_ifs_hold_and_names_its_sides_after_them(show):
    changed = replace(SYRIA, changes=(WhatIf(61, "strategy", name="directive"),), numbers=(("trust.start", 0.4),))
    page = show(Compare, Link(changed, 90))
    assert page.part("where").changes == ["from week 61: directive"]
    assert page.part("where").where == "On both sides"
    assert names_of(page) == ["opt-in with what ifs", "consensus with what ifs"]


def test_worlds_that_are_stopped_know_how_many_were_asked_for(show):
    page = show(Experiment, Link(SYRIA).viewed(vary="governance=opt-in,consensus", worlds=4000))
    page.say(page.part("can_go_on"), "on")
    wait_until(lambda: page.part("can_go_on").done > 4)
    page.say(page.part("can_go_on"), "stop")
    wait_until(lambda: not page.part("can_go_on").is_running)
    told = " ".join(page.part("can_go_on").said)
    assert f"It was interrupted after {page.part('can_go_on').done} of 4,000 worlds." in told


def test_compare_calls_nothing_the_same_that_differs():
    changed = replace(SYRIA, numbers=(("coordinator.listen", 0.3), ("trust.start", 0.4)))
    assert numbers_alike(changed, "trust.start=0.6") == "coordinator.listen = 0.3"
    assert numbers_alike(changed, "governance=consensus") == "coordinator.listen = 0.3, trust.start = 0.4"


def test_how_a_world_ends_is_told_at_its_last_week_or_without_fog(show):
    changed = replace(SYRIA, changes=(WhatIf(61, "governance", name="consensus"),))
    page = show(Explore, Link(changed, 90, View(lab=True)))
    ending = f"net value {number(SHELF.history(changed).result.outcomes['net_value'], 1.0)}"

    def said():
        return page.part("can_go_on").said[0], {item["key"] for item in page.part("items", "file", "note").items}

    for step, is_told in ((90, False), (208, True), (207, False)):
        page.visitor.seek(step)
        verdict_, files = said()
        assert (ending in verdict_ or "the net value is" in verdict_) == is_told
        assert files == ({"series", "choices", "record", "report"} if is_told else {"choices"})
    page.say(drawn(page, "player"), "lift", True)
    assert "net value" in said()[0]
    page.visitor.set(replace(changed, seed=8))
    assert said()[1] == {"choices"}


def test_a_what_if_keeps_the_week_in_which_it_was_asked_for(show):
    page = show(Explore)
    page.say(drawn(page, "player"), "fork", 61)
    page.say(drawn(page, "player"), "at", {"step": 200, "playing": False, "moves": 1})
    card = page.part("organizations")
    assert card.when == "week 61"
    page.do(card, "change", {"what": "governance", "name": "consensus"})
    assert page.visitor.link.value.setting.changes == (WhatIf(61, "governance", name="consensus"),)
    assert page.visitor.link.value.step == 200


def test_the_bar_says_which_forms_hold_later(show):
    changes = (WhatIf(61, "governance", name="consensus"), WhatIf(104, "governance", name="mandated"))
    page = show(Explore, Link(replace(SYRIA, changes=changes), 90))
    bar = page.part("cases")
    assert (bar.form, bar.later) == ("opt-in", "from week 61: consensus; from week 104: by mandate")
    page.visitor.set(SYRIA)
    assert page.part("cases").later == ""


def test_a_story_is_told_until_one_goes_elsewhere_in_it(show):
    page = show(Explore)
    page.say(page.part("stories"), "open", "whatif")
    visitor = page.visitor
    assert visitor.said.value.startswith("A new rule half way.")
    assert f"World {visitor.link.value.setting.seed} of this case" in visitor.said.value
    page.say(drawn(page, "player"), "at", {"step": 120, "playing": True, "moves": 0})
    assert visitor.said.value
    page.say(drawn(page, "player"), "at", {"step": 121, "playing": False, "moves": 1})
    assert visitor.said.value == ""


def test_numbers_without_a_limit_reach_the_browser(show):
    page = show(Explore, Link(SYRIA, 68, View(lab=True)))
    items = {item["path"]: item for group in page.part("groups").groups.value for item in group["items"]}
    assert items["conditions.deadline"]["usual"] is None
    assert json.loads(json.dumps(list(items.values()), allow_nan=False))


@pytest.mark.parametrize("governance", FORMS)
def test_several_issues_are_shown_under_every_form(show, governance):
    setting = replace(SYRIA, governance=governance, numbers=(("conditions.issues", 3.0),))
    page = show(Explore, Link(setting, 90, View(lab=True, chosen=3)))
    record = records(page)[0]
    assert [issue["name"] for issue in record["cast"]["issues"]] == ["issue 1", "issue 2", "issue 3"]
    assert len(record["coalitions"]) == (3 if FORMS[governance].is_coordinated else 0)
    assert page.part("verdict").verdict
