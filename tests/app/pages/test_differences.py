"""Differences as they are sent to the browser: JSON has no infinity, which ends an interval that holds at any time."""

import json
import math
from dataclasses import replace

import numpy as np

from clever_coalitions.app.pages.differences import bands_of, bars_of, ending, means_told
from clever_coalitions.experiments import compare
from clever_coalitions.experiments.estimates import difference_in
from clever_coalitions.scenarios import load


def test_of_a_few_worlds_no_interval_is_sent():
    found = replace(compare(load("syria"), worlds=3, workers=1, governance=["opt-in", "consensus"]), at_any_time=True)
    sent = bars_of(found, ("net_value", "trust"), 1, ("opt-in", "consensus"))
    assert json.loads(json.dumps(sent, allow_nan=False)) == sent
    assert all(row["low"] is None and row["mean"] is None for row in sent["rows"])
    assert not math.isfinite(difference_in(found, "trust", 1).low)


def test_what_has_no_value_is_not_told_as_a_number():
    assert ending([0.4, None]) == "has no value at the end"
    assert ending([None, 0.4]) == "ends at 0.4"
    found = compare(load("syria"), worlds=2, workers=1, governance=["opt-in", "alone"], series=True)
    words = " ".join(one["words"] for one in bands_of(found))
    assert "alone has no value at the end" in words
    assert "None" not in words
    outcomes = found.outcomes.copy()
    outcomes[:, 1, found.outcome_names.index("overlap")] = np.nan
    assert means_told(replace(found, outcomes=outcomes), "overlap")[1] == ["alone", "–"]
    assert "e+" not in means_told(found, "member_hours")[0][1]
