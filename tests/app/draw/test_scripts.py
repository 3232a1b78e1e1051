"""The scripts of drawings: plain, ours alone, and the same as modules and as one classic script."""

import json
import re
import shutil
import subprocess

import pytest

from clever_coalitions.app.draw import SCRIPTS, bundled
from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.record import record_of, truth_of

FILES = sorted(SCRIPTS.glob("*.js"))
TELLING = SCRIPTS.parent / "site"
"""Scripts of pages that tell, which draw with those."""


def test_the_bundle_holds_every_script_once_and_no_trace_of_modules():
    text = bundled()
    assert not re.search(r"^(import|export) ", text, flags=re.MULTILINE)
    for file in FILES:
        first = file.read_text("utf-8").splitlines()[0]
        assert text.count(first) == 1, file.name


@pytest.mark.parametrize(
    ("entry", "with_", "without"),
    [
        ("prologue.js", "table.js", "guess.js"),
        ("lessons.js", "guess.js", "table.js"),
        ("sandbox.js", "player.js", "guess.js"),
    ],
)
def test_a_page_that_tells_has_one_script_of_what_it_needs(entry, with_, without):
    text = bundled(TELLING / entry)
    assert not re.search(r"^(import|export) ", text, flags=re.MULTILINE)
    assert text.count("modules['words.js'] = ") == text.count(f"modules['{with_}'] = ") == 1
    assert without not in text
    assert re.search(r"return \{ .*\bgiven\b.* \};", text)


@pytest.mark.parametrize("file", [*FILES, *sorted(TELLING.glob("*.js"))], ids=lambda file: file.name)
def test_a_script_asks_nobody_for_anything(file):
    text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "//" not in re.sub(r"(?m)(^|\s)// .*$", "", text)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|eval|innerHTML|outerHTML|insertAdjacentHTML)\b", text)
    assert len(text.splitlines()) < 400


READ = """
const { opened, truthOf, gap } = await import(process.argv[1] + '/record.js');
const { standing } = await import(process.argv[1] + '/marks.js');
const [record, truth] = JSON.parse(await new Response(process.stdin).text());
const run = opened(record), clear = truthOf(truth);
console.log(JSON.stringify(record.issues.map((_, k) => { const one = run.about(k); return {
  gap: gap(one, clear.about(k), record.steps), progress: [...one.series.progress],
  words: one.names.map((_, row) => Array.from({ length: record.steps + 1 }, (_, week) => standing(one, row, week)[1])),
}; })));
"""


@pytest.fixture(scope="module", params=[("city_schools", 3.0, "", 3), ("syria", 1.0, "consensus", 7)])
def read(request):
    """Return a history, and what the scripts make of its record for each issue."""
    if not shutil.which("node"):
        pytest.skip("there is no node to run scripts")
    case, issues, form, seed = request.param
    history = played(plan_of(Setting(Case(case), (("conditions.issues", issues),), form, seed=seed)))
    given = json.dumps([record_of(history), truth_of(history)])
    command = ["node", "--input-type=module", "-e", READ, str(SCRIPTS)]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, timeout=60)
    return history, json.loads(done.stdout)


def test_hours_against_the_wrong_obstacle_are_those_of_the_issue(read):
    history, found = read
    frames, issues = history.frames[1:], range(len(found))
    wrong = [[one for one in frames if 0 <= one.plan_obstacle[k] != one.obstacle[k] >= 0] for k in issues]
    assert any(wrong)
    for k, (one, frames) in enumerate(zip(found, wrong, strict=True)):
        assert one["gap"]["weeks"] == len(frames)
        assert one["gap"]["hours"] == pytest.approx(sum(frame.worked[k] for frame in frames), abs=0.001 * len(frames))


def test_what_is_done_is_of_the_obstacle_that_the_plan_is_against(read):
    history, found = read
    for k, one in enumerate(found):
        for frame, said in zip(history.frames[1:], one["progress"][1:], strict=True):
            place = int(frame.plan_obstacle[k] if frame.plan_obstacle[k] >= 0 else frame.assumed[k])
            steps = history.scenario.obstacles[place].steps
            hours = [step.hours * believed for step, believed in zip(steps, frame.theory[place], strict=False)]
            done = sum(hour * share for hour, share in zip(hours, frame.progress[k, place], strict=False))
            assert said == pytest.approx(done / max(1.0, sum(hours)), abs=0.01)


def test_who_left_is_said_to_have_left_in_the_week_that_the_log_says(read):
    history, found = read
    said = 0
    for k, one in enumerate(found):
        member = history.frames.said["member"][:, k]
        for row, words in enumerate(one["words"]):
            for frame, text in enumerate(words):
                if text.startswith("left"):
                    last = int(member[:frame, row].nonzero()[0][-1])
                    assert text.split(";")[0] == f"left week {last}"
                    said += 1
    assert said
