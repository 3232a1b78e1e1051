"""Paths that stand for several numbers: what they keep, and what they cannot be."""

import pytest

from clever_coalitions.experiments.studies import StudyError, study_of
from clever_coalitions.experiments.studies.derived import DERIVED, expanded
from clever_coalitions.scenarios import load
from clever_coalitions.sim.briefing import USES

from .small import data, small


def case_with(**settings):
    """Return the case of a study that sets this."""
    flat = {path.replace("__", "."): value for path, value in settings.items()}
    study = small(levers={}, set=flat)
    return study.case_under(study.treatments[0]).scenario


def week_of(case):
    return {use: getattr(case.parameters.coordinator, use) for use in USES}


@pytest.mark.parametrize("many", [6, 7, 10, 33, 80])
def test_organizations_keep_their_proportions(many):
    case, usual = case_with(organizations=many), load("steady")
    assert case.organizations == many
    for one, other in zip(case.kinds, usual.kinds, strict=True):
        assert one.count >= 1
        assert abs(one.count - many * other.count / usual.organizations) <= 1.0


def test_one_use_of_the_week_moves_and_the_others_keep_their_proportions():
    usual, week = week_of(load("steady")), week_of(case_with(week__listen=0.4))
    assert week["listen"] == 0.4
    assert sum(week.values()) == pytest.approx(sum(usual.values()))
    others = sum(value for use, value in usual.items() if use != "listen")
    for use in set(USES) - {"listen"}:
        assert week[use] == pytest.approx(usual[use] * 0.6 / others, abs=0.001)


def test_a_use_without_weight_leaves_its_hours_to_the_others():
    assert week_of(case_with(effort__listen=0.0)) == week_of(case_with(week__listen=0.0))
    assert week_of(case_with(effort__listen=1.0)) == week_of(load("steady"))
    both = week_of(case_with(effort__listen=0.0, effort__match=0.0))
    assert both["listen"] == both["match"] == 0.0
    assert sum(both.values()) == pytest.approx(sum(week_of(load("steady")).values()))


def test_they_are_worked_out_on_what_else_a_study_sets():
    week = week_of(case_with(week__listen=0.4, coordinator__renew=0.0))
    assert week["renew"] == 0.0
    assert week["listen"] == 0.4


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"organizations": 2}, "organizations: organizations = 2: expected at least 6, one of each kind"),
        ({"week.listen": 1.2}, "expected a share from 0 to 1"),
        ({"week.listen": -1}, "expected a number from 0"),
        ({"week.lisen": 0.2}, 'did you mean "week.listen"'),
        ({"organisations": 20}, 'did you mean "organizations"'),
    ],
)
def test_what_a_case_cannot_have_is_explained(settings, said):
    with pytest.raises(StudyError, match="set") as error:
        study_of(data(set=settings), "small")
    assert said in str(error.value)


def test_all_of_them_can_be_worked_out():
    values = dict.fromkeys(DERIVED, 0.5) | {"organizations": 20}
    for path in DERIVED:
        assert expanded(load("steady"), {path: values[path]})
