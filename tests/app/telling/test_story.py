"""Stories and charts say what the events and the series say."""

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.analysis.words import listed
from clever_coalitions.app.commands.chart import BLOCKS, PIVOT, Chart, draw_run, legend
from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.record.building import happened
from clever_coalitions.app.telling.beats import OF_NONE, Beat, Event, form_at, strategy_at
from clever_coalitions.app.telling.crowd import leader_of
from clever_coalitions.app.telling.moments import moments_of
from clever_coalitions.app.telling.story import event_of, tell
from clever_coalitions.app.telling.summary import summary
from clever_coalitions.app.telling.why import explained, reasons, why_it_moved
from clever_coalitions.app.telling.words import Names
from clever_coalitions.scenarios import load
from clever_coalitions.sim.events import (
    ALARM_RANG,
    CAME,
    DEADLINE_PASSED,
    GONE,
    HAPPENINGS,
    HUB_BURNT_OUT,
    JOINED,
    LEFT,
    OBSTACLE_CHANGED,
    OVERCOME,
    PIVOTED,
    PLAN_ADOPTED,
    SETTLED_HARMS,
    SETTLED_HELPS,
    WALKED_AWAY,
    WIDTH,
    WINDOW_OPENED,
)
from clever_coalitions.sim.governance import forms
from clever_coalitions.sim.run import Run, simulate
from clever_coalitions.sim.scenario import Amendment, Scripted
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import ACTIVE, CURRENT, coalitions, coordinators, plan
from clever_coalitions.sim.tallies import NEW_PLANS
from clever_coalitions.sim.terms import TERMS

SYRIA = load("syria")
FORMS = tuple(forms.FORMS)


def run(case=SYRIA, seed=1, governance="opt-in", **options):
    return simulate(case, seed, governance, events=True, **options)


def weeks_of(result, what):
    return {int(row[0]) for row in result.events if row[1] == what}


def count(result, what):
    return int(np.count_nonzero(result.events[:, 1] == what))


@pytest.mark.parametrize("governance", FORMS)
@pytest.mark.parametrize("case", ["syria", "central_african_republic", "steady", "neutral"])
def test_every_run_can_be_told_and_drawn(case, governance):
    scenario = load(case)
    for seed in range(3):
        result = run(scenario, seed, governance)
        beats = tell(result, scenario)
        assert all(beat.sentences and beat.text for beat in beats)
        assert [beat.first for beat in beats] == sorted({beat.first for beat in beats})
        assert not re.search(r"\bnan\b|-1", " ".join(beat.text for beat in beats))
        assert max(line.cell_len for line in draw_run(result, scenario, 80)) <= 80


@pytest.mark.parametrize("governance", FORMS)
@pytest.mark.parametrize("case", ["syria", "steady"])
def test_several_issues_are_told_and_each_week_says_which_one_it_is_about(case, governance):
    scenario = load(case).with_numbers({"conditions.issues": 3.0})
    result = run(scenario, 2, governance)
    beats = tell(result, scenario)
    assert all(beat.label.endswith(f" · issue {beat.issue + 1}") for beat in beats if beat.issue != OF_NONE)
    assert [beat.first for beat in beats] == sorted(beat.first for beat in beats)
    text = "; ".join(beat.text for beat in beats)
    assert len(re.findall(r"is overcome|overcomes", text)) == count(result, OVERCOME)
    assert max(line.cell_len for line in draw_run(result, scenario, 80)) <= 80


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("governance", ["opt-in", "consensus", "bound-majority"])
def test_what_matters_is_told_as_often_as_it_happens(seed, governance):
    result = run(seed=seed, governance=governance)
    tones = Counter(sentence.tone for beat in tell(result, SYRIA) for sentence in beat.sentences)
    text = "; ".join(beat.text for beat in tell(result, SYRIA))
    assert tones["good"] == count(result, OVERCOME) + count(result, SETTLED_HELPS)
    assert text.count("is overcome") == count(result, OVERCOME)
    assert text.count("does harm") == count(result, SETTLED_HARMS)
    assert len(re.findall("walks? away from the draft", text)) == len(weeks_of(result, WALKED_AWAY))
    assert len(re.findall(r"(?<!: )pivot to", text)) + text.count(": pivot to") == count(result, PIVOTED)
    assert text.count("unannounced") == count(result, OBSTACLE_CHANGED)


