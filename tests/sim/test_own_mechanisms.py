"""A mechanism of somebody's own: nothing at its neutral setting, at work otherwise, and whole wherever a run goes."""

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions import load, simulate, use_plugin
from clever_coalitions.experiments.evidence import own
from clever_coalitions.scenarios import ScenarioError
from clever_coalitions.scenarios.loader import Source, built, source
from clever_coalitions.sim import CoalitionModel, own_state, plugins
from clever_coalitions.sim.compiling import is_compiling_enabled
from clever_coalitions.sim.identity import scenario_hash
from clever_coalitions.sim.measures import MEASURES, SHIPPED
from clever_coalitions.sim.parameters import known_numbers, values_in
from clever_coalitions.sim.run import Run, series_columns
from clever_coalitions.sim.schedule import Change

NAMES = ("attention", "peers")
WEEKS = 60
compiled = pytest.mark.skipif(not is_compiling_enabled(), reason="nothing is compiled here")


@pytest.fixture
def used(own_files):
    """Use both mechanisms of the page."""
    for name in NAMES:
        use_plugin(own_files / f"{name}.py")


def same(one, other, columns):
    return np.array_equal(one.series[:, :columns], other.series[:, :columns], equal_nan=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_documented_mechanism_holds_what_each_must_and_its_limiting_case(name, own_files):
    use_plugin(own_files / f"{name}.py")
    findings = [check.run() for check in own.own_checks()]
    assert len(findings) == 4
    assert [finding.check.id for finding in findings if not finding.passed] == []


@pytest.mark.parametrize(("name", "outcome"), [("attention", "windows_drawn"), ("peers", "values_apart")])
def test_a_documented_mechanism_changes_what_people_see(name, outcome, own_files):
    without = [simulate(load("steady"), seed) for seed in range(1, 7)]
    use_plugin(own_files / f"{name}.py")
    found = [simulate(load("steady"), seed) for seed in range(1, 7)]
    assert not all(same(one, other, one.series.shape[1]) for one, other in zip(without, found, strict=True))
    assert max(one.outcomes[outcome] for one in found) > 0.0
    settled = [[one.outcomes["weeks_to_settle"] for one in results] for results in (without, found)]
    assert settled[0] != settled[1]


def test_its_outcomes_and_numbers_are_there_while_it_is_in_use(own_files, used):
    assert {"attention", "windows_drawn", "values_apart"} <= set(MEASURES)
    assert known_numbers()["peers.memory"].unit == "weeks"
    case = load("steady", {"attention.opens": 0.5})
    assert values_in(case.parameters)["attention.opens"] == 0.5
    assert series_columns(case)[-3:] == ("attention.level", "peers.gained", "peers.apart")
    plugins._USED.clear()
    assert tuple(MEASURES) == tuple(SHIPPED)
    assert "peers.memory" not in known_numbers()
    with pytest.raises(LookupError, match=r"mechanism 'attention': it does not ship.*--plugin FILE"):
        simulate(case, 1)


def test_one_that_does_not_take_part_has_no_outcomes(used):
    case = load("steady", {"weeks": 8})
    without = replace(case, parameters=case.parameters._replace(own=()))
    outcomes = simulate(without, 1).outcomes
    assert math.isnan(outcomes["windows_drawn"])
    assert math.isfinite(outcomes["net_value"])


def test_a_run_is_the_same_in_both_doors_and_in_copies(used):
    case = load("steady", {"weeks": WEEKS})
    whole = simulate(case, 3)
    model = CoalitionModel(case, 3)
    for _ in range(20):
        model.step()
    twin, sent = model.fork(), pickle.loads(pickle.dumps(model))
    assert own_state(model.state, "attention").total[0] > 0.0
    for one in (model, twin, sent):
        while one.running:
            one.step()
        assert one.result().digest == whole.digest
        assert one.result().outcomes == pytest.approx(whole.outcomes, nan_ok=True, abs=0.0, rel=0.0)
    assert model.datacollector.get_model_vars_dataframe()["attention.level"].iloc[-1] == whole.series[-1, -3]


def test_what_it_keeps_goes_on_under_another_form(used):
    run = Run(load("steady", {"weeks": WEEKS}), 2, "opt-in", schedule=[Change(30, "alone")]).advance(30)
    before = own_state(run.state, "attention").total.copy()
    run.advance(1)
    assert len(run.state.badges) > 1
    after = own_state(run.state, "attention")
    assert before.any()
    assert (after.total >= before).all()
    assert run.advance().outcomes()["attention"] > 0.0


def test_its_numbers_change_on_the_way(used):
    case = load("steady", {"weeks": WEEKS, "attention.opens": 0})
    usual, changed = simulate(case, 2), simulate(case, 2, schedule=[Change(20, numbers=(("attention.opens", 10.0),))])
    assert np.array_equal(usual.series[:20], changed.series[:20], equal_nan=True)
    assert usual.outcomes["windows_drawn"] == 0.0 < changed.outcomes["windows_drawn"]
    in_the_case = simulate(load("steady", {"weeks": WEEKS, "attention.opens": 0, "attention.opens@20": 10}), 2)
    assert in_the_case.digest == changed.digest


def test_a_case_names_its_numbers_and_imports_nothing(own_files):
    told = source("steady")
    data = {**told.data, "attention": {"opens": 0.7}}
    with pytest.raises(ScenarioError, match=r"attention = .*unknown key"):
        built(Source("loud", "loud.toml", data))
    use_plugin(own_files / "attention.py")
    assert values_in(built(Source("loud", "loud.toml", data)).parameters)["attention.opens"] == 0.7
    wrong = {**told.data, "attention": {"opens": -1, "open": 2}}
    with pytest.raises(ScenarioError) as mistake:
        built(Source("loud", "loud.toml", wrong))
    assert "attention.opens = -1: expected a number from 0 to 10 (per week)" in str(mistake.value)
    assert 'did you mean "opens"?' in str(mistake.value)


# --- small ones, in plain Python, which need no compiler ------------------------------------------------------------

SMALL = '''
"""Small: for tests."""
from typing import Annotated, NamedTuple
import numpy as np
from clever_coalitions.sim import Floats, Measure, Mechanism, Number, Per


class Numbers(NamedTuple):
    """Its numbers."""

    rate: Annotated[float, Number("per week", 0, 1, 0, "assumption", "how fast", (0.1, 0.5))] = 0.25


class Own(NamedTuple):
    """What it keeps."""

    level: Annotated[Floats, Per("organization", "share", "a level", low=0, high=1)]
    pair: Annotated[Floats, Per(("issue", "organization"), "share", "another level", start=0.5)]


def phase(state, numbers, own):
    """Let the level rise."""
    own.level[:] += numbers.rate * (1.0 - own.level)
    own.pair[0, 2] = 1.0


small = Mechanism(
    "small", numbers=Numbers, state=Own, phase=phase, series=["level", "pair"],
    outcomes={"height": Measure("higher", "share", "the level at last", lambda s: s["small.level"])},
)
'''


@pytest.fixture
def written(tmp_path):
    """Return a function that uses a small mechanism, with something replaced in it."""

    def write(name, *changes):
        text = SMALL
        for one, other in changes:
            assert one in text
            text = text.replace(one, other)
        path = tmp_path / f"{name}.py"
        path.write_text(text, "utf-8")
        return use_plugin(path)

    return write


def test_a_plain_phase_runs_in_every_door(written):
    written("small_plain")
    case = load("steady", {"weeks": 4})
    found = simulate(case, 1)
    assert found.column("small.level").tolist() == [0.25, 0.4375, 0.578125, 0.68359375]
    assert found.outcomes["height"] == 0.68359375
    assert found.column("small.pair")[0] == pytest.approx(0.5 + 0.5 / case.organizations)
    assert simulate(load("steady", {"weeks": 4, "small.rate": 0}), 1).outcomes["height"] == 0.0
    model = CoalitionModel(case, 1)
    while model.running:
        model.step()
    assert model.result().digest == found.digest


def test_results_are_known_by_the_content_of_the_file(written):
    written("small_one")
    one = scenario_hash(load("steady"))
    assert scenario_hash(load("steady", {"small.rate": 0.3})) != one
    plugins._USED.clear()
    assert scenario_hash(load("steady")) != one
    written("small_two", ("own.pair[0, 2] = 1.0", "own.pair[0, 2] = 0.9"))
    assert scenario_hash(load("steady")) != one


def test_an_outcome_alone_is_known_by_its_content_too(own_files):
    before = scenario_hash(load("steady"))
    use_plugin(own_files / "hours_a_plan.py")
    assert scenario_hash(load("steady")) != before
    assert "hours_a_plan" in simulate(load("steady", {"weeks": 4}), 1).outcomes


DECLARED = [
    ('"small", numbers', '"joining", numbers', "name = 'joining': a mechanism that ships is called so already"),
    ('"small", numbers', '"Small", numbers', "name = 'Small': expected small letters"),
    ('"small", numbers', '"kinds", numbers', "name = 'kinds': this means something else in a case"),
    ('0, 1, 0, "assumption"', '0, 1, None, "assumption"', "no number of it has a neutral value"),
    ("] = 0.25", "]", "numbers: rate: it has no default"),
    ("] = 0.25", "] = 2.5", r"default of small.rate = 2.5: expected a number from 0 to 1 \(per week\)"),
    ("(0.1, 0.5)", "(0.5, 0.1)", "small.rate: prior = .*the smaller first"),
    ('Per("organization"', 'Per("organisation"', "state: level: axis = 'organisation': .* did you mean 'organization'"),
    ("low=0, high=1", "low=1, high=2", "state: level: start = 0: expected a number from 1 to 2"),
    ("Annotated[Floats, Per((", "Annotated[float, Per((", r"state: pair: expected Annotated\[Floats, Per"),
    (
        "state, numbers, own",
        "state, numbers",
        r"phase\(state, numbers\): expected a function of \(state, numbers, own\)",
    ),
    ("phase=phase", "phase=phase, after='works'", "after = 'works': .* did you mean 'work'"),
    ("phase=phase", "phase=phase, after='record'", "after = 'record': by then the week is over"),
    ("phase=phase", "phase=None", "it has numbers, but no phase"),
    ('"level", "pair"', '"levels"', "series: 'levels': expected a field of its state .* did you mean 'level'"),
    ('"height": Measure', '"net_value": Measure', "outcomes: 'net_value': another outcome is called so already"),
    ('"higher", "share"', '"more", "share"', "outcomes: height: better = 'more': expected higher, lower or neither"),
    (
        'Measure("higher", "share", "the level at last", lambda s: s["small.level"])',
        "3",
        "outcomes: height = 3: expected",
    ),
]


@pytest.mark.parametrize(("one", "other", "said"), DECLARED, ids=range(len(DECLARED)))
def test_a_mistake_in_a_declaration_is_one_sentence(one, other, said, written, request):
    with pytest.raises(LookupError, match=f"plug-in '.*': small: {said}") as mistake:
        written(f"declared_{request.node.callspec.id}", (one, other))
    assert "\n" not in str(mistake.value)
    assert plugins.mechanisms_in_use() == ()


def test_two_of_one_name_do_not_go_together(written):
    written("name_taken")
    with pytest.raises(LookupError, match="name = 'small': another mechanism in use is called so already"):
        written("name_taken_again")


BROKEN = [
    ("own.pair[0, 2] = 1.0", "own.level[3] = np.nan", r"week 0: small.level = nan, expected 0 to 1"),
    ("own.pair[0, 2] = 1.0", "own.level[3] = -0.5", r"week 0: small.level = -0.5, expected 0 to 1"),
    ("own.pair[0, 2] = 1.0", "own.pair[0, 0] = np.inf", r"week 0: small.pair = inf, expected a number"),
    ("own.pair[0, 2] = 1.0", "own.pair[0, 1000] = 1.0", r"week 0: index 1000 is out of bounds"),
    ("own.pair[0, 2] = 1.0", "state.issues[2, 0] = np.nan", r"week 0: fact of issue 0 \(counted from 0\) is nan"),
    ("own.pair[0, 2] = 1.0", "state.plans[0, 3, 0] = 70.0", r"week 0: plan.obstacle = 70, expected an obstacle, or -1"),
    ("own.pair[0, 2] = 1.0", "raise ValueError('no luck')", r"week 0: no luck"),
    ('s["small.level"]', 's["small.levels"]', r"outcome 'height': there is no tally or field .* mean 'small.level'"),
    ('s["small.level"]', '1 / s["plans"] / 0', r"outcome 'height': ZeroDivisionError"),
    ('s["small.level"]', 'float("inf")', r"outcome 'height' = inf, expected a number"),
]


@pytest.mark.parametrize(("one", "other", "said"), BROKEN, ids=range(len(BROKEN)))
def test_what_a_phase_breaks_is_told_with_its_name(one, other, said, written, request):
    name = written(f"broken_{request.node.callspec.id}", (one, other))
    with pytest.raises(Exception, match=f"{name}:small.*{said}") as mistake:
        simulate(load("steady", {"weeks": 4}), 1)
    assert "\n" not in str(mistake.value)


@compiled
def test_a_compiled_phase_is_kept_within_its_arrays(written):
    kernel = ("def phase", "from clever_coalitions.sim import kernel\n\n\n@kernel\ndef phase")
    name = written("compiled_bounds", kernel, ("own.pair[0, 2] = 1.0", "own.pair[0, 1000] = 1.0"))
    with pytest.raises(IndexError, match=f"{name}:small, week 0: index is out of bounds"):
        simulate(load("steady", {"weeks": 4}), 1)


@compiled
def test_a_phase_that_cannot_be_compiled_says_where(written):
    kernel = ("def phase", "from clever_coalitions.sim import kernel\n\n\n@kernel\ndef phase")
    name = written("compiled_not", kernel, ("own.pair[0, 2] = 1.0", "own.pairs[0] = 1.0"))
    with pytest.raises(TypeError, match=f"{name}:phase cannot be compiled: .*{name}.py, line .*pairs"):
        simulate(load("steady", {"weeks": 4}), 1)


def test_the_contract_of_rules_and_strategies_is_among_the_checks(own_files):
    for name in ("core_board", "relief"):
        use_plugin(own_files / f"{name}.py")
    claims = [check.claim for check in own.own_checks()]
    assert any("coordinator+core_board:agree+hub" in claim for claim in claims)
    assert any("relief:lead" in claim for claim in claims)
    assert own.own_checks()[0].run().passed
