"""No code is ever imported because of data: whatever a scenario, a study, a link, a figure or decisions name.

A listener stands where Python looks for modules, so no import can go unseen, whatever a loader says of what it read.
"""

import itertools
import json
import random
import sys
from dataclasses import replace

import pytest

from clever_coalitions.app.choices_file import read_choices
from clever_coalitions.app.errors import UserError
from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.link import FIRST, Link, address, opened_link
from clever_coalitions.app.live.settings import Case, Setting, SettingError, plan_of
from clever_coalitions.app.live.study_files import study_in
from clever_coalitions.experiments.studies import StudyError, frame, load_study, run_study, study_of
from clever_coalitions.experiments.studies.reading import study_from
from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.sim import plugins, simulate, use_plugin
from clever_coalitions.sim.governance.forms import FORMS

MANY = 5_000

SMALL = """title = "Small"
weeks = 10
strengths = ["a"]
governance = "opt-in"
strategy = "directive"
[[kinds]]
name = "k"
count = 3
strengths = ["a"]
[[obstacles]]
name = "o"
audience = { k = 1 }
[[obstacles.steps]]
name = "s"
needs = { a = 1 }
hours = 9
"""
STUDY = """question = "?"
case = "steady"
[set]
weeks = 5
governance = "opt-in"
[levers]
strategy = ["directive", "listen-and-lead"]
[treatments]
[design]
repetitions = 2
"""
NAMES = ["opt-in", "listen-and-lead", "coordinator+each+hub", "table+share:0.67+table", "share:1"]
BAIT = [
    "bait:lead", "bait: lead", " bait:lead", "bait:1", "bait", "bait.py", "./bait.py:lead", "bait:lead:lead", ":bait",
    "..:bait", "bait:lead+each+hub", "coordinator+bait:agree+hub", "table+share:bait+hub", "coordinator+each+bait:meet",
    "os:system+each+hub", "os:getcwd", "share:bait:lead+bait:lead+hub", "bait:lead+bait:lead+bait:lead",
    "delayed:8+bait:lead", "bait:around:2+directive", "bait:around+listen-and-lead",
]  # fmt: skip
SIGNS = [
    "\ufeff",
    "\u200b",
    "\u00a0",
    "\x00",
    "\r\n",
    "\n",
    "\t",
    '"',
    "'",
    '"""',
    "\\u003a",
    "：",
    "#",
    "[set]\n",
    "=",
    ".",
]


class Listening:
    """Stands first among those that Python asks for a module, and writes down for which."""

    def __init__(self):
        self.heard = []

    def find_spec(self, name, path=None, target=None):
        self.heard.append(name)