@pytest.mark.parametrize("seed", range(3))
def test_seats_taken_and_left_add_up(seed):
    result = run(seed=seed)
    told = Counter()
    for beat in tell(result, SYRIA):
        for sentence in beat.sentences:
            if flicker := re.search(r"\((\d+) joins?, (\d+) leaves?\)", sentence.text):
                told["joins"] += int(flicker[1])
                told["leaves"] += int(flicker[2])
            elif sentence.tone == "move":
                for part in re.split(r"(?<=joins), |(?<=join), ", sentence.text):
                    what = "joins" if part.endswith(("join", "joins")) else "leaves"
                    told[what] += _people(part.rsplit(" ", 1)[0])
    assert told["joins"] == count(result, JOINED)
    assert told["leaves"] == count(result, LEFT)


def _people(said):
    """Return how many organizations a list in words names."""
    parts = re.split(r", | and ", said)
    return sum(int(part.split()[0]) if part.split()[0].isdigit() else 1 for part in parts)


@pytest.mark.parametrize("case", ["syria", "steady", "turbulent"])
def test_the_summary_names_the_week_in_which_the_log_says_it_was_settled_whether_it_helps_or_harms(case):
    scenario, ways = load(case), Counter()
    for seed in range(1, 40):
        result = run(scenario, seed, "opt-in")
        ended = [int(row[0]) for row in result.events if row[1] in (SETTLED_HELPS, SETTLED_HARMS)]
        ways.update(int(row[1]) for row in result.events if row[1] in (SETTLED_HELPS, SETTLED_HARMS))
        said = summary(result, scenario)[0]
        assert (f"settled after {ended[0] * result.step_weeks:.4g} weeks" if ended else "not settled") in said
        assert not ended or any(
            beat.label == f"week {ended[0]}" and beat.first == ended[0] for beat in tell(result, scenario)
        )
    assert ways[SETTLED_HELPS]


def test_an_alarm_and_a_pivot_read_as_a_sentence():
    result = next(result for result in (run(seed=seed) for seed in range(60)) if count(result, PIVOTED))
    week, _, _, to = (int(number) for number in result.events[result.events[:, 1] == PIVOTED][0, :4])
    beat = next(beat for beat in tell(result, SYRIA) if beat.first == week)
    assert f"pivot to a plan against '{SYRIA.obstacles[to].name}' at ambition" in beat.text
    text = "; ".join(beat.text for beat in tell(result, SYRIA))
    assert f"the alarm for '{SYRIA.obstacles[to].name}' rings" in text


def with_events(*rows):
    """Return a run in which only this happened: (step, what, who, number) each."""
    made = np.zeros((len(rows), WIDTH))
    for event, (step, what, who, number) in zip(made, rows, strict=True):
        event[:5] = step, what, 0, who, number
    return replace(run(weeks=80), events=made)


def test_a_turn_of_the_case_is_told_and_in_force():
    turns = (Amendment(20.0, strategy="directive"), Amendment(30.0, governance="consensus"))
    result = run(replace(SYRIA, turns=turns), weeks=60)
    told = {beat.first: beat.text for beat in tell(result, SYRIA) if "from now on the" in beat.text}
    assert told == {20: "week 20: from now on the strategy is directive",
                    30: "week 30: from now on the form of governance is consensus"}  # fmt: skip
    assert [strategy_at(result, step) for step in (0, 19, 20, 59)] == ["listen-and-lead"] * 2 + ["directive"] * 2
    assert [form_at(result, step) for step in (0, 29, 30, 59)] == ["opt-in"] * 2 + ["consensus"] * 2


def test_what_belongs_to_no_issue_is_told_of_none():
    """Who comes and goes, and how a coordinator is."""
    case = load("syria", {"conditions.issues": 2, "weeks": 80})
    what = {CAME: "arrives", GONE: "is gone", HUB_BURNT_OUT: "burns out", PLAN_ADOPTED: "adopted"}
    made = with_events(*((step, one, 1, 0.1) for step, one in enumerate(what)))
    told = [(beat.label, said in beat.text) for beat, said in zip(tell(made, case), what.values(), strict=True)]
    assert told == [("week 0", True), ("week 1", True), ("week 2", True), ("week 3 · issue 1", True)]
    moments = moments_of(made, case)[:-1]
    assert [(one.label, one.kind) for one in moments] == [("week 2", "worn"), ("week 3 · issue 1", "plan")]


