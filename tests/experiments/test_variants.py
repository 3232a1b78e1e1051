"""One case with one thing changed, and what is said where that cannot be done."""

import pytest

from clever_coalitions.experiments import variants, vary
from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.sim.coordinators.directive import lead

STEADY = load("steady")


def test_forms_of_governance():
    one, other = variants(STEADY, "governance=opt-in, consensus")
    assert (one.name, one.governance, other.name, other.governance) == ("opt-in", "opt-in", "consensus", "consensus")
    assert one.scenario == other.scenario == STEADY
    assert one.strategy == other.strategy == STEADY.strategy


def test_a_combination_of_rules():
    (one,) = vary(STEADY, "governance", ["table+share:0.67+hub"])
    assert one.name == one.governance == "table+share:0.67+hub"


def test_strategies():
    by_name, by_kernel = vary(STEADY, "strategy", ["absent", lead])
    assert (by_name.name, by_name.strategy) == ("absent", "absent")
    assert (by_kernel.name, by_kernel.strategy) == ("clever_coalitions.sim.coordinators.directive:lead", lead)


def test_parameters_from_numbers_and_text():
    one, other = vary(STEADY, "decision.speaking", [1, "0.5"])
    assert one.name == "decision.speaking=1"
    assert other.name == "decision.speaking=0.5"
    assert other.scenario == STEADY.with_numbers({"decision.speaking": 0.5})


def test_weeks():
    one, other = variants(STEADY, "weeks=52,104")
    assert (one.scenario.weeks, other.scenario.weeks) == (52.0, 104.0)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("governance=consensu", 'governance = "consensu": unknown form'),
        ("governance=consensu", 'did you mean "consensus"?'),
        ("governence=consensus", "governence: unknown path; expected governance, strategy, weeks or a parameter"),
        ("governence=consensus", 'did you mean "governance"?'),
        ("decision.speeking=1", 'did you mean "decision.speaking"?'),
        ("speaking=1", 'did you mean "decision.speaking"?'),
        ("decision.speaking=99", "decision.speaking = 99: expected a number from 0 to 5 (hours per member)"),
        ("decision.speaking=nan", "decision.speaking = nan: expected a number"),
        ("decision.speaking=much", 'decision.speaking = "much": expected a number'),
        ("weeks=0", "weeks = 0: expected a number above 0"),
        ("weeks=inf", "weeks = inf: expected a number above 0"),
        ("weeks=long", 'weeks = "long": expected a number above 0'),
        ("weeks=20000", "weeks = 20000: expected a number above 0"),
        ("weeks=52,52", 'weeks = "52": this value is given twice'),
        ("weeks", "expected path=value,value, not 'weeks'"),
        ("weeks=", "expected path=value,value, not 'weeks='"),
        ("weeks=52,,104", "expected path=value,value, not 'weeks=52,,104'"),
    ],
)
def test_mistakes_are_explained(question, said):
    with pytest.raises(ScenarioError) as caught:
        variants(STEADY, question)
    assert str(caught.value).startswith("steady: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("question", "said"),
    [("strategy=direktive", "did you mean 'directive'?"), ("governance=table+each+hob", "did you mean 'hub'?")],
)
def test_unknown_plug_ins(question, said):
    with pytest.raises(LookupError, match="expected one of") as caught:
        variants(STEADY, question)
    assert said in str(caught.value)


def test_several_questions_are_every_combination():
    found = variants(load("syria"), "governance=opt-in,consensus", "kinds.lawyer.count=1:5:2", "step_days=7")
    assert [one.name for one in found] == [
        f"{form}, kinds.lawyer.count={count}, step_days=7" for form in ("opt-in", "consensus") for count in (1, 3, 5)
    ]
    assert {sum(kind.count for kind in one.scenario.kinds if kind.name == "lawyer") for one in found} == {1, 3, 5}
    with pytest.raises(ScenarioError, match="varied twice"):
        variants(load("syria"), "weeks=10,20", "weeks=30")
    with pytest.raises(ScenarioError, match="at most 1,000 variants, not 3,600; for more, run a study"):
        variants(load("syria"), "weeks=1:60:1", "joining.threshold=0:0.59:0.01")