@pytest.fixture
def bait(tmp_path, monkeypatch):
    """A module that can be imported by its name; returns whether anybody looked for it."""
    (tmp_path / "bait.py").write_text("lead = propose = agree = meet = print\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    listening = Listening()
    monkeypatch.setattr(sys, "meta_path", [listening, *sys.meta_path])
    yield lambda: "bait" in sys.modules or any(name.startswith("bait") for name in listening.heard)
    sys.modules.pop("bait", None)


def mutated(text, rng):
    """Return a text with a name in it replaced, and a few signs put in, moved or taken out."""
    for old, new in rng.sample([(name, rng.choice(BAIT)) for name in NAMES], 3):
        if rng.random() < 0.8:
            text = text.replace(f'"{old}"', json.dumps(new))
    if rng.random() < 0.4:
        text = rng.choice(SIGNS) + text
    for _ in range(rng.choice([0, 0, 1, 2, 5])):
        place = rng.randrange(len(text))
        kind = rng.randrange(3)
        if kind == 0:
            text = text[:place] + rng.choice(SIGNS) + text[place:]
        elif kind == 1:
            text = text[:place] + text[place + rng.randrange(1, 4) :]
        else:
            other = rng.randrange(len(text))
            text = text[:place] + text[other : other + 20] + text[place:]
    return text


def ships(name):
    rules = name.replace("+share:", "+").split("+")
    return (
        name in FORMS
        or name in plugins.STRATEGIES.names()
        or (len(rules) == 3 and ":" not in name.replace("+share:", "+"))
    )


def test_whatever_is_loaded_names_what_ships_and_imports_nothing(bait, tmp_path, tried):
    """Files, uploads and links go through one loader: what it accepts can only name what ships."""
    rng = random.Random(20261127)
    accepted = refused = 0
    path = tmp_path / "case.toml"
    for number in range(MANY):
        text = mutated(SMALL if number % 2 else STUDY, rng)
        try:
            if number % 2 == 0:
                study = study_in.__wrapped__(Case("mine", text))
                named = [str(value) for one in study.treatments for value in dict(one.settings).values()]
            elif number % 4 == 1:
                path.write_text(text, "utf-8", newline="")
                case = load(path)
                named = [case.governance, case.strategy]
            else:
                link = opened_link(address(Link(Setting(Case("mine", text), strategy=rng.choice(["", *BAIT]))))).link
                plan = plan_of(link.setting)
                named = [plan.governance, plan.strategy]
        except (ScenarioError, SettingError):
            refused += 1
            continue
        accepted += 1
        assert all(map(ships, named)), text
    assert not bait()
    assert accepted > MANY // 50
    assert refused > MANY // 2
    tried(accepted + refused)


@pytest.mark.parametrize("bait_name", BAIT)
def test_a_name_imports_nothing_wherever_it_comes_from(bait_name, bait, tmp_path, tried):
    home = replace(FIRST, seed=1)
    choices = tmp_path / "choices.json"
    doors = {
        "link, strategy": lambda: plan_of(replace(home, strategy=bait_name)),
        "link, form": lambda: plan_of(replace(home, governance=bait_name)),
        "what if": lambda: plan_of(home.with_change(WhatIf(3, "strategy", name=bait_name))),
        "what if, form": lambda: plan_of(home.with_change(WhatIf(3, "governance", name=bait_name))),
        "study": lambda: study_of(
            {"question": "?", "case": "steady", "levers": {"strategy": ["directive", bait_name]}}
        ),
        "study, form": lambda: study_of({"question": "?", "case": "steady", "set": {"governance": bait_name}}),
        "decisions": lambda: read_choices(choices, load("steady")),
        "a case": lambda: load(tmp_path / "case.toml"),
    }
    choices.write_text(json.dumps([{"week": 3, "decision": "strategy", "who": 0, "value": bait_name}]))
    (tmp_path / "case.toml").write_text("\ufeff" + SMALL.replace('"directive"', json.dumps(bait_name)), "utf-8")
    for name, door in doors.items():
        with pytest.raises((ScenarioError, SettingError, UserError, LookupError)):
            print(name, door())
    assert not bait()
    tried(len(doors))


def test_a_store_names_code_and_imports_nothing(bait, tmp_path):
    study = study_of({"question": "?", "case": "steady", "set": {"weeks": 5}, "design": {"repetitions": 1}})
    run_study(study, tmp_path / "store")
    manifest = tmp_path / "store" / "manifest.json"
    said = json.loads(manifest.read_text())
    said["study"]["file"]["set"]["strategy"] = "bait:lead"
    manifest.write_text(json.dumps(said))
    with pytest.raises(StudyError, match="--plugin bait"):
        study_from(said["study"])
    with pytest.raises(ScenarioError):
        frame(tmp_path / "store")
    assert not bait()


# --- what people choose to use ----------------------------------------------------------------------------------------


@pytest.fixture
def chosen(tmp_path, monkeypatch):
    """Return a writer of plug-ins, which are forgotten at the end."""
    before = dict(plugins._USED)

    def write(name, text):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    yield write
    for name in set(plugins._USED) - set(before):
        del plugins._USED[name]
        sys.modules.pop(name, None)
    while str(tmp_path) in sys.path:
        sys.path.remove(str(tmp_path))


LEAD = """
from clever_coalitions.sim import kernel
from clever_coalitions.sim.coordinators.directive import lead as directive

@kernel
def lead(briefing, decision):
    directive(briefing, decision)
"""


def test_code_that_is_chosen_is_used_by_its_name_only(chosen, tmp_path):
    assert use_plugin(chosen("my_lead.py", LEAD)) == "my_lead"
    (tmp_path / "case.toml").write_text(SMALL.replace('"directive"', '"my_lead:lead"'))
    assert (
        simulate(load(tmp_path / "case.toml"), 1).digest
        == simulate(load(tmp_path / "case.toml"), 1, strategy="directive").digest
    )
    for name in ("my_lead:kernel", "my_lead:directive", "my_lead:__name__", "my_lead:", "my_lead:nothing"):
        with pytest.raises(LookupError, match="no function"):
            plugins.STRATEGIES.find(name)


def test_a_program_may_name_code_and_a_command_may_not(chosen, tmp_path, monkeypatch):
    chosen("named_lead.py", LEAD)
    monkeypatch.syspath_prepend(str(tmp_path))
    case = load("steady", {"weeks": 5})
    with plugins.using_only(()), pytest.raises(LookupError, match="--plugin named_lead"):
        simulate(case, 1, strategy="named_lead:lead")
    assert "named_lead" not in sys.modules
    assert simulate(case, 1, strategy="named_lead:lead").digest == simulate(case, 1, strategy="directive").digest


def test_names_in_data_stay_refused_when_a_program_passes_them_on(bait):
    case = replace(load("steady"), strategy="bait:lead", governance="bait:propose+each+hub")
    with pytest.raises(LookupError, match="--plugin bait"):
        simulate(case, 1)
    assert not bait()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("broken.py", "def lead(:\n", r"SyntaxError.*broken\.py, line 1"),
        ("raising.py", "x = 1\nraise RuntimeError('no luck')\n", r"RuntimeError: no luck, .*raising\.py, line 2"),
        ("leaving.py", "import sys\nsys.exit(0)\n", r"SystemExit: 0, .*leaving\.py, line 2"),
        ("not a name.py", LEAD, "expected a module or a file whose name Python can import"),
        ("json.py", LEAD, "a module is called json already"),
    ],
)
def test_code_that_cannot_be_used_is_one_message_with_its_line(chosen, name, text, said):
    with pytest.raises(LookupError, match=said):
        use_plugin(chosen(name, text))
    assert name.removesuffix(".py") not in plugins._USED


