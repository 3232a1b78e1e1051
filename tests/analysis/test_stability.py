"""Verdicts under two base seeds: what turns round, what changes otherwise, and what stays."""

from clever_coalitions.analysis.evidence.book import read_study
from clever_coalitions.analysis.evidence.stability import Repeated, is_stable, stability_in_words, verdicts

from .made_up import AXES, FULL, runs_of, study

CLAIM = {"says": "Opt-in has more.", "of": ["opt-in"], "than": ["consensus"], "expects": "more"}
THREE = {"governance": ["opt-in", "consensus", "lead-organization"]}


def book(asked, value):
    return {"made_up": read_study(asked, runs_of(asked, value), 0)}


def claims(ahead):
    asked = study(claims=[CLAIM], design={"repetitions": 200})
    return book(asked, lambda place, choice, values: ahead * (choice == "opt-in"))


def leads(first, second):
    asked = study(levers=THREE, uncertainties=AXES, design={**FULL, "repetitions": 40})
    return book(asked, lambda place, choice, values: float(choice == (first if values[0] < 0.03 else second)))


def test_a_claim_turns_round_where_more_becomes_less_and_changes_where_it_is_no_longer_known():
    (stays,) = verdicts(claims(1.0), claims(2.0))
    assert (stays.before, stays.after, stays.turns) == ("more", "more", False)
    (turned,) = verdicts(claims(1.0), claims(-1.0))
    assert (turned.before, turned.after, turned.turns) == ("more", "less", True)
    (changed,) = verdicts(claims(1.0), claims(0.0))
    assert changed.before == "more" != changed.after
    assert not changed.turns


def test_a_cell_of_a_map_turns_round_where_another_form_leads():
    found = verdicts(leads("opt-in", "consensus"), leads("opt-in", "lead-organization"))
    assert len(found) == 9
    turned = [one for one in found if one.turns]
    assert [one.where.partition(",")[2] for one in turned] == [
        f" conditions.hazard = 0.04, club.values_spread = {value}: who leads" for value in (0.1, 0.3, 0.5)
    ]
    assert {(one.before, one.after) for one in turned} == {("consensus", "lead-organization")}
    assert all(one.before == one.after == "opt-in" for one in found if not one.turns)


def told(before, after, turns=False):
    return Repeated("somewhere", before, after, turns)


def test_one_verdict_that_turns_round_is_too_many():
    stay = [told("more", "more")] * 99
    turned = [*stay, told("more", "less", turns=True)]
    assert is_stable([*stay, told("more", "unknown")])
    assert not is_stable(turned)
    assert "100 verdicts 1 turn round in other worlds, and 0 change otherwise (0.0%)" in stability_in_words(turned)


def test_five_in_a_hundred_may_change_otherwise():
    changed = told("more", "unknown")
    assert is_stable([told("same", "same")] * 95 + [changed] * 5)
    assert not is_stable([told("same", "same")] * 94 + [changed] * 6)
