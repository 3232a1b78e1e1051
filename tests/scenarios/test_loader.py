"""Every mistake in a scenario file gives one message that says where it is and what was expected."""

import math
import os
import pickle
import tomllib
from pathlib import Path

import numpy as np
import pytest

from clever_coalitions.scenarios import Problem, ScenarioError, load, names
from clever_coalitions.scenarios.mistakes import MOST_PROBLEMS
from clever_coalitions.sim.parameters import Parameters, neutral, numbers
from clever_coalitions.sim.scenario import Scripted

VALID = """
title = "Clean air"
weeks = 104
strengths = ["organizing", "evidence"]

[[kinds]]
name = "community group"
count = 12
strengths = ["organizing"]

[[kinds]]
name = "law office"
plural = "law offices of the city"
count = 3
strengths = ["evidence", "organizing"]
core = 1

[[obstacles]]
name = "harm not seen"
audience = { "community group" = 3, "law office" = 1 }

[[obstacles.steps]]
name = "tell everybody"
needs = { organizing = 1 }
hours = 150
after = ["measure"]

[[obstacles.steps]]
name = "measure"
needs = { evidence = 2, organizing = 1 }
hours = 200.5

[[obstacles.steps]]
name = "march"
needs = { organizing = 1 }
hours = 90
needed = false

[[obstacles]]
name = "no law"
audience = { "law office" = 1 }

[[obstacles.steps]]
name = "draft"
needs = { evidence = 1 }
hours = 10

[[events]]
week = 30
window = 6

[[events]]
week = 10
obstacle = "no law"

[joining]
hour_price = 1.5

[decision]
seats = inf
"""


