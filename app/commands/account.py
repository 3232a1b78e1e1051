"""``coalitions run --who``: one organization in a run, what it did or what kept it away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import UserError
from . import screen
from .question import apart

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
    from ..telling.account import account, title_of
    from ..telling.following import play_and_follow

    result, found = apart(variant, play_and_follow, seed, number)
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
    from clever_coalitions.sim.named import rows_called

    numbers = rows_called(scenario.kinds).get(who, [])
    if not numbers:
        near = "".join(f"; did you mean {one!r}?" for one in likely_meant(who, scenario.names))
        raise UserError(f"--who {who!r}: there is no organization and no kind of this name{near}")
    if len(numbers) > 1:
        expected = f"expected one of these {len(numbers):,} organizations, such as {scenario.names[numbers[0]]!r}"
        raise UserError(f"--who {who!r}: {expected}")
    return numbers[0]


def likely_meant(said: str, names: Sequence[str]) -> list[str]:
    """Return the name that a wrong one likely stands for: by initials, first letters or likeness; none where no one is.

    Initials may have one letter more, as those of the United States in USA.
    """
    from clever_coalitions.scenarios.mistakes import nearest

    word = said.replace(".", "").casefold() or said
    by_initials = [name for name in names if _initials(name) == word]
    by_beginning = [name for name in names if name.casefold().startswith(word)]
    by_more = [name for name in names if len(_initials(name)) > 1 and _initials(name) == word[:-1]]
    return [near for near in (*by_initials, *by_beginning, *by_more, nearest(said, names)) if near][:1]


def _initials(name: str) -> str:
    """Return the first letters of the words of a name that begin with a capital, as small letters."""
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper()).casefold()
