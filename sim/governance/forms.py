"""Forms of governance: a form is four rules, and every combination runs.

Who proposes, who must agree, who meets whom, and whether one is bound by the result. Named forms are presets. A
combination is written ``propose+agree+meet``, such as ``table+each+hub``; after ``share`` may stand the share that must
agree, as in ``table+share:0.67+table``, and at the end ``bound``, as in ``table+share:0.67+table+bound``.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from ..plugins import Plugins

PROPOSE = Plugins(__package__ + ".propose", "propose", "rule to propose")
AGREE = Plugins(__package__ + ".agree", "agree", "rule to agree")
MEET = Plugins(__package__ + ".meet", "meet", "rule to meet")


@dataclass(frozen=True)
class Form:
    """A form of governance.

    Attributes:
        propose, agree, meet: names of the rules.
        share: share of those at the table that must agree, where there is a vote.
        is_coordinated: whether there is a coordinator.
        binds: whether those who agreed, or were outvoted, are bound until the plan has done its work.
    """

    name: str
    propose: str
    agree: str
    meet: str
    share: float = 1.0
    is_coordinated: bool = True
    binds: bool = False
    meaning: str = ""

    def numbers(self) -> tuple[float, float, float, float]:
        """Return what kernels know of the form, as in ``state.form``."""
        return self.share, float(self.binds), float(self.meet == "links"), float(self.binds and self.agree == "decree")


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("opt-in", "coordinator", "each", "hub", meaning="the coordinator proposes, each decides for itself"),
        Form("consensus", "table", "share", "table", meaning="the table proposes, all at it must agree"),
        Form(
            "qualified-majority",
            "table",
            "share",
            "table",
            share=2 / 3,
            meaning="the table proposes, two thirds must agree",
        ),
        Form(
            "bound-majority",
            "table",
            "share",
            "table",
            share=2 / 3,
            binds=True,
            meaning="the table proposes, two thirds must agree and all are bound",
        ),
        Form("lead-organization", "leader", "each", "hub", meaning="one member proposes, each decides for itself"),
        Form(
            "mandated",
            "coordinator",
            "decree",
            "hub",
            binds=True,
            meaning="the coordinator proposes, nobody is asked and all are bound",
        ),
        Form(
            "self-organized",
            "nobody",
            "each",
            "ties",
            is_coordinated=False,
            meaning="a movement: everybody follows its own plan and talks with those whom it knows",
        ),
        Form(
            "linked",
            "nobody",
            "each",
            "links",
            is_coordinated=False,
            meaning="a movement with a secretariat that links those who act, and decides nothing",
        ),
        Form("alone", "nobody", "each", "nobody", is_coordinated=False, meaning="everybody follows its own plan"),
    )
}


def find_form(name: str) -> Form:
    """Return the preset ``name``, or the combination of rules that it spells.

    Raises:
        LookupError: there is no such preset or rule; the message names those that there are.
    """
    if name in FORMS:
        return FORMS[name]
    parts = name.removesuffix("+bound").split("+")
    if len(parts) != 3:
        near = difflib.get_close_matches(name, FORMS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise LookupError(
            f"governance = {name!r}: expected one of {', '.join(FORMS)}, or three rules such as table+each+hub{hint}"
        )
    propose, agree, meet = parts
    agree, _, number = agree.partition(":") if agree.startswith("share:") else (agree, "", "")
    PROPOSE.find(propose), AGREE.find(agree), MEET.find(meet)
    try:
        share = float(number) if number else 1.0
    except ValueError:
        share = -1.0
    if not 0.0 < share <= 1.0:
        raise LookupError(f"governance = {name!r}: the share that must agree is a number in (0, 1], not {number!r}")
    return Form(name, propose, agree, meet, share, propose != "nobody", name.endswith("+bound"))
