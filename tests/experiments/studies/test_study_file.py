"""Study files: what they say, and how every mistake in them is explained."""

import math
import re

import pytest

from clever_coalitions.experiments.studies import StudyError, load_study, names, study_of
from clever_coalitions.experiments.studies.reading import study_from

from .small import PAIR, data, small

RANGE = {"low": 0.0, "high": 0.03}


def mistake(**changes):
    with pytest.raises(StudyError) as error:
        study_of(data(**changes), "small", label="small.toml")
    return str(error.value)


@pytest.mark.parametrize("name", names())
def test_shipped_studies_load(name):
    study = load_study(name)
    assert study.question.endswith("?")
    assert study.name == name


def test_levers_make_every_combination_in_order():
    study = small(levers={"governance": PAIR, "coordinator": {"listen": [0.1, 0.2]}})
    assert [one.name for one in study.treatments] == [
        "opt-in, coordinator.listen=0.1",
        "opt-in, coordinator.listen=0.2",
        "consensus, coordinator.listen=0.1",
        "consensus, coordinator.listen=0.2",
    ]
    assert study.named("consensus, coordinator.listen=0.2").settings == {
        "governance": "consensus",
        "coordinator.listen": 0.2,
    }


def test_treatments_by_name_may_set_several_things():
    treatments = {
        "as usual": {},
        "listening": {"coordinator": {"listen": 0.4, "analyse": 0.0}, "strategy": "directive"},
    }
    study = small(levers={}, treatments=treatments)
    assert [one.name for one in study.treatments] == ["as usual", "listening"]
    assert study.treatments[1].settings == {
        "coordinator.listen": 0.4,
        "coordinator.analyse": 0.0,
        "strategy": "directive",
    }


def test_paths_can_be_written_with_dots_or_as_tables():
    one = small(uncertainties={"conditions.hazard": RANGE}, design={"kind": "latin-hypercube", "points": 4})
    other = small(uncertainties={"conditions": {"hazard": RANGE}}, design={"kind": "latin-hypercube", "points": 4})
    assert [what.path for what in one.uncertainties] == [what.path for what in other.uncertainties]


def test_without_levers_there_is_one_treatment():
    assert [one.name for one in small(levers={}).treatments] == ["as in the case"]


def test_a_study_is_made_again_from_plain_values_alone():
    study = small(uncertainties={"conditions": {"hazard": RANGE}}, design={"kind": "sobol", "points": 4})
    again = study_from(study.as_data())
    assert again.digest == study.digest
    assert again.treatments == study.treatments


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"qestion": "?"}, r'small.toml: qestion = "\?": unknown key; .*did you mean "question"'),
        ({"case": "stedy"}, r'small.toml: case = "stedy": .*did you mean "steady"'),
        ({"levers": {"governance": ["opt-in", "consensu"]}}, r'levers.governance = "consensu": .*"consensus"\?'),
        ({"levers": {"joining": {"hour_pirce": [1]}}}, r'joining.hour_pirce = 1: .*did you mean "joining.hour_price"'),
        ({"levers": {"joining.hour_price": [1, -2]}}, r"levers.joining.hour_price = -2: expected a number from 0 to"),
        ({"levers": {"joining.hour_price": 1}}, r"levers.joining.hour_price = 1: expected a list of values"),
        ({"levers": {"governance": ["opt-in", "opt-in"]}}, r"levers.governance = .*this value is given twice"),
        ({"levers": {"strategy": ["absnt"]}}, r'levers.strategy = "absnt": .*did you mean "absent"'),
        ({"levers": {"joining.hour_price": ["much"]}}, r'levers.joining.hour_price = "much": expected a number'),
        ({"set": {"weeks": 0}}, r"set.weeks = 0: expected a number above 0"),
        ({"set": {"kinds": {"lawyr": {"count": 2}}}}, r"set.kinds.lawyr.count = 2: unknown path"),
        ({"treatments": {"a": {"governance": "none"}}, "levers": {}}, r'treatments.a.governance = "none": unknown'),
        ({"treatments": {"a": {}}}, r"treatments: expected either \[levers\] or \[treatments.NAME\], not both"),
        ({"outcomes": ["net_valu"]}, r'outcomes = "net_valu": unknown outcome; .*did you mean "net_value"'),
        ({"design": {"repetitions": 0}}, r"design.repetitions = 0: expected a whole number from 1"),
        ({"design": {"kind": "latin"}}, r'design.kind = "latin": expected one of "seeds"'),
        ({"design": {"kind": "sobol", "points": 8}}, r"design.kind = \"sobol\": this design needs \[uncertainties\]"),
        ({"uncertainties": {"conditions.hazard": RANGE}}, r"design.kind: this key is missing; with uncertainties"),
        ({"uncertainties": {"conditions.hazard": {"low": 0.2}}}, r"conditions.hazard.high: this key is missing"),
        ({"uncertainties": {"conditions.hazard": {"low": 0.2, "high": 0.1}}}, r"high = 0.1: expected a number above"),
        ({"uncertainties": {"conditions.hazard": {"low": 0.2, "high": 700.0}}}, r"ties.conditions.hazard = 700.0:"),
        ({"uncertainties": {"conditions.hazard": 0.2}}, r"conditions.hazard = 0.2: expected a table"),
        ({"uncertainties": {"conditions.hazrd": RANGE}}, r'uncertainties.conditions.hazrd = .*"conditions.hazard"\?'),
        ({"uncertainties": {"governance": {"values": [1, 2]}}}, r"uncertainties.governance"),
        ({"keep": {"weeks": ["membrs"]}}, r'keep.weeks = "membrs": unknown weekly series; .*"members"\?'),
    ],
)  # fmt: skip
def test_mistakes_are_explained(changes, said):
    text = mistake(**changes)
    assert re.search(said, text), text
    assert "Traceback" not in text