@pytest.fixture
def write(tmp_path: Path):
    def write(content: str | bytes, name: str = "case.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def message(path: object, overrides: dict[str, object] | None = None) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(path, overrides)  # type: ignore[arg-type]
    return str(caught.value)


# --- what a valid file gives -----------------------------------------------------------------------------


def test_a_valid_file(write):
    case = load(write(VALID))
    assert (case.name, case.title, case.weeks, case.step_days) == ("case", "Clean air", 104.0, 7.0)
    assert (case.governance, case.strategy, case.sequence) == ("opt-in", "listen-and-lead", ())
    assert [kind.plural for kind in case.kinds] == ["community groups", "law offices of the city"]
    assert [kind.core for kind in case.kinds] == [None, 1.0]
    assert case.organizations == 15
    assert case.parameters.joining.hour_price == 1.5
    assert case.parameters.decision.seats == math.inf
    assert case.parameters.trust == Parameters().trust


def test_steps_come_in_an_order_in_which_they_can_be_worked(write):
    steps = load(write(VALID)).obstacles[0].steps
    assert [step.name for step in steps] == ["measure", "tell everybody", "march"]
    assert [step.needed for step in steps] == [True, True, False]


def test_weights_are_divided_by_their_sum(write):
    first, _ = load(write(VALID)).obstacles
    assert first.audience == {"community group": 0.75, "law office": 0.25}
    assert first.steps[0].needs == {"evidence": 2 / 3, "organizing": 1 / 3}


def test_events_come_in_order_with_obstacles_by_index(write):
    assert load(write(VALID)).script == (Scripted(10.0, "obstacle", 1.0), Scripted(30.0, "window", 6.0))


@pytest.mark.parametrize("what", ["barrier", "fact", "stakes"])
def test_other_events(write, what):
    case = load(write(VALID.replace("window = 6", f"{what} = 0.5")))
    assert Scripted(30.0, what, 0.5) in case.script


def test_a_sequence_names_obstacles(write):
    assert load(write('sequence = ["no law", "harm not seen"]\n' + VALID)).sequence == (1, 0)


def test_start_from_neutral_keeps_what_the_file_sets(write):
    parameters = load(write('start_from = "neutral"\n' + VALID)).parameters
    expected = neutral() | {"joining.hour_price": 1.5, "decision.seats": math.inf}
    for path, default, _ in numbers():
        group, name = path.split(".")
        assert getattr(getattr(parameters, group), name) == expected.get(path, default), path


def test_switches_false_means_no_hazard(write):
    assert load(write("switches = false\n" + VALID)).parameters.conditions.hazard == 0
    assert load(write(VALID)).parameters.conditions.hazard > 0


def test_a_byte_order_mark_and_windows_lines_do_not_matter(write):
    assert load(write("\ufeff" + VALID.replace("\n", "\r\n"))).title == "Clean air"


def test_a_path_may_be_text_or_a_path(write):
    path = write(VALID)
    assert load(str(path)) == load(path)


def test_a_name_in_the_working_directory_needs_no_ending(write, monkeypatch):
    monkeypatch.chdir(write(VALID, "mine").parent)
    assert load("mine").title == "Clean air"


# --- mistakes in the file --------------------------------------------------------------------------------

STEP = "obstacles.harm not seen.steps"

MISTAKES = {  # what is replaced, by what, and what the message says beside the file
    "unknown key": ("weeks = 104", "week = 104", ["week = 104", "unknown key", 'did you mean "weeks"?']),
    "unknown group": ("[joining]", "[joinning]", ["joinning = a table", 'did you mean "joining"?']),
    "unknown parameter": (
        "hour_price = 1.5",
        "hour_pirce = 1.5",
        ["joining.hour_pirce = 1.5", "unknown key", 'did you mean "hour_price"?'],
    ),
    "parameter without its group": (
        'title = "Clean air"',
        'title = "Clean air"\nhour_price = 2',
        ["hour_price = 2", "unknown key", 'did you mean "joining.hour_price"?'],
    ),
    "unknown key of a kind": (
        "count = 12",
        "count = 12\ncapcity = 2",
        ["kinds.community group.capcity = 2", "unknown key", 'did you mean "capacity"?'],
    ),
    "missing key": ("count = 12", "", ["kinds.community group.count", "missing", "a whole number"]),
    "missing title": ('title = "Clean air"', "", ["title", "missing", "text"]),
    "nothing at all": (VALID, "", ["title", "strengths", "kinds", "obstacles", "missing"]),
    "wrong type": ("weeks = 104", 'weeks = "two years"', ['weeks = "two years"', "a number above 0"]),
    "boolean for a number": ("hour_price = 1.5", "hour_price = true", ["joining.hour_price = true", "from 0 to 10"]),
    "date for a number": ("weeks = 104", "weeks = 2014-07-14", ["weeks = 2014-07-14", "a number above 0"]),
    "number for text": ('title = "Clean air"', "title = 3", ["title = 3", "expected text"]),
    "next to nothing": ("hours = 150", "hours = 1e-320", ["hours = 1e-320", "the least is 1e-09"]),
    "title that commands a terminal": (
        '"Clean air"',
        r'"\u001b]0;x\u0007"',
        [r'title = "\u001b]0;x\u0007"', "control char"],
    ),
    "title of two lines": ('"Clean air"', r'"a\nb"', [r'title = "a\nb"', "on one line"]),
    "title that turns round": ('"Clean air"', r'"a \u202e b"', ["title", "on one line"]),
    "prose that commands": ("[joining]", '[prose]\nsources = "a\\u009b2J"\n[joining]', ["prose.sources", "control"]),
    "text for a list": ('after = ["measure"]', 'after = "measure"', [f"{STEP}.tell everybody.after", "a list"]),
    "number in a list": ('["organizing", "evidence"]', '["organizing", 3]', ["strengths.#2 = 3", "a name"]),
    "fraction of an organization": ("count = 12", "count = 12.5", ["kinds.community group.count = 12.5", "whole"]),
    "negative count": ("count = 12", "count = -1", ["kinds.community group.count = -1", "from 0 to 1,000,000"]),
    "too many": ("count = 12", "count = 1000000", ["kinds", "1 to 1,000,000", "1,000,003"]),
    "huge number": ("count = 12", f"count = 0x{'f' * 9999}", ["a whole number of 39996 bits", "from 0"]),
    "huge parameter": ("hour_price = 1.5", f"hour_price = 0x{'f' * 9999}", ["joining.hour_price", "from 0 to 10"]),
    "out of range": (
        "hour_price = 1.5",
        "hour_price = 99",
        ["joining.hour_price = 99", "from 0 to 10 (hours per hour)"],
    ),
    "parameter nan": ("hour_price = 1.5", "hour_price = nan", ["joining.hour_price = nan", "from 0 to 10"]),
    "parameter inf": ("hour_price = 1.5", "hour_price = inf", ["joining.hour_price = inf", "from 0 to 10"]),
    "minus infinity": ("seats = inf", "seats = -inf", ["decision.seats = -inf", "from 2 to inf"]),
    "nan weeks": ("weeks = 104", "weeks = nan", ["weeks = nan", "a number above 0"]),
    "infinite weeks": ("weeks = 104", "weeks = inf", ["weeks = inf", "a number above 0, up to 10,000"]),
    "no weeks": ("weeks = 104", "weeks = 0", ["weeks = 0", "a number above 0"]),
    "less than a step": ("weeks = 104", "weeks = 0.5", ["weeks = 0.5", "steps of 7 days"]),
    "no time at all": ("weeks = 104", "step_days = 0", ["step_days = 0", "from 0.1 to 7 "]),
    "nan hours": ("hours = 200.5", "hours = nan", [f"{STEP}.measure.hours = nan", "above 0"]),
    "no hours": ("hours = 200.5", "hours = 0", [f"{STEP}.measure.hours = 0", "above 0"]),
    "weight of zero": ("evidence = 2", "evidence = 0", [f"{STEP}.measure.needs.evidence = 0", "above 0"]),
    "negative weight": ("evidence = 2", "evidence = -2", [f"{STEP}.measure.needs.evidence = -2", "above 0"]),
    "infinite weight": ("evidence = 2", "evidence = inf", [f"{STEP}.measure.needs.evidence = inf", "above 0"]),
    "no weights": ("{ evidence = 2, organizing = 1 }", "{}", [f"{STEP}.measure.needs = {{}}", "weights by name"]),
    "core share": ("core = 1", "core = 1.5", ["kinds.law office.core = 1.5", "from 0 to 1"]),
    "unknown strength of a kind": (
        'strengths = ["organizing"]',
        'strengths = ["organising"]',
        ['kinds.community group.strengths = "organising"', "unknown strength", 'did you mean "organizing"?'],
    ),
    "another case is another name": (
        'strengths = ["organizing"]',
        'strengths = ["Organizing"]',
        ['kinds.community group.strengths = "Organizing"', 'did you mean "organizing"?'],
    ),
    "unknown strength of a step": (
        "evidence = 2",
        "evidnce = 2",
        [f'{STEP}.measure.needs = "evidnce"', "unknown strength", 'did you mean "evidence"?'],
    ),
    "unknown kind": (
        '"law office" = 1 }\n\n[[obstacles.steps]]\nname = "tell',
        '"law ofice" = 1 }\n\n[[obstacles.steps]]\nname = "tell',
        ['obstacles.harm not seen.audience = "law ofice"', "unknown kind", 'did you mean "law office"?'],
    ),
    "missing step": (
        'after = ["measure"]',
        'after = ["mesure"]',
        [f'{STEP}.tell everybody.after = "mesure"', "unknown step", 'did you mean "measure"?'],
    ),
    "cycle": (
        "hours = 200.5",
        'hours = 200.5\nafter = ["tell everybody"]',
        [f"{STEP}.", ".after", "without a cycle", "measure -> tell everybody"],
    ),
    "cycle of one": (
        'after = ["measure"]',
        'after = ["tell everybody"]',
        [f'{STEP}.tell everybody.after = "tell everybody"', "cycle", "tell everybody -> tell everybody"],
    ),
    "waiting for what is not needed": (
        'after = ["measure"]',
        'after = ["march"]',
        [f'{STEP}.tell everybody.after = "march"', "expected steps that are needed"],
    ),
    "no needed step": (
        "hours = 10",
        "hours = 10\nneeded = false",
        ["obstacles.no law.steps", "expected a step that is needed"],
    ),
    "needed is no number": ("needed = false", "needed = 0", [f"{STEP}.march.needed = 0", "true or false"]),
    "empty theory": (
        '[[obstacles.steps]]\nname = "draft"\nneeds = { evidence = 1 }\nhours = 10',
        "",
        ["obstacles.no law.steps", "missing", "expected 1 to 62 steps"],
    ),
    "too many steps": (
        "[[events]]\nweek = 30",
        "".join(f'[[obstacles.steps]]\nname = "draft {i}"\nneeds = {{ evidence = 1 }}\nhours = 1\n' for i in range(62))
        + "[[events]]\nweek = 30",
        ["obstacles.no law.steps = a list", "expected 1 to 62 steps"],
    ),
    "kind twice": ('name = "law office"', 'name = "community group"', ["kinds.#2.name", "a name of its own; #1"]),
    "obstacle twice": ('name = "no law"', 'name = "harm not seen"', ["obstacles.#2.name", "a name of its own"]),
    "step twice": ('name = "march"', 'name = "measure"', [f'{STEP}.#3.name = "measure"', "a name of its own; #2"]),
    "strength twice": ('["organizing", "evidence"]', '["evidence", "evidence"]', ["strengths.#2", "of its own"]),
    "predecessor twice": ('["measure"]', '["measure", "measure"]', [f"{STEP}.tell everybody.after.#2", "own"]),
    "empty name": ('name = "march"', 'name = ""', [f'{STEP}.#3.name = ""', "a name: text of 1 to 80"]),
    "name with a line end": ('name = "march"', 'name = "a\\nb"', ['"a\\nb"', "on one line"]),
    "name with a space at its end": ('name = "march"', 'name = "march "', ['"march "', "no space at either end"]),
    "no strengths": ('strengths = ["organizing"]', "strengths = []", ["community group.strengths = []", "1 to"]),
    "event too late": ("week = 30", "week = 104", ["events.#1.week = 104", "from 0 to below 104"]),
    "event before the start": ("week = 30", "week = -1", ["events.#1.week = -1", "from 0"]),
    "event that is nothing": ("window = 6", "", ["events.#1", "exactly one of obstacle, window", "none"]),
    "two events in one": ("window = 6", "window = 6\nfact = 1", ["events.#1", "exactly one of", "window and fact"]),
    "window of negative length": ("window = 6", "window = -6", ["events.#1.window = -6", "from 0"]),
    "unknown obstacle": (
        'obstacle = "no law"',
        'obstacle = "no laws"',
        ['events.#2.obstacle = "no laws"', "unknown obstacle", 'did you mean "no law"?'],
    ),
    "unknown obstacle in a sequence": (
        "weeks = 104",
        'sequence = ["no lw"]',
        ['sequence = "no lw"', "unknown obstacle", 'did you mean "no law"?'],
    ),
    "obstacle twice in a sequence": (
        "weeks = 104",
        'sequence = ["no law", "no law"]',
        ['sequence.#2 = "no law"', "a name of its own"],
    ),
    "key of the first edition": ("weeks = 104", 'begins_with = "no law"', ["begins_with", "gone since the first"]),
    "start from nowhere": (
        "weeks = 104",
        'start_from = "default"',
        ['start_from = "default"', 'expected "defaults" or "neutral"'],
    ),
    "unknown prose": ("[joining]", '[prose]\nwhat_is_it = "x"\n[joining]', ["prose.what_is_it", '"what_it_is"?']),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_file_key_value_expectation_and_nearest_name(write, name):
    old, new, parts = MISTAKES[name]
    assert old in VALID
    path = write(VALID.replace(old, new, 1))
    said = message(path)
    assert [part for part in parts if part not in said] == [], said
    assert all(line.startswith(f"{path}: ") for line in said.splitlines())


def test_prose_has_lines_and_a_title_any_letters(write):
    title, prose = "Eau à l’école: می‌خواهم 💧 👩‍🔬 $5", "One\n\ttwo\nthree"
    text = VALID.replace("Clean air", title, 1).replace("[joining]", f'[prose]\nsources = """{prose}"""\n[joining]', 1)
    assert (load(write(text)).title, load(write(text)).prose["sources"]) == (title, prose)


def test_each_group_must_be_a_table(write):
    said = message(write("joining = 3\n" + VALID.replace("[joining]\nhour_price = 1.5", "")))
    assert "joining = 3: expected a table of parameters" in said


@pytest.mark.parametrize("value", ["3", '"x"', "[3]", "{}"])
def test_kinds_and_obstacles_must_be_lists_of_tables(write, value):
    said = message(write(f'title = "x"\nstrengths = ["a"]\nkinds = {value}\nobstacles = {value}\n'))
    assert "kinds" in said
    assert "obstacles" in said
    assert "[[kinds]]" in said


def test_a_hazard_contradicts_switches_false(write):
    said = message(write("switches = false\n" + VALID + "\n[conditions]\nhazard = 0.1\n"))
    assert "conditions.hazard = 0.1: expected 0, or no such key, beside switches = false" in said


def test_no_organizations(write):
    said = message(write(VALID.replace("count = 12", "count = 0").replace("count = 3", "count = 0")))
    assert "kinds: expected 1 to 1,000,000 organizations, but there are 0" in said


def test_a_million_organizations_are_fine(write):
    text = VALID.replace("count = 12", "count = 999_997")
    assert load(write(text)).organizations == 1_000_000


def test_a_long_run_of_tiny_steps(write):
    text = VALID.replace("weeks = 104", "weeks = 10000\nstep_days = 0.1")
    assert load(write(text)).weeks == 10_000


def test_all_mistakes_are_said_at_once(write):
    said = message(write(VALID.replace("count = 12", "count = -1").replace("hour_price = 1.5", "hour_price = 99")))
    assert len(said.splitlines()) == 2


def test_a_message_cannot_command_a_terminal(write):
    said = message(write('"a\\u001b[2J\\nb" = "\\u001b[2J\\u202e"\n' + VALID))
    assert len(said.splitlines()) == 1
    assert said.isprintable()


def test_a_flood_of_mistakes_is_cut(write):
    flood = "".join(f"wrong_{place} = 1\n" for place in range(50))
    lines = message(write(flood + VALID)).splitlines()
    assert len(lines) == MOST_PROBLEMS + 1
    assert lines[-1].endswith("and more; these are the first")


# --- mistakes with the file ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title = \n", "line 1, column 9"),
        ('title = "x"\nweeks 3\n', "line 2, column 7"),
        ("a = 1\na = 2\n", "line 2, column 6"),
        ("<html></html>", "line 1, column 1"),
        ('title = "x', "end of document"),
    ],
)
def test_what_is_not_toml_is_named_by_line_and_column(write, text, place):
    path = write(text)
    said = message(path)
    assert said.startswith(f"{path}: ")
    assert "expected TOML" in said
    if place != "end of document":
        assert place in said


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = 2014-99-99", "a = " + "1" * 10_000, "a = 'x\0'"])
def test_other_ways_of_not_being_toml(write, text):
    assert "expected TOML" in message(write(text))


