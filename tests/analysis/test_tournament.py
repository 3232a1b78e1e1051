"""Tournaments: what was put in is found, ties and what is open are said, and a map is of its conditions."""

import re
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.analysis.studies.readings import pictures, sentences
from clever_coalitions.analysis.studies.tournament import (
    is_tournament,
    map_sentences,
    map_table,
    standings_table,
    tournament_of,
    tournament_verdict,
)
from clever_coalitions.analysis.studies.tournament_page import tournament_page
from clever_coalitions.experiments.estimates import SAME, UNKNOWN
from clever_coalitions.experiments.studies import StudyError, load_study, names
from clever_coalitions.experiments.studies.tournament import (
    MOST_ORGANIZATIONS,
    participants,
    scenarios,
    tournament_study,
)
from clever_coalitions.scenarios import load

from .made_up import cells, study

FORMS = ("opt-in", "consensus", "self-organized")
PLAYERS = ("listen-and-lead", "learner", "noisy:0.2+directive")
SPREAD, NOISE = "club.values_spread", "sensing.noise"


def asked(worlds=100, players=PLAYERS, forms=FORMS, over=(SPREAD, NOISE)):
    return tournament_study(["steady", "syria"], players, forms, over, worlds)


def played(value, worlds=100, noise=0.05, **options):
    """Return a tournament in which a participant achieves what ``value`` says of its place, name and conditions."""
    found = tournament_of(cells(asked(worlds, **options), value, noise))
    assert found
    return found


def favoring(best, by=0.2):
    return lambda place, choice, values: 1.0 + by * (choice == best)


# --- who plays --------------------------------------------------------------------------------------------------------


def test_where_nobody_coordinates_no_strategy_has_a_say():
    found = participants(PLAYERS, FORMS)
    assert [one.name for one in found if not one.strategy] == ["self-organized"]
    assert len(found) == 3 * 2 + 1


def test_it_is_a_study_of_all_in_all_scenarios_and_in_the_same_worlds():
    study = asked(40)
    assert study.places == ("steady", "syria")
    assert len(study.treatments) == 2 * 7
    assert study.design.points == 40
    assert {one.path for one in study.uncertainties} == {SPREAD, NOISE}
    assert is_tournament(study)


def test_without_conditions_worlds_differ_by_their_seeds():
    study = tournament_study(["steady"], PLAYERS, FORMS, (), 30)
    assert study.design.repetitions == 30
    assert not study.uncertainties


def test_what_plays_where_nobody_says_is_small_and_no_control():
    found = scenarios()
    assert {"steady", "syria"} <= set(found)
    assert not {"neutral", "syria_nothing_changes"} & set(found)
    assert all(load(one).organizations <= MOST_ORGANIZATIONS for one in found)


def test_other_studies_are_none():
    assert not any(is_tournament(load_study(name)) for name in names())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"over": ("club.valves_spread",)}, "did you mean \"club.values_spread\""),
        ({"players": ("learner",)}, "at least two strategies"),
        ({"forms": ("alone",)}, "at least two strategies"),
        ({"players": ("learner", "lerner")}, "did you mean \"learner\""),
    ],
)  # fmt: skip
def test_what_cannot_be_played_is_explained(options, said):
    with pytest.raises(StudyError, match=re.escape(said)):
        asked(**options)


# --- the verdict ------------------------------------------------------------------------------------------------------


def test_who_leads_alone_is_found():
    found = played(favoring("learner, consensus"))
    assert [found.participants[place].name for place in found.lead.left] == ["learner, consensus"]
    assert tournament_verdict(found).startswith("In 100 worlds and 2 scenarios, “learner, consensus” leads alone, of 7")
    assert list(standings_table(found)["standing"]) == ["leads", *["is behind another"] * 6]


def test_ties_are_said():
    """All alike, and so little noise that no difference could matter."""
    found = played(favoring(""), noise=0.001)
    assert found.lead.is_known
    assert "7 of 7 lead, with no difference that matters among them" in tournament_verdict(found)


def test_what_is_not_yet_known_is_said_with_what_it_takes():
    found = played(favoring("learner, opt-in", by=0.04), worlds=20, noise=0.3)
    assert "it is not yet known who leads" in tournament_verdict(found)
    assert "more worlds" in tournament_verdict(found)
    assert set(standings_table(found)["standing"]) <= {"may lead", "is behind another"}


