"""Study files for a page: what is taken, and what is said of those that are not."""

import pytest

from clever_coalitions.app.live.settings import Case
from clever_coalitions.app.live.study_files import facts_of, study_in, text_of_study
from clever_coalitions.experiments.studies import StudyError, load_study, names

GOOD = 'question = "Which?"\ncase = "steady"\n[levers]\ngovernance = ["opt-in", "consensus"]\n'


@pytest.mark.parametrize("name", names())
def test_shipped_studies_are_those_of_the_command_line_and_their_text_too(name):
    study = study_in(Case(name))
    assert study.digest == load_study(name).digest
    assert study_in(Case(name, text_of_study(Case(name)))).digest == study.digest
    facts = dict(facts_of(study))
    assert facts["Treatments"] == ", ".join(study.choices)
    assert facts.get("Places", "") == ", ".join(study.places)
    assert facts["Runs"]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("question = ", "", "expected TOML"),
        (GOOD.replace("steady", "stedy"), "case", "the case is a shipped one"),
        (GOOD.replace("steady", "/etc/passwd"), "case", "the case is a shipped one"),
        (GOOD.replace("steady", "mine.toml"), "case", "coalitions study run FILE"),
        (GOOD + '[places.there]\ncase = "/etc/passwd"\n', "places.there.case", "the case is a shipped one"),
        (GOOD + '[places.there]\ncase = "mine.toml"\n', "places.there.case", "coalitions study run FILE"),
        (GOOD + '[design]\nkind = "csv"\nfile = "worlds.csv"\n', "design.file", "no list of worlds"),
        (GOOD.replace("consensus", "consenus"), "levers.governance", "unknown form of governance"),
        (GOOD + "[design]\nrepetitions = 50001\n", "design", "100,002 runs are more than a page does"),
        (GOOD + "[design]\nrepetitions = 10000000\n", "design", "more than a page does"),
        (
            GOOD + '[uncertainties]\nclub.ties = { low = 2, high = 6 }\n[design]\nkind = "sobol"\npoints = 8388608\n',
            "design",
            "more than a page does",
        ),
        (GOOD + f"coordinator.listen = {[k / 100 for k in range(40)]}\n", "levers", "80 treatments"),
        (GOOD + "[set]\nkinds.residents.count = 1\nweeks = 1e9\n", "set", "expected"),
    ],
)
def test_what_cannot_be_run_is_said_at_its_key(text, key, words):
    with pytest.raises(StudyError) as error:
        study_in(Case("mine", text))
    first = error.value.problems[0]
    assert first.key.startswith(key)
    assert words in f"{first.expected}"
    assert error.value.file == "mine.toml"


def test_a_study_of_runs_that_are_too_long_is_left_to_the_command_line():
    with pytest.raises(StudyError, match="organization-weeks a run"):
        study_in(Case("mine", GOOD + "[set]\nweeks = 9000\nstep_days = 3.5\n[design]\nrepetitions = 2\n"))


def test_there_are_no_other_names_than_the_shipped_ones():
    for name in ("nowhere", "../studies/first_look", "/etc/passwd"):
        with pytest.raises(StudyError, match="no such study"):
            study_in(Case(name))