def test_not_utf8(write):
    assert "line 2: expected text in UTF-8; byte 0xff is not" in message(write(b"a = 1\nb = '\xff'\n"))


def test_too_large(write):
    assert "expected a file of at most" in message(write("#" * (5 * 2**20)))


def test_a_directory(tmp_path):
    assert message(tmp_path) == f"{tmp_path}: this is a directory; expected a scenario file (TOML)"


def test_a_missing_file_with_the_nearest_beside_it(write):
    beside = write(VALID)
    said = message(beside.with_name("csae.toml"))
    assert "csae.toml: there is no such file" in said
    assert 'did you mean "case.toml"?' in said


def test_an_unknown_name_with_the_nearest_shipped_one():
    said = message("syrai")
    assert said.startswith('"syrai": there is no shipped scenario and no file of this name')
    assert 'did you mean "syria"?' in said


@pytest.mark.parametrize(
    "path", ["", ".", "/dev/null", "a\0b", "a\0b.toml", "x" * 5000, "x" * 5000 + ".toml", "no/file"]
)
def test_odd_paths(path):
    assert message(path)


def test_an_unreadable_file(write, monkeypatch):
    path = write(VALID)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert message(path) == f"{path}: this file cannot be read: Permission denied"


# --- overrides -------------------------------------------------------------------------------------------


