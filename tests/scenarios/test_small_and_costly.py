"""A small file costs little to look at, whoever wrote it: no spaces, points, levels, kinds or names make it dear."""

import itertools
import time

import pytest

from clever_coalitions.scenarios import ScenarioError, checks
from clever_coalitions.scenarios.mistakes import MOST_COMPARED, nearest
from clever_coalitions.scenarios.opening import DEEPEST, json_in, normal
from clever_coalitions.scenarios.reading import parsed
from clever_coalitions.scenarios.shapes import shaped
from clever_coalitions.scenarios.spreadsheets import span_in

DEEP = ".".join("a" * (DEEPEST + 1))


def test_spaces_in_a_cell_are_looked_at_once():
    began = time.process_time()
    assert span_in("1" + " " * 20_000 + "x") is None
    assert time.process_time() - began < 1  # by the square of them it takes eight
    assert span_in("1" + " " * 9 + "-" + " " * 9 + "2 %") == (0.01, 0.02)


@pytest.mark.parametrize("look", [normal, lambda text: nearest(text, ["name"])])
def test_marks_on_a_letter_are_not_sorted_without_end(look):
    began = time.process_time()
    look("a" + "\u0315" * 30_000 + "\u0300" * 30_000)
    assert time.process_time() - began < 1  # by the square of them it takes four


def test_letters_with_marks_are_one_letter_beside_those_with_too_many():
    many = "a" + "\u0315\u0300" * 40
    assert normal(f"e\u0301{many}e\u0301") == f"\xe9{many}\xe9"
    assert normal("a\u0315\u0300") == "\xe0\u0315"


@pytest.mark.parametrize(
    "text",
    [
        f"{DEEP} = 1",
        f"[{DEEP}]",
        f"[[{DEEP}]]",
        f"x = {{ {DEEP} = 1 }}",
        DEEP.replace("a", '"a b"') + " = 1",
        DEEP.replace("a", "'a#'").replace(".", " . ") + " = 1",
        f'x = """it\\"s a""""\n{DEEP} = 1',
        f"x = 'it'  # \"\n{DEEP} = 1",
    ],
)
def test_a_key_of_many_parts_is_refused_before_it_is_read(text, monkeypatch):
    monkeypatch.setattr("tomllib.loads", lambda _: pytest.fail("it was read"))
    with pytest.raises(ScenarioError, match=f"a key has more than {DEEPEST} parts"):
        parsed("x", text)


@pytest.mark.parametrize("said", ["x = " + "[" * DEEPEST + "]" * DEEPEST, "[a.b.c]\nx.y.z = {" + DEEP[6:] + " = 1}"])
def test_what_lies_deep_in_others_is_refused(said):
    with pytest.raises(ScenarioError, match=f"more than {DEEPEST} tables and lists"):
        parsed("x", said)
    deep = "[" * DEEPEST + "1" + "]" * DEEPEST
    with pytest.raises(ScenarioError, match=f"more than {DEEPEST} tables and lists"):
        json_in(f"[{deep}]", "x")


def test_points_elsewhere_are_no_parts_of_a_key():
    dots = "a." * 100
    said = parsed("x", f'x = "{dots}"\ny = \'\'\'\n{dots}\'\'\'\nz = [0.5, 0.5]  # {dots}\na.b = """{dots}\\""""\n')
    assert said == {"x": dots, "y": dots, "z": [0.5, 0.5], "a": {"b": f'{dots}"'}}


def test_what_kinds_have_in_common_is_worked_out_once(monkeypatch):
    calls = []
    for name in ("with_parts", "facts_about"):
        was = getattr(checks, name)
        monkeypatch.setattr(checks, name, lambda *said, was=was, name=name: calls.append(name) or was(*said))
    kinds = [{"name": f"k{k}", "count": 1, "strengths": ["e"]} for k in range(3)]
    step = {"name": "s", "needs": {"e": 1.0}, "hours": 1.0}
    obstacles = [{"name": f"o{k}", "audience": {"k1": 1.0}, "steps": [step]} for k in range(9)]
    events = [{"week": float(week), "set": {"trust.gain": 0.1}} for week in range(9)]
    said = {"title": "x", "weeks": 10, "strengths": ["e"], "kinds": kinds, "obstacles": obstacles, "events": events}
    file = shaped(said)
    assert list(checks.consistency(file)) == []
    assert calls == ["with_parts", "with_parts", "facts_about"]
    assert list(checks.requirements(file)) == []
    assert len(calls) == 4


def test_among_very_many_names_the_nearest_is_not_looked_for():
    asked = map(str, itertools.count())
    assert nearest("name", asked) == ""
    assert next(asked) == str(MOST_COMPARED)