def test_nobody_leads_where_nothing_is_achieved():
    asked_for = asked(20)
    nothing = cells(asked_for, lambda *_: 0.0, noise=0.0)
    nothing.found.outcomes[:] = 0.0
    found = tournament_of(nothing)
    assert "nobody of 7 achieves anything" in tournament_verdict(found)


def test_the_difference_to_the_best_is_the_mean_of_the_scenarios():
    found = played(lambda place, choice, _: 1.0 + 0.4 * (choice == "learner, opt-in") * (place == "syria"), noise=0.01)
    rows = standings_table(found).reset_index(drop=True)
    assert (rows.strategy[0], rows.form[0]) == ("learner", "opt-in")
    assert rows["mean"][1:].to_numpy() == pytest.approx(-0.2, abs=0.01)
    assert (rows.low[1:] < rows["mean"][1:]).all()
    assert (rows["mean"][1:] < rows.high[1:]).all()


def test_one_world_says_nothing_and_some_hold_at_any_time():
    study = asked(100)
    full = cells(study, favoring("learner, opt-in"))
    runs = len(study.treatments)
    assert runs == 14
    early = tournament_of(cells_of_first(full, 60))
    assert early and not early.is_over and early.worlds == 60  # noqa: PT018
    assert all(one.difference.at_any_time for one in early.cells)
    wide, narrow = (one.behind[0].high - one.behind[0].low for one in (early, tournament_of(full)))
    assert wide > narrow
    assert tournament_of(cells_of_first(full, 1)) is None


def cells_of_first(full, many):
    """Return the same as after an interruption."""
    first = slice(many)
    found = replace(
        full.found,
        worlds=full.found.worlds[first],
        outcomes=full.found.outcomes[first],
        groups=full.found.groups.of(first),
    )
    return replace(full, found=found)


def test_intervals_to_the_best_hold_though_it_was_picked():
    """All participants are alike, so one interval to the best mean that leaves out zero is a mistake (three errors)."""
    full, random, wrong = cells(asked(100), favoring("")), np.random.default_rng(3), 0
    for _ in range(60):
        chance = 1.0 + 0.5 * random.normal(size=full.found.outcomes.shape)
        found = tournament_of(replace(full, found=replace(full.found, outcomes=chance)))
        wrong += not all(one.low <= 0.0 <= one.high for one in found.behind)
    assert wrong / 60 <= 0.05 + 3.0 * np.sqrt(0.05 * 0.95 / 60)


def test_worlds_of_one_point_hang_together():
    """Alike over the priors, apart by chance at each of 20 points, which 20 seeds a point make no more points."""
    levers = {f"{one}, opt-in": {"governance": "opt-in", "strategy": one} for one in ("directive", "convenor")}
    design = {"kind": "latin-hypercube", "points": 20, "repetitions": 20, "seed": 1}
    over = {NOISE: {"low": 0.1, "high": 0.7}}
    full = cells(study(levers={}, treatments=levers, uncertainties=over, design=design), lambda *_: 1.0)
    random, wrong = np.random.default_rng(1), 0
    for _ in range(40):
        chance = 1.0 + random.normal(size=full.found.outcomes.shape)
        chance[:, 1] += random.normal(0.0, 0.6, 20)[full.found.worlds % 20, None]
        wrong += bool(tournament_of(replace(full, found=replace(full.found, outcomes=chance))).lead.out)
    assert wrong / 40 <= 0.05 + 3.0 * np.sqrt(0.05 * 0.95 / 40)


# --- maps -------------------------------------------------------------------------------------------------------------


def where_it_is_noisy(place, choice, values):
    """The learner does better under opt-in where people see badly, and worse where they see well, in Syria alone."""
    return 1.0 + (0.5 if values[1] > 0.324 else -0.5) * (choice == "learner, opt-in") * (place == "syria")