def test_overrides_replace_numbers_of_the_file(write):
    case = load(
        write(VALID),
        {
            "joining.hour_price": "2.5",
            "trust.start": 0.25,
            "weeks": 52,
            "step_days": "1",
            "kinds.community group.count": "7",
            "kinds.law office.capacity": 2,
        },
    )
    assert case.parameters.joining.hour_price == 2.5
    assert case.parameters.trust.start == 0.25
    assert (case.weeks, case.step_days) == (52, 1)
    assert [kind.count for kind in case.kinds] == [7, 3]
    assert case.kinds[1].capacity == 2


def test_overrides_may_be_numpy_numbers(write):
    values = {"joining.hour_price": np.float32(2.5), "kinds.law office.count": np.int64(4)}
    case = load(write(VALID), values)
    assert case.parameters.joining.hour_price == 2.5
    assert case.kinds[1].count == 4


@pytest.mark.parametrize("value", [4.0, np.float64(4.0), np.float32(4.0), np.array(4.0), "4.0", np.uint8(4)])
def test_a_count_may_be_a_number_without_a_fraction(write, value):
    """pandas makes fractions of all numbers in a column where one is missing."""
    assert load(write(VALID), {"kinds.law office.count": value}).kinds[1].count == 4


@pytest.mark.parametrize(
    "value", [True, np.True_, np.array(True), np.complex128(4), 4.5, math.nan, np.array([4.0]), None]
)
@pytest.mark.parametrize("path", ["joining.hour_price", "weeks", "kinds.law office.count"])
def test_what_is_no_number_is_refused_as_one(write, path, value):
    if value == 4.5 and path != "kinds.law office.count":
        pytest.skip("a fraction is a number there")
    assert f"{path} = " in message(write(VALID), {path: value})


