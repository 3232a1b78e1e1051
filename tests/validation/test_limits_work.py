"""The edges of the limiting cases of roles and meetings, beyond the numbers that `verify` shows (L13, L14)."""

import pytest

from clever_coalitions.experiments.evidence.work import lower_bound_of_share, where_a_hub_is_cheaper
from clever_coalitions.experiments.evidence.worlds import alike, begin
from clever_coalitions.sim.governance.meet import hub, table
from clever_coalitions.sim.state import coalitions


def test_roles_come_close_to_the_best_assignment_where_workers_are_few():
    """L13: 10 x 20, as 20 x 10."""
    assert lower_bound_of_share(10, 20) > 0.98


def test_a_hub_is_cheaper_from_thirteen_on():
    """L14: and never below."""
    assert where_a_hub_is_cheaper(100) == list(range(13, 100))


@pytest.mark.parametrize(("rule", "links", "each"), [(hub, 12.0, 1.0), (table, 66.0, 11.0)])
def test_members_keep_the_links_that_are_counted(rule, links, each):
    """L14: twelve members beside a hub, or at a table."""
    state = begin(alike(12))
    coalitions(state).size[0] = 12.0
    rule.meet(state, 0)
    assert coalitions(state).links[0] == links
    assert coalitions(state).member_links[0] == each
