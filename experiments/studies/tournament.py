"""A tournament: strategies under forms of governance, over a mix of conditions, as a study.

Who takes part is a strategy under a form; a form without a coordinator takes part once, since no strategy has a say in
it.  Scenarios are the places.  Each world draws a seed, and some numbers that nobody chooses over their priors, and
every participant plays it, in every scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ...scenarios import load, names
from ...scenarios.mistakes import Problem, unknown
from ...sim.governance.forms import find_form
from ...sim.measures import PRIMARY
from .reading import study_of
from .study import Study, StudyError
from .uncertainties import priors

STRATEGIES = (
    "listen-and-lead", "directive", "convenor", "broker", "learner", "random", "absent", "delayed:8+listen-and-lead",
)  # fmt: skip
"""Who plays where nobody says; all that ship but the human, and one in a wrapper.  Maps compare with the first."""

FORMS = ("opt-in", "consensus", "bound-majority", "lead-organization", "self-organized")
"""Under which forms, where nobody says."""

CONDITIONS = ("club.values_spread", "sensing.noise", "trust.start")
"""What differs between worlds where nobody says: how far apart people are in what they want, in what they see, and how
far they trust at first.  No shipped scenario is about these, so that each stays what it is."""

CONTROLS = ("neutral", "syria_nothing_changes", "syria_same_strengths")
"""Scenarios made to show that something does not happen; they play where somebody names them."""

MOST_ORGANIZATIONS = 100
"""Organizations of a scenario that plays where nobody says which: runs of larger ones take many times as long."""

WORLDS = 100
"""Worlds, where nobody says how many."""


class Participant(NamedTuple):
    """Who takes part: a strategy under a form; no strategy where nobody coordinates."""

    strategy: str
    form: str

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{self.strategy}, {self.form}" if self.strategy else self.form

    @property
    def settings(self) -> dict[str, str]:
        """What it sets."""
        return {"governance": self.form} | ({"strategy": self.strategy} if self.strategy else {})


def participants(strategies: Sequence[str], forms: Sequence[str]) -> list[Participant]:
    """Return who takes part: every strategy under every form that has a coordinator, and the other forms.

    Raises:
        LookupError: there is no such form.
    """
    led = [form for form in forms if find_form(form).is_coordinated]
    alone = [form for form in forms if form not in led]
    return [Participant(one, form) for one in strategies for form in led] + [Participant("", form) for form in alone]


def scenarios() -> list[str]:
    """Return the scenarios that play where nobody says which: those that ship, but for controls and large ones."""
    return [one for one in names() if one not in CONTROLS and load(one).organizations <= MOST_ORGANIZATIONS]


def tournament_study(
    cases: Sequence[str] = (),
    strategies: Sequence[str] = STRATEGIES,
    forms: Sequence[str] = FORMS,
    over: Sequence[str] = CONDITIONS,
    worlds: int = WORLDS,
    seed: int = 1,
) -> Study:
    """Return a tournament as a study, which is run, kept and exported as any other.

    Args:
        cases: shipped scenarios or files; those of ``scenarios`` where none is given.
        over: paths of the numbers that worlds draw over their priors.

    Raises:
        StudyError: something in it is not there, or makes no sense.
        LookupError: there is no such form.
    """
    known, cases = priors(), cases or scenarios()
    wrong = [unknown("over", path, known, "number that has a prior") for path in over if path not in known]
    playing = participants(strategies, forms)
    if len({one.strategy for one in playing if one.strategy}) < 2:
        wrong.append(Problem("", "expected at least two strategies, and a form with a coordinator"))
    if wrong:
        raise StudyError("tournament", wrong)
    data: dict[str, Any] = {
        "question": "Which strategy under which form achieves most, over a mix of conditions?",
        "case": cases[0],
        "places": {Path(one).stem if one.endswith(".toml") else one: {"case": one} for one in cases},
        "treatments": {one.name: one.settings for one in playing},
        "outcomes": [PRIMARY],
        "uncertainties": {path: known[path] for path in over},
        "design": {"seed": seed} | ({"kind": "latin-hypercube", "points": worlds} if over else {"repetitions": worlds}),
    }
    return study_of(data, "tournament")
