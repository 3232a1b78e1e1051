"""The commands that put the model on trial; everything heavy is imported by the commands that need it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ..errors import guarded
from ..options import FORMS, Json, Output, Seed, Workers, Worlds, command_line
from ..places import CALIBRATION, EVIDENCE

evidence_app = typer.Typer()
command = partial(evidence_app.command, rich_help_panel="The model on trial")


@command(epilog="Example: coalitions verify")
@guarded
def verify(json: Json = False) -> None:
    """Check each mechanism alone against a number from the literature, on the functions that the model runs."""
    from .verify import answer

    answer(json)


@command(epilog="Example: coalitions patterns --only F1,F5 --worlds 400")
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
    from .patterns import Request, answer

    ids = tuple(dict.fromkeys(part.strip() for part in only.split(",") if part.strip()))
    others = tuple((seed + further) % 2**32 for further in range(1, seeds + 1))
    answer(Request(ids, worlds, seed, others, workers, json))


@command(epilog="Example: coalitions calibrate --quick --output results/calibration")
@guarded
def calibrate(
    output: Annotated[Path, typer.Option(metavar="DIR", help="Directory of the record and its page.")] = CALIBRATION,
    worlds: Annotated[int, typer.Option(min=20, metavar="NUMBER", help="Worlds in which finalists are judged.")] = 60,
    quick: Annotated[bool, typer.Option("--quick", help="Only try whether it runs.")] = False,
) -> None:
    """Do again what calibration did, once, before forms were compared; the constants of the model do not change."""
    from .calibrate import answer

    answer(output, quick, worlds)


@command(
    epilog="Example: coalitions map values-hazard; coalitions map steady --x conditions.hazard:0:0.04:5 "
    "--y club.values_spread:0:0.6:4",
    name="map",
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
    output: Output = None,
    json: Json = False,
) -> None:
    """Map where one variant does better than another over two axes, and where neither can be told ahead."""
    from ..errors import UserError
    from .map import Request, answer, asked_map, shipped
    from .question import case

    if bool(x) != bool(y) or (x and (ship or len(names or []) > 1)):
        raise UserError("expected shipped maps, or --x and --y with at most one case")
    asked = asked_map(case((names or ["steady"])[0], {}), x, y, vary, outcome) if x else None
    maps = (asked,) if asked else shipped(names or [], ship)
    answer(Request(maps, worlds, seed, workers, output, json))


@command(epilog="Example: coalitions rules syria --worlds 400")
@guarded
def rules(
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="[SCENARIO...]", help="Cases; default: calm, turbulent and syria.")
    ] = None,
    worlds: Worlds = 200,
    seed: Seed = 1,
    workers: Workers = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """Find which part of opt-in does what: each of its three rules against that of consensus, in all combinations."""
    from clever_coalitions.experiments.forms_on_trial.rules import usual_cases

    from .question import case
    from .rules import Request, answer

    asked = [case(name, {}) for name in dict.fromkeys(cases or [])] or usual_cases()
    answer(Request(tuple(asked), worlds, seed, workers, output, json))


@command(epilog="Example: coalitions ablate --principle 3 --worlds auto")
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
    output: Output = None,
    json: Json = False,
) -> None:
    """Put the ten principles on trial: each at four doses, with its benefit and its price each switched off."""
    from . import ablate, ablate_factorial

    many, is_auto = ablate.worlds_asked(worlds)
    asked = tuple(dict.fromkeys(principle or []))
    request = ablate.Request(ablate.cases(cases or []), asked, many, is_auto, seed, workers, output, json)
    (ablate_factorial if factorial else ablate).answer(request)


@command(epilog="Example: coalitions syria --worlds 100")
@guarded
def syria(
    worlds: Worlds = 200,
    seed: Seed = 1,
    workers: Workers = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """Watch the Syria case and its placebos under each form: how often a new plan comes, how late, who is left."""
    from .syria import Request, answer

    answer(Request(worlds, seed, workers, output, json))


@command(epilog="Example: coalitions evidence --quick; after Ctrl-C it goes on where it was")
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
    from .evidence import QUICK, Request, answer
    from .evidence_parts import Settings

    names = tuple(dict.fromkeys(part.strip() for part in only.split(",") if part.strip()))
    many = min(worlds, QUICK) if quick else worlds
    command = ["evidence", *(["--quick"] if quick else ["--worlds", str(worlds)])]
    again = command_line([*command, "--seed", str(seed), "--out", str(output)])
    answer(Request(Settings(many, seed, workers, quick), output, names, again, redraw))
