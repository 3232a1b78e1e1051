"""The command line: ``coalitions --help``.  Everything heavy is imported by the commands that need it."""

from __future__ import annotations

import gc
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from .commands.evidence import evidence_app
from .commands.study import Request as StudyRequest
from .commands.study import study_app
from .errors import INTERRUPTED, UserError, guarded
from .options import AUTO, DEMO, FORMS, STUDIES, AutoWorlds, Budget, Json, Seed, Workers, command_line, worlds_words
from .serving import LOOPBACK, PORT

app = typer.Typer(
    name="coalitions",
    help="A laboratory of how coalitions of organizations form, decide, pivot and last.",
    epilog="Start with: coalitions run syria",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


Case = Annotated[str, typer.Argument(metavar="SCENARIO", help="A shipped scenario (coalitions list) or a TOML file.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a number of the case; may be repeated."),
]
Governance = Annotated[str, typer.Option(metavar="FORM", help="Form of governance; default: that of the case.")]
Strategy = Annotated[str, typer.Option(metavar="NAME", help="Coordinator's strategy; default: that of the case.")]
FromWeek = Annotated[
    float | None,
    typer.Option(metavar="WEEK", min=0, help="What is said to be different holds from this week on."),
]
Then = Annotated[
    list[str] | None,
    typer.Option(metavar="WEEK:PATH=VALUE", help="From a week on, a form, strategy or number is another; repeatable."),
]
Weeks = Annotated[float | None, typer.Option(metavar="WEEKS", help="Length of the run; default: that of the case.")]


def print_version(wanted: bool) -> None:
    """Print the version and stop, where it is wanted."""
    if wanted:
        from ..sim.edition import package_version

        typer.echo(f"coalitions {package_version()}")
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
def show(
    scenario: Case,
    set_: Set = None,
    toml: Annotated[
        bool, typer.Option("--toml", help="Print the case as one file, its tables in it, as the pages take one.")
    ] = False,
    json: Json = False,
) -> None:
    """Show a case: all that it says, of organizations, obstacles and what removes them, and what is assumed."""
    from ..scenarios.loader import source, text_of_case
    from .commands.question import case, settings
    from .commands.show import print_case

    found = case(scenario, settings(set_ or []))
    if toml and (set_ or json):
        raise UserError("--toml prints the file as it is written: expected neither --set nor --json beside it")
    if toml:
        typer.echo(text_of_case(scenario), nl=False)
    else:
        print_case(found, json, source(scenario).data)


@app.command(epilog="Example: coalitions new my-coalition --from syria")
@guarded
def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder.")],
    from_: Annotated[str, typer.Option("--from", metavar="SCENARIO", help="A case to begin from.")] = "",
) -> None:
    """Begin a case of your own: a scenario with remarks, tables of organizations and ties, questions to ask people."""
    from .commands.new import begin_case

    case = begin_case(folder, from_)
    typer.echo(f"A case to fill in lies in {folder}. Next: coalitions show {case}, coalitions run {case}")


@app.command("run", epilog="Example: coalitions run syria --governance consensus --seed 7 --why")
@guarded
def run_(
    scenario: Case,
    governance: Governance = "",
    strategy: Strategy = "",
    seed: Seed = 1,
    weeks: Weeks = None,
    set_: Set = None,
    from_week: FromWeek = None,
    then: Then = None,
    choices: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Replay the decisions in a JSON file, in place of the model's.")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Say why organizations joined and left.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Tell a long story week by week, too.")] = False,
    who: Annotated[
        str, typer.Option(metavar="NAME", help="Tell of this organization alone: what it did, or what kept it away.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the run into a file too: .svg, .png or .pdf.")
    ] = None,
    json: Json = False,
) -> None:
    """Run a case once, tell the story week by week, and draw it."""
    from .commands.account import print_account
    from .commands.question import asked, turned_by_the_case
    from .commands.run import answer, play, print_story
    from .commands.screen import print_json, print_notes
    from .commands.writing import check_figure, save_run_figure

    if from_week is not None and not (governance or strategy or set_):
        expected = "expected what is different then: --governance, --strategy or --set"
        raise UserError(f"--from-week {from_week:g}: {expected}")
    found = asked(scenario, governance, strategy, weeks, set_ or [], from_week, then or [], choices)
    chosen_case = found.variant.scenario
    if who and (json or output):
        raise UserError(f"--who {who!r}: expected neither --json nor --output beside it")
    notes = turned_by_the_case(chosen_case, found.questions, found.variant.schedule)
    if output:
        check_figure(output)
    if who:
        print_account(found.variant, seed, who)
        print_notes(notes, is_json=False)
        return
    result = play(found.variant, seed, is_told=not json or output is not None)
    if json:
        print_json(answer(result))
    else:
        print_story(result, chosen_case, why, all_)
    print_notes(notes, is_json=json)
    if output:
        words = ["run", scenario, *found.named, "--seed", str(seed), "--weeks", f"{chosen_case.weeks:g}"]
        command = command_line([*words, *found.numbers])
        save_run_figure(result, chosen_case, output, command)
        typer.echo(f"Figure: {output}", err=json)


