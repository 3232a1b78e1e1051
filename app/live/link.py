"""The address of a page: all that it shows as one value, which a link carries and any browser restores.

``1.`` and then what is not as usual, as JSON, squeezed (zlib, with its checksum) and in the letters that an address may
hold.  The first number is the version of this format; a link also names the model that it was made with, because
another one may give other numbers.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ...sim.edition import EDITION
from ..limits import LIMITS
from .changes import KINDS, WhatIf, shares_of
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
    chosen: int = -1
    against: str = ""
    vary: str = ""
    outcome: str = ""
    worlds: int = 0


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
    said: dict[str, Any] = {"m": EDITION, **_file(setting.case, CASE)}
    optional = {
        "n": dict(setting.numbers),
        "g": setting.governance,
        "s": setting.strategy,
        "f": [_written(change) for change in setting.changes],
        "v": {name: value for name, value in vars(link.view).items() if value != getattr(usual.view, name)},
    }
    said |= {key: value for key, value in optional.items() if value}
    said |= {"w": link.step} if link.step else {}
    said |= _file(link.study, STUDY) if link.study else {}
    return said | ({"r": setting.seed} if setting.seed != 1 else {})


CASE, STUDY = ("c", "t", "h"), ("q", "qt", "qh")
"""Under which keys a link has the name, the text and the hash of a file."""


def _file(file: Case, keys: tuple[str, str, str]) -> dict[str, Any]:
    name, text, mark = keys
    own = {text: file.text} if file.text and travels(file) else {mark: file.hash}
    return {name: file.name} | (own if file.text or file.awaited else {})


def _written(change: WhatIf) -> list[Any]:
    what = {"governance": change.name, "strategy": change.name, "week": [round(1000 * s) for s in change.shares]}
    return [change.step, change.what, what.get(change.what, [change.who, change.value])]


# --- reading ----------------------------------------------------------------------------------------------------------


def opened_link(value: str | None, texts: Mapping[str, str] | None = None) -> Opened:
    """Return the link that a value of an address stands for; the usual start, and why, where it cannot be read.

    Args:
        value: what stands in the address; nothing for the usual start.
        texts: uploaded cases at hand, by their hashes.
    """
    if not value:
        return Opened(Link())
    try:
        said = _unfolded(value)
        link = _read(said, texts or {})
    except LinkError as error:
        return Opened(Link(), str(error))
    if said.get("m") != EDITION:
        return Opened(
            link,
            f"This link was made with another edition of the model ({str(said.get('m'))[:40]}; this is {EDITION}): "
            "the settings are the same, the numbers may differ.",
        )
    return Opened(link)


def _unfolded(value: str) -> dict[str, Any]:
    version, _, letters = value.partition(".")
    if version != str(VERSION):
        is_other = version.isdigit() and len(version) < 6
        words, said = (OTHER_FORMAT, f"format {version}") if is_other else (BROKEN, "no version")
        raise LinkError(words.format(said=said))
    try:
        squeezed = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars="-_", validate=True)
        unfolding = zlib.decompressobj()
        text = unfolding.decompress(squeezed, LIMITS.file)
        if not unfolding.eof:
            said = "it unfolds to too much" if len(text) >= LIMITS.file else "its end is missing"
            raise LinkError(BROKEN.format(said=said))
        read = json.loads(text)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        if isinstance(error, LinkError):
            raise
        raise LinkError(BROKEN.format(said="it does not unfold")) from None
    if not isinstance(read, dict):
        raise LinkError(BROKEN.format(said="it holds no settings"))
    return read


def _read(said: dict[str, Any], texts: Mapping[str, str]) -> Link:
    """Return the link that unfolded settings spell."""
    try:
        numbers = {_text(path): _number(value) for path, value in said.get("n", {}).items()}
        setting = Setting(
            case=_read_file(said, CASE, texts),
            numbers=tuple(sorted(numbers.items())),
            governance=_text(said.get("g", "")),
            strategy=_text(said.get("s", "")),
            seed=_whole(said.get("r", 1)),
            changes=tuple(_change(change) for change in said.get("f", [])),
        )
        study = _read_file(said, STUDY, texts) if STUDY[0] in said else None
        return Link(setting, _whole(said.get("w", 0)), _view(said.get("v", {})), study)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise LinkError(BROKEN.format(said="a setting in it makes no sense")) from None


def _read_file(said: dict[str, Any], keys: tuple[str, str, str], texts: Mapping[str, str]) -> Case:
    text, mark = (_text(said.get(key, "")) for key in keys[1:])
    found = text or texts.get(mark, "")
    return Case(_text(said[keys[0]]), found, "" if found else mark)


def _view(said: dict[str, Any]) -> View:
    usual = View()
    known = {one.name: getattr(usual, one.name) for one in fields(View)}
    read: dict[type, Callable[[Any], Any]] = {bool: bool, int: _whole, str: _text}
    return View(**{name: read[type(known[name])](value) for name, value in said.items() if name in known})


def _change(said: list[Any]) -> WhatIf:
    step, what, value = said
    if what not in KINDS:
        raise ValueError(what)
    if what in ("governance", "strategy"):
        return WhatIf(_whole(step), what, name=_text(value))
    if what == "week":
        return WhatIf(_whole(step), what, shares=shares_of(_number(share) / 1000 for share in value))
    who, number = value
    return WhatIf(_whole(step), what, who=_whole(who), value=_whole(number))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -1 <= value < 2**32:
        raise ValueError(value)
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return value
