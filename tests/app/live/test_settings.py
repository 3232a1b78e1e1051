"""Settings: what makes no sense is said, never raised as something else."""

from dataclasses import replace

import pytest

from clever_coalitions.app.live.against import baseline_of
from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.settings import Case, Setting, SettingError, checked, plan_of
from clever_coalitions.app.live.stories import AMONG, MIDDLE, STORIES, rule_of
from clever_coalitions.app.live.wording import change_in_words
from clever_coalitions.app.telling.log import log_of
from clever_coalitions.app.telling.moments import moments_of
from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.scenarios.loader import SHIPPED
from clever_coalitions.sim.measures import PRIMARY
from clever_coalitions.sim.run import simulate

SYRIA = Setting(Case("syria"), seed=7)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (Setting(Case("atlantis")), "There is no case “atlantis”"),
        (Setting(Case("../../etc/passwd")), "There is no case"),
        (Setting(Case("mine", "title = ")), "mine.toml"),
        (replace(SYRIA, governance="consensual"), "did you mean 'consensus'"),
        (replace(SYRIA, strategy="listen"), "listen"),
        (replace(SYRIA, seed=-1), "seed"),
        (replace(SYRIA, numbers=(("joining.hour_price", 1e9),)), "joining.hour_price"),
        (replace(SYRIA, numbers=(("joining.hour_prize", 1.0),)), "joining.hour_price"),
        (replace(SYRIA, numbers=(("kinds.lawyer.count", 9000),)), "more than this page can play"),
        (replace(SYRIA, changes=(WhatIf(208, "governance", name="consensus"),)), "208 of them"),
        (replace(SYRIA, changes=(WhatIf(5, "pivot", who=1),) * 101), "101 what ifs"),
        (replace(SYRIA, changes=(WhatIf(5, "invite", who=40, value=1),)), "row 40"),
        (replace(SYRIA, changes=(WhatIf(5, "pivot", who=2),)), "no obstacle 2"),
    ],
)
def test_what_makes_no_sense_is_said(setting, words):
    with pytest.raises(SettingError) as error:
        played(plan_of(setting))
    assert words in str(error.value)
    assert "Traceback" not in str(error.value)


@pytest.mark.parametrize("name", ["../../outside", "/tmp/outside", "a/b", "..", "", "x" * 5000, "nul\0"])
def test_the_name_of_an_uploaded_case_cannot_leave_its_folder(name, tmp_path):
    text = (SHIPPED / "steady.toml").read_text("utf-8")
    scenario = checked(Setting(Case(name, text)))
    assert scenario.organizations > 0
    assert not any(sign in scenario.name for sign in "/\0")
    assert not (SHIPPED.parent / "outside.toml").exists()


def test_mistakes_of_an_uploaded_case_are_known_by_their_keys():
    text = "title = 'x'\nweeks = 'many'\n"
    with pytest.raises(ScenarioError) as error:
        checked(Setting(Case("mine", text)))
    assert error.value.file == "mine.toml"
    assert "weeks" in [problem.key for problem in error.value.problems]


def test_a_baseline_is_the_run_without_its_what_ifs_or_the_case_as_it_comes():
    assert baseline_of(SYRIA) is None
    change = WhatIf(61, "governance", name="consensus")
    assert baseline_of(replace(SYRIA, changes=(change,))) == (SYRIA, "the old course", "the new course")
    numbered = SYRIA.with_number("joining.hour_price", 3.0)
    assert baseline_of(numbered) == (SYRIA, "the case as it comes", "your settings")
    assert baseline_of(replace(SYRIA, governance="consensus")).setting == SYRIA
    assert numbered.with_number("joining.hour_price", None) == SYRIA


