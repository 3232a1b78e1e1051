"""The command line: ``coalitions --help``.  Everything heavy is imported by the commands that need it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .commands.study_cli import RESULTS, study_app
from .errors import INTERRUPTED, guarded
from .serving import LOOPBACK, PORT

if TYPE_CHECKING:
    from coalitions.sim.run import Result
    from coalitions.sim.scenario import Scenario

    from .choices_file import Replay

app = typer.Typer(
    name="coalitions",
    help="A laboratory of how coalitions of organizations form, decide, pivot and last.",
    epilog="Start with: coalitions run syria",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(study_app)

LARGEST_SEED = 2**32 - 1
FORMS = "governance=opt-in,consensus"
DEMO = Path("results/demo")
CALIBRATION = Path("results/calibration")
EVIDENCE = Path("results/evidence")

Case = Annotated[str, typer.Argument(metavar="SCENARIO", help="A shipped scenario (coalitions list) or a TOML file.")]
Json = Annotated[bool, typer.Option("--json", help="Print one machine-readable object on standard output.")]
Seed = Annotated[
    int, typer.Option(min=0, max=LARGEST_SEED, metavar="NUMBER", help="The world: the same seed, the same world.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a number of the case; may be repeated."),
]
Governance = Annotated[str, typer.Option(metavar="FORM", help="Form of governance; default: that of the case.")]
Strategy = Annotated[str, typer.Option(metavar="NAME", help="Coordinator's strategy; default: that of the case.")]
Weeks = Annotated[float | None, typer.Option(metavar="WEEKS", help="Length of the run; default: that of the case.")]
Worlds = Annotated[int, typer.Option(min=1, max=1_000_000, metavar="NUMBER", help="How many worlds to run.")]
Workers = Annotated[
    int | None, typer.Option(min=1, max=1024, metavar="NUMBER", help="Threads; default: one for each processor.")
]


def print_version(wanted: bool) -> None:
    """Print the version and stop, where it is wanted."""
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"coalitions {version('coalitions')}")
        except PackageNotFoundError:
            typer.echo("coalitions (not installed: run from its sources)")
        raise typer.Exit


@app.callback()
def coalitions(
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A laboratory of how coalitions of organizations form, decide, pivot and last."""


@app.command("list", epilog="Example: coalitions list")
@guarded
def list_(json: Json = False) -> None:
    """List what there is to run: scenarios, forms of governance, strategies."""
    from .commands.catalog import print_catalog

    print_catalog(json)


@app.command(epilog="Example: coalitions show syria")
@guarded
def show(scenario: Case, set_: Set = None, json: Json = False) -> None:
    """Show a case: its prose, organizations, obstacles, and the theory of change drawn as text."""
    from .commands.question import case, settings
    from .commands.show import print_case

    print_case(case(scenario, settings(set_ or [])), json)


@app.command(epilog="Example: coalitions run syria --governance consensus --seed 7 --why")
@guarded
def run(
    scenario: Case,
    governance: Governance = "",
    strategy: Strategy = "",
    seed: Seed = 1,
    weeks: Weeks = None,
    set_: Set = None,
    choices: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Replay the decisions in a JSON file, in place of the model's.")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Say why organizations joined and left.")] = False,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the run into a file too: .svg, .png or .pdf.")
    ] = None,
    json: Json = False,
) -> None:
    """Run a case once, tell the story week by week, and draw it."""
    from .commands.question import case, check_form, check_strategy, settings
    from .commands.run import answer, play, print_story
    from .commands.screen import print_json
    from .commands.writing import check_figure, save_run_figure

    chosen_case = case(scenario, settings(set_ or [], weeks))
    if output:
        check_figure(output)
    check_form(governance or chosen_case.governance)
    check_strategy(strategy or chosen_case.strategy)
    replayed = replay(choices, chosen_case) if choices else None
    result = play(chosen_case, seed, governance, strategy, replayed, is_told=not json or output is not None)
    if json:
        print_json(answer(result))
    else:
        print_story(result, chosen_case, why)
    if output:
        command = run_command(scenario, chosen_case, result, set_, choices)
        save_run_figure(result, chosen_case, output, command)
        typer.echo(f"Figure: {output}", err=json)


