"""What a form of governance is made of: three rules; with the coordinator's strategy they are a run's plug-ins.

* ``propose(state, c)`` writes the draft of coalition ``c`` and marks whom it counts on;
* ``agree(state, c)`` adopts the draft, or sends it back for another round of talks;
* ``meet(state, c)`` says for how many hours somebody convenes the members, and what they tell each other;
* ``lead(briefing, decision)`` divides the coordinator's week (see ``briefing.py``).

A rule is one kernel in a file of ``propose/``, ``agree/`` or ``meet/``, named like its folder; a strategy is one kernel
``lead`` in a file of ``coordinators/``.  Files are found by themselves.  Numbers of a form, such as the share that must
agree, are in ``state.form``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .briefing import Briefing
from .compiling import kernel
from .state import STATE, Floats, State
from .tables import function_at, function_type


class Rules(NamedTuple):
    """The plug-ins of a run: a table each, so that coalitions and coordinators can differ."""

    lead: Any
    propose: Any
    agree: Any
    meet: Any

    def __copy__(self) -> Rules:
        """Return them themselves: they never change."""
        return self

    def __deepcopy__(self, memo: Any) -> Rules:
        """Return them themselves: they never change."""
        return self

    def __reduce__(self) -> Any:
        raise TypeError(
            "rules are addresses of machine code, worth nothing in another process: "
            "send the names of form and strategy, and compile them there with rules_of()"
        )


def _briefing_example() -> Briefing:
    """Return a briefing of types and numbers, enough to know what its fields are."""
    fields: list[Any] = [0.0] * len(Briefing._fields)
    fields[0], fields[-1] = STATE.fields["parameters"].fields["coordinator"], np.zeros(16)
    return Briefing(*fields)


RULE = function_type(None, STATE, 0)
LEAD = function_type(None, _briefing_example(), np.zeros(16))
PHASE = function_type(None, STATE, Rules(*[np.zeros(1, dtype=np.uintp) for _ in Rules._fields]))


@kernel
def lead(rules: Rules, briefing: Briefing, decision: Floats) -> None:
    """Call the strategy of the coordinator."""
    function_at(LEAD, rules.lead[0])(briefing, decision)


@kernel
def propose(rules: Rules, state: State, c: int) -> None:
    """Call the rule by which coalition ``c`` drafts a plan."""
    function_at(RULE, rules.propose[0])(state, c)


@kernel
def agree(rules: Rules, state: State, c: int) -> None:
    """Call the rule by which coalition ``c`` agrees on a draft."""
    function_at(RULE, rules.agree[0])(state, c)


@kernel
def meet(rules: Rules, state: State, c: int) -> None:
    """Call the rule by which coalition ``c`` meets."""
    function_at(RULE, rules.meet[0])(state, c)
