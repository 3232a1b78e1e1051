"""A case with tables goes through a study whole: what was read travels with it, and its numbers are levers."""

import shutil

from clever_coalitions.app.commands.new import begin_case
from clever_coalitions.experiments.compare import compare
from clever_coalitions.experiments.studies import Store, frame, load_study, run_study
from clever_coalitions.experiments.studies.reading import study_from
from clever_coalitions.scenarios import load
from clever_coalitions.scenarios.loader import built

STUDY = """
question = "Whose hours count?"
case = "town/town.toml"
outcomes = ["member_hours"]
[set]
weeks = 30
[levers]
"organizations.Law clinic.hours" = [0, 40]
[uncertainties]
"organizations.Tram company.value" = { low = -0.5, high = 0.5 }
[design]
kind = "latin-hypercube"
points = 6
"""


def test_a_study_of_a_case_with_tables_needs_them_only_to_begin(tmp_path):
    begin_case(tmp_path / "town", "")
    (tmp_path / "hours.toml").write_text(STUDY, "utf-8")
    study = load_study(tmp_path / "hours.toml")
    names = load(tmp_path / "town" / "town.toml").names
    shutil.rmtree(tmp_path / "town")
    run_study(study, tmp_path / "store")
    runs = frame(tmp_path / "store")
    assert len(runs) == 12
    assert set(runs.status) == {"done"}
    kept = Store.open(tmp_path / "store").study
    assert built(study_from(kept.as_data()).case).names == names


def test_hours_of_one_organization_can_be_compared(tmp_path):
    case = load(begin_case(tmp_path / "town", ""), {"weeks": 40})
    found = compare(case, 6, **{"organizations.Institute of public health.hours": [1, 60]})
    assert (found.outcome("member_hours")[:, 1] > found.outcome("member_hours")[:, 0]).any()
