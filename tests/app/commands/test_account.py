"""Whoever is asked for by a short or a wrong name is pointed to the right one."""

import pytest

from clever_coalitions.app.commands.account import likely_meant, number_called
from clever_coalitions.app.errors import UserError
from clever_coalitions.scenarios import load

NAMES = (
    "Ukraine", "United Kingdom", "United States", "Russian Federation", "Republic of Moldova",
    "Democratic Republic of the Congo", "Amnesty International", "Trinidad and Tobago", "Oxfam", "state 12",
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("UK", "United Kingdom"),
        ("U.K.", "United Kingdom"),
        ("us", "United States"),
        ("USA", "United States"),
        ("Amnesty", "Amnesty International"),
        ("DRC", "Democratic Republic of the Congo"),
        ("UKR", "Ukraine"),
        ("Russia", "Russian Federation"),
        ("Oxfma", "Oxfam"),
        ("oxfam", "Oxfam"),
        ("states 12", "state 12"),
    ],
)
def test_a_short_or_a_wrong_name_finds_the_right_one(said, meant):
    assert likely_meant(said, NAMES) == [meant]


@pytest.mark.parametrize("said", ["xyz", "...", "Q"])
def test_what_is_like_no_name_finds_none(said):
    assert likely_meant(said, NAMES) == []


def test_the_message_names_it():
    with pytest.raises(UserError, match=r"--who 'US': .* did you mean 'United States'\?"):
        number_called(load("landmine_treaty"), "US")