def run_command(scenario: str, case: Scenario, result: Result, set_: list[str] | None, choices: Path | None) -> str:
    """Return the command that draws a run again, whatever the defaults of a later version are."""
    import shlex

    words = ["coalitions", "run", scenario, "--governance", result.governance, "--strategy", result.strategy]
    words += ["--seed", str(result.seed), "--weeks", f"{case.weeks:g}"]
    words += [word for pair in set_ or [] for word in ("--set", pair)]
    words += ["--choices", str(choices)] if choices else []
    return shlex.join(words)


def replay(path: Path, scenario: Scenario) -> Replay:
    """Return the decisions in a file."""
    from .choices_file import read_choices

    return read_choices(path, scenario)


@app.command(epilog="Example: coalitions compare syria --vary governance=opt-in,consensus --worlds 400")
@guarded
def compare(
    scenario: Case,
    vary: Annotated[
        str, typer.Option(metavar="PATH=A,B", help="What differs: governance, strategy or a number of the case.")
    ] = FORMS,
    worlds: Worlds = 200,
    workers: Workers = None,
    governance: Governance = "",
    strategy: Strategy = "",
    seed: Seed = 1,
    weeks: Weeks = None,
    set_: Set = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a report with figures into this directory.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show all outcomes in the table.")] = False,
    json: Json = False,
) -> None:
    """Compare variants of a case in the same worlds: paired differences with intervals, and in plain words."""
    import shlex
    from dataclasses import replace

    from .commands.compare import Request, answer
    from .commands.question import case, settings

    chosen_case = case(scenario, settings(set_ or [], weeks))
    form, by = governance or chosen_case.governance, strategy or chosen_case.strategy
    chosen_case = replace(chosen_case, governance=form, strategy=by)
    command = ["compare", scenario, "--vary", vary, "--governance", form, "--strategy", by]
    command += ["--weeks", f"{weeks:g}"] if weeks else []
    command += [word for pair in set_ or [] for word in ("--set", pair)]
    command += ["--worlds", str(worlds), "--seed", str(seed), "--output", str(output)]
    again = shlex.join(["coalitions", *command])
    answer(Request(chosen_case, vary, worlds, seed, workers, output, json, again, all_))


@app.command(epilog="Example: coalitions demo")
@guarded
def demo(
    worlds: Worlds = 200,
    workers: Workers = None,
    seed: Seed = 1,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Directory of the report.")] = DEMO,
    json: Json = False,
) -> None:
    """Compare opt-in and consensus in the Syria case, in 200 worlds, and write a report with figures."""
    from .commands.compare import Request, answer
    from .commands.question import case

    again = f"coalitions demo --worlds {worlds} --seed {seed}"
    answer(Request(case("syria", {}), FORMS, worlds, seed, workers, output, json, again))


@app.command(epilog="Example: coalitions reproduce results/demo/report.html")
@guarded
def reproduce(
    file: Annotated[Path, typer.Argument(metavar="FIGURE_OR_TABLE", help="A file that coalitions has made.")],
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the new one goes; default: a folder beside the file.")
    ] = None,
    workers: Workers = None,
) -> None:
    """Run again what made an exported table, a figure or a report, and say whether it comes out the same."""
    from .commands.reproduce import answer

    answer(file, output, workers)


@app.command(epilog="Example: coalitions verify")
@guarded
def verify(json: Json = False) -> None:
    """Check each mechanism alone against a number from the literature, on the functions that the model runs."""
    from .commands.verify import answer

    answer(json)


