"""Compile everything once, with progress, so that the first run is quick: ``python -m clever_coalitions.sim.warm``."""

from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Callable

from .compiling import CACHE_DIRECTORY, SOURCES, is_compiling_enabled
from .governance.forms import FORMS, find_form
from .plugins import STRATEGIES, WRAPPERS
from .rules import PHASE
from .scenario import Kind, Obstacle, Scenario, Step
from .tables import function_table
from .week import WEEK, rules_of

SMALLEST = Scenario(
    name="smallest",
    title="The smallest case",
    strengths=("any",),
    kinds=(Kind("organization", "organizations", 3, ("any",)),),
    obstacles=(Obstacle("something", (Step("work", {"any": 1.0}, 100.0),), {"organization": 1.0}),),
)
"""Three organizations and one step: enough to compile what populations need."""


WARM = f"warm-{zlib.crc32(str(SOURCES).encode()):08x}"
"""Name of the file that says so; machine code is kept for each place where sources lie."""


def warm_up(progress: Callable[[int, int, str], None]) -> None:
    """Compile the week, all rules and strategies and the population.

    Args:
        progress: called with (done, total, name of what comes next) before each part.
    """
    from .run import simulate

    strategies = [*STRATEGIES.names(), *(f"{wrapper}+absent" for wrapper in WRAPPERS.names())]
    parts = [*WEEK, *FORMS, *strategies, "population"]
    done = 0
    for name, phase in WEEK.items():
        progress(done, len(parts), name)
        function_table([phase], PHASE)
        done += 1
    for form in FORMS:
        progress(done, len(parts), form)
        rules_of(find_form(form), STRATEGIES.names()[0])
        done += 1
    for strategy in strategies:
        progress(done, len(parts), strategy)
        rules_of(find_form("opt-in"), strategy)
        done += 1
    progress(done, len(parts), "population")
    for form in ("opt-in", "alone"):
        simulate(SMALLEST, 1, form, weeks=2)
    progress(len(parts), len(parts), "")


def is_warm() -> bool:
    """Return whether compiled code is at hand (then the first run takes no more than a second or two)."""
    if not is_compiling_enabled():
        return True
    return CACHE_DIRECTORY is not None and (CACHE_DIRECTORY / WARM).exists()


def mark_warm() -> None:
    """Remember that everything has been compiled for these sources."""
    if CACHE_DIRECTORY is not None:
        (CACHE_DIRECTORY / WARM).touch()


def ensure_warm(say: Callable[[str], None]) -> None:
    """Compile what is missing, and tell people what is happening where that takes more than a moment."""
    if is_warm():
        return
    began = time.monotonic()

    def tell(done: int, total: int, name: str) -> None:
        passed = time.monotonic() - began
        left = f", about {passed / done * (total - done):.0f} s left" if done > 2 else ""
        if name:
            say(f"compiling the model, once for this version: {name} ({done + 1} of {total}{left})")

    warm_up(tell)
    mark_warm()
    say(f"compiled in {time.monotonic() - began:.0f} s")


def main() -> None:
    """Compile everything, saying so on standard error."""
    ensure_warm(lambda line: print(line, file=sys.stderr, flush=True))


if __name__ == "__main__":
    main()
