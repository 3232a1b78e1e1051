"""The evidence page: its verdicts and words fit whichever way the numbers fall."""

import re
from dataclasses import replace

import pytest

from clever_coalitions.analysis.evidence.book import Book
from clever_coalitions.analysis.evidence.claims import CLAIMS, PRINCIPLES
from clever_coalitions.analysis.evidence.falsifiers import (
    FALSIFIERS,
    FOUND,
    NOT_FOUND,
    UNDECIDED,
    WAITS,
    consensus_never,
    opt_in_under_turbulence,
)
from clever_coalitions.analysis.evidence.markdown import anchor, table
from clever_coalitions.analysis.evidence.page import page
from clever_coalitions.analysis.evidence.records import over_seeds
from clever_coalitions.analysis.evidence.stamp import stamp
from clever_coalitions.analysis.evidence.store import Store
from clever_coalitions.analysis.evidence.verdicts import (
    AGAINST,
    AGAINST_IN_PART,
    BORNE_OUT,
    DEPENDS,
    IN_PART,
    NOT_RUN,
    OPEN,
    Seen,
    found,
    verdict,
)

from .evidence_books import book


@pytest.fixture(scope="module")
def books():
    return {sign: book(sign) for sign in (1, -1, 0)}


def told(book_):
    return page(book_, "evidence", "coalitions evidence")


# --- verdicts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signs", "said"),
    [
        ([1, 1], BORNE_OUT),
        ([1, 0], IN_PART),
        ([1, -1], DEPENDS),
        ([1, 0, -1], DEPENDS),
        ([0, -1], AGAINST_IN_PART),
        ([-1], AGAINST),
        ([0, 0], OPEN),
        ([], NOT_RUN),
    ],
)
def test_what_several_places_say_together(signs, said):
    assert verdict([Seen("here", sign, "") for sign in signs]) == said


def test_every_place_is_told_under_its_head():
    lines = found([Seen("here", 1, "+2"), Seen("there", -1, "-1"), Seen("nowhere", 0, "0")]).says.splitlines()
    assert lines == ["For it: here +2.", "Against it: there -1.", "Cannot be told: nowhere 0."]


# --- claims ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda one: f"{one.principle} {one.says[:30]}")
def test_a_claim_is_borne_out_contradicted_open_or_not_run_as_the_numbers_are(books, claim):
    assert claim.look(books[1]).verdict == BORNE_OUT
    assert claim.look(books[-1]).verdict == AGAINST
    assert claim.look(books[0]).verdict == OPEN
    assert claim.look(Book()).verdict == NOT_RUN


def test_every_principle_has_a_claim():
    assert {one.principle for one in CLAIMS} == set(range(11))
    assert len(PRINCIPLES) == 11


def test_a_circular_benefit_is_said_to_prove_nothing(books):
    kept = books[1].ablation
    first = kept.findings[0]
    circular = first.model_copy(update={"bound": first.bound.model_copy(update={"verdict": "CIRCULAR"})})
    changed = replace(books[1], ablation=kept.model_copy(update={"findings": (circular, *kept.findings[1:])}))
    claim = next(one for one in CLAIMS if one.principle == first.number)
    assert "circular, so this proves nothing" in claim.look(changed).says
    assert f"circular, hence no evidence: {first.name.lower()}" in " ".join(told(changed).split())


# --- falsifiers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "one", [one for one in FALSIFIERS if one.look not in (consensus_never,)], ids=lambda one: one.says
)
def test_a_falsifier_is_found_or_not_as_the_numbers_are(books, one):
    if "mandated" in one.says.lower():
        assert one.look(books[1]).verdict == WAITS
        return
    assert one.look(books[1]).verdict == NOT_FOUND
    assert one.look(books[-1]).verdict == FOUND
    assert one.look(books[0]).verdict == UNDECIDED
    assert one.look(Book()).verdict == WAITS


def test_that_consensus_is_never_better_takes_enough_worlds_to_say(books):
    assert consensus_never(books[1]).verdict == FOUND
    assert consensus_never(books[-1]).verdict == NOT_FOUND
    assert consensus_never(books[0]).verdict == UNDECIDED
    assert consensus_never(Book()).verdict == WAITS