def test_numbers_of_numpy_replace_parameters_and_truths_do_not():
    case = load("syria")
    assert case.with_numbers({"joining.hour_price": np.int64(3)}).parameters.joining.hour_price == 3.0
    for value in (True, np.True_):
        with pytest.raises(ValueError, match="expected a number"):
            case.with_numbers({"joining.hour_price": value})


# --- names that look alike ---------------------------------------------------------------------------------

COMPOSED, DECOMPOSED = "soci\u00e9t\u00e9", "socie\u0301te\u0301"


def test_accents_are_the_same_however_they_are_written(write):
    text = VALID.replace('name = "law office"', f'name = "{COMPOSED}"').replace("law office", DECOMPOSED)
    case = load(write(text, f"{DECOMPOSED}.toml"), {f"kinds.{DECOMPOSED}.count": 5})
    assert case.name == case.kinds[1].name == COMPOSED
    assert case.kinds[1].count == 5
    assert COMPOSED in case.obstacles[1].audience


def test_two_names_that_look_alike_are_one_name_twice(write):
    text = VALID.replace('name = "community group"', f'name = "{COMPOSED}"').replace("law office", DECOMPOSED)
    assert "kinds.#2.name" in message(write(text))


def test_nobody_is_asked_whether_the_same_word_was_meant(write):
    said = message(write(VALID), {"kinds.law\u00a0office.count": 1})
    assert "unknown path" in said
    assert "did you mean" not in said or 'mean "kinds.law office.count"' not in said


