"""``coalitions verify``: is the model what it says it is?  Each mechanism alone, against a number from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from ..errors import FAILED, INTERRUPTED
from ..telling.words import several
from . import screen

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.experiments.evidence import Check, Finding

VERDICTS = {True: "passes", False: "[bold red]FAILS[/]", None: "[dim]not built yet[/]"}


def answer(is_json: bool) -> None:
    """Run all checks and print what was found; an interruption leaves what is done so far.

    Raises:
        typer.Exit: 1 where a check failed, 130 where it was interrupted.
    """
    screen.warm()
    from clever_coalitions.experiments.evidence import checks
    from clever_coalitions.experiments.evidence.own import own_checks

    asked = [*own_checks(), *checks()]
    findings, was_interrupted = run(asked)
    if is_json:
        typer.echo(json.dumps(screen.finite([finding.row() for finding in findings]), indent=2, allow_nan=False))
    else:
        print_findings(screen.answer_console(), findings)
    for finding in findings:
        if finding.trouble:
            typer.echo(f"{finding.check.id} could not be observed: {finding.trouble}", err=True)
    if was_interrupted:
        typer.echo(f"interrupted: {len(findings)} of {len(asked)} checks are done", err=True)
        raise typer.Exit(INTERRUPTED)
    if any(finding.passed is False for finding in findings):
        raise typer.Exit(FAILED)


def run(asked: Sequence[Check]) -> tuple[list[Finding], bool]:
    """Return what was found, with progress on standard error, and whether it was interrupted (Ctrl-C)."""
    findings: list[Finding] = []
    try:
        with screen.progress_bar(len(asked), "checks") as report:
            for check in asked:
                findings.append(check.run())
                report(len(findings), len(asked))
    except KeyboardInterrupt:
        return findings, True
    return findings, False


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Print a table of what was found, and a line that sums it up."""
    console.print(_table(findings))
    verdicts = [finding.passed for finding in findings]
    parts = [several(verdicts.count(True), "check passes", "checks pass")]
    if failed := verdicts.count(False):
        parts.append(several(failed, "check fails", "checks fail"))
    if unbuilt := verdicts.count(None):
        parts.append(several(unbuilt, "waits for what is not built yet", "wait for what is not built yet"))
    console.print(f"{'; '.join(parts)}.", markup=False)
    print_gone(console)


def print_gone(console: Console) -> None:
    """Print which cases of earlier editions are gone or claim less, and why."""
    from clever_coalitions.experiments.evidence import CHANGED, GONE

    for id, why in GONE.items():
        console.print(f"{id} went with its mechanism: {why}.", markup=False, highlight=False)
    for id, why in CHANGED.items():
        console.print(f"{id} claims less than it did: {why}.", markup=False, highlight=False)


def _table(findings: Sequence[Finding]) -> Any:
    from rich.markup import escape

    numbers = dict.fromkeys(("expected", "observed", "tolerance"), screen.RIGHT | screen.FOLDED)
    table = screen.new_table({
        "id": {"style": "bold", **screen.FOLDED}, "claim and [italic]source[/]": screen.WIDE, **numbers,
        "verdict": {"max_width": len("not built"), **screen.FOLDED},
    })  # fmt: skip
    for finding in findings:
        check = finding.check
        claim = f"{escape(check.claim)}\n[dim italic]{escape(check.source)}[/]"
        observed = [_number(check.expected), _number(finding.observed), f"{finding.tolerance:.2g}"]
        table.add_row(check.id, claim, *observed, VERDICTS[finding.passed])
    return table


def _number(value: float | None) -> str:
    """Return ``0.0159259``, ``167.7``, ``1e-12``; a dash for nothing."""
    return "–" if value is None else f"{value:.6g}"
