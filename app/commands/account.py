"""``coalitions run --who``: one organization in a run, what it did or what kept it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import UserError, explained
from . import screen

if TYPE_CHECKING:
    from clever_coalitions.experiments import Variant
    from clever_coalitions.sim.scenario import Scenario


def print_account(variant: Variant, seed: int, who: str) -> None:
    """Play a run and tell of one organization in it.

    Raises:
        UserError: there is no organization of this name, or code from elsewhere failed.
    """
    number = number_called(variant.scenario, who)
    screen.warm()
    from clever_coalitions.experiments.workshop import in_words, outside
    from clever_coalitions.sim.plugins import used_in

    from ..telling.account import account, title_of
    from ..telling.following import play_and_follow

    try:
        result, found = outside(used_in(*variant.plugins), play_and_follow, variant, seed, number)
    except Exception as error:
        if not used_in(*variant.plugins):
            raise
        raise UserError(in_words(error)) from None
    console = screen.answer_console()
    console.print(title_of(number, variant.scenario), style="bold", markup=False)
    screen.print_heading(console, result)
    for sentence in account(number, result, found, variant.scenario):
        screen.say(console, sentence, indent="  ")


def number_called(scenario: Scenario, who: str) -> int:
    """Return the number of the organization of this name.

    Raises:
        UserError: there is none, or it is a kind of which there are several.
    """
    from clever_coalitions.sim.presence import numbers_called

    with explained(LookupError, said="--who "):
        numbers = numbers_called(scenario, who)
    if len(numbers) > 1:
        expected = f"expected one of these {len(numbers):,} organizations, such as {scenario.names[numbers[0]]!r}"
        raise UserError(f"--who {who!r}: {expected}")
    return numbers[0]