@pytest.mark.parametrize("governance", ["opt-in", "alone"])
def test_a_window_that_closes_and_opens_in_one_week_is_one(governance):
    """As in the series, and also where nobody is told when one closes."""
    case = replace(SYRIA, script=tuple(Scripted(week, "window", 3.0) for week in range(2, 208, 3)))
    history = played(replace(plan_of(Setting(Case("syria"), governance=governance)), scenario=case))
    opened = int(np.count_nonzero(np.diff(history.result.column("window"), prepend=0.0) > 0.0))
    logged = " ".join(words for entry in happened(history, True)["events"] for words, _ in entry["words"])
    for text in ("; ".join(beat.text for beat in tell(history.result, case)), logged):
        many = sum(map(int, re.findall(r"(\d+) windows? of opportunity open", text)))
        assert many + len(re.findall("(?i)a window of opportunity opens", text)) == opened < 10
    assert count(history.result, WINDOW_OPENED) > 2 * opened


OVERTAKEN = [
    ((20, ALARM_RANG, 1, 9.0), (20, OVERCOME, 0, 1)),
    ((20, OVERCOME, 0, 0), (20, SETTLED_HELPS, 0, 1), (30, ALARM_RANG, 1, 9.0)),
    ((20, DEADLINE_PASSED, -1, 0), (20, ALARM_RANG, 1, 9.0)),
]


@pytest.mark.parametrize("rows", OVERTAKEN)
def test_an_alarm_that_can_no_longer_matter_is_not_told(rows):
    result = with_events(*rows)
    assert "alarm" not in "; ".join(beat.text for beat in tell(result, SYRIA))
    assert "found" not in {moment.kind for moment in moments_of(result, SYRIA)}


def test_an_alarm_that_is_followed_or_comes_before_the_end_is_told():
    followed = with_events((20, ALARM_RANG, 1, 9.0), (20, PLAN_ADOPTED, 1, 0.5), (20, OVERCOME, 0, 1))
    before = with_events((19, ALARM_RANG, 1, 9.0), (20, OVERCOME, 0, 0), (20, SETTLED_HELPS, 0, 1))
    for result in (followed, before):
        assert "the alarm for 'no legal ground' rings" in "; ".join(beat.text for beat in tell(result, SYRIA))
    assert "found" in {moment.kind for moment in moments_of(before, SYRIA)}


def test_after_what_is_overcome_the_next_plan_is_told_as_one_and_not_as_a_revision():
    result = next(result for result in (run(seed=seed) for seed in range(60)) if count(result, OVERCOME))
    over = int(result.events[result.events[:, 1] == OVERCOME][0, 0])
    adopted = sorted(week for week in weeks_of(result, PLAN_ADOPTED) if week > over)
    told = {beat.first: beat.text for beat in tell(result, SYRIA)}
    assert "'need not shown' is overcome; something else stands in the way now" in told[over]
    assert "a plan against '" in told[adopted[0]]
    assert "revised" not in told[adopted[0]]


def test_days_are_told_as_days():
    case = load("central_african_republic")
    assert all(beat.label.startswith("day") for beat in tell(run(case), case))


def test_who_turns_to_be_alone_is_told_of_as_a_crowd_from_then_on():
    alone = tell(run(schedule=[Change(40, "alone"), Change(60, "opt-in")]), SYRIA)
    usual = tell(run(), SYRIA)
    before = [beat for beat in usual if beat.last < 39]
    assert alone[: len(before)] == before
    while_alone = [beat for beat in alone if beat.last > 40 and beat.first < 60]
    assert while_alone
    assert not any(beat.joined or beat.left for beat in while_alone)
    assert any(beat.joined for beat in alone if beat.first >= 60)
    assert [beat.first for beat in alone] == sorted(beat.first for beat in alone)


def test_a_typical_joiner_has_reasons_that_add_up():
    names = Names(SYRIA)
    found = [reason for beat in tell(run(), SYRIA) for reason in reasons(beat, names)]
    assert any("joins: +" in reason or "join: +" in reason for reason in found)
    assert explained([2.0, 0.5, 0, 0, -1.25, 0, 0]) == (
        f"+2.0 {TERMS[0].for_it}, +0.5 {TERMS[1].for_it}, -1.2 {TERMS[4].against_it}; in all +1.2 h a week"
    )


