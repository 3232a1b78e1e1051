"""The limits of a server: the one table of all that it refuses beyond a size, a number or a time.

``coalitions app --limit NAME=VALUE`` sets one.  ``SECURITY.md`` lists them; a test holds it to this file.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from .errors import UserError

MOST = 2**31 - 1
"""The largest value of any limit."""


class Limit(NamedTuple):
    """One limit.

    Attributes:
        value: now; ``default``: where nobody sets it.
        meaning: what is counted, in its unit; beyond: what happens to whoever comes after.
    """

    name: str
    value: int
    default: int
    meaning: str
    beyond: str


def _limit(default: int, meaning: str, beyond: str) -> Any:
    return field(default=default, metadata={"meaning": meaning, "beyond": beyond})


BUSY = "503 and a short page"
SAID = "a sentence on the page"
CUT = "the connection is ended"
FILE_ONLY = "a sentence that names the command line, which takes it"


@dataclass
class Limits:
    """All limits of a server, each a whole number from 1 up."""

    connections: int = _limit(
        512, "connections open at once", f"the one that has waited longest for a request is ended, else {BUSY}"
    )
    patience: int = _limit(5, "seconds from the first byte of a request to its last, or without any", CUT)
    sending: int = _limit(60, "seconds in which a visitor's machine must have taken an answer", CUT)
    attention: int = _limit(20, "percent of the server's time that a connection may take with what it sends", CUT)
    head: int = _limit(32_768, "bytes of the head of a request", "400 or 431")
    body: int = _limit(16_384, "bytes of the body of a request: pages send none", "413 and a sentence")
    message: int = _limit(1_048_576, "bytes of a message from a page", CUT)
    silence: int = _limit(15, "seconds between two questions whether a page is still there, and for its answer", CUT)
    visitors: int = _limit(80, "pages open at once, and those just left", BUSY)
    visitors_of_a_browser: int = _limit(20, "of these, from one browser", "429 and a short page")
    absence: int = _limit(20, "seconds that a page is kept after its connection was lost", "it opens from its address")
    turns: int = _limit(4, "answers to pages that are worked on at once", "others wait their turn")
    memory: int = _limit(
        580, "MiB of memory of the whole server", f"{BUSY}; from nine tenths on, nothing new is run and studies wait"
    )
    memory_of_worlds: int = _limit(96, "MiB of weekly series of many worlds, of all visitors", "bands are left out")
    memory_of_a_visitor: int = _limit(
        32, "MiB of one run that is played, or of the series of one question", f"{FILE_ONLY}; bands are left out"
    )
    file: int = _limit(262_144, "bytes of an uploaded case or study, and of what a link unfolds to", SAID)
    link: int = _limit(16_384, "letters of the address of a page", SAID)
    organizations: int = _limit(1_000, "organizations in a case on a page", FILE_ONLY)
    work_of_a_run: int = _limit(400_000, "organizations times steps, also of a run of a study", FILE_ONLY)
    what_ifs: int = _limit(100, "what ifs of one run", SAID)
    worlds: int = _limit(5_000, "worlds of one question", "so many are run")
    seconds_of_worlds: int = _limit(600, "seconds that the worlds of a question run in one go", "they stop; Go on")
    queue_of_a_visitor: int = _limit(4, "pieces of work that one visitor has begun: worlds, studies, files", SAID)
    studies_at_once: int = _limit(1, "studies that run at once", "others wait their turn")
    seconds_of_a_study: int = _limit(30, "seconds that a study runs while others wait", "it goes to the end")
    studies_waiting: int = _limit(60, "studies that run or wait", SAID)
    runs_of_a_study: int = _limit(100_000, "runs of a study on a page", FILE_ONLY)
    treatments: int = _limit(50, "treatments of a study on a page", FILE_ONLY)
    disk: int = _limit(4_096, "MiB of all stores in the folder of studies", SAID)

    def __iter__(self) -> Iterator[Limit]:
        for one in fields(self):
            assert isinstance(one.default, int)
            yield Limit(one.name, getattr(self, one.name), one.default, one.metadata["meaning"], one.metadata["beyond"])

    def use(self, given: Iterable[str]) -> None:
        """Set limits, each ``NAME=VALUE``; all others are as usual.

        Raises:
            UserError: there is no such limit, or its value is no whole number from 1 up.
        """
        found = {one.name: one.default for one in self}
        for said in given:
            name, _, value = (part.strip() for part in said.partition("="))
            if name not in found:
                near = difflib.get_close_matches(name, found, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise UserError(f"--limit {said}: expected NAME=VALUE with one of {', '.join(found)}{hint}")
            if not (value.isascii() and value.isdigit() and len(value) < 11 and 1 <= int(value) <= MOST):
                raise UserError(f"--limit {said}: expected a whole number from 1 to {MOST:,} after {name}=")
            found[name] = int(value)
        for name, number in found.items():
            setattr(self, name, number)


LIMITS = Limits()
"""Those of this process."""
