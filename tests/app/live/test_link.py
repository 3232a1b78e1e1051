"""Links: what they carry, and what is said of those that cannot be read."""

import base64
import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clever_coalitions.app.limits import LIMITS
from clever_coalitions.app.live import link as links
from clever_coalitions.app.live.changes import WhatIf, shares_of
from clever_coalitions.app.live.link import Link, View, address, opened_link, travels
from clever_coalitions.app.live.settings import Case, Setting
from clever_coalitions.sim.edition import EDITION

NUMBERS = st.floats(-1e9, 1e9) | st.integers(-(10**6), 10**6)
STEPS = st.integers(0, 5000)
ROWS = st.integers(0, 10**5)
SHARES = st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7).map(shares_of)
CHANGES = st.one_of(
    st.builds(WhatIf, STEPS, st.sampled_from(["governance", "strategy"]), name=st.text(max_size=30)),
    st.builds(WhatIf, STEPS, st.just("week"), shares=SHARES),
    st.builds(WhatIf, STEPS, st.sampled_from(["invite", "pivot"]), who=ROWS, value=st.integers(0, 1)),
    st.builds(WhatIf, STEPS, st.just("daring"), value=st.integers(-1, 100)),
)
SETTINGS = st.builds(
    Setting,
    case=st.builds(Case, st.text(max_size=30), st.text(max_size=300)),
    numbers=st.dictionaries(st.text(max_size=20), NUMBERS, max_size=5).map(lambda found: tuple(sorted(found.items()))),
    governance=st.text(max_size=30),
    strategy=st.text(max_size=30),
    seed=st.integers(0, 2**32 - 1),
    changes=st.lists(CHANGES, max_size=5).map(tuple),
)
VIEWS = st.builds(
    View,
    lab=st.booleans(),
    theme=st.sampled_from(["", "light", "dark"]),
    chosen=st.integers(-1, 10**5),
    against=st.text(max_size=30),
    vary=st.text(max_size=30),
    outcome=st.text(max_size=30),
    worlds=st.integers(0, 10**6),
)


STUDIES = st.none() | st.builds(Case, st.text(max_size=30), st.text(max_size=300))


@given(st.builds(Link, SETTINGS, STEPS, VIEWS, study=STUDIES))
def test_a_link_comes_back_exactly_as_it_was(link):
    value = address(link)
    assert set(value) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    found = opened_link(value)
    assert found.said == ""
    assert found.link == link
    assert address(found.link) == value


@given(st.text(max_size=200) | st.binary(max_size=100).map(lambda raw: "1." + base64.urlsafe_b64encode(raw).decode()))
def test_whatever_stands_in_the_address_gives_a_page(value):
    found = opened_link(value)
    assert found.link == Link()
    assert found.said or not value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(st.sampled_from([*"cntghsfvrwmq", "qt", "qh"]), inside, max_size=5)
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_a_link_unfolds_to_gives_a_page(said):
    squeezed = zlib.compress(json.dumps(said).encode())
    found = opened_link("1." + base64.urlsafe_b64encode(squeezed).decode().rstrip("="))
    assert isinstance(found.link, Link)
    assert found.said


LINK = Link(Setting(Case("syria"), seed=7, changes=(WhatIf(61, "governance", name="consensus"),)), 68)


@pytest.mark.parametrize("end", range(3, len(address(LINK)) - 1, 7))
def test_a_link_that_was_cut_is_said_to_be_incomplete(end):
    found = opened_link(address(LINK)[:end])
    assert found.link == Link()
    assert "incomplete or damaged" in found.said


def test_a_link_of_another_format_says_so():
    found = opened_link("2" + address(LINK)[1:])
    assert found.link == Link()
    assert "another version" in found.said
    assert "format 2" in found.said


def test_a_link_of_another_model_shows_the_same_settings_and_says_so(monkeypatch):
    value = address(LINK)
    monkeypatch.setattr(links, "EDITION", 99)
    found = opened_link(value)
    assert found.link == LINK
    assert "numbers may differ" in found.said
    assert f"({EDITION}; this is 99)" in found.said


def test_a_small_uploaded_case_travels_in_the_link_and_a_large_one_by_its_hash():
    small, large = Case("mine", 'title = "x"\n' * 50), Case("mine", "".join(map(str, range(40_000))))
    assert travels(small)
    assert not travels(large)
    assert opened_link(address(Link(Setting(small)))).link.setting.case == small
    link = Link(Setting(large, seed=5), 9)
    value = address(link)
    assert len(value) < 300
    there = opened_link(value).link
    assert there == Link(replace(link.setting, case=Case("mine", awaited=large.hash)), 9)
    assert address(there) == value
    assert opened_link(value, {large.hash: large.text}).link == link


def test_a_link_that_unfolds_without_end_is_refused():
    bomb = zlib.compress(b"[" + b"0," * (LIMITS.file) + b"0]", 9)
    assert "incomplete or damaged" in opened_link("1." + base64.urlsafe_b64encode(bomb).decode()).said


def test_a_link_without_a_study_is_what_it_was_before_there_were_any():
    said = json.loads(zlib.decompress(base64.urlsafe_b64decode(address(LINK)[2:] + "==")))
    assert said == {"m": EDITION, "c": "syria", "f": [[61, "governance", "consensus"]], "r": 7, "w": 68}
    assert opened_link(address(LINK)).link.study is None


def test_a_study_travels_as_an_uploaded_case_does():
    small, large = Case("mine", 'question = "x"\n' * 50), Case("mine", "".join(map(str, range(40_000))))
    for study in (Case("first_look"), small):
        link = replace(LINK, study=study, view=View(outcome="trust"))
        assert opened_link(address(link)).link == link
    link = replace(LINK, study=large)
    value = address(link)
    assert len(value) < 300
    there = opened_link(value).link
    assert there == replace(LINK, study=Case("mine", awaited=large.hash))
    assert address(there) == value
    assert opened_link(value, {large.hash: large.text}).link == link
