"""What is different from a week on: in a case, as an override, as a lever and in a study it is the same."""

import numpy as np
import pytest

from clever_coalitions import compare, load, simulate
from clever_coalitions.experiments.studies import StudyError, study_of
from clever_coalitions.experiments.studies.evaluate import Function
from clever_coalitions.scenarios import ScenarioError
from clever_coalitions.scenarios.loader import Source, built, source
from clever_coalitions.sim.schedule import Change

WEEKS = 40


def case(*events):
    told = source("steady")
    return built(Source("later", "later.toml", {**told.data, "events": list(events)}), {"weeks": WEEKS})


def test_a_number_of_an_event_acts_from_its_week_on():
    usual, changed = simulate(case(), 1), simulate(case({"week": 10, "set": {"trust": {"gain": 0.5}}}), 1)
    assert np.array_equal(usual.series[:10], changed.series[:10], equal_nan=True)
    assert changed.outcomes["trust"] > usual.outcomes["trust"]
    assert simulate(case({"week": 10, "set": {"trust.gain": 0.5}}), 1).digest == changed.digest
    assert simulate(case(), 1, schedule=[Change(10, numbers=(("trust.gain", 0.5),))]).digest == changed.digest


def test_an_event_with_numbers_can_wait():
    waiting = simulate(case({"after": "window", "set": {"trust.gain": 0.5}}), 1)
    opened = int(np.argmax(waiting.column("window") > 0.0))
    assert waiting.digest == simulate(case({"week": opened + 1, "set": {"trust.gain": 0.5}}), 1).digest


@pytest.mark.parametrize(
    ("path", "value", "event"),
    [
        ("trust.gain@10", 0.5, {"set": {"trust.gain": 0.5}}),
        ("governance@10", "consensus", {"governance": "consensus"}),
        ("strategy@10", "absent", {"strategy": "absent"}),
    ],
)
def test_all_doors_say_the_same(path, value, event):
    digest = simulate(case({"week": 10, **event}), 1).digest
    assert simulate(load("steady", {"weeks": WEEKS, path: str(value)}), 1).digest == digest
    first, second = compare(load("steady", {"weeks": WEEKS}), 1, **{path: [value]}), simulate(case(), 1)
    assert second.digest != digest
    (variant,) = first.compared
    assert variant.run(1, series=True).result().digest == digest
    study = study_of({"question": "?", "case": "steady", "set": {"weeks": WEEKS}, "levers": {path: [value]}}, "later")
    outcomes = Function(study, 1).means(study.treatments[0].settings)
    scenario = variant.scenario
    assert outcomes["trust"] == simulate(scenario, Function(study, 1).seeds[0], "opt-in").outcomes["trust"]


WRONG = [
    ({"trust.gian@4": 0.1}, 'trust.gian@4 = .*unknown parameter or fact; .*did you mean "trust.gain"'),
    ({"trust.gain@4": 7}, r"trust.gain@4 = 7: expected a number from 0 to 1 \(per week\)"),
    ({"trust.gain@4": "much"}, 'trust.gain@4 = "much": expected a number'),
    ({"club.core@4": 0.1}, "club.core@4 = 0.1: .* settled when a run begins"),
    ({"governance@4": "consensis"}, 'governance@4 = "consensis": .*did you mean "consensus"'),
    ({"trust.gain@soon": 0.1}, "trust.gain@soon = 0.1: expected PATH@WEEK, with a week from 0 to 10,000"),
    ({"trust.gain@-1": 0.1}, "trust.gain@-1 = 0.1: expected PATH@WEEK"),
    ({"trust.gain@400": 0.1}, "trust.gain@400 = .*expected a week of the run, from 0 to below 40"),
]


@pytest.mark.parametrize(("said", "message"), WRONG, ids=range(len(WRONG)))
def test_mistakes_are_explained_in_every_door(said, message):
    for ask in (
        lambda: load("steady", {"weeks": WEEKS, **said}),
        lambda: compare(load("steady", {"weeks": WEEKS}), 1, **{path: [value] for path, value in said.items()}),
        lambda: study_of({"question": "?", "case": "steady", "set": {"weeks": WEEKS, **said}}, "later"),
    ):
        with pytest.raises((ScenarioError, StudyError), match=message):
            ask()


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ({"week": 3, "set": {"trust": {"gain": 2}}}, r"events.#1.set.trust.gain = 2: expected a number from 0 to 1"),
        ({"week": 3, "set": {"club.core": 0.1}}, r"events.#1.set.club.core = 0.1: .*settled when a run begins"),
        ({"week": 3, "set": {"weeks": 3}}, r"events.#1.set.weeks = .*unknown parameter"),
        ({"week": 3, "set": {}}, r"events.#1.set = {}: expected a table of numbers"),
        (
            {"week": 3, "set": {"trust.gain": 0.1}, "window": 2},
            "expected exactly one of .*, set; there is window and set",
        ),
    ],
    ids=range(5),
)
def test_mistakes_in_an_event_are_explained(event, message):
    with pytest.raises(ScenarioError, match=message):
        case(event)
