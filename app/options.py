"""Arguments and options that several commands share."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

DEMO, EVIDENCE = Path("results/demo"), Path("results/evidence")
STORES, STUDIES = Path("results/stores"), Path("results/studies")
"""Where results are kept unless somebody says where."""

LARGEST_SEED = 2**32 - 1
FORMS = "governance=opt-in,consensus"

Json = Annotated[bool, typer.Option("--json", help="Print one machine-readable object on standard output.")]
Seed = Annotated[
    int, typer.Option(min=0, max=LARGEST_SEED, metavar="NUMBER", help="The world: the same seed, the same world.")
]
Workers = Annotated[
    int | None, typer.Option(min=1, max=1024, metavar="NUMBER", help="Threads; default: one for each processor.")
]

AUTO = 0
"""So many worlds as it takes to know whether variants differ."""


def _worlds(said: str | int) -> int:
    if said in ("auto", AUTO):
        return AUTO
    try:
        many = int(said)
    except ValueError:
        many = -1
    if not 1 <= many <= 1_000_000:
        raise typer.BadParameter(f"{said!r}: expected a whole number from 1 to 1,000,000, or auto")
    return many


AutoWorlds = Annotated[
    int,
    typer.Option(
        "--worlds", parser=_worlds, metavar="NUMBER|auto", show_default="auto",
        help="How many worlds to run; auto: until it is known whether the first two differ, or --budget is spent.",
    ),
]  # fmt: skip
Budget = Annotated[
    int, typer.Option(min=1, max=1_000_000, metavar="NUMBER", help="Worlds at most, with --worlds auto.")
]


def worlds_words(worlds: int, budget: int) -> list[str]:
    """Return the options that ask for so many worlds."""
    return ["--worlds", str(worlds)] if worlds else ["--worlds", "auto", "--budget", str(budget)]


def plugin_words() -> list[str]:
    """Return the options that name the plug-ins in use, and the time that they have."""
    from clever_coalitions.sim.plugins import used_plugins

    words = [word for source in used_plugins() for word in ("--plugin", source)]
    if words:
        from clever_coalitions.experiments.workshop import seconds

        words += ["--plugin-seconds", f"{seconds():g}"] if seconds() else []
    return words


def command_line(words: Sequence[str]) -> str:
    """Return what asks for the same again: ``coalitions``, these words, and the plug-ins in use.

    It is there to be copied into a terminal, which no sign in it may command.
    """
    from clever_coalitions.scenarios.mistakes import printable

    return printable(shlex.join(["coalitions", *words, *plugin_words()]))
