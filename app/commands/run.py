"""``coalitions run``: one case in one world, told week by week and drawn."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import UserError
from ..telling.summary import summary
from . import screen

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
    from clever_coalitions.experiments.workshop import in_words, outside
    from clever_coalitions.sim.plugins import used_in
    from clever_coalitions.sim.run import simulate

    scenario, names = variant.scenario, used_in(*variant.plugins)

    def run(length: float | None = None) -> Result:
        schedule = variant.schedule if length is None else ()
        once = partial(simulate, weeks=length, schedule=schedule, choices=variant.choices, events=is_told)
        try:
            return outside(names, once, scenario, seed, variant.governance, variant.strategy)
        except Exception as error:
            if not names:
                raise
            raise UserError(in_words(error)) from None

    if scenario.organizations * scenario.weeks * 7.0 / scenario.step_days < LONG:
        return run()
    return screen.patiently(run, f"running {scenario.organizations:,} organizations", _forecast(run, scenario))


def _forecast(run: Callable[[float], Result], scenario: Scenario) -> float:
    """Return the seconds that a long run may take: those of its set-up, and those of a few weeks many times over."""
    one = scenario.step_days / 7.0
    part = one + scenario.weeks / 50.0
    run(one)  # what is loaded once does not count
    times = [time.monotonic()]
    for length in (one, part):
        run(length)
        times.append(time.monotonic())
    set_up, trial = times[1] - times[0], times[2] - times[1]
    return set_up + max(0.0, trial - set_up) * scenario.weeks / (part - one)


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

    for line in summary(result):
        console.print(line, markup=False)
    for line in (*nobody(result, scenario), *in_vain(result, scenario), *never_acted(result, scenario)):
        screen.say(console, line)
    console.print(f"\nDigest of every series: {result.digest}", style="dim", markup=False)
    asks = "Why did they join and leave? Add --why. What kept one of them away? Add --who NAME."
    screen.say(console, f"{asks} Every week of a long story: --all. All outcomes as numbers: --json.", style="dim")
