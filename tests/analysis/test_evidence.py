"""The page of the evidence: every sentence is made of the one verdict, so that no two of them contradict each other."""

import functools
import re

import pandas
import pytest

from clever_coalitions.analysis.evidence.book import STUDIES, Book, read_study
from clever_coalitions.analysis.evidence.first_page import GROUPS, article_status, first_page, of_article
from clever_coalitions.analysis.evidence.markdown import anchor
from clever_coalitions.analysis.evidence.page import page
from clever_coalitions.analysis.studies.claim_words import verdict_in_words, with_ends
from clever_coalitions.analysis.studies.claims import NOT_RUN
from clever_coalitions.experiments.studies import load_study

from .made_up import runs_of

SEEDS = 30


@pytest.fixture(scope="module", params=[1, -1, 0], ids=["ahead", "behind", "alike"])
def book(request):
    """All studies but the largest; in each, treatments are the more (or the less) ahead the earlier they stand."""
    reads = {}
    for name in STUDIES:
        study = load_study(name).with_design(repetitions=SEEDS)
        is_small = study.design.kind is None
        runs = runs_of(study, ordered(study, request.param)) if is_small else pandas.DataFrame()
        reads[name] = read_study(study, runs, len(study.treatments) * SEEDS)
    return Book(reads, (), 1)


def ordered(study, sign):
    """Return values that fall, or rise, with the place of a treatment."""
    places = {choice: place for place, choice in enumerate(study.choices)}
    return lambda place, choice, values: 9.0 - sign * places[choice]


@functools.cache
def told(book):
    return page(book, "evidence", "coalitions evidence")


def test_every_claim_stands_in_one_group_of_the_first_page(book):
    first = first_page(book)
    pieces = re.split(r"^### (.*)$", first, flags=re.MULTILINE)[1:]
    parts = {title: part for title, part in zip(pieces[::2], pieces[1::2], strict=True) if title in dict(GROUPS)}
    for one in of_article(book):
        here = [title for title, part in parts.items() if f"**{one.claim.says}**" in " ".join(part.split())]
        expected = [title for title, group in GROUPS if article_status(one) in group]
        assert here == expected, one.claim.says


def test_a_claim_has_one_status_wherever_it_is_told(book):
    said = " ".join(told(book).split())
    for one in of_article(book):
        if one.claim.principle is not None:
            assert f"| {one.claim.says} | {one.status} |" in said
        if one.status != NOT_RUN:
            assert f"**{one.claim.says}** {one.status.capitalize()} (" in said


def test_what_is_said_of_a_place_is_the_verdict_on_it(book):
    said = " ".join(told(book).split())
    for one in of_article(book):
        for each in one.told:
            assert f"{each.place}: {verdict_in_words(each.difference)}, {with_ends(each.difference)}" in said
            assert f"| {each.place} | {with_ends(each.difference)} |" in said


def test_what_would_count_against_the_article_is_not_counted_for_it(book):
    against = [each for each in of_article(book) if each.claim.against]
    assert len(against) == 4
    turned = {"holds": "contradicted", "holds in part": "contradicted in part"}
    turned |= {after: before for before, after in turned.items()}
    for one in against:
        assert article_status(one) == turned.get(one.status, one.status)
    assert "Would count against the article: **A majority that binds" in " ".join(first_page(book).split())


def test_links_lead_to_headings_of_the_page(book):
    text = told(book)
    headings = {anchor(line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")}
    assert set(re.findall(r"\]\((#[^)]+)\)", text)) <= headings


def test_what_was_not_run_is_said_to_be_so(book):
    text = told(book)
    assert "Not run yet: `coalitions evidence --only together`." in text
    assert "**Not run yet, or not all of it: " in text


def test_the_page_says_which_edition_was_run_and_how_its_numbers_were_set(book):
    said = "Made with edition 1 of the model; how its numbers were set: [calibration](calibration.md)."
    assert said in " ".join(told(book).split())
