"""Whatever is done to a valid file, the loader answers with a scenario or with a ``ScenarioError``."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import clever_coalitions.scenarios.loader as loader
from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.scenarios.reading import parsed
from clever_coalitions.sim.scenario import Scenario

SYRIA = (Path(loader.__file__).parent / "syria.toml").read_bytes()
DATA = parsed("syria", SYRIA.decode())
NAMED = parsed(
    "named",
    """
title = "By name"
strengths = ["law", "money"]
organizations = [
    { "(at)" = "actors.csv line 2", Who = "Harbor trust", Sort = "board", Influence = "80", law = "0.5" },
    { "(at)" = "actors.csv line 3", Who = "Seed fund", Sort = "board", Influence = "10-30", law = "" },
    { name = "Coal union", kind = "board", hours = [10, 20], strengths = ["money"], core = true, arrives = 4 },
]
ties = [["Harbor trust", "Seed fund", 0.5], { from = "Seed fund", to = "Coal union" }]
[columns]
name = "Who"
kind = "Sort"
hours = { column = "Influence", means = { 0 = 0, 100 = 40 } }
[[obstacles]]
name = "no permit"
audience = { board = 1 }
[[obstacles.steps]]
name = "ask"
needs = { law = 1 }
hours = 60
""",
)

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**300, 10**400)
    | st.floats()
    | st.sampled_from(["lawyer", "evidence", "publish and brief", "no legal ground", "neutral", ""])
    | st.text(max_size=5)
    | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(data: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to everything in ``data``."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [here, *(place for key, value in items for place in places(value, (*here, key)))]


PLACES, NAMED_PLACES = places(DATA)[1:], places(NAMED)[1:]


def mangled(changes: list[tuple[tuple[Any, ...], str, Any]], data: dict[str, Any] = DATA) -> dict[str, Any]:
    """Return the data with each place replaced, removed, doubled or given another key, where it still exists."""
    data = copy.deepcopy(data)
    for place, what, value in changes:
        try:
            holder: Any = data
            for part in place[:-1]:
                holder = holder[part]
            if what == "replace":
                holder[place[-1]] = value
            elif what == "remove":
                del holder[place[-1]]
            elif what == "double" and isinstance(holder, list):
                holder.append(holder[place[-1]])
            elif what == "rename" and isinstance(holder, dict):
                holder[str(value)[:20]] = holder.pop(place[-1])
        except (KeyError, IndexError, TypeError):
            continue
    return data


def check(make: Callable[[], object]) -> None:
    """Assert that ``make`` returns a scenario, or raises an error with one printable line a problem."""
    try:
        assert isinstance(make(), Scenario)
    except ScenarioError as error:
        said = str(error).splitlines()
    else:
        return
    assert said
    for line in said[:20]:
        assert line.isprintable(), said
        assert ": " in line, said
        assert "expected" in line or "gone since" in line, said


def answer(data: dict[str, Any]) -> Scenario:
    """Return the scenario of ``data``, as ``load`` does once it has read a file."""
    return loader.built(loader.Source("mangled", "mangled.toml", data))


change = st.tuples(st.sampled_from(PLACES), st.sampled_from(["replace", "remove", "double", "rename"]), values)


@given(st.lists(change, min_size=1, max_size=4))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_mangled_data_give_a_scenario_or_an_error(changes):
    check(lambda: answer(mangled(changes)))


named_change = st.tuples(
    st.sampled_from(NAMED_PLACES), st.sampled_from(["replace", "remove", "double", "rename"]), values
)


@given(st.lists(named_change, min_size=1, max_size=4))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_mangled_tables_give_a_scenario_or_an_error(changes):
    check(lambda: answer(mangled(changes, NAMED)))


@given(st.lists(st.tuples(st.integers(0, len(SYRIA) - 1), st.integers(0, 12), st.binary(max_size=6)), max_size=6))
@settings(max_examples=300)
def test_mangled_bytes_give_a_scenario_or_an_error(tmp_path_factory, edits):
    content = SYRIA
    for start, length, new in edits:
        content = content[:start] + new + content[start + length :]
    path = tmp_path_factory.getbasetemp() / "mangled.toml"
    path.write_bytes(content)
    check(lambda: load(path))


overrides = st.dictionaries(
    st.sampled_from(["joining.safety", "weeks", "step_days", "kinds.lawyer.count", "kinds.lawyer.core", "club.core"])
    | st.text(max_size=12),
    values,
    max_size=3,
)


@given(overrides)
@settings(max_examples=200)
def test_any_override_gives_a_scenario_or_an_error(changes):
    check(lambda: load("syria", changes))


def test_the_original_is_valid_and_damage_is_not():
    assert isinstance(answer(mangled([])), Scenario)
    assert answer(mangled([], NAMED)).names == ("Coal union", "Harbor trust", "Seed fund")
    with pytest.raises(ScenarioError):
        answer(mangled([(("weeks",), "replace", None)]))


@pytest.mark.parametrize("beyond", [10**400, -(10**400), float("inf"), float("nan")])
def test_a_number_beyond_all_sizes_is_no_meaning_of_a_cell(beyond):
    change = (("columns", "hours", "means", "100"), "replace", beyond)
    with pytest.raises(ScenarioError, match=r"columns\.hours"):
        answer(mangled([change], NAMED))