def test_a_map_is_of_the_conditions():
    found = played(where_it_is_noisy, worlds=200)
    cell = {(one.strategy, one.form, one.condition): one for one in found.cells}
    assert cell["learner", "opt-in", f"{NOISE} high"].better == 1.0
    assert cell["learner", "opt-in", f"{NOISE} low"].better == -1.0
    assert cell["learner", "opt-in", "steady"].difference.verdict in (SAME, UNKNOWN)
    assert cell["learner", "consensus", f"{NOISE} high"].better == 0.0
    half = 0.5 * cell["learner", "opt-in", f"{NOISE} high"].difference.worlds
    assert half == pytest.approx(50, abs=1)
    assert found.conditions == ("steady", "syria", f"{SPREAD} low", f"{SPREAD} high", f"{NOISE} low", f"{NOISE} high")


def test_a_movement_is_compared_with_the_first_strategy_under_each_form():
    found = played(favoring("self-organized", by=-0.5))
    rows = map_table(found)
    mine = rows[rows.strategy == "self-organized"]
    assert set(mine.form) == {"opt-in", "consensus"}
    assert mine["mean"].to_numpy() == pytest.approx(-0.5, abs=0.05)
    assert set(rows.strategy) == {"learner", "noisy:0.2+directive", "self-organized"}


def test_chance_alone_makes_few_maps():
    """Where nothing differs, one tournament in twenty calls any of its 36 cells better or worse (three errors)."""
    full, rng, wrong = cells(asked(40), favoring("")), np.random.default_rng(8), 0
    for _ in range(60):
        chance = 1.0 + 0.5 * rng.normal(size=full.found.outcomes.shape)
        found = tournament_of(replace(full, found=replace(full.found, outcomes=chance)))
        assert len(found.cells) == 36
        wrong += any(one.better != 0.0 for one in found.cells)
    assert wrong / 60 <= 0.05 + 3.0 * np.sqrt(0.05 * 0.95 / 60)


def test_what_is_said_of_the_largest_gain_is_no_more_than_it_is():
    full, random, wrong = cells(asked(60), favoring("")), np.random.default_rng(4), 0
    gain = np.array([0.3 * one.choice.startswith("learner") for one in full.study.treatments])
    for _ in range(40):
        chance = 1.0 + gain[:, None] + 0.5 * random.normal(size=full.found.outcomes.shape)
        found = tournament_of(replace(full, found=replace(full.found, outcomes=chance)))
        wrong += max(one.at_least for one in found.cells if one.strategy == "learner") > 0.3
    assert wrong / 40 <= 0.05 + 3.0 * np.sqrt(0.05 * 0.95 / 40)


def test_sentences_count_the_cells_and_say_where():
    found = played(where_it_is_noisy, worlds=200)
    learner = next(one for one in map_sentences(found) if one.startswith("learner"))
    assert "in 12 cells" in learner
    assert "known to gain most under opt-in in sensing.noise high (at least 0.2" in learner
    total = sum(int(number) for number in re.findall(r"(?:in|matters in|known in) (\d+)[,.]", learner.split(":")[1]))
    assert total == 12


# --- what is drawn and written ----------------------------------------------------------------------------------------


def test_the_figure_holds_its_data_and_keeps_to_the_palette():
    from clever_coalitions.analysis.palette import THEME

    study_cells = cells(asked(), where_it_is_noisy, noise=0.05)
    (picture,) = pictures(study_cells).values()
    assert picture.data.startswith("strategy,form,condition,mean,low,high")
    assert tournament_verdict(tournament_of(study_cells)) in picture.sentence
    svg = picture.inline("m")
    colors = set(re.findall(r"#[0-9a-f]{6}", svg))
    assert not colors, f"a page on dark ground cannot change these: {colors}"
    assert {f"--{one.name}" for one in THEME} & set(re.findall(r"--[\w-]+", svg))
    assert sentences(study_cells) == [picture.sentence]


def test_a_page_says_who_played_and_how():
    study_cells = cells(asked(), where_it_is_noisy, noise=0.05)
    found = tournament_of(study_cells)
    (picture,) = pictures(study_cells).values()
    page = tournament_page(found, picture, "coalitions tournament steady syria")
    assert "3 strategies (listen-and-lead, learner and noisy:0.2+directive) under 3 forms" in page
    assert "club.values_spread from" in page
    assert page.count("<tr>") == 1 + 7
    assert "coalitions tournament steady syria" in page
    assert np.isfinite(found.overall).all()