def test_nobody_and_everybody_are_drawn_as_no_block_and_a_full_one():
    result = run(weeks=80)
    chart = Chart(result, 80)
    assert set(chart.heights(np.zeros(80), 1.0)) == {" "}
    assert set(chart.heights(np.ones(80), 1.0)) == {BLOCKS[-1]}
    assert set(chart.heights(np.full(80, 0.01), 1.0)) == {BLOCKS[1]}


def test_a_pivot_is_marked_in_its_place():
    result = next(result for result in (run(seed=seed) for seed in range(60)) if count(result, PIVOTED))
    marks = next(line.plain for line in draw_run(result, SYRIA, 100) if line.plain.startswith("what happens"))
    week = int(result.events[result.events[:, 1] == PIVOTED][0, 0])
    chart = Chart(result, 100)
    assert marks.index(PIVOT) == chart.label + 1 + week * chart.columns // 208


def test_lists_read_well():
    assert [listed(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_names_count_from_one_within_a_kind():
    names = Names(SYRIA)
    assert [names.organization(row) for row in (0, 13, 14, 39)] == [
        "relief agency 1",
        "relief agency 14",
        "human-rights group 1",
        "faith leader 4",
    ]


def test_every_event_has_a_name():
    assert len(HAPPENINGS) == len(set(HAPPENINGS.names))


def test_a_step_that_is_understood_is_one_of_the_theory_that_was_worked_on():
    assert sum(steps_understood(seed) for seed in range(5)) > 3


def steps_understood(seed):
    """Check that a story tells of each step that is understood, and return how many are."""
    case = load("steady")
    history = played(plan_of(Setting(Case("steady"), seed=seed)))
    before = history.frames[0].theory
    mended = {}
    for frame in history.frames[1:]:
        for place, step in np.argwhere(frame.theory != before):
            said = "to be needed" if frame.theory[place, step] else "not to matter"
            mended.setdefault(int(frame.week) - 1, set()).add(
                f"'{case.obstacles[place].steps[step].name}' turns out {said}"
            )
        before = frame.theory
    told = {beat.first: beat.text for beat in tell(history.result, case)}
    for week, said in mended.items():
        assert all(one in told[week] or "a step turns out" in told[week] for one in said)
    return sum(map(len, mended.values()))


# --- organizations by name ------------------------------------------------------------------------------------------


def with_names(kind="lawyer", count=9, named=7):
    """Return Syria with some organizations of a kind by name."""
    people = [{"name": f"Chambers {letter}", "kind": kind} for letter in "ABCDEFG"[:named]]
    return load("syria", {f"kinds.{kind}.count": count}, organizations=people)


def test_a_group_says_who_is_known_of_it():
    names = Names(with_names())
    first = names.first[2]
    assert names.organization(first) == "Chambers A"
    assert names.organization(first + 7) == "lawyer 1"
    rows = range(first, first + 9)
    said = [names.by_kind(rows[:many])[0][0] for many in (1, 2, 3, 5)]
    assert said == [
        "Chambers A",
        "2 lawyers (Chambers A and Chambers B)",
        "3 lawyers (Chambers A, Chambers B and Chambers C)",
        "5 lawyers (Chambers A, Chambers B and 3 others)",
    ]
    assert names.by_kind(rows[7:])[0][0] == "2 lawyers"
    assert names.by_kind(rows[6:])[0][0] == "3 lawyers (Chambers G and 2 others)"


def test_a_story_and_its_reasons_call_organizations_by_their_names():
    case = with_names("relief agency", 7)
    result = run(case, 0)
    told = " ".join(sentence.text for beat in tell(result, case) for sentence in beat.sentences)
    assert "Chambers" in told
    assert "relief agency 1" not in told
    for beat in tell(result, case):
        assert "relief agency 1" not in " ".join(reasons(beat, Names(case)))


def test_what_everybody_knows_is_not_told_as_a_secret():
    for case, said, not_said in ((SYRIA, "unannounced", "as everybody knows"),
                                 (replace(SYRIA, public=True), "as everybody knows", "unannounced")):  # fmt: skip
        text = str(
            [sentence for seed in range(3) for beat in tell(run(case, seed), case) for sentence in beat.sentences]
        )
        assert said in text
        assert not_said not in text


def test_after_the_end_no_obstacle_has_a_letter():
    result = run()
    assert Chart(result, 60, 40).letters(np.full(len(result.series), -1.0)).strip() == ""


def test_who_overcomes_an_obstacle_on_its_own_is_the_one_whose_plan_it_was():
    case, told = load("climate_swarm"), []
    seed = next(seed for seed in range(1, 9) if count(run(case, seed, "self-organized"), OVERCOME))
    model = Run(case, seed, "self-organized", events=True)
    while model.left:
        model.advance(1)
        won, own = np.abs(coalitions(model.state).won), coordinators(model.state).own
        happened = [row.tolist() for row in model.events() if row[0] == model.done - 1 and row[1] == OVERCOME]
        told += [(leader_of(event_of(row), case), case.names[int(own[won.argmax()])]) for row in happened]
    assert told
    assert all(leader == winner for leader, winner in told)


def test_a_crowd_is_told_of_only_in_the_weeks_in_which_nobody_coordinates():
    beats = tell(run(schedule=[Change(40, "alone"), Change(60, "opt-in")]), SYRIA)
    crowd = [beat for beat in beats if beat.last > beat.first and beat.last >= 39 and beat.first < 60]
    assert (crowd[0].first, crowd[-1].last) == (40, 59)
    assert crowd[0].label == "week 40–51"
    turn = next(place for place, beat in enumerate(beats) if "governance is alone" in beat.text)
    assert turn < beats.index(crowd[0])


def plans_told(result, scenario):
    """Return in how many weeks a new plan is told of."""
    texts = [beat.text for beat in tell(result, scenario)]
    return sum(bool(re.search("is adopted at|pivot to a plan against", text)) for text in texts)


def new_plans(case, schedule=()):
    """Return the run of the first world in which a plan is made anew after week 30, and the new plans it counted."""
    for seed in range(1, 40):
        model = Run(case, seed, "opt-in", schedule=schedule, events=True)
        if model.advance().events()[model.events()[:, 1] == PLAN_ADOPTED][-1, 0] > 60:
            yield model.result(), model.state.outcomes[NEW_PLANS]


@pytest.mark.parametrize(
    ("case", "schedule"),
    [
        (replace(SYRIA, turns=(Amendment(60.0, governance="consensus", anew=True),)), ()),
        (replace(SYRIA, turns=(Amendment(4.0, "overcome", governance="consensus", anew=True),)), ()),
        (SYRIA, (Change(60, "consensus", anew=True),)),
        (SYRIA, (Change(40, "alone"), Change(60, "opt-in"))),
    ],
)
def test_a_plan_after_all_that_stood_has_ended_is_no_revision(case, schedule):
    found = list(new_plans(case, schedule))[:8]
    assert len(found) > 3
    for result, many in found:
        if len(schedule) > 1:
            rows = result.events
            many = count(replace(result, events=rows[(rows[:, 0] < 40) | (rows[:, 0] >= 60)]), PLAN_ADOPTED)
            many -= "; ".join(beat.text for beat in tell(result, case)).count("the plan is revised")
            first = next(beat for beat in tell(result, case) if beat.first >= 60 and "adopted at" in beat.text)
            assert first.first == min(int(row[0]) for row in rows if row[1] == PLAN_ADOPTED and row[0] >= 60)
        assert plans_told(result, case) == many


def test_a_plan_goes_on_where_another_obstacle_falls_than_its_own():
    result = with_events((10, PLAN_ADOPTED, 1, 0.5), (20, OVERCOME, 0, 1), (30, PLAN_ADOPTED, 1, 0.4))
    assert "the plan is revised; ambition goes from 0.50 to 0.40" in tell(result, SYRIA)[-1].text
    assert [moment.week for moment in moments_of(result, SYRIA) if moment.kind == "plan"] == [11]


def test_an_alarm_is_one_by_the_threshold_of_its_week():
    result = replace(with_events((20, ALARM_RANG, 1, 2.0)), numbers=((10, "diagnosis.threshold", 1.5),))
    assert "the alarm for 'no legal ground' rings" in tell(result, SYRIA)[-1].text
    assert "The reports add up" in moments_of(result, SYRIA)[0].says
    later = replace(result, numbers=((21, "diagnosis.threshold", 1.5),))
    assert "without an alarm" in tell(later, SYRIA)[-1].text
    assert run(schedule=[Change(10, numbers=(("diagnosis.threshold", 1.5),))]).numbers == result.numbers


def test_of_several_issues_it_is_said_how_many_were_settled():
    case = load("neutral", {"conditions.issues": 3})
    result = simulate(case, 1)
    after = f"{result.outcomes['weeks_to_settle']:.4g} weeks"
    assert f"3 of 3 issues settled, {after} after they arose on average" in summary(result, case)[0]
    some = replace(result, outcomes={**result.outcomes, "settled": 1.0})
    assert f"1 of 3 issues settled, {after} after it arose." in summary(some, case)[0]
    none = replace(result, outcomes={**result.outcomes, "settled": 0.0})
    assert "0 of 3 issues settled." in summary(none, case)[0]


def test_the_summary_speaks_of_no_pivot_that_there_was_not_and_of_no_coordinator():
    result = next(one for one in (run(seed=seed) for seed in range(1, 60)) if has_common_members_without_a_pivot(one))
    assert "0 pivots, 0 of them false; members in common from plan to plan" in summary(result, SYRIA)[1]
    assert "Trust in the coordinator" in summary(result, SYRIA)[3]
    assert summary(run(governance="alone"), SYRIA)[3].startswith("Energy 0.")


def has_common_members_without_a_pivot(result):
    return not result.outcomes["pivots"] and np.isfinite(result.outcomes["overlap"])


def test_reasons_that_speak_against_a_move_are_said_to_be_those_of_the_end_of_the_week():
    """Terms are noted once all have decided: whoever came first had more credit to share."""
    event = Event(3, JOINED, 0, 5, 6.0, (0, 2.0, 0, 0, -5.0, 0, 0))
    assert why_it_moved(event).endswith("in all -3.0 h a week as the week ends, when others have moved, too")
    assert why_it_moved(event._replace(what=LEFT)).endswith("in all -3.0 h a week")
    assert "as the week ends" in why_it_moved(event._replace(what=LEFT, terms=(0, 2.0, 0, 0, 0, 0, 0)))
    assert "as the week ends" in "".join(reasons(Beat(3, 3, "week 3", (), (event,)), Names(SYRIA)))


def test_the_chart_counts_seats_of_all_issues_and_the_work_of_the_plan():
    case = load("city_schools")
    lines = {line.plain[:12].strip(): line.plain for line in draw_run(run(case, 3, "opt-in"), case, 100)}
    for kind in case.kinds:
        assert lines[kind.plural[:12].strip()].endswith(f" of {3 * kind.count}")
    assert "belongs, on every issue, all needed work" in legend(case)
    assert "belongs, all needed work" in legend(SYRIA)


def test_the_work_done_that_is_drawn_is_that_of_the_plan():
    """The series is of what the coordinator works against: other than the plan until those at the table agree."""
    case = load("turbulent")
    model = Run(case, 4, "consensus", events=True)
    done = []
    while model.left:
        model.advance(1)
        place = int(plan(model.state, CURRENT).obstacle[0]) if coalitions(model.state).status[0] == ACTIVE else -1
        steps = case.obstacles[place].steps if place >= 0 else ()
        shares = [
            one.hours * share for one, share in zip(steps, model.state.progress[0, place], strict=False) if one.needed
        ]
        done.append(sum(shares) / max(1.0, sum(one.hours for one in steps if one.needed)))
    result = model.result()
    line = next(line.plain for line in draw_run(result, case, 100) if line.plain.startswith("work done"))
    chart = Chart(result, 100, max(10, *(kind.count for kind in case.kinds)))
    assert chart.heights(np.array(done), 1.0) in line
    assert chart.heights(result.column("progress"), 1.0) not in line


def test_two_issues_that_end_in_one_week_share_what_they_are_worth_in_words():
    ended = np.zeros((4, WIDTH))
    ended[:, :5] = [(20, what, issue, 0, 0) for issue in (0, 1) for what in (OVERCOME, SETTLED_HELPS)]
    case = load("syria", {"conditions.issues": 2, "weeks": 80})
    result = replace(run(case), events=ended)
    series = result.series.copy()
    series[20:, result.columns.index("value")] = 0.8
    both = replace(result, series=series)
    assert [beat.text.rpartition("(")[2] for beat in tell(both, case)] == ["net value +0.80 of 2 issues)"] * 2
    assert [one.more for one in moments_of(both, case) if one.kind == "won"] == ["Net value +0.80 of 2 issues."] * 2
    assert tell(replace(both, events=ended[:2]), case)[0].text.endswith("(net value +0.80)")
