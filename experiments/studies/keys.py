"""Keys: what names a run by its content.

An *experiment* is all that a run depends on: case, parameters, rules, strategy, seed.  A *key* adds the edition of the
model.  Equal keys mean equal results, whichever study asks and whatever things are called there.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import NamedTuple

from ...sim.edition import model_edition
from ...sim.governance.forms import find_form
from ...sim.identity import flat
from ...sim.parameters import Parameters
from ...sim.plugins import content_of, modules_in
from .cases import StudyCase


class Key(NamedTuple):
    """Names of a run, 32 hexadecimal digits each; ``experiment`` is the same under every edition of the model."""

    run: str
    experiment: str


class Namer:
    """Names the runs of one case in many worlds."""

    def __init__(
        self, case: StudyCase | None, instead: str = "", flattened: Callable[[Parameters], bytes] = flat
    ) -> None:
        """Take the case, or a text that stands for one that cannot be made; ``flattened``: ``flat``, or as quick."""
        self._about = hashlib.sha256(case.people if case else instead.encode())
        if case is None:
            return
        self._about.update(flattened(case.scenario.parameters))
        self._about.update("\0".join((_rules(case.governance), _plugin(case.strategy))).encode())

    def key(self, seed: int) -> Key:
        """Return the names of the run with this seed."""
        named = self._about.copy()
        named.update(seed.to_bytes(4, "little"))
        experiment = named.hexdigest()[:32]
        return Key(hashlib.sha256(f"{model_edition()} {experiment}".encode()).hexdigest()[:32], experiment)


@functools.cache
def _rules(governance: str) -> str:
    """Return what a form is made of: a preset and the combination that spells it are the same experiment."""
    form = find_form(governance)
    rules = (form.propose, form.agree, form.meet)
    return "\0".join((*map(_plugin, rules), form.share.hex(), str(form.binds)))


@functools.cache
def _plugin(name: str) -> str:
    """Return the name of a rule or strategy; where it names code from elsewhere, with hashes of its sources."""
    return " ".join((name, *map(content_of, modules_in(name))))