def test_a_shortened_run_keeps_its_later_events(write):
    assert len(load(write(VALID), {"weeks": 20}).script) == 2


def test_an_overridden_hazard_overrules_switches_false():
    assert load("syria", {"conditions.hazard": 0.05}).parameters.conditions.hazard == 0.05


def test_overrides_do_not_leak_into_the_next_load():
    load("syria", {"kinds.lawyer.count": 1, "joining.hour_price": 9})
    assert load("syria").kinds[2].count == 9
    assert load("syria").parameters.joining.hour_price == Parameters().joining.hour_price


@pytest.mark.parametrize(
    ("path", "value", "parts"),
    [
        ("joining.hour_pirce", 1, ["joining.hour_pirce = 1", "unknown path", 'did you mean "joining.hour_price"?']),
        ("hour_price", 1, ["hour_price = 1", 'did you mean "joining.hour_price"?']),
        ("week", 1, ["week = 1", 'did you mean "weeks"?']),
        ("kinds.lawyers.count", 1, ['did you mean "kinds.lawyer.count"?']),
        ("kinds.lawyer.cuont", 1, ['did you mean "kinds.lawyer.count"?']),
        ("kinds.lawyer.name", "x", ['kinds.lawyer.name = "x"', "unknown path"]),
        ("", 1, ["unknown path"]),
        ("title", "x", ["title", "unknown path"]),
        ("joining.hour_price", "much", ['joining.hour_price = "much"', "from 0 to 10"]),
        ("joining.hour_price", "nan", ["joining.hour_price = nan", "from 0 to 10"]),
        ("joining.hour_price", None, ["joining.hour_price = None", "from 0 to 10"]),
        ("joining.hour_price", True, ["joining.hour_price = true", "from 0 to 10"]),
        ("joining.hour_price", -1, ["joining.hour_price = -1", "from 0 to 10"]),
        ("joining.hour_price", "9" * 10_000, ["joining.hour_price", "from 0 to 10"]),
        ("weeks", 0, ["weeks = 0", "above 0"]),
        ("weeks", "1e-3", ["weeks = 0.001", "steps of 7 days"]),
        ("kinds.lawyer.count", 2.5, ["kinds.lawyer.count = 2.5", "a whole number"]),
        ("kinds.lawyer.count", -2, ["kinds.lawyer.count = -2", "a whole number from 0"]),
        ("kinds.lawyer.count", 1_000_000, ["kinds", "1,000,031"]),
    ],
)
def test_a_wrong_override_is_named(path, value, parts):
    said = message("syria", {path: value})
    assert said.startswith("syria.toml (override): ")
    assert [part for part in parts if part not in said] == [], said


# --- the error itself ------------------------------------------------------------------------------------


def test_the_error_carries_its_problems_across_processes():
    error = ScenarioError("case.toml", [Problem("weeks", "expected a number", '"x"', "weeks")])
    copy = pickle.loads(pickle.dumps(error))
    assert isinstance(copy, ValueError)
    assert str(copy) == str(error) == 'case.toml: weeks = "x": expected a number; did you mean "weeks"?'
    assert copy.problems == error.problems


def test_the_documented_format_loads(write):
    import clever_coalitions.scenarios.schema as schema

    example = (schema.__doc__ or "").split("::\n", 1)[1].split("\nNames are", 1)[0]
    text = "\n".join(line[4:] for line in example.splitlines())
    assert tomllib.loads(text)
    assert load(write(text)).title == "Clean air"


def test_names_are_sorted_and_load():
    assert names() == sorted(names())
    assert "syria" in names()
