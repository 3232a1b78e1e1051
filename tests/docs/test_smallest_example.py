"""The smallest example in plain Mesa: three short files that run as they stand, each from its own folder."""

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "mesa"
LONGEST = 100

pytestmark = pytest.mark.mesa


def run(code):
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=FOLDER, capture_output=True, text=True, check=False
    )


def test_each_file_is_short():
    files = {path.name: len(path.read_text("utf-8").splitlines()) for path in FOLDER.glob("*.py")}
    assert sorted(files) == ["agents.py", "model.py", "page.py"]
    assert max(files.values()) < LONGEST


def test_organizations_close_down_and_that_changes_the_run():
    found = run(
        "from model import Attrition\n"
        "from clever_coalitions.sim import simulate\n"
        "model = Attrition(seed=8, collect='nothing')\n"
        "model.run_model()\n"
        "left = len(model.agents)\n"
        "assert 0 < left < model.case.organizations, left\n"
        "assert model.result().digest != simulate(model.case, 8).digest\n"
        "patient = Attrition(seed=8, patience=1000, collect='nothing')\n"
        "patient.run_model()\n"
        "assert patient.result().digest == simulate(model.case, 8).digest\n"
        "print(left)\n"
    )
    assert found.returncode == 0, found.stderr


def test_its_page_steps_and_starts_again():
    pytest.importorskip("solara")
    pytest.importorskip("mesa.visualization", exc_type=ImportError)
    found = run(
        "import solara, ipyvuetify\n"
        "from page import Page\n"
        "_, shown = solara.render(solara.AppLayout(children=[Page]), handle_error=False)\n"
        "def click(label):\n"
        "    buttons = shown.find(ipyvuetify.Btn).widgets\n"
        "    next(button for button in buttons if label in (button.children or [])).click()\n"
        "click('Step')\n"
        "click('Step')\n"
        "click('Reset')\n"
        "click('Step')\n"
        "shown.close()\n"
    )
    assert found.returncode == 0, found.stderr