def test_one_cell_is_enough_for_consensus_to_be_better_somewhere(books):
    maps = dict(books[1].maps)
    one = maps["distance-harm"]
    lost = one.cells[0].model_copy(update={"difference": books[-1].maps["distance-harm"].cells[0].difference})
    maps["distance-harm"] = one.model_copy(update={"cells": [lost, *one.cells[1:]]})
    look = consensus_never(replace(books[1], maps=maps))
    assert look.verdict == NOT_FOUND
    assert "consensus is better in 1 (the coordinator's distance" in look.says


def test_two_sources_that_disagree_count_against(books):
    mixed = replace(books[1], forms=books[-1].forms)
    assert opt_in_under_turbulence(mixed).verdict == FOUND
    assert opt_in_under_turbulence(replace(books[1], forms=books[0].forms)).verdict == UNDECIDED


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_says_who_is_ahead_and_nothing_else(books):
    for_it, against, nothing = (told(books[sign]) for sign in (1, -1, 0))
    assert "Opt-in is better than each other form in" in for_it
    assert "opt-in is better in central african republic" in for_it
    assert "consensus is better in central" not in for_it
    assert "consensus is better in central african republic" in against
    assert "opt-in is better in central" not in against
    assert "neither can be told better in central african republic" in nothing
    assert "No form is the single best" in nothing
    assert "**Borne out:**" in for_it
    assert "**Contradicted:**" not in for_it
    assert "**Contradicted:**" in against
    assert "**Borne out:**" not in against
    assert "**Borne out:**" not in nothing
    assert "**Contradicted:**" not in nothing


def test_every_section_has_what_it_is_about(books):
    text = told(books[1])
    for heading in (
        "In short", "What would count against the article", "The article's claims", "The Syria case",
        "The ten principles on trial", "The ten principles together", "Which part of opt-in does what", "Maps",
        "How much of a good thing", "How the coordinator works", "Patterns of the literature", "Limiting cases",
        "What is not tested", "How to repeat this", "References",
    ):  # fmt: skip
        assert f"# {heading}\n" in text, heading
    assert text.index("What would count against") < text.index("The article's claims\n")
    assert "Not run." not in text
    assert not re.search(r"\b(nan|inf|None)\b", text)


def test_links_lead_to_headings(books):
    text = told(books[1])
    headings = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
    for map_ in books[1].maps.values():
        assert f"({anchor(map_.title)})" in " ".join(text.split())
        assert map_.title in headings


def test_an_empty_book_says_that_nothing_was_run():
    text = told(Book())
    alone = [line for line in text.splitlines() if line == "Not run."]
    assert len(alone) == 10
    assert "not frozen yet" in text


def test_a_quick_look_and_other_constants_are_no_result(books):
    (name, made) = next(iter(books[1].stamps.items()))
    quick = replace(books[1], stamps={name: made.model_copy(update={"worlds": 12})})
    assert "A quick look in 12 worlds" in told(quick)
    assert "A quick look" not in told(books[1])
    assert "Constants: frozen before forms were compared with them" in " ".join(told(books[1]).split())
    assert "constants were frozen in edition 99" in " ".join(told(replace(books[1], frozen=99)).split())


def test_a_pattern_on_which_seeds_disagree_is_undecided(books):
    mixed = (books[1].patterns[0], books[-1].patterns[1])
    assert over_seeds(mixed, "F1") == "undecided"
    assert over_seeds(books[1].patterns, "F1") == "holds"


def test_a_table_escapes_what_would_break_it():
    assert table(["a"], [["x | y\nz"]]).splitlines()[-1] == "| x \\| y z |"
    assert table(["a"], []) == ""


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_a_part_is_there_only_with_the_same_stamp(tmp_path, books):
    store, made = Store(tmp_path), stamp(60, 1)
    assert store.get("levers", made) is None
    store.put("levers", made, 1.26, books[1].levers)
    kept = store.get("levers", made)
    assert (kept.seconds, type(books[1].levers).model_validate(kept.found)) == (1.3, books[1].levers)
    for changed in ({"worlds": 61}, {"seed": 2}, {"edition": 99}):
        assert store.get("levers", made.model_copy(update=changed)) is None
    assert [path.name for path in tmp_path.iterdir()] == ["levers.json"]


def test_a_damaged_part_is_run_again(tmp_path, books):
    store, made = Store(tmp_path), stamp(60, 1)
    store.put("levers", made, 1.0, books[1].levers)
    whole = store.path("levers").read_text()
    for damaged in (whole[:100], "", "{}", "\0"):
        store.path("levers").write_text(damaged)
        assert store.get("levers", made) is None
