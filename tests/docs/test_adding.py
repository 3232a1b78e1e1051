"""The page on adding things is followed, section by section, on a copy of the sources, and gives what it promises."""

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adding.md").read_text("utf-8")
ROOMS = ("clever_coalitions", "sim", "scenarios", "experiments", "analysis", "app")
STEP = re.compile(
    r"^(?:In `(?P<file>[^`]+)`, (?P<where>before|after) `(?P<anchor>[^`]+)`|A new file `(?P<new>[^`]+)`):\n\n"
    r"```\w+\n(?P<code>.*?)```$",
    re.MULTILINE | re.DOTALL,
)
SECTIONS = {
    part.split("\n", 1)[0]: list(STEP.finditer(part)) for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
}
PROMISED = {
    "A parameter": """
        usual, more = (simulate(load("syria", {"joining.zeal": zeal, "weeks": 30}), 1) for zeal in (0, 5))
        units = [number.unit for path, _, number in numbers() if path == "joining.zeal"]
        said = same(usual, more) and units == ["hours a week"]
    """,
    "A reason to join": """
        case = load("syria", {"joining.zeal": 100, "weeks": 30})
        told = simulate(case, 1, events=True)
        moved = told.events[told.events[:, 1] == JOINED]
        row = moved[0]
        said = len(moved) > 0 and len(row) == FIRST_TERM + MANY and row[-1] == 100.0
        said &= "its zeal" in explained(row[FIRST_TERM:])
        said &= not same(told, simulate(load("syria", {"weeks": 30}), 1)) and same(told, stepped(case))
    """,
    "An outcome": """
        found = simulate(load("syria", {"weeks": 30}), 1).outcomes
        said = found["hours_a_plan"] > 0 and found["hours_a_plan"] == found["member_hours"] / found["plans"]
    """,
    "A series": """
        case = load("syria", {"weeks": 30})
        told = simulate(case, 1)
        moves = told.column("moves")
        said = moves.sum() == told.outcomes["joins"] + told.outcomes["leaves"] > 0 and same(told, stepped(case))
    """,
    "An event": """
        told = simulate(load("syria", {"weeks": 60}), 1, events=True)
        cheered = [HAPPENINGS[int(row[1])].name for row in told.events].count("coalition cheered")
        said = cheered > 0 and tell(told, load("syria", {"weeks": 60}))
    """,
    "A rule": """
        case = load("syria", {"weeks": 30})
        told = simulate(case, 1, "coordinator+pledged-only+hub")
        said = "pledged-only" in AGREE.names() and same(told, stepped(case, "coordinator+pledged-only+hub"))
    """,
    "A strategy": """
        case = load("syria", {"weeks": 30})
        told = simulate(case, 1, strategy="curious")
        said = "curious" in STRATEGIES.names() and same(told, stepped(case, strategy="curious"))
        said &= not same(told, simulate(case, 1))
    """,
    "A scenario": """
        said = "bridge" in names() and len(simulate(load("bridge"), 1).series) == 52
    """,
    "A page": """
        from clever_coalitions.app.pages.main import routes
        said = [route.label for route in routes] == ["Explore", "Play", "Compare", "Hello", "Experiment"]
    """,
    "A figure": """
        from clever_coalitions.analysis.reports.figures import comparison_figures
        from clever_coalitions.experiments import compare, variants
        case = load("syria", {"weeks": 12})
        found = compare(variants(case, "governance=opt-in,consensus"), 3, workers=1, series=True)
        said = "Seats taken" in [picture.title for picture in comparison_figures(found)]
    """,
}
BEFORE = """
import json
from clever_coalitions.app.telling.story import tell
from clever_coalitions.app.telling.why import explained
from clever_coalitions.scenarios import load, names
from clever_coalitions.sim import CoalitionModel, simulate
from clever_coalitions.sim.events import FIRST_TERM, HAPPENINGS, JOINED
from clever_coalitions.sim.governance.forms import AGREE
from clever_coalitions.sim.parameters import numbers
from clever_coalitions.sim.plugins import STRATEGIES
from clever_coalitions.sim.terms import MANY

def same(one, other):
    return one.digest == other.digest

def stepped(*how, **more):
    model = CoalitionModel(how[0], 1, *how[1:], **more)
    while model.running:
        model.step()
    return model.result()
"""


def followed(folder: Path, *sections: str) -> set[str]:
    """Make a copy of the rooms and follow sections of the page on it; return the files that were touched."""
    for room in ROOMS:
        inside = folder / "clever_coalitions" / ("" if room == "clever_coalitions" else room)
        shutil.copytree(ROOT / room, inside, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    touched = set()
    for step in (step for section in sections for step in SECTIONS[section]):
        path = folder / "clever_coalitions" / (step["new"] or step["file"])
        touched.add(path.name)
        if step["new"]:
            assert not path.exists()
            path.write_text(step["code"], "utf-8")
            continue
        text, anchor = path.read_text("utf-8"), step["anchor"]
        (line,) = (line for line in text.splitlines(keepends=True) if line.startswith(anchor))
        both = (step["code"], line) if step["where"] == "before" else (line, step["code"])
        path.write_text(text.replace(line, "".join(both), 1), "utf-8")
    return touched


def promised(folder: Path, *sections: str, jit: bool = False) -> dict[str, bool]:
    """Return whether what each section promises holds in a copy, as one process of it finds."""
    asked = "".join(f"{textwrap.dedent(PROMISED[section])}held[{section!r}] = bool(said)\n" for section in sections)
    code = f"import sys; sys.path.insert(0, {str(folder)!r})\n{BEFORE}\nheld = {{}}\n{asked}\nprint(json.dumps(held))"
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "NUMBA_DISABLE_JIT": "" if jit else "1", "COALITIONS_CACHE_DIR": str(folder / "cache")},
        cwd=folder, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    found: dict[str, bool] = json.loads(said.stdout)
    return found


OTHERS = [section for section in SECTIONS if section != "A parameter"]


def needed(section: str) -> tuple[str, ...]:
    return ("A parameter", section) if section == "A reason to join" else (section,)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_touches_few_files(section, tmp_path):
    assert len(followed(tmp_path, *needed(section))) <= (3 if section == "A reason to join" else 2)


def test_all_sections_together_give_what_each_promises(tmp_path):
    """All but that a new parameter changes nothing: the reason to join uses it."""
    followed(tmp_path, *SECTIONS)
    assert promised(tmp_path, *OTHERS) == dict.fromkeys(OTHERS, True)


@pytest.mark.parametrize("section", ["A parameter", *(pytest.param(one, marks=pytest.mark.slow) for one in OTHERS)])
def test_a_section_alone_gives_what_it_promises(section, tmp_path):
    followed(tmp_path, *needed(section))
    assert promised(tmp_path, section) == {section: True}


@pytest.mark.slow
def test_all_of_it_together_is_compiled_and_runs_through_both_doors(tmp_path):
    followed(tmp_path, *SECTIONS)
    assert all(promised(tmp_path, "A reason to join", "An event", "A rule", "A strategy", jit=True).values())


def test_the_page_has_a_section_for_each_thing_that_people_add():
    assert list(SECTIONS) == list(PROMISED)
    assert all(SECTIONS.values())