def test_a_change_replaces_one_of_the_same_thing_in_the_same_week():
    setting = SYRIA.with_change(WhatIf(61, "invite", who=1, value=1)).with_change(WhatIf(9, "pivot", who=1))
    assert [change.step for change in setting.changes] == [9, 61]
    again = setting.with_change(WhatIf(61, "invite", who=1, value=0)).with_change(WhatIf(61, "invite", who=2, value=0))
    assert [change.value for change in again.changes if change.what == "invite"] == [0, 0]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_every_story_can_be_played_and_told(story):
    history = played(plan_of(story.setting))
    assert story.step <= history.steps
    entries = log_of(history.result, history.scenario)
    assert entries
    assert all(entry.words and entry.week <= entry.last <= history.steps for entry in entries)
    told = moments_of(history.result, history.scenario)
    assert [moment.week for moment in told] == sorted(moment.week for moment in told)
    assert (told[-1].kind, told[-1].week) == ("end", history.steps)
    assert "Net value" in told[-1].more
    for change in story.setting.changes:
        assert change_in_words(change, history.scenario)


def test_changes_are_called_by_the_names_of_the_case():
    case = load("syria")
    said = [
        change_in_words(change, case)
        for change in (
            WhatIf(61, "governance", name="consensus"),
            WhatIf(61, "invite", who=24, value=0),
            WhatIf(61, "pivot", who=1),
            WhatIf(61, "week", shares=(0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1)),
            WhatIf(61, "daring", value=25),
            WhatIf(87, "daring", value=-1),
        )
    ]
    assert said == [
        "from week 61: consensus",
        "from week 61: lawyer 3 is never invited",
        "in week 61: pivot to “no legal ground”",
        "from week 61, the coordinator's week: listen 20 %, analyze 20 %, find roles 20 %, convene 10 %, "
        "keep in touch 10 %, promote 10 %, rest and learn 10 %",
        "from week 61: plans dare 25 %",
        "from week 87: plans dare what the table will carry",
    ]


def middle_world(case: str) -> int:
    """Return the seed of that world, of those under the case's own form in which the issue is settled.

    The middle one by the primary outcome; of two, the worse.
    """
    runs = ((seed, simulate(load(case), seed).outcomes) for seed in range(1, AMONG + 1))
    settled = sorted((out[PRIMARY], seed) for seed, out in runs if out["settled"] > 0.0)
    return settled[(len(settled) - 1) // 2][1]


@pytest.mark.parametrize("case", MIDDLE)
def test_stories_play_in_the_middle_world_of_their_case_as_their_rule_says(case):
    assert MIDDLE[case] == middle_world(case), "another edition of the model has another middle world"
    told = [rule_of(story.setting) for story in STORIES if story.setting.case.name == case]
    assert all(f"World {MIDDLE[case]} of this case" in rule for rule in told)


TABLE = """
title = "x"
strengths = ["law"]
organizations = "{path}"
[[obstacles]]
name = "o"
audience = {{ organization = 1 }}
[[obstacles.steps]]
name = "ask"
needs = {{ law = 1 }}
hours = 60
"""


@pytest.mark.parametrize("path", ["actors.csv", "/etc/passwd", "../actors.xlsx", "/proc/self/environ"])
def test_an_uploaded_case_reads_no_file(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "actors.csv").write_text("name\nMill Lane\n")
    with pytest.raises(ScenarioError) as error:
        checked(Setting(Case("mine", TABLE.format(path=path))))
    (problem,) = error.value.problems
    assert problem.key == "organizations"
    assert "coalitions show CASE --toml" in problem.expected
    rows = TABLE.format(path="").replace('""', '[{ name = "Mill Lane" }]')
    assert checked(Setting(Case("mine", rows))).names == ("Mill Lane",)


def test_a_small_file_in_which_each_of_many_takes_each_of_many_is_left_to_the_command_line(monkeypatch):
    monkeypatch.setattr("clever_coalitions.app.live.settings.built", lambda *_: pytest.fail("it was begun"))
    kinds = "".join(f"[[kinds]]\nname = 'k{k}'\n" for k in range(400))
    obstacles = "".join(f"[[obstacles]]\nname = 'o{k}'\n" for k in range(400))
    with pytest.raises(SettingError, match="400 kinds, 0 strengths and 400 obstacles are more than this page can hold"):
        checked(Setting(Case("mine", kinds + obstacles)))
