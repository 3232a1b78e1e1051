"""The commands that put the model on trial; everything heavy is imported by the commands that need it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ..errors import guarded
from ..options import LARGEST_SEED, Json, Workers, command_line
from ..places import EVIDENCE, STORES

evidence_app = typer.Typer()
command = partial(evidence_app.command, rich_help_panel="The model on trial")


@command("numbers", epilog="Example: coalitions numbers joining --audit")
@guarded
def list_numbers(
    group: Annotated[str, typer.Argument(metavar="GROUP", help="A group of numbers, or one; default: all.")] = "",
    audit: Annotated[bool, typer.Option("--audit", help="What each moves at most, and where.")] = False,
    renew: Annotated[bool, typer.Option("--renew", help="Find that out anew first, in some minutes.")] = False,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """List the numbers of the model with their priors, or what each of them moves: none may be dead."""
    from .numbers import answer

    answer(group, audit, renew, workers, json)


@command(epilog="Example: coalitions verify")
@guarded
def verify(json: Json = False) -> None:
    """Check each mechanism alone against a number from the literature, on the functions that the model runs."""
    from .verify import answer

    answer(json)


@command(epilog="Example: coalitions evidence --quick; after Ctrl-C or a crash it goes on where it was")
@guarded
def evidence(
    worlds: Annotated[
        int | None, typer.Option(min=1, max=1_000_000, metavar="NUMBER", help="Worlds of a study at most.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=LARGEST_SEED, metavar="NUMBER", help="Base seed, not that of the studies.")
    ] = None,
    workers: Workers = None,
    quick: Annotated[bool, typer.Option("--quick", help="A look at how it works, in a few worlds: no result.")] = False,
    only: Annotated[str, typer.Option(metavar="STUDIES", help="Run only these studies, such as forms,rules.")] = "",
    redraw: Annotated[bool, typer.Option("--redraw", help="Run nothing: write the page from the runs kept.")] = False,
    output: Annotated[
        Path, typer.Option("--output", "--out", metavar="DIR", help="Figures; the page is DIR.md.")
    ] = EVIDENCE,
    stores: Annotated[Path, typer.Option(metavar="DIR", help="The stores of the studies.")] = STORES,
    against: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Say which verdicts are others than in these stores, of another base seed."),
    ] = None,
) -> None:
    """Run the studies that speak for or against the article's claims, and write what they say on one page."""
    from .evidence import QUICK, Request, answer

    names = tuple(dict.fromkeys(part.strip() for part in only.split(",") if part.strip()))
    many = min(worlds or QUICK, QUICK) if quick else worlds
    words = ["evidence", *(["--quick"] if quick else ["--worlds", str(worlds)] if worlds else [])]
    words += ["--seed", str(seed)] if seed is not None else []
    again = command_line([*words, "--out", str(output)])
    answer(Request(output, stores, names, many, seed, workers, again, redraw, against))
