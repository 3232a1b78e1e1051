"""The contract: all that ships keeps to it, and each clause notices what breaks it."""

import sys

import pytest

from clever_coalitions.experiments.contract import CLAUSES, FORMS, BrokenContractError, findings, offers_of
from clever_coalitions.sim.governance.forms import AGREE, MEET, PROPOSE
from clever_coalitions.sim.plugins import use_plugin

RULES = sorted({FORMS[plugins.function].format(name) for plugins in (PROPOSE, AGREE, MEET) for name in plugins.names()})


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("form", RULES)
def test_every_rule_keeps_the_contract(form, clause):
    CLAUSES[clause](form)


# --- those who do not -------------------------------------------------------------------------------------------------

HEAD = """
from clever_coalitions.sim import kernel
from clever_coalitions.sim.briefing import CONVENE, LISTEN, RENEW
from clever_coalitions.sim.coordinators.listen_and_lead import lead as usual
from clever_coalitions.sim.governance.meet.hub import meet as through_the_hub
"""
USUAL = "usual(briefing, decision)\n    "
BREAKERS = {
    "asks_for_too_much": ("decides what can be followed", "lead", USUAL + "decision[LISTEN] = 0.9"),
    "is_not_finite": ("bears zero hours", "lead", USUAL + "decision[LISTEN] = briefing.done / briefing.hours"),
    "counts_its_calls": (
        "says the same twice", "lead",
        USUAL + "briefing.memory[0] += 1.0\n    decision[LISTEN] = 0.1 / briefing.memory[0]",
    ),
    "writes_beyond": ("touches its own alone", "lead", USUAL + "briefing.memory[20] = briefing.now"),
    "helps_itself": (
        "touches its own alone", "meet",
        "through_the_hub(state, c)\n    for k in range(state.issues.shape[1]):\n        state.issues[2, k] += 0.01",
    ),
}  # fmt: skip
PARAMETERS = {"lead": "briefing, decision", "meet": "state, c", "around": "briefing, decision, number, memory"}


@pytest.fixture
def write(tmp_path):
    before = set(sys.modules)

    def write(name, function, body):
        text = f"{HEAD}\n\n@kernel\ndef {function}({PARAMETERS[function]}):\n    {body}\n"
        (tmp_path / f"{name}.py").write_text(text)
        return sys.modules[use_plugin(tmp_path / f"{name}.py")]

    yield write
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
    while str(tmp_path) in sys.path:
        sys.path.remove(str(tmp_path))


@pytest.mark.parametrize("name", BREAKERS)
def test_what_breaks_a_clause_is_noticed(name, write):
    clause, function, body = BREAKERS[name]
    (offered,) = offers_of(write(name, function, body))
    with pytest.raises((BrokenContractError, ArithmeticError, TypeError, ValueError, RuntimeError)) as broken:
        CLAUSES[clause](offered)
    assert "week" in str(broken.value)


def test_a_wrapper_of_ones_own_is_offered_and_keeps_the_contract(write):
    module = write("gentler", "around", "decision[CONVENE] *= 1.0 - min(1.0, number)")
    assert list(offers_of(module)) == ["gentler:around+listen-and-lead"]
    for _, kept in findings(module):
        kept()


def test_it_says_what_it_looked_at(write):
    found = findings(write("plain", "lead", "usual(briefing, decision)"))
    assert [claim for claim, _ in found] == [f"plain:lead {clause}" for clause in CLAUSES]
