"""What proposers expect of a way of meeting is what it then asks for."""

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim.expectations import links_to_expect, service_to_expect
from clever_coalitions.sim.governance.forms import MEET, find_form
from clever_coalitions.sim.mechanisms.work import meeting_hours, meeting_to_expect
from clever_coalitions.sim.run import start
from clever_coalitions.sim.state import coalitions, minds, view

SCENARIO = load("steady")


def opened(meet: str):
    return view(SCENARIO.parameters, start(SCENARIO, 1, f"coordinator+each+{meet}"))


@pytest.mark.parametrize("meet", MEET.names())
@pytest.mark.parametrize("size", [1, 2, 5, 20])
def test_links_come_as_expected(meet, size):
    state = opened(meet)
    coalitions(state).size[0] = size
    MEET.find(meet)(state, 0)
    assert links_to_expect(state, float(size)) == pytest.approx(coalitions(state).member_links[0])
    expected = meeting_to_expect(state, 0, float(size))
    assert expected == meeting_hours(state, 0, coalitions(state).member_links[0], float(size))


@pytest.mark.parametrize("meet", MEET.names())
def test_service_is_expected_where_too_little_of_it_leaves_members_waiting(meet):
    state = opened(meet)
    coalitions(state).size[0] = 20.0
    coalitions(state).spare[0] = 0.0
    minds(state).hours[0] = 0.0
    MEET.find(meet)(state, 0)
    waits = coalitions(state).served[0] < 1.0
    if meet == "nobody":  # nobody serves, and nobody expects it
        assert service_to_expect(state) == 0.0
    else:
        assert (service_to_expect(state) > 0.0) == waits


def test_a_rule_from_elsewhere_is_expected_to_meet_through_the_hub_unless_it_says_otherwise():
    assert np.array_equal(find_form("coordinator+each+hub").numbers()[1:], (1.0, 0.0, 1.0))