@app.command("compare", epilog="Example: coalitions compare syria --vary governance=opt-in,consensus --worlds 400")
@guarded
def compare_(
    scenario: Case,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=A,B",
            help="What differs: values, or a range (conditions.hazard=0:0.04:0.01). Given again: every combination.",
        ),
    ] = None,
    against: Annotated[
        str, typer.Option(metavar="NAME", help="The variant that others are compared with; default: the first.")
    ] = "",
    worlds: AutoWorlds = AUTO,
    budget: Budget = 2000,
    workers: Workers = None,
    governance: Governance = "",
    strategy: Strategy = "",
    seed: Seed = 1,
    weeks: Weeks = None,
    set_: Set = None,
    from_week: FromWeek = None,
    then: Then = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a report with figures into this directory.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show all outcomes in the table.")] = False,
    json: Json = False,
) -> None:
    """Compare variants of a case in the same worlds: paired differences with intervals, and in plain words.

    What is said to change from some week on is compared with the case as it goes on without, unless --vary says what
    differs from then on.
    """
    from .commands.compare import Request, answer, notes_on, variants_asked
    from .commands.question import asked

    found = asked(scenario, governance, strategy, weeks, set_ or [], from_week, then or [])
    vary = vary or ([] if found.variant.schedule else [FORMS])
    compared = variants_asked(found.variant, vary, from_week, against)
    later = ["--from-week", f"{from_week:g}"] if vary and from_week is not None else []
    command = ["compare", scenario, *(word for one in vary for word in ("--vary", one)), *(later or found.named)]
    command += ["--weeks", f"{weeks:g}"] if weeks else []
    command += ["--against", against] if against else []
    command += [*found.numbers, *worlds_words(worlds, budget), "--seed", str(seed), "--output", str(output)]
    notes = notes_on(found, vary, from_week)
    answer(Request(compared, worlds, budget, seed, workers, output, json, command_line(command), all_, notes))


@app.command(epilog="Example: coalitions demo")
@guarded
def demo(
    worlds: AutoWorlds = AUTO,
    budget: Budget = 600,
    workers: Workers = None,
    seed: Seed = 1,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Directory of the report.")] = DEMO,
    json: Json = False,
) -> None:
    """Compare opt-in and consensus in the Syria case until it is known which has more, and write a report."""
    from .commands.compare import Request, answer, variants_asked
    from .commands.question import asked

    again = command_line(["demo", *worlds_words(worlds, budget), "--seed", str(seed)])
    answer(Request(variants_asked(asked("syria").variant), worlds, budget, seed, workers, output, json, again))


@app.command(epilog="Example: coalitions tournament syria steady --worlds 50")
@guarded
def tournament(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO...", help="Scenarios to play in; default: all that ship, but large ones."),
    ] = None,
    strategies: Annotated[
        str, typer.Option(metavar="A,B", help="Who plays; maps compare with the first. Default: all but the human.")
    ] = "",
    forms: Annotated[str, typer.Option(metavar="A,B", help="Under which forms of governance; default: five.")] = "",
    over: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="A number that worlds draw over its prior, instead of the usual three."),
    ] = None,
    worlds: Annotated[int, typer.Option(min=2, max=1_000_000, metavar="NUMBER", help="How many worlds.")] = 100,
    seed: Seed = 1,
    store: Annotated[Path, typer.Option(metavar="DIR", help="Where its runs are kept.")] = STUDIES / "tournament",
    workers: Workers = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where figure, page and data go; default: the store.")
    ] = None,
    json: Json = False,
) -> None:
    """Let strategies play under forms of governance in the same worlds: one verdict, and a map of conditions of each.

    After Ctrl-C it says what is known by then, and the same command goes on from there.
    """
    from .commands.tournament import answer, study_named

    cases = scenarios or []
    study = study_named(cases, strategies, forms, over or [], worlds, seed)
    words = ["tournament", *cases]
    words += [*(["--strategies", strategies] if strategies else []), *(["--forms", forms] if forms else [])]
    words += [word for path in over or () for word in ("--over", path)]
    words += ["--worlds", str(worlds), "--seed", str(seed), "--store", str(store)]
    answer(study, StudyRequest(store, workers, "", False, json, command_line(words)), output)


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


@app.command(epilog="Example: coalitions site pages")
@guarded
def site(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the pages go; made where it is not there.")],
    address: Annotated[
        str, typer.Option(metavar="URL", help="Where they will be, for the picture that others show with a link.")
    ] = "",
    quick: Annotated[bool, typer.Option("--quick", help="Fewer worlds for the curves of the lessons.")] = False,
) -> None:
    """Write pages that tell: a prologue and ten lessons, as a folder that opens without a server or internet."""
    from .commands.site import answer

    answer(folder, address, quick)


@app.command("app", epilog="Example: coalitions app --port 9000 --no-open")
@guarded
def app_(
    port: Annotated[
        int, typer.Option(min=1, max=65535, metavar="NUMBER", help="Where to listen on this machine.")
    ] = PORT,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen at; 0.0.0.0 lets other machines in.")
    ] = LOOPBACK,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Answer under this name, too, as where a proxy passes it on; repeatable."),
    ] = None,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the first page in a browser.")] = True,
    studies: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the page Experiment keeps the results of studies.")
    ] = STUDIES,
    limit: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Set a limit of SECURITY.md, such as visitors=20; repeatable."),
    ] = None,
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
    from .limits import LIMITS
    from .serving.server import serve

    LIMITS.use(limit or ())
    serve(host, port, open_, studies=studies, names=allow_host or ())


# Where they are added is where the help lists them.
app.add_typer(evidence_app)
app.add_typer(study_app)


def main() -> None:
    """Run the command line: what ``coalitions`` calls."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another one
    try:
        app(prog_name="coalitions")
    except KeyboardInterrupt:  # outside of any command, such as while libraries are loaded
        sys.exit(INTERRUPTED)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left to do but to leave, with the right status
        gc.freeze()  # what was imported need not be searched for garbage while leaving: a third of a second


if __name__ == "__main__":
    main()