def test_a_number_is_chosen_or_uncertain_not_both():
    said = mistake(
        levers={"conditions.hazard": [0.0, 0.1]},
        uncertainties={"conditions.hazard": RANGE},
        design={"kind": "sobol", "points": 4},
    )
    assert "uncertainties.conditions.hazard: this is also a lever" in said


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        ({"outcome": "net_valu"}, 'stop.outcome = "net_valu": unknown outcome'),
        ({"between": ["opt-in", "consens"]}, 'stop.between = "consens": unknown treatment'),
        ({"at_most": 20}, "stop.at_most = 20: expected at least stop.at_least, which is 50"),
        ({"width": 0}, "stop.width = 0: expected a number above 0"),
    ],
)
def test_mistakes_in_a_stopping_rule(stop, said):
    whole = {"outcome": "net_value", "between": PAIR, "width": 0.1, "at_most": 100, **stop}
    assert said in mistake(stop=whole, design={})


def test_a_missing_study_is_named_with_the_nearest(tmp_path):
    with pytest.raises(StudyError, match=r'"first_lok": there is no shipped study.*did you mean "first_look"'):
        load_study("first_lok")
    with pytest.raises(StudyError, match="expected a study file"):
        load_study(tmp_path / "no.toml")


def test_no_toml_says_where(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("question = \n")
    with pytest.raises(StudyError, match=r"broken.toml: line 1, column"):
        load_study(path)


def test_a_case_is_looked_for_beside_the_study(tmp_path):
    from clever_coalitions.scenarios.loader import SHIPPED

    (tmp_path / "town.toml").write_text((SHIPPED / "steady.toml").read_text("utf-8"))
    (tmp_path / "mine.toml").write_text('question = "Which?"\ncase = "town.toml"\n')
    assert load_study(tmp_path / "mine.toml").case.name == "town"


def test_distributions_have_their_quantiles():
    def at(share, **what):
        study = small(uncertainties={"conditions.hazard": what}, design={"kind": "sobol", "points": 4})
        import numpy as np

        return study.uncertainties[0].at(np.array([share]))[0]

    assert at(0.5, low=0.0, high=0.5) == 0.25
    assert at(0.5, low=0.001, high=0.1, distribution="log-uniform") == pytest.approx(0.01)
    assert at(0.5, low=0.0, high=1.0, distribution="normal", mean=0.3, deviation=0.01) == pytest.approx(0.3)
    assert at(0.5, low=0.0, high=1.0, distribution="triangular", mode=0.0) == pytest.approx(1 - math.sqrt(0.5))
    assert [at(share, values=[0.1, 0.2]) for share in (0.0, 0.49, 0.5, 1.0)] == [0.1, 0.1, 0.2, 0.2]
    assert [at(share, low=0, high=1, whole=True) for share in (0.0, 0.49, 0.51, 1.0)] == [0.0, 0.0, 1.0, 1.0]


def test_the_reference_is_the_treatment_that_is_named():
    assert [one.name for one in small().treatments] == PAIR
    turned = small(reference=PAIR[1])
    assert [one.name for one in turned.treatments] == PAIR[::-1]
    assert 'did you mean "consensus"?' in mistake(reference="consensu")


def test_levers_take_ranges():
    study = small(levers={"coordinator": {"listen": "0:0.4:0.2"}})
    assert [one.settings["coordinator.listen"] for one in study.treatments] == [0, 0.2, 0.4]
    assert "expected a range as first:last:step" in mistake(levers={"coordinator": {"listen": "0:0.4"}})


def test_a_study_says_what_matters():
    assert small(matters={"net_value": 0.3}).matters == {"net_value": 0.3}
    assert 'did you mean "net_value"?' in mistake(matters={"net_valu": 0.3})
    assert "matters.net_value = -1: expected a number above 0" in mistake(matters={"net_value": -1})


def test_a_wrong_kind_of_design_hides_no_other_mistake():
    said = mistake(
        design={"kind": "latin-hyper"},
        levers={"governance": ["opt-inn"]},
        outcomes=["net_valu"],
        set={"start": 2},
        uncertainties={"conditions": {"hazzard": RANGE}},
    )
    for part in ("design.kind", "opt-inn", "net_valu", "set.start", "hazzard"):
        assert part in said
