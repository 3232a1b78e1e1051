"""The rule that the documentation shows says no at times: an example that changes nothing teaches nothing."""

import re
from pathlib import Path

from clever_coalitions import compare, load, use_plugin
from clever_coalitions.analysis.reports.sentences import warnings

ROOT = Path(__file__).parents[2]
FORMS = ["coordinator+each+hub", "coordinator+board_that_acts:agree+hub"]  # no other test has a module of this name


def test_the_documented_rule_acts_in_the_documented_case(tmp_path, monkeypatch):
    blocks = re.findall(
        r"```python\n(# core_board\.py\n.*?)```", (ROOT / "docs" / "extending.md").read_text("utf-8"), re.S
    )
    (tmp_path / "board_that_acts.py").write_text(blocks[0])
    monkeypatch.chdir(tmp_path)
    use_plugin("board_that_acts.py")
    plans = compare(load("syria"), 6, governance=FORMS).outcome("plans")
    assert (plans[:, 0] > plans[:, 1]).any()


def test_what_never_acts_is_said():
    same = compare(load("steady", {"weeks": 20}), 6, change=[None, lambda case: case])
    assert any("the same in every outcome of every world" in one for one in warnings(same))
    closed = compare(load("steady", {"weeks": 20, "conditions.window_share": 0}), 6, governance=["opt-in", "consensus"])
    assert closed.outcome("plans").max() == 0.0  # nothing is worth a plan where no window ever opens
    assert any("No plan was adopted in any world" in one for one in warnings(closed))
    other = compare(load("steady", {"weeks": 80}), 6, governance=["opt-in", "consensus"])
    assert warnings(other) == []
