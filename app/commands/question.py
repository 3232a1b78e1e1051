"""From what was asked on the command line to a case, a form and a strategy, with every mistake explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..errors import UserError, explained

if TYPE_CHECKING:
    from clever_coalitions.experiments import Variant
    from clever_coalitions.sim.scenario import Scenario
    from clever_coalitions.sim.schedule import Change

T = TypeVar("T")


def settings(pairs: Sequence[str], weeks: float | None = None, option: str = "--set") -> dict[str, object]:
    """Return ``path=value`` pairs, and the length of the run where it is given, as overrides of a scenario.

    Raises:
        UserError: one of them is no pair.
    """
    overrides: dict[str, object] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        if not (path.strip() and equals and value.strip()):
            raise UserError(f"{option} {pair!r}: expected path=value, such as joining.hour_price=1.5")
        overrides[path.strip()] = value.strip()
    if weeks is not None:
        overrides["weeks"] = weeks
    return overrides


def changes(scenario: Scenario, then: Sequence[str]) -> tuple[Change, ...]:
    """Return what ``WEEK:PATH=VALUE``, each time, says is different from which week on; one change a week.

    Raises:
        UserError: one does not read so, or its week, path or value is not one.
    """
    from clever_coalitions.experiments.variants import change

    said: dict[float, dict[str, object]] = {}
    for one in then:
        week, colon, pair = one.partition(":")
        try:
            found = said.setdefault(float(week), {})
        except ValueError:
            raise UserError(f"--then {one!r}: expected WEEK:PATH=VALUE, such as 61:governance=consensus") from None
        found |= settings([pair] if colon else [one], option="--then")
    with explained(LookupError):
        return tuple(change(scenario, week, said[week]) for week in sorted(said))


class Asked(NamedTuple):
    """What was asked for, and the words that ask for it again whatever the defaults of a later version are."""

    variant: Variant
    named: list[str]
    numbers: list[str]
    questions: tuple[str, ...] = ()  # what is asked for from the start, as path=value


def asked(
    scenario: str,
    governance: str = "",
    strategy: str = "",
    weeks: float | None = None,
    pairs: Sequence[str] = (),
    from_week: float | None = None,
    then: Sequence[str] = (),
    choices: Path | None = None,
) -> Asked:
    """Return what options of the command line ask for.

    Args:
        pairs: of ``--set``; from_week: when form, strategy and these come into force, where not at the start.
        then: further changes, as ``changes`` takes them; choices: a file of decisions made elsewhere.

    Raises:
        UserError: something that there is not, or that makes no sense.
    """
    from clever_coalitions.experiments import Variant
    from clever_coalitions.sim.population import Choice

    named = [f"{what}={name}" for what, name in (("governance", governance), ("strategy", strategy)) if name]
    if from_week is not None:
        then = [*(f"{from_week:g}:{pair}" for pair in (*named, *pairs)), *then]
        governance, strategy, pairs, named = "", "", (), []
    chosen = case(scenario, settings(pairs, weeks))
    chosen = replace(chosen, governance=governance or chosen.governance, strategy=strategy or chosen.strategy)
    schedule, decided = changes(chosen, then), tuple[Choice, ...]()
    if choices:
        from ..choices_file import read_choices

        replay = read_choices(choices, chosen)
        schedule, decided = (*schedule, *replay.schedule), tuple(replay.choices)
    variant = Variant(chosen.governance, chosen, chosen.governance, chosen.strategy, schedule, decided)
    check_rules(variant)
    numbers = [word for pair in pairs for word in ("--set", pair)] + [word for one in then for word in ("--then", one)]
    return Asked(
        variant,
        ["--governance", chosen.governance, "--strategy", chosen.strategy],
        numbers + (["--choices", str(choices)] if choices else []),
        (*named, *pairs),
    )


def turned_by_the_case(
    scenario: Scenario, questions: Iterable[str], schedule: Iterable[Change] = (), week: float | None = None
) -> tuple[str, ...]:
    """Return what a case itself sets on the way of what is asked for, in a sentence each.

    Args:
        questions: such as ``"governance=consensus"``; week: from which they hold, where not from the start.
        schedule: what is asked for from some week on.
    """
    from ..telling.turns import own_turns

    later = "" if week is None else f"@{week:g}"
    paths = [f"{question.partition('=')[0].strip()}{later}" for question in questions]
    for change in schedule:
        named = {"governance": change.governance, "strategy": change.strategy, **dict(change.numbers)}
        paths += [f"{path}@{change.week:g}" for path, value in named.items() if value is not None]
    return tuple(dict.fromkeys(said for path in paths if (said := own_turns(scenario, path))))


def case(scenario: str, overrides: dict[str, object]) -> Scenario:
    """Return a shipped scenario, or that of a file, with overrides.

    Raises:
        UserError: it cannot be found, read or used.
    """
    from clever_coalitions.scenarios import load

    with explained():
        return load(scenario, overrides)


def check_rules(variant: Variant) -> None:
    """Raise ``UserError`` where a form or a strategy of a variant, now or later, is not there or cannot be compiled."""
    for form in (variant.governance, *(change.governance for change in variant.schedule if change.governance)):
        check_form(form)
    for name in (variant.strategy, *(change.strategy for change in variant.schedule if change.strategy)):
        check_strategy(str(name))


def check_form(name: str) -> None:
    """Raise ``UserError`` where there is no such form of governance, or where its rules cannot be compiled."""
    from clever_coalitions.sim.governance.forms import find_form

    with explained(LookupError):
        find_form(name)
    _check_compiled(name, "absent", name)


def check_strategy(name: str) -> None:
    """Raise ``UserError`` where there is no such strategy, or where it cannot be compiled."""
    from clever_coalitions.sim.strategies import find_strategy

    with explained(LookupError):
        find_strategy(name)
    _check_compiled("opt-in", name, name)


def _check_compiled(governance: str, strategy: str, name: str) -> None:
    """Raise ``UserError`` where a name is of code from elsewhere that cannot be compiled; ours can."""
    from clever_coalitions.sim.plugins import used_in

    if not used_in(name):
        return
    from clever_coalitions.experiments.workshop import LostError, outside
    from clever_coalitions.sim.tables import NotCompiledError
    from clever_coalitions.sim.week import check_compiled

    with explained(NotCompiledError, LostError):
        outside([name], check_compiled, governance, strategy)


def apart(variant: Variant, function: Callable[..., T], *arguments: Any) -> T:
    """Return what a function makes of a variant; in a process apart where code from elsewhere takes part.

    Raises:
        UserError: that code failed.
    """
    from clever_coalitions.experiments.workshop import in_words, outside
    from clever_coalitions.sim.plugins import used_in

    names = used_in(*variant.plugins)
    try:
        return outside(names, function, variant, *arguments)
    except Exception as error:
        if not names:
            raise
        raise UserError(in_words(error)) from None
