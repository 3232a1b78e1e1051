"""Keys: equal where results are equal, different where they could differ, and blind to names."""

import pytest

from clever_coalitions.experiments.studies import cases, keys
from clever_coalitions.experiments.studies.frames import planned
from clever_coalitions.experiments.studies.keys import Namer
from clever_coalitions.sim import use_plugin
from clever_coalitions.sim.governance.forms import FORMS
from clever_coalitions.sim.run import simulate

from .small import small


def first_key(**changes):
    return next(iter(planned(small(**changes)))).key


USUAL = first_key()

SPELLED = ("coordinator+each+hub", "table+share:0.5+table", "coordinator+decree+hub")

LEAD = """from clever_coalitions.sim import kernel

@kernel
def lead(briefing, decision):
    decision[0] = 1.0
"""


def test_what_a_run_depends_on_is_in_its_key():
    others = [
        first_key(set={"weeks": 21}),
        first_key(set={"weeks": 20, "joining.hour_price": 1.7}),
        first_key(set={"weeks": 20, "step_days": 3.5}),
        first_key(case="exponential"),
        first_key(levers={"governance": ["consensus"]}),
        first_key(levers={"strategy": ["absent"]}),
        first_key(design={"repetitions": 20, "seed": 2}),
    ]
    assert len({USUAL.run, *(key.run for key in others)}) == 8


def test_every_form_has_runs_of_its_own():
    named = {name: first_key(levers={"governance": [name]}).run for name in FORMS}
    spelled = {name: first_key(levers={"governance": [f"{name}+bound"]}).run for name in SPELLED}
    free = {name: first_key(levers={"governance": [name]}).run for name in SPELLED}
    assert len(set(named.values())) == len(FORMS)
    assert not set(spelled.values()) & set(free.values())


def test_what_it_does_not_depend_on_is_not():
    same = [
        first_key(question="Another one?"),
        first_key(treatments={"some other name": {"governance": "opt-in"}}, levers={}),
        first_key(set={"weeks": 20.0}),
        first_key(levers={"governance": ["coordinator+each+hub"]}),  # what opt-in is made of
        first_key(keep={"weeks": ["members"]}),
        first_key(design={"repetitions": 3}),
        first_key(set={"weeks": 20, "conditions.hazard_growth": 0.0}),  # the default, said aloud
    ]
    assert {key.run for key in same} == {USUAL.run}


def test_the_version_of_the_model_is_in_the_key_and_not_in_the_experiment(monkeypatch):
    monkeypatch.setattr(keys, "model_edition", lambda: "another")
    other = first_key()
    assert other.experiment == USUAL.experiment
    assert other.run != USUAL.run


def test_a_treatment_never_changes_the_seed():
    runs = list(
        planned(small(levers={"governance": ["opt-in", "consensus", "alone"], "coordinator.listen": [0.1, 0.3]}))
    )
    seeds = {}
    for run in runs:
        seeds.setdefault(run.world.number, set()).add(run.world.seed)
    assert all(len(found) == 1 for found in seeds.values())
    assert len(runs) == 20 * 6


MANY = {
    "levers": {"governance": ["opt-in", "consensus", "alone"], "joining.hour_price": [0.5, 1.5]},
    "uncertainties": {
        "organizations": {"low": 12, "high": 30, "whole": True},
        "effort": {"listen": {"low": 0.5, "high": 2.0}},
        "coordinator": {"analyse": {"low": 0.1, "high": 0.3}},
    },
    "design": {"kind": "latin-hypercube", "points": 5, "repetitions": 2},
}


def test_what_treatments_have_in_common_is_worked_out_once_and_names_each_as_it_would_alone(monkeypatch):
    study, numbered = small(**MANY), []
    alone = [
        Namer(study.case_under(study.treatments[run.treatment], run.world.values)).key(run.world.seed)
        for run in planned(study)
    ]
    put = cases.with_values
    monkeypatch.setattr(cases, "with_values", lambda *asked: numbered.append(asked) or put(*asked))
    assert [run.key for run in planned(study)] == alone
    assert len(set(alone)) == len(alone) == 60
    assert len(numbered) == 2 * 2 * 5  # two prices at five points, and the week that an effort is a part of


@pytest.mark.parametrize(
    "settings", [{"joining.hour_price": 1.7}, {"weeks": 15, "kinds.BODY.count": 4, "club.ties": 2.0}]
)
def test_settings_give_the_case_that_the_loader_gives(settings):
    from clever_coalitions.scenarios import load

    kind = load("steady").kinds[0].name
    named = {path.replace("BODY", kind): value for path, value in settings.items()}
    study = small(set={}, levers={}, treatments={"changed": named})
    case = study.case_under(study.treatments[0])
    expected = load("steady", named)
    assert case.scenario == expected
    assert simulate(case.scenario, 1).digest == simulate(expected, 1).digest


def test_a_rule_from_elsewhere_is_named_by_its_content(tmp_path):
    found = set()
    for name, text in {"a_rule": LEAD, "another_rule": LEAD, "a_mended_rule": f"{LEAD}# mended\n"}.items():
        (tmp_path / f"{name}.py").write_text(text)
        use_plugin(tmp_path / f"{name}.py")
        found.add(keys._plugin(f"{name}:lead").removeprefix(f"{name}:lead "))
        assert first_key(levers={"strategy": [f"{name}:lead"]}) != USUAL
    assert len(found) == 2
