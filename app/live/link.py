"""The address of a page: all that it shows as one value, which a link carries and any browser restores.

``1.`` and then what is not as usual, as JSON, squeezed (zlib, with its checksum) and in the letters that an address may
hold.  The first number is the version of this format; a link also names the model that it was made with, because
another one may give other numbers.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, FiniteFloat

from ...sim.edition import EDITION
from ..limits import LIMITS
from .changes import What, WhatIf, shares_of
from .settings import Case, Setting
from .stories import MIDDLE

VERSION = 1

LONGEST = 6_000
"""Characters that an uploaded case may take in a link; a larger one travels as a file, and the link names its hash."""

OTHER_FORMAT = (
    "This link was made by another version of Clever Coalitions ({said}) and cannot be read by this one. Here is the "
    "usual start instead."
)
BROKEN = "This link is incomplete or damaged ({said}). Copy it again in full; here is the usual start instead."


FIRST = Setting(Case("syria"), seed=MIDDLE["syria"])
"""What a page shows where nothing is asked for."""


Whole = Annotated[int, Field(ge=-1, lt=2**32)]
"""What numbers of weeks, rows, worlds and seeds can be in a link."""


class LinkError(ValueError):
    """A link cannot be read; the text is for people."""


@dataclass(frozen=True)
class View:
    """How the page looks, beside what it is about.

    Attributes:
        lab: whether everything is open, or only the first look.
        theme: ``"light"``, ``"dark"``, or empty to follow the system.
        chosen: row of the organization that is looked at, -1 for none.
        against: what the page Compare sets against the setting, as ``path=value``.
        vary: what the page Experiment varies, as ``path=value,value``.
        outcome: the outcome that it looks at; worlds: how many worlds.
    """

    lab: bool = False
    theme: str = ""
    chosen: Whole = -1
    against: str = ""
    vary: str = ""
    outcome: str = ""
    worlds: Whole = 0


@dataclass(frozen=True)
class Link:
    """Everything that a page shows follows from this.

    Attributes:
        step: the week that is shown, as a number of steps that have passed.
        study: what the page Experiment runs in place of one question; None for that.
    """

    setting: Setting = FIRST
    step: int = 0
    view: View = View()
    study: Case | None = None

    def at(self, step: int) -> Link:
        """Return the link to another week."""
        return replace(self, step=step)

    def viewed(self, **changes: Any) -> Link:
        """Return the link to another look at the same."""
        return replace(self, view=replace(self.view, **changes))


@dataclass(frozen=True)
class Opened:
    """A link that was read, and what is to be said about it; nothing is said where the text is empty."""

    link: Link
    said: str = ""


# --- writing ----------------------------------------------------------------------------------------------------------


def address(link: Link) -> str:
    """Return the value that stands for a link in an address."""
    squeezed = zlib.compress(_json(link), 9)
    return f"{VERSION}.{base64.urlsafe_b64encode(squeezed).decode().rstrip('=')}"


def fits(link: Link) -> bool:
    """Return whether an address can hold a link, which then can be opened again."""
    return len(address(link)) <= LIMITS.link and len(_json(link)) <= LIMITS.file


def travels(case: Case) -> bool:
    """Return whether an uploaded case or study fits into a link."""
    return len(base64.b64encode(zlib.compress(case.text.encode(), 9))) <= LONGEST


def _json(link: Link) -> bytes:
    return json.dumps(_without_defaults(link), separators=(",", ":"), sort_keys=True).encode()


def _without_defaults(link: Link) -> dict[str, Any]:
    setting, usual = link.setting, Link()
    said: dict[str, Any] = {"m": EDITION, **_file(setting.case, "c", "t", "h")}
    optional = {
        "n": dict(setting.numbers),
        "g": setting.governance,
        "s": setting.strategy,
        "f": [_written(change) for change in setting.changes],
        "v": {name: value for name, value in vars(link.view).items() if value != getattr(usual.view, name)},
    }
    said |= {key: value for key, value in optional.items() if value}
    said |= {"w": link.step} if link.step else {}
    said |= _file(link.study, "q", "qt", "qh") if link.study else {}
    return said | ({"r": setting.seed} if setting.seed != 1 else {})


def _file(file: Case, name: str, text: str, mark: str) -> dict[str, Any]:
    own = {text: file.text} if file.text and travels(file) else {mark: file.hash}
    return {name: file.name} | (own if file.text or file.awaited else {})


def _written(change: WhatIf) -> list[Any]:
    what = {"governance": change.name, "strategy": change.name, "week": [round(1000 * s) for s in change.shares]}
    return [change.step, change.what, what.get(change.what, [change.who, change.value])]


# --- reading ----------------------------------------------------------------------------------------------------------


Finite = Annotated[int, Field(ge=-(2**63), lt=2**63)] | FiniteFloat
ChangeSaid = (
    tuple[Whole, Literal["governance", "strategy"], str]
    | tuple[Whole, Literal["week"], list[Finite]]
    | tuple[Whole, Literal["invite", "pivot", "daring"], tuple[Whole, Whole]]
)


class Unfolded(BaseModel):
    """What stands in a link, by its letters: the model; name, text and hash of the case; numbers, form, strategy ...

    ... seed (``r``), what ifs (``f``), week (``w``), view, and name, text and hash of a study.
    """

    m: Any = None
    c: str
    t: str = ""
    h: str = ""
    n: dict[str, Finite] = {}
    g: str = ""
    s: str = ""
    r: Whole = 1
    f: list[ChangeSaid] = []
    w: Whole = 0
    v: View = View()
    q: str | None = None
    qt: str = ""
    qh: str = ""

    def link(self, texts: Mapping[str, str]) -> Link:
        """Return what it spells; texts: uploaded cases at hand, by their hashes."""
        case, numbers = _file_in(self.c, self.t, self.h, texts), tuple(sorted(self.n.items()))
        setting = Setting(case, numbers, self.g, self.s, self.r, tuple(_change(*one) for one in self.f))
        study = None if self.q is None else _file_in(self.q, self.qt, self.qh, texts)
        return Link(setting, self.w, self.v, study)


def opened_link(value: str | None, texts: Mapping[str, str] | None = None) -> Opened:
    """Return the link that a value of an address stands for; the usual start, and why, where it cannot be read.

    Args:
        value: what stands in the address; nothing for the usual start.
        texts: uploaded cases at hand, by their hashes.
    """
    if not value:
        return Opened(Link())
    try:
        said = Unfolded.model_validate_json(_unfolded(value), strict=True)
        link = said.link(texts or {})
    except LinkError as error:
        return Opened(Link(), str(error))
    except (ValueError, OverflowError):
        return Opened(Link(), BROKEN.format(said="a setting in it makes no sense"))
    if said.m != EDITION:
        return Opened(
            link,
            f"This link was made with another edition of the model ({str(said.m)[:40]}; this is {EDITION}): "
            "the settings are the same, the numbers may differ.",
        )
    return Opened(link)


def _unfolded(value: str) -> bytes:
    version, _, letters = value.partition(".")
    if version != str(VERSION):
        is_other = version.isdigit() and len(version) < 6
        words, said = (OTHER_FORMAT, f"format {version}") if is_other else (BROKEN, "no version")
        raise LinkError(words.format(said=said))
    unfolding = zlib.decompressobj()
    try:
        squeezed = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars="-_", validate=True)
        text = unfolding.decompress(squeezed, LIMITS.file)
    except (zlib.error, ValueError):
        raise LinkError(BROKEN.format(said="it does not unfold")) from None
    if not unfolding.eof:
        said = "it unfolds to too much" if len(text) >= LIMITS.file else "its end is missing"
        raise LinkError(BROKEN.format(said=said))
    return text


def _file_in(name: str, text: str, mark: str, texts: Mapping[str, str]) -> Case:
    found = text or texts.get(mark, "")
    return Case(name, found, "" if found else mark)


def _change(step: int, what: What, value: Any) -> WhatIf:
    if what in ("governance", "strategy"):
        return WhatIf(step, what, name=value)
    if what == "week":
        return WhatIf(step, what, shares=shares_of(share / 1000 for share in value))
    return WhatIf(step, what, who=value[0], value=value[1])
