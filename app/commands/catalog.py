"""What there is to run: shipped scenarios, forms of governance, strategies."""

from __future__ import annotations

from typing import Any

from .screen import BOLD, RIGHT, WIDE, answer_console, new_table, print_json


def catalog() -> dict[str, Any]:
    """Return everything that has a name, as ``list --json`` prints it."""
    from clever_coalitions.scenarios import load, names
    from clever_coalitions.sim.governance.forms import AGREE, FORMS, MEET, PROPOSE
    from clever_coalitions.sim.plugins import STRATEGIES, WRAPPERS, mechanisms_in_use

    cases = [load(name) for name in names()]
    return {
        "scenarios": [
            {"name": case.name, "title": case.title, "organizations": case.organizations, "weeks": case.weeks}
            for case in cases
        ],
        "governance": [{"name": form.name, "meaning": form.meaning} for form in FORMS.values()],
        "rules": {"propose": PROPOSE.offered(), "agree": AGREE.offered(), "meet": MEET.offered()},
        "strategies": [{"name": name, "meaning": STRATEGIES.describe(name)} for name in STRATEGIES.offered()],
        "wrappers": [{"name": name, "meaning": WRAPPERS.describe(name)} for name in WRAPPERS.names()],
        "mechanisms": [{"name": one.name, "meaning": one.meaning} for one in mechanisms_in_use()],
    }


def print_catalog(as_json: bool) -> None:
    """Print what there is to run."""
    found = catalog()
    if as_json:
        print_json(found)
        return
    console = answer_console()
    console.print(_scenarios(found["scenarios"]))
    console.print(_meanings("form of governance", found["governance"]))
    rules = "; ".join(f"{rule}: {', '.join(names)}" for rule, names in found["rules"].items())
    console.print(f"or three rules joined by +, such as table+each+hub ({rules})\n", style="dim", markup=False)
    console.print(_meanings("coordinator strategy", found["strategies"]))
    wrapped = ", ".join(one["name"] for one in found["wrappers"])
    console.print(f"or in wrappers, such as delayed:8+noisy:0.2+learner ({wrapped})\n", style="dim", markup=False)
    if found["mechanisms"]:
        console.print(_meanings("mechanism of one's own", found["mechanisms"]))
    console.print("Next: coalitions show syria, coalitions run syria", style="dim", markup=False)


def _scenarios(cases: list[dict[str, Any]]) -> Any:
    made = new_table({"scenario": BOLD, "title": WIDE, "organizations": RIGHT, "weeks": RIGHT})
    for case in cases:
        made.add_row(case["name"], case["title"], f"{case['organizations']:,}", f"{case['weeks']:g}")
    return made


def _meanings(what: str, entries: list[dict[str, str]]) -> Any:
    made = new_table({what: BOLD, "": WIDE})
    for entry in entries:
        made.add_row(entry["name"], entry["meaning"])
    return made
