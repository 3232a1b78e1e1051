"""``coalitions run``: one case in one world, told week by week and drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ..telling.summary import summary
from . import screen
from .question import apart

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from clever_coalitions.experiments import Variant
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

    from ..telling.beats import Beat

LONG = 1e6
"""Organization-steps of a run from which on its progress is shown: half a second or more."""

STYLES = {"plain": "", "turn": "bold magenta", "good": "bold green", "bad": "bold red", "move": "", "quiet": "dim"}


def play(variant: Variant, seed: int, *, is_told: bool) -> Result:
    """Return a run, after compiling what has not been compiled yet; with its events where it is to be told.

    Raises:
        UserError: code from elsewhere failed.
    """
    screen.warm()
    from clever_coalitions.sim.plugins import used_in

    scenario = variant.scenario
    steps = round(scenario.weeks * 7.0 / scenario.step_days)
    if scenario.organizations * steps < LONG or used_in(*variant.plugins):
        return apart(variant, simulated, seed, is_told)
    with screen.progress_bar(steps, "steps") as report:
        return simulated(variant, seed, is_told, report)


def simulated(
    variant: Variant, seed: int, is_told: bool, report: Callable[[int, int], None] = lambda done, asked: None
) -> Result:
    """Return a run, done some steps at a time: the compiled loop does not listen to Ctrl-C."""
    from clever_coalitions.sim.plugins import use_named
    from clever_coalitions.sim.schedule import names_in

    from ..telling.following import run_for

    use_named(*names_in(variant.governance, variant.strategy, variant.schedule))
    run = run_for(variant, seed, events=is_told)
    steps = run.left
    while run.left:
        run.advance(max(1, int(LONG / variant.scenario.organizations)))
        report(steps - run.left, steps)
    return run.result()


def answer(result: Result) -> dict[str, Any]:
    """Return a run as ``run --json`` prints it."""
    return {
        "scenario": result.scenario,
        "governance": result.governance,
        "strategy": result.strategy,
        "seed": result.seed,
        "weeks": result.weeks,
        "outcomes": result.outcomes,
        "digest": result.digest,
    }


def print_story(result: Result, scenario: Scenario, is_why: bool, is_all: bool) -> None:
    """Tell a run, draw it, and sum it up; a long story week by week only on request."""
    from ..telling.story import tell

    console = screen.answer_console()
    console.print(scenario.title, style="bold", markup=False)
    screen.print_heading(console, result)
    print_beats(console, tell(result, scenario, with_prospects=True, is_brief=not is_all), scenario, is_why)
    console.print()
    print_chart(console, result, scenario)
    console.print()
    print_summary(console, result, scenario)


def print_beats(console: Console, beats: Sequence[Beat], scenario: Scenario, is_why: bool) -> None:
    """Print each beat beside its label, filled to the width; with reasons for joining and leaving on request."""
    from rich.text import Text

    from ..telling.why import reasons
    from ..telling.words import Names

    names = Names(scenario)
    margin = max((len(beat.label) for beat in beats), default=0)
    for beat in beats:
        said = Text("; ").join(Text(sentence.text, style=STYLES[sentence.tone]) for sentence in beat.sentences)
        _print_beside(console, f"{beat.label:>{margin}}", said)
        for reason in reasons(beat, names) if is_why else ():
            _print_beside(console, " " * margin, Text(reason, style="dim italic"))
    if not beats:
        console.print("Nothing happens.")


def _print_beside(console: Console, label: str, text: Text) -> None:
    """Print text filled to what the console leaves it beside a label."""
    from rich.text import Text

    for place, line in enumerate(text.wrap(console, max(20, console.width - len(label) - 2))):
        line.rstrip()
        console.print(Text(label if place == 0 else " " * len(label), style="dim").append("  ").append_text(line))


def print_chart(console: Console, result: Result, scenario: Scenario) -> None:
    """Print the chart of a run with its legend."""
    from .chart import draw_run, legend

    for line in draw_run(result, scenario, console.width):
        console.print(line, no_wrap=True, overflow="crop")
    screen.say(console, legend(scenario), style="dim")


def print_summary(console: Console, result: Result, scenario: Scenario) -> None:
    """Print what came out, in a few lines."""
    from ..telling.acting import never_acted
    from ..telling.missing import in_vain, nobody

    for line in summary(result, scenario):
        console.print(line, markup=False)
    for line in (*nobody(result, scenario), *in_vain(result, scenario), *never_acted(result, scenario)):
        screen.say(console, line)
    console.print(f"\nDigest of every series: {result.digest}", style="dim", markup=False)
    asks = "Why did they join and leave? Add --why. What kept one of them away? Add --who NAME."
    screen.say(console, f"{asks} Every week of a long story: --all. All outcomes as numbers: --json.", style="dim")