@pytest.mark.parametrize("source", ["nowhere.py", "nowhere_at_all", "", "..", ".a"])
def test_code_that_is_not_there_is_one_message(source):
    with pytest.raises(LookupError, match="plug-in"):
        use_plugin(source)


def test_another_file_of_the_same_name_is_refused(chosen, tmp_path):
    use_plugin(chosen("twice.py", LEAD))
    assert use_plugin(tmp_path / "twice.py") == "twice"
    (tmp_path / "other").mkdir()
    with pytest.raises(LookupError, match="called twice already"):
        use_plugin(chosen("other/twice.py", LEAD))


def test_content_changes_with_whatever_is_imported(chosen):
    """A store knows a run by the code that it used: that of the file, and of the files that it imports."""
    found = set()
    for number, part in itertools.product((1, 2), ("", "# mended\n")):
        chosen("my_numbers.py", f"SHARE = 0.{number}\n")
        name = f"uses_numbers_{number}_{len(part)}"
        use_plugin(chosen(f"{name}.py", f"{part}from my_numbers import SHARE\n{LEAD}"))
        found.add(plugins.content_of(name))
        sys.modules.pop("my_numbers")
    assert len(found) == 4


def test_a_study_with_code_needs_it_named(chosen, tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(STUDY.replace('"directive"', '"studied:lead"'))
    with pytest.raises(StudyError, match="--plugin studied"):
        load_study(path)
    use_plugin(chosen("studied.py", LEAD))
    assert run_study(load_study(path), tmp_path / "store").failed == 0