@app.command(epilog="Example: coalitions patterns --only F1,F5 --worlds 400")
@guarded
def patterns(
    only: Annotated[str, typer.Option(metavar="IDS", help="Only these patterns, such as F1,F5.")] = "",
    worlds: Worlds = 200,
    seed: Seed = 1,
    seeds: Annotated[
        int, typer.Option(min=0, max=100, metavar="NUMBER", help="How many further base seeds to judge under.")
    ] = 0,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Check whether the whole model behaves as the literature says, in paired worlds with intervals."""
    from .commands.patterns import Request, answer

    ids = tuple(dict.fromkeys(part.strip() for part in only.split(",") if part.strip()))
    others = tuple((seed + further) % 2**32 for further in range(1, seeds + 1))
    answer(Request(ids, worlds, seed, others, workers, json))


@app.command(epilog="Example: coalitions calibrate --quick --output results/calibration")
@guarded
def calibrate(
    output: Annotated[Path, typer.Option(metavar="DIR", help="Directory of the record and its page.")] = CALIBRATION,
    worlds: Annotated[int, typer.Option(min=20, metavar="NUMBER", help="Worlds in which finalists are judged.")] = 60,
    quick: Annotated[bool, typer.Option("--quick", help="Only try whether it runs.")] = False,
) -> None:
    """Do again what calibration did, once, before forms were compared; the constants of the model do not change."""
    from .commands.calibrate import answer

    answer(output, quick, worlds)


@app.command(
    "map",
    epilog="Example: coalitions map values-hazard; coalitions map steady --x conditions.hazard:0:0.04:5 "
    "--y club.values_spread:0:0.6:4",
)
@guarded
def map_(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[MAP...]", help="Shipped maps; with --x and --y, a case.")
    ] = None,
    x: Annotated[str, typer.Option("--x", metavar="PATH:LOW:HIGH:CELLS", help="What changes from left to right.")] = "",
    y: Annotated[str, typer.Option("--y", metavar="PATH:LOW:HIGH:CELLS", help="What changes from foot to head.")] = "",
    vary: Annotated[str, typer.Option(metavar="PATH=A,B", help="The two variants, with --x and --y.")] = FORMS,
    outcome: Annotated[
        str, typer.Option(metavar="NAME", help="The outcome they are compared by, with --x and --y.")
    ] = "net_value",
    ship: Annotated[bool, typer.Option("--ship", help="Draw all shipped maps.")] = False,
    worlds: Worlds = 200,
    seed: Seed = 1,
    workers: Workers = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "--out", metavar="DIR", help="Write figures and data into this directory."),
    ] = None,
    json: Json = False,
) -> None:
    """Map where one variant does better than another over two axes, and where neither can be told ahead."""
    from .commands.map import Request, answer, asked_map, shipped
    from .commands.question import case
    from .errors import UserError

    if bool(x) != bool(y) or (x and (ship or len(names or []) > 1)):
        raise UserError("expected shipped maps, or --x and --y with at most one case")
    asked = asked_map(case((names or ["steady"])[0], {}), x, y, vary, outcome) if x else None
    maps = (asked,) if asked else shipped(names or [], ship)
    answer(Request(maps, worlds, seed, workers, output, json))


@app.command(epilog="Example: coalitions rules syria --worlds 400")
@guarded
def rules(
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="[SCENARIO...]", help="Cases; default: calm, turbulent and syria.")
    ] = None,
    worlds: Worlds = 200,
    seed: Seed = 1,
    workers: Workers = None,
    output: Annotated[
        Path | None, typer.Option("--output", "--out", metavar="DIR", help="Write figure and data into this directory.")
    ] = None,
    json: Json = False,
) -> None:
    """Find which part of opt-in does what: each of its three rules against that of consensus, in all combinations."""
    from coalitions.experiments.forms_on_trial.rules import usual_cases

    from .commands.question import case
    from .commands.rules import Request, answer

    asked = [case(name, {}) for name in dict.fromkeys(cases or [])] or usual_cases()
    answer(Request(tuple(asked), worlds, seed, workers, output, json))


@app.command(epilog="Example: coalitions ablate --principle 3 --worlds auto")
@guarded
def ablate(
    cases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SCENARIO...]", help="Cases; default: the city in calm and in turbulent times."),
    ] = None,
    principle: Annotated[
        list[int] | None, typer.Option(metavar="NUMBER", help="Only this principle; may be repeated.")
    ] = None,
    worlds: Annotated[
        str, typer.Option(metavar="NUMBER", help="How many worlds to run; auto: as many as each bound needs.")
    ] = "200",
    seed: Seed = 1,
    workers: Workers = None,
    factorial: Annotated[
        bool, typer.Option("--factorial", help="All principles together: main effects, and the pairs that matter.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "--out", metavar="DIR", help="Write figure and data into this directory.")
    ] = None,
    json: Json = False,
) -> None:
    """Put the ten principles on trial: each at four doses, with its benefit and its price each switched off."""
    from .commands import ablate, ablate_factorial

    many, is_auto = ablate.worlds_asked(worlds)
    asked = tuple(dict.fromkeys(principle or []))
    request = ablate.Request(ablate.cases(cases or []), asked, many, is_auto, seed, workers, output, json)
    (ablate_factorial if factorial else ablate).answer(request)


@app.command(epilog="Example: coalitions syria --worlds 100")
@guarded
def syria(
    worlds: Worlds = 200,
    seed: Seed = 1,
    workers: Workers = None,
    output: Annotated[
        Path | None, typer.Option("--output", "--out", metavar="DIR", help="Write figure and data into this directory.")
    ] = None,
    json: Json = False,
) -> None:
    """Watch the Syria case and its placebos under each form: how often a new plan comes, how late, who is left."""
    from .commands.syria import Request, answer

    answer(Request(worlds, seed, workers, output, json))


@app.command(epilog="Example: coalitions evidence --quick; it can be stopped (Ctrl-C) and goes on where it was")
@guarded
def evidence(
    worlds: Worlds = 200,
    seed: Seed = 1,
    workers: Workers = None,
    quick: Annotated[bool, typer.Option("--quick", help="A look at how it works, in a few worlds: no result.")] = False,
    only: Annotated[str, typer.Option(metavar="PARTS", help="Run only these parts, such as forms,rules.")] = "",
    redraw: Annotated[bool, typer.Option("--redraw", help="Run nothing: write the page from the parts kept.")] = False,
    output: Annotated[
        Path, typer.Option("--output", "--out", metavar="DIR", help="Figures and data; the page is DIR.md.")
    ] = EVIDENCE,
) -> None:
    """Run everything that speaks for or against the article's claims, and write it on one page."""
    import shlex

    from .commands.evidence import QUICK, Request, answer
    from .commands.evidence_parts import Settings

    names = tuple(dict.fromkeys(part.strip() for part in only.split(",") if part.strip()))
    many = min(worlds, QUICK) if quick else worlds
    command = ["coalitions", "evidence", *(["--quick"] if quick else ["--worlds", str(worlds)])]
    again = shlex.join([*command, "--seed", str(seed), "--out", str(output)])
    answer(Request(Settings(many, seed, workers, quick), output, names, again, redraw))


@app.command("app", epilog="Example: coalitions app --port 9000 --no-open")
@guarded
def app_(
    port: Annotated[
        int, typer.Option(min=1, max=65535, metavar="NUMBER", help="Where to listen on this machine.")
    ] = PORT,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen at; 0.0.0.0 lets other machines in.")
    ] = LOOPBACK,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the first page in a browser.")] = True,
    studies: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the page Experiment keeps the results of studies.")
    ] = RESULTS,
    install_assets: Annotated[
        bool,
        typer.Option("--install-assets", help="Only fetch the scripts of the pages, once; then no internet is needed."),
    ] = False,
) -> None:
    """Open the pages: watch a coalition live, change it, compare, and ask why. Works without internet."""
    if install_assets:
        from .serving.offline import folder, install

        fetched = install(lambda line: typer.echo(line, err=True))
        typer.echo(f"The scripts of the pages are {'now' if fetched else 'already'} in {folder()}.")
        return
    from .serving.server import serve

    serve(host, port, open_, studies=studies)


def main() -> None:
    """Run the command line: what ``coalitions`` calls."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another one
    try:
        app(prog_name="coalitions")
    except KeyboardInterrupt:  # outside of any command, such as while libraries are loaded
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
