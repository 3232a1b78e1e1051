"""``coalitions new``: a folder with a case to fill in: the scenario, two tables, questions to ask, how to run it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from ..errors import UserError, reason

if TYPE_CHECKING:
    from clever_coalitions.sim.scenario import Scenario

TEMPLATES = Path(__file__).parents[1] / "templates" / "new"

NAMED_TABLE = r"(?m)^(organizations|ties)\s*=\s*[\"'].*\n"
"""A line of a scenario that names a table."""

NUMBERS = ("value", "belief", "ceiling", "stake", "core", "arrives")

BEGUN = """
# A case of yours, begun from $like. Lines that begin with # are remarks. Names and numbers in organizations.csv are for
# you to fill in: what you leave empty is drawn in each world. `coalitions show` tells all that was said and assumed;
# questions.md what to ask people.

"""
TABLE = 'organizations = "organizations.csv"   # who is there, a line each; also .xlsx, .ods, .graphml, .gexf\n'
TIES = 'ties = "ties.csv"   # who knows whom\n'
NO_TIES = '# ties = "ties.csv"   # who knows whom: take the # away once you know it; until then each world draws it\n'
REMARKS = {
    "[[kinds]]": "what organizations have in common; what a line of the table does not say is drawn from here",
    "[[obstacles]]": "what can stand in the way, whom decision-makers heed, and the steps that would remove it",
    "[[events]]": "what happens, whatever anybody does",
    "[prose]": "for whoever reads it",
}


def begin_case(folder: Path, like: str) -> Path:
    """Write a case to fill in, like another one or an invented one, and return the path of its scenario.

    Raises:
        UserError: the folder has something in it or cannot be written, or the other case is none to begin from.
    """
    files = _like(like) if like else {path.name: path.read_text("utf-8") for path in sorted(TEMPLATES.iterdir())}
    name = re.sub(r"[^\w-]+", "_", folder.resolve().name) or "case"
    files[f"{name}.toml"] = files.pop("case.toml")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UserError(f"{folder}: expected a new or an empty folder, but there is something in it")
        _write(folder, files)
        _describe(folder, f"{name}.toml")
    except OSError as error:
        raise UserError(f"{error.filename or folder}: cannot be written: {reason(error)}") from None
    return folder / f"{name}.toml"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    from clever_coalitions.scenarios.writing import write_whole

    for name, text in files.items():
        mark = "\ufeff" if name.endswith(".csv") else ""  # without it some spreadsheets take letters for others
        write_whole(folder / name, (mark + text).encode())


def _like(like: str) -> dict[str, str]:
    """Return the files of a case like another one, whose organizations stand in a table one by one."""
    from clever_coalitions.scenarios import ScenarioError, load
    from clever_coalitions.scenarios.loader import source, text_as_written
    from clever_coalitions.scenarios.people import with_people
    from clever_coalitions.scenarios.spreadsheets import csv_text

    try:
        case, scenario, text = source(like), load(like), text_as_written(like)
    except ScenarioError as error:
        raise UserError(f"--from {error}") from None
    if "organizations" in case.data and not re.search(NAMED_TABLE, text):
        raise UserError(f"--from {like}: expected a case whose organizations are counted or in a table of their own")
    data, _ = with_people({**case.data, "obstacles": []})  # whom obstacles name is still of its kind
    head = ("name", "kind", "hours", *scenario.strengths, *NUMBERS)
    rows = [[str(_cell(row, column)) for column in head] for row in _everybody(data)]
    ties = data.get("ties") or [{"from": one[0], "to": other[0]} for one, other in pairwise(rows[:3])]
    tied = [("from", "to", "weight"), *((tie["from"], tie["to"], _cell(tie, "weight")) for tie in ties)]
    fixed = {name: (TEMPLATES / name).read_text("utf-8") for name in ("questions.md", "README.md")}
    tables = {"organizations.csv": csv_text([head, *rows]), "ties.csv": csv_text(tied)}
    return {"case.toml": _commented(text, like, bool(data.get("ties"))), **tables, **fixed}


def _everybody(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a row for each organization of a case, kind by kind, those that have a name first."""
    named = data.get("organizations", [])
    for kind in data["kinds"]:
        rows = [row for row in named if row["kind"] == kind["name"]]
        yield from rows
        for number in range(1, kind["count"] - len(rows) + 1):
            yield {"name": f"{kind['name']} {number}", "kind": kind["name"]}


def _cell(row: Mapping[str, Any], column: str) -> str:
    """Return what a row says in a column, as a sheet has it."""
    said = row.get(column, row.get("proficiency", {}).get(column, ""))
    if isinstance(said, list):
        low, high = said
        return f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return str(said)


def _commented(text: str, like: str, has_ties: bool) -> str:
    """Return the text of a case with remarks, and with its organizations in a table."""
    text = re.sub(r"(?m)^count = .*\n", "", re.sub(NAMED_TABLE, "", text))
    text = re.sub(r"(?ms)^\[columns\]\n.*?(?=^\[|\Z)", "", text)
    tables = TABLE + (TIES if has_ties else NO_TIES)
    text = re.sub(r"(?m)^(title = .*\n)", lambda found: found[1] + tables, text, count=1)
    for table, remark in REMARKS.items():
        line = f"# --- {remark} ".ljust(120, "-")
        text = re.sub(rf"(?m)^{re.escape(table)}", lambda found, line=line: f"{line}\n\n{found[0]}", text, count=1)  # type: ignore[misc]
    return Template(BEGUN.lstrip()).substitute(like=like) + text


def _describe(folder: Path, case: str) -> None:
    """Fill in what the page of questions and the one on how to run the case say of it."""
    from clever_coalitions.scenarios import load

    words = _words(load(folder / case), case)
    _write(folder, {
        name: Template((folder / name).read_text("utf-8")).substitute(words) for name in ("questions.md", "README.md")
    })  # fmt: skip


def _words(scenario: Scenario, case: str) -> dict[str, str]:
    skills = [
        f"| {name} | How good is it at this? | 0: not at all, 1: as good as anybody |" for name in scenario.strengths
    ]
    return {
        "title": scenario.title,
        "case": case,
        "kinds": ", ".join(kind.name for kind in scenario.kinds),
        "capacity": f"{scenario.parameters.work.capacity:g}",
        "trust": f"{scenario.parameters.trust.start:g}",
        "skills": "\n".join(skills),
        "obstacles": "\n".join(f"- {obstacle.name}" for obstacle in scenario.obstacles),
        "first": scenario.names[0],
        "drawn": "" if scenario.ties is not None else f": read once you take the # away before `ties` in `{case}`",
    }
