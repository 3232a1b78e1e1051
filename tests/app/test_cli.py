"""What people see of the commands: their output, their mistakes, and how they end."""

import json
import re

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.scenarios import load, names
from clever_coalitions.sim.governance.forms import FORMS
from clever_coalitions.sim.measures import MEASURES, PRIMARY
from clever_coalitions.sim.run import simulate

COMMANDS = ("list", "show", "run", "compare", "demo", "verify")
EVERY_RUN = ("--json", "--seed", "--set", "--governance", "--strategy", "--weeks")


def call(*arguments, columns="80"):
    return CliRunner(env={"COLUMNS": columns, "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, list(arguments))


def answer(*arguments):
    result = call(*arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def strict(text):
    """Return JSON that holds nothing but what JSON knows."""

    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


# --- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command):
    said = call(command, "--help")
    assert said.exit_code == 0
    assert f"Example: coalitions {command}" in said.stdout


@pytest.mark.parametrize("command", ["run", "compare"])
def test_commands_that_run_take_the_same_options(command):
    said = call(command, "--help", columns="120").stdout
    assert [option for option in EVERY_RUN if option not in said] == []


def test_without_a_command_help_is_shown():
    assert "Usage: " in call().output


def test_the_version_is_told():
    assert re.match(r"coalitions \S+", call("--version").stdout)


# --- list and show ---------------------------------------------------------------------------------------------------


def test_list_names_everything():
    said = call("list").stdout
    assert [name for name in [*names(), *FORMS] if name not in said] == []
    found = answer("list", "--json")
    assert [case["name"] for case in found["scenarios"]] == names()
    assert [form["name"] for form in found["governance"]] == list(FORMS)
    assert {strategy["name"] for strategy in found["strategies"]} >= {"absent", "directive", "listen-and-lead"}


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_show_tells_all_of_a_case_within_the_width(name, columns):
    said = call("show", name, columns=columns)
    case = load(name)
    assert said.exit_code == 0
    assert max(map(len, said.stdout.splitlines())) <= int(columns)
    flat = " ".join(re.sub(r"[│├─╮╯●○▼]", " ", said.stdout).split())
    for obstacle in case.obstacles:
        assert f"Obstacle: {obstacle.name}" in flat
        assert [step.name for step in obstacle.steps if f"{step.name} · " not in flat] == []
    if columns != "40":  # in a narrower table, names are broken over lines
        assert [kind.name for kind in case.kinds if kind.plural not in flat and kind.name not in flat] == []
    assert " ".join(case.prose["what_it_is"].split()) in flat


@pytest.mark.parametrize("name", names())
def test_show_as_json_holds_the_case(name):
    found = strict(call("show", name, "--json").stdout)
    case = load(name)
    assert found["organizations"] == case.organizations
    assert [kind["name"] for kind in found["kinds"]] == [kind.name for kind in case.kinds]
    assert found["parameters"]["joining.hour_price"] == case.parameters.joining.hour_price


def test_show_takes_overrides():
    found = answer("show", "syria", "--json", "--set", "kinds.lawyer.count=3", "--set", "joining.hour_price=1.5")
    assert (found["organizations"], found["parameters"]["joining.hour_price"]) == (34, 1.5)


# --- run -------------------------------------------------------------------------------------------------------------


def test_run_as_json_is_what_simulate_says():
    found = strict(call("run", "syria", "--seed", "7", "--governance", "consensus", "--weeks", "60", "--json").stdout)
    expected = simulate(load("syria"), 7, "consensus", weeks=60)
    assert list(found) == ["scenario", "governance", "strategy", "seed", "weeks", "outcomes", "digest"]
    assert (found["scenario"], found["governance"], found["strategy"]) == ("syria", "consensus", "listen-and-lead")
    assert (found["seed"], found["weeks"], found["digest"]) == (7, 60.0, expected.digest)
    assert list(found["outcomes"]) == list(MEASURES)
    assert found["outcomes"][PRIMARY] == expected.outcomes[PRIMARY]
    assert found["outcomes"]["overlap"] is None


def test_run_tells_and_draws():
    seed = next(seed for seed in range(60) if simulate(load("syria"), seed).outcomes["pivots"])
    said = call("run", "syria", "--seed", str(seed))
    assert said.exit_code == 0
    assert "pivot to a plan against '" in " ".join(said.stdout.split())
    assert "lawyer" in said.stdout
    assert "▲" in said.stdout
    assert "Net value" in said.stdout


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_run_keeps_to_the_width_and_writes_no_escape_codes(columns):
    said = call("run", "syria", "--why", columns=columns).stdout
    assert max(map(len, said.splitlines())) <= int(columns)
    assert "\x1b" not in said


def test_why_adds_reasons():
    assert "hours it takes" not in call("run", "syria").stdout
    assert "the hours it takes" in " ".join(call("run", "syria", "--why").stdout.split())


def test_run_tells_of_one_organization_alone():
    said = call("run", "syria", "--seed", "7", "--who", "lawyer 2").stdout
    assert said.startswith("lawyer 2 (lawyer)\ngovernance opt-in, strategy listen-and-lead, seed 7, 208 weeks")
    assert "For " in said
    assert "Net value" not in said
    wrong = [
        call("run", "syria", "--who", *words, columns="200") for words in (["lawyr 2"], ["lawyer"], ["x", "--json"])
    ]
    assert [one.exit_code for one in wrong] == [2, 2, 2]
    assert "did you mean 'lawyer 2'?" in wrong[0].stderr
    assert "expected one of these" in wrong[1].stderr
    assert "neither --json nor --output" in wrong[2].stderr


def test_run_tells_the_prospects_and_who_was_missing(tmp_path):
    path = tmp_path / "mine.toml"
    text = (load.__globals__["SHIPPED"] / "syria.toml").read_text()
    path.write_text(text.replace('name = "need not shown"', 'name = "need not shown"\nrequired = { "lawyer" = 7 }'))
    said = " ".join(call("run", str(path), "--seed", "7", "--set", "kinds.lawyer.count=7").stdout.split())
    assert "'need not shown' cannot be overcome while" in said
    assert "could not be overcome, because members were missing: it takes 7 lawyers." in said
    assert "as things stand, nothing can be won within a year" in said


def with_turns(tmp_path, *turns):
    """Return a file of Syria that sets something on the way itself."""
    path = tmp_path / "turning.toml"
    text = (load.__globals__["SHIPPED"] / "syria.toml").read_text()
    path.write_text(text + "".join(f"\n[[events]]\n{turn}\n" for turn in turns))
    return str(path)


FORMS_SET = "The case itself sets the form of governance, whatever is asked for: "


def test_run_says_which_form_the_case_itself_sets(tmp_path):
    case = with_turns(tmp_path, 'week = 50\ngovernance = "consensus"', 'after = "overcome"\ngovernance = "opt-in"')
    told = FORMS_SET + "opt-in once the first obstacle is overcome and consensus from week 50."
    assert told in " ".join(call("run", case, "--governance", "alone").stdout.split())
    assert "itself sets" not in call("run", case).stdout
    assert "itself sets" not in call("run", case, "--strategy", "absent").stdout
    found = call("run", case, "--governance", "alone", "--json")
    assert strict(found.stdout)["governance"] == "alone"
    assert told in " ".join(found.stderr.split())
    assert "consensus" not in call("run", case, "--from-week", "50", "--governance", "alone", "--json").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--vary", "governance=opt-in,alone"), FORMS_SET + "consensus from week 5. Variants differ in it only until"),
        (("--vary", "governance@2=opt-in,alone"), FORMS_SET + "consensus from week 5. Variants differ"),
        (("--vary", "governance@5=opt-in,alone"), ""),
        (("--vary", "governance=opt-in,alone", "--from-week", "6"), ""),
        (("--vary", "governance=opt-in,alone", "--weeks", "5"), ""),
        (
            ("--vary", "strategy=absent,directive"),
            "itself sets the strategy, whatever is asked for but human: broker from week 6.",
        ),
        (("--vary", "work.convening=1,2"), "itself sets work.convening, whatever is asked for: 0.5 from week 7."),
        (("--vary", "joining.hour_price=1,2"), ""),
        (("--vary", "joining.hour_price=1,2", "--governance", "alone"), FORMS_SET + "consensus from week 5."),
        (("--then", "3:governance=alone"), FORMS_SET + "consensus from week 5. Variants differ"),
        ((), FORMS_SET + "consensus from week 5. Variants differ"),
    ],
)
def test_compare_says_where_the_case_itself_sets_what_variants_differ_in(tmp_path, words, told):
    case = with_turns(
        tmp_path,
        'week = 5\ngovernance = "consensus"',
        'week = 6\nstrategy = "broker"',
        "week = 7\nset = { work.convening = 0.5 }",
    )
    weeks = () if "--weeks" in words else ("--weeks", "9")
    said = " ".join(call("compare", case, "--worlds", "2", *weeks, *words).stdout.split())
    assert "In 2 worlds" in said
    assert told in said
    assert ("itself sets" in said) == bool(told)
    assert ("Variants differ" in said) == (bool(told) and "--governance" not in words)


def test_run_takes_a_file_and_its_numbers(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text((load.__globals__["SHIPPED"] / "steady.toml").read_text())
    found = answer("run", str(path), "--set", "weeks=12", "--strategy", "directive", "--json")
    assert (found["scenario"], found["weeks"], found["strategy"]) == ("mine", 12.0, "directive")


def test_run_draws_a_figure_into_a_file(tmp_path):
    target = tmp_path / "run.svg"
    said = call("run", "syria", "--json", "--output", str(target))
    assert strict(said.stdout)["scenario"] == "syria"
    assert "<svg" in target.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["run.svg"]


def test_run_replays_choices(tmp_path):
    path = tmp_path / "choices.json"
    entries = [{"week": week, "decision": "ambition", "who": 0, "value": 0.3} for week in range(12)]
    path.write_text(json.dumps(entries))
    said = " ".join(call("run", "syria", "--weeks", "12", "--choices", str(path)).stdout.split())
    assert "adopted at ambition 0.30" in said


def test_run_and_compare_can_change_something_on_the_way():
    usual, changed, same = (
        strict(call("run", "syria", "--json", *words).stdout)
        for words in ((), ("--from-week", "61", "--governance", "alone"), ("--then", "61:governance=alone"))
    )
    assert changed["digest"] == same["digest"] != usual["digest"]
    later = ("compare", "syria", "--worlds", "4", "--json", "--from-week", "61")
    found = strict(call(*later, "--governance", "consensus", "--set", "joining.hour_price=2").stdout)
    assert found["variants"] == ["the old course", "the new course"]
    varied = strict(call(*later, "--vary", "governance=opt-in,alone").stdout)
    assert varied["variants"] == ["opt-in", "alone"]
    means = [one["outcomes"][PRIMARY]["means"] for one in (found, varied)]
    assert means[0]["the old course"] == means[1]["opt-in"]  # the form of the case


# --- compare ---------------------------------------------------------------------------------------------------------


def test_compare_as_json_holds_differences_to_the_first():
    said = call("compare", "syria", "--worlds", "6", "--vary", "governance=opt-in,consensus,alone", "--json")
    found = strict(said.stdout)
    assert list(found) == [
        "scenario", "worlds", "seed", "asked", "at_any_time", "variants", "outcomes", "obstacles", "seconds",
    ]  # fmt: skip
    assert (found["scenario"], found["worlds"], found["seed"]) == ("syria", 6, 1)
    assert found["variants"] == ["opt-in", "consensus", "alone"]
    assert [one["variant"] for one in found["obstacles"]] == [name for name in found["variants"] for _ in range(2)]
    assert list(found["obstacles"][0]) == ["variant", "obstacle", "worlds", "overcome", "share", "week"]
    value = found["outcomes"][PRIMARY]
    assert list(value) == ["better", "means", "difference", "variance_reduction"]
    assert set(value["difference"]) == set(value["variance_reduction"]) == {"consensus", "alone"}
    mean = value["means"]["consensus"] - value["means"]["opt-in"]
    assert value["difference"]["consensus"]["mean"] == pytest.approx(mean)
    assert found["outcomes"]["members"]["difference"]["alone"]["p_better"] is None


def test_compare_goes_on_until_it_is_known_or_the_budget_is_spent():
    found = answer("compare", "steady", "--weeks", "20", "--budget", "70", "--json")
    assert found["at_any_time"]
    assert found["worlds"] == found["asked"] in (50, 70)
    told = found["outcomes"][PRIMARY]["difference"]["consensus"]["verdict"]
    assert (told != "not yet known") or found["worlds"] == 70
    fixed = answer("compare", "steady", "--weeks", "20", "--worlds", "6", "--json")
    assert (fixed["at_any_time"], fixed["worlds"]) == (False, 6)
    said = " ".join(call("compare", "steady", "--weeks", "20", "--budget", "60").stdout.split())
    assert "hold at whatever number of worlds one looks" in said


def test_compare_names_its_reference_and_takes_ranges():
    vary, named = "conditions.hazard=0:0.02:0.01", "conditions.hazard=0.01"
    found = answer("compare", "steady", "--weeks", "20", "--vary", vary, "--against", named, "--worlds", "3", "--json")
    assert found["variants"] == [named, "conditions.hazard=0", "conditions.hazard=0.02"]
    wrong = call("compare", "steady", "--vary", vary, "--against", "conditions.hazard=0.1", "--worlds", "3")
    assert wrong.exit_code == 2
    assert "--against" in wrong.stderr
    assert "unknown variant" in wrong.stderr


@pytest.mark.parametrize("worlds", ["0", "many", "-1", "1.5"])
def test_worlds_are_a_number_or_auto(worlds):
    said = call("compare", "steady", "--worlds", worlds, columns="200")
    assert said.exit_code == 2
    assert "expected a whole number from 1 to 1,000,000, or auto" in said.stderr


def test_compare_prints_a_table_and_a_paragraph():
    said = " ".join(call("compare", "syria", "--worlds", "8").stdout.split())
    assert "consensus minus opt-in, in the same 8 worlds" in said
    assert "Net value" in said
    assert "In 8 worlds of syria" in said


def test_compare_calls_long_paths_by_their_last_parts_and_says_once_what_is_short_for_what():
    path = "obstacles.not in force.required.state"
    options = ("landmine_treaty", "--weeks", "8", "--worlds", "3", "--vary", f"{path}=20,40")
    said = " ".join(call("compare", *options, columns="100").stdout.split())
    assert f"required.state is short for {path}. required.state=40 minus required.state=20, in the same" in said
    assert said.count("obstacles.") == 1
    assert answer("compare", *options, "--json")["variants"] == [f"{path}=20", f"{path}=40"]


def test_compare_says_which_obstacles_are_overcome_in_how_many_worlds_and_when():
    said = " ".join(call("compare", "shared_river", "--weeks", "90", "--worlds", "6", columns="120").stdout.split())
    assert "What is overcome: in how many worlds, and in which week" in said
    assert re.search(r" out ─+ opt-in .* consensus \d of 6(, week \d+)? \d of 6", said)
    assert "What is overcome" not in call("compare", "steady", "--weeks", "8", "--worlds", "3").stdout


def test_compare_varies_strategies_and_numbers_under_another_form():
    options = ("--worlds", "2", "--weeks", "30", "--governance", "consensus", "--json")
    assert answer("compare", "syria", "--vary", "strategy=absent,directive", *options)["variants"] == [
        "absent",
        "directive",
    ]
    found = answer("compare", "syria", "--vary", "joining.hour_price=1,2", *options)
    assert found["variants"] == ["joining.hour_price=1", "joining.hour_price=2"]


def test_compare_gives_the_same_numbers_with_one_worker_and_with_two():
    one, two = (answer("compare", "syria", "--worlds", "6", "--workers", n, "--json") for n in "12")
    assert one["outcomes"] == two["outcomes"]


def test_too_few_worlds_are_said_to_be_too_few():
    assert "too few to compare" in call("compare", "syria", "--worlds", "1").stdout


def test_an_interruption_prints_what_is_done_and_leaves_no_file(tmp_path, monkeypatch):
    from clever_coalitions.app.commands import screen

    def progress(worlds):
        import contextlib

        def report(done, asked):
            if done >= 20:
                raise KeyboardInterrupt

        return contextlib.nullcontext(report)

    monkeypatch.setattr(screen, "progress_bar", progress)
    said = call("compare", "syria", "--worlds", "100000", "--workers", "1", "--output", str(tmp_path / "report"))
    done = int(re.search(r"interrupted: ([\d,]+) of 100,000 worlds", said.stderr)[1].replace(",", ""))
    assert said.exit_code == 130
    assert f"in the same {done:,} worlds" in said.stdout
    assert list((tmp_path / "report").iterdir()) == []


def test_demo_writes_a_report(tmp_path):
    said = call("demo", "--worlds", "6", "--output", str(tmp_path / "new" / "demo"))
    assert said.exit_code == 0, said.stderr
    picture, report = sorted((tmp_path / "new" / "demo").iterdir())
    assert f"Report: {report}" in said.stdout
    assert "<svg" in picture.read_text()
    assert "<svg" in report.read_text()


# --- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("run syrai", ['"syrai"', 'did you mean "syria"?']),
        ("show missing.toml", ["missing.toml", "there is no such file"]),
        ("run syria --governance optin", ["governance = 'optin'", "expected one of opt-in"]),
        ("run syria --governance table+eech+hub", ["eech", "'each'"]),
        ("run syria --strategy directiv", ["strategy = 'directiv'", "did you mean 'directive'?"]),
        ("run syria --strategy os:getcwd", ["strategy = 'os:getcwd'", "--plugin os"]),
        ("run syria --strategy nowhere:lead", ["--plugin nowhere"]),
        ("run syria --governance os:system+each+hub", ["rule to propose = 'os:system'", "--plugin os"]),
        ("run syria --plugin os --governance os:system+each+hub", ["no function 'system' written in os"]),
        ("run syria --plugin textwrap --strategy textwrap:fill", ["plain Python function"]),
        ("run syria --plugin nowhere --strategy nowhere:lead", ["cannot be imported"]),
        ("run syria --strategy :x", ["strategy = ':x'"]),
        ("run syria --strategy ..:x", ["strategy = '..:x'"]),
        ("run syria --strategy .a:x", ["strategy = '.a:x'"]),
        ("run syria --set joining.hour_prize=1", ["joining.hour_prize", 'did you mean "joining.hour_price"?']),
        ("run syria --set joining.hour_price=much", ["joining.hour_price", '"much"', "expected a number"]),
        ("run syria --set joining.hour_price=nan", ["joining.hour_price = nan", "expected a number"]),
        ("run syria --set joining.hour_price", ["expected path=value"]),
        ("run syria --weeks 0", ["weeks = 0", "expected a number above 0"]),
        ("run syria --weeks nan", ["weeks = nan"]),
        ("run syria --seed -1", ["--seed"]),
        ("run syria --seed 4294967296", ["--seed"]),
        ("run syria --seed one", ["--seed"]),
        ("run syria --output run.gif", ["run.gif", ".svg, .png"]),
        ("run syria --output nowhere/run.svg", ["there is no directory nowhere"]),
        ("run syria --choices nowhere.json", ["nowhere.json", "there is no such file"]),
        ("run syria --from-week 61 --governance consenus", ['"consenus"', 'did you mean "consensus"?']),
        ("run syria --from-week 999 --governance consensus", ["week 999", "208 weeks"]),
        ("run syria --from-week 61", ["--from-week 61", "expected what is different then"]),
        ("run syria --from-week 61 --set club.ties=3", ["club.ties is settled when a run begins"]),
        ("run syria --from-week 61 --set weeks=3", ["the length of a run is settled"]),
        ("run syria --then governance=consensus", ["--then", "WEEK:PATH=VALUE"]),
        ("run syria --then 61:governance", ["--then", "path=value"]),
        ("compare syria --then 61:joining.hour_prize=2", ['did you mean "joining.hour_price"?']),
        ("compare syria --from-week 61 --vary strategy=directiv,absent", ["directive"]),
        ("compare syria --vary governance=opt-in,consenus", ['"consenus"', 'did you mean "consensus"?']),
        ("compare syria --vary governance=opt-in", ["two values or more"]),
        ("compare syria --vary governance", ["expected path=value,value"]),
        ("compare syria --vary joining.hour_price=1,1", ["given twice"]),
        ("compare syria --vary joining.hour_prize=1,2", ['did you mean "joining.hour_price"?']),
        ("compare syria --worlds 0", ["--worlds"]),
        ("compare syria --output pyproject.toml/report", ["pyproject.toml"]),
        ("rnu syria", ["rnu"]),
    ],
)
def test_a_mistake_is_one_clear_message(arguments, words, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    said = call(*arguments.split(), columns="200")
    assert said.exit_code == 2
    assert said.stdout == ""
    assert "Traceback" not in said.stderr
    for word in words:
        assert word in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"]


def test_a_bad_case_names_all_that_is_wrong(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text('title = "x"\nstrengths = 3\n')
    said = call("run", str(path))
    assert said.exit_code == 2
    assert "bad.toml: strengths = 3" in said.stderr


def test_a_full_disk_is_named_before_the_work_starts(tmp_path, monkeypatch):
    import clever_coalitions.app.commands.writing as writing

    class Full:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.tempfile, "TemporaryFile", lambda dir: Full())
    said = call("compare", "syria", "--worlds", "100000", "--output", str(tmp_path))
    assert said.exit_code == 2
    assert f"cannot write to {tmp_path}: the disk is full" in said.stderr


def test_a_disk_that_fills_up_while_writing_is_named(tmp_path, monkeypatch):
    from clever_coalitions.analysis.picture import Picture

    def save(self, path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Picture, "save", save)
    said = call("run", "syria", "--weeks", "9", "--output", str(tmp_path / "run.svg"))
    assert said.exit_code == 2
    assert f"cannot write {tmp_path / 'run.svg'}: the disk is full" in said.stderr
