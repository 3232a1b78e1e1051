"""Variants have labels where people read of them: short, each differently, and data keep whole names."""

import pytest

from clever_coalitions.experiments import compare
from clever_coalitions.experiments.labels import labels_of, short_for
from clever_coalitions.scenarios import load

PATH = "obstacles.not in force.required.state"


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        ([f"{PATH}=20", f"{PATH}=40"], ["required.state=20", "required.state=40"]),
        (["obstacles.not in force.acts.state=20"], ["acts.state=20"]),
        (["opt-in, organizations.Thailand.value=0.1", "opt-in"], ["opt-in, Thailand.value=0.1", "opt-in"]),
        (["north: kinds.relief agency.count=5"], ["north: relief agency.count=5"]),
        (["organizations.St. Lucia.value@60.5=1, consensus"], ["St. Lucia.value@60.5=1, consensus"]),
        (["obstacles.a b.required.state=10, obstacles.c d.required.state=2"],
         ["a b.required.state=10, c d.required.state=2"]),
        (["kinds.x.count=5", "kinds.x.count=6"], ["kinds.x.count=5", "kinds.x.count=6"]),
        (["coordinator.information=0.25", "invite+coordinator+share 0.6+free"],
         ["coordinator.information=0.25", "invite+coordinator+share 0.6+free"]),
        (["kinds.lawyers and judges.value=1, organizations.lawyers and judges.value=2"],
         ["kinds.lawyers and judges.value=1, organizations.lawyers and judges.value=2"]),
        ([f"{PATH}=20", "required.state=20"], [f"{PATH}=20", "required.state=20"]),
        ([], []),
    ],
)  # fmt: skip
def test_long_paths_are_called_by_their_last_parts_as_long_as_all_differ(names, labels):
    assert labels_of(names) == dict(zip(names, labels, strict=True))


def test_it_is_said_once_what_is_short_for_what():
    assert short_for([f"{PATH}=20", f"{PATH}=40"]) == f"required.state is short for {PATH}."
    assert short_for(["opt-in", "consensus"]) == ""


def test_data_keep_whole_names():
    found = compare(load("landmine_treaty", {"weeks": 8}), 3, **{PATH: [20, 40]})
    assert found.labels == ("required.state=20", "required.state=40")
    assert found.variants == (f"{PATH}=20", f"{PATH}=40")
    assert set(found.frame()["variant"]) == set(found.variants)
    assert set(found.differences()["variant"]) == {f"{PATH}=40"}
    assert set(found.labeled(found.differences())["variant"]) == {"required.state=40"}
