"""Organizations one by one, and who knows whom: from rows as anybody's sheet has them to what the format knows.

``organizations`` and ``ties`` of a scenario are rows in the file itself, or in a table beside it (``tables.py``). Here
both become rows in our words, whose numbers are spans; kinds that only a table names are added, and kinds without a
count have as many organizations as the table lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..sim.scenario import with_parts
from .columns import NUMBERS, ORGANIZATION, TIE, UNKNOWN, Meaning, columns_meant, meanings
from .mistakes import ABSENT, Problem, Row, key_of, one_of, problem, unknown
from .parties import set_apart
from .schema import MOST_TIES, ScenarioFile
from .spreadsheets import said_twice, span_in
from .tables import AT

ROLES = {"yes": "core", "y": "core", "x": "core", "true": "core", "1": "core"}
ROLES |= {"no": "network", "n": "network", "false": "network", "0": "network"}
"""What else says that somebody is a partner of the core, or of the network, or that something is so or not."""

USUAL_KIND = "organization"
"""The kind of all where none is ever named."""

BY_PATH = "expected rows: no table is read for a case without its folder; coalitions show CASE --toml prints it whole"


def with_people(data: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return what a file says with its organizations and ties in our words, and what is wrong with them."""
    said, found = dict(data), list[Problem]()
    if not {"columns", "organizations", "ties"} & set(said):
        return said, found
    strengths = [name for name in _list(said.get("strengths")) if isinstance(name, str)]
    ours = {"organizations": (*ORGANIZATION, *strengths), "ties": TIE}
    columns = meanings(said.pop("columns", {}), [*ours["organizations"], *TIE], found)
    for what, names in ours.items():
        if isinstance(said.get(what), str):
            found.append(problem(what, said[what], BY_PATH))
        elif isinstance(said.get(what), list):
            said[what] = _rows(what, said[what], names, columns, found)
    if not found:
        _complete(said, strengths, found)
    return said, found


def unread(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the columns of the tables of a case that say nothing here, by the table."""
    strengths = [name for name in _list(data.get("strengths")) if isinstance(name, str)]
    found: dict[str, list[str]] = {}
    for what, ours in (("organizations", (*ORGANIZATION, *strengths)), ("ties", TIE)):
        header, ignored = _header(_list(data.get(what))), list[Problem]()
        meant = columns_meant(what, header, ours, meanings(data.get("columns", {}), [*ours, *TIE], ignored), ignored)
        used = {one.column for one in meant.values()}
        found[what] = [column for column in header if column not in used]
    return found


def _header(rows: list[Any]) -> list[str]:
    """Return the columns of a table of somebody's, in their order."""
    return list(
        dict.fromkeys(name for row in rows if isinstance(row, Mapping) and AT in row for name in row if name != AT)
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _rows(
    what: str, rows: list[Any], ours: Sequence[str], columns: Mapping[str, Meaning], found: list[Problem]
) -> list[Any]:
    """Return the rows of a table in our words; what is no row stays as it is, for the format to refuse."""
    tables = [dict(zip(TIE, row, strict=False)) if what == "ties" and _is_pair(row) else row for row in rows]
    meant = columns_meant(what, _header(tables), ours, columns, found)
    names = [str(row.get("name", "")) if isinstance(row, Mapping) else "" for row in tables]
    often = Counter(names)
    places = (name if name and often[name] == 1 else f"#{number}" for number, name in enumerate(names, 1))
    return [
        _row(row, f"{what}.{place}", meant, found) if isinstance(row, Mapping) else row
        for row, place in zip(tables, places, strict=True)
    ]


def _row(row: Mapping[str, Any], place: str, meant: Mapping[str, Meaning], found: list[Problem]) -> Row:
    """Return a row in our words; one in the scenario itself, at a ``place`` in it, is in them already."""
    made = Row()
    made.at = str(row.get(AT, place))
    if AT in row:
        made.columns = {name: meaning.column for name, meaning in meant.items()}
    for name, meaning in meant.items() if AT in row else ((name, Meaning(name)) for name in row):
        cell = _cell(row.get(meaning.column))
        try:
            made[name] = meaning.of(cell)
        except ValueError as error:
            found.append(problem(made.key(name), cell, str(error)))
    return made


def _is_pair(row: Any) -> bool:
    """Return whether a tie is written in short: from, to, perhaps a weight."""
    return isinstance(row, list) and 2 <= len(row) <= len(TIE)


def _cell(value: Any) -> Any:
    """Return a plain value as text, as a sheet has it; anything else as it is."""
    if value is None or isinstance(value, bool):
        return "" if value is None else "yes" if value else "no"
    return repr(value) if isinstance(value, int | float) else value


# --- in our words -----------------------------------------------------------------------------------------------------


def _complete(said: dict[str, Any], strengths: Sequence[str], found: list[Problem]) -> None:
    """Read the cells of all rows, and add what follows from them."""
    organizations = [row for row in _list(said.get("organizations")) if isinstance(row, Row)]
    kinds = [str(kind.get("name")) for kind in _list(said.get("kinds")) if isinstance(kind, Mapping)]
    names: dict[str, str] = {}
    for row in organizations:
        _read(row, strengths, found)
        if len(kinds) < 2:
            row.setdefault("kind", kinds[0] if kinds else USUAL_KIND)
        elif "kind" not in row:
            found.append(problem(row.key("kind"), ABSENT, f"expected a kind, as there are several; {one_of(kinds)}"))
        name, identity = str(row.get("name", "")), str(row.get("id", row.get("name", "")))
        if names.setdefault(identity, name) != name:
            found.append(problem(row.key("id"), identity, "expected an id of its own; another organization has this"))
        row.pop("id", None)
    for row in _list(said.get("ties")):
        if isinstance(row, Row):
            _read(row, (), found)
            row |= {end: names.get(row[end], row[end]) for end in ("from", "to") if isinstance(row.get(end), str)}
    if organizations:
        said["kinds"] = _kinds(said.get("kinds", []), Counter(str(row.get("kind")) for row in organizations), strengths)
        set_apart(said, organizations, names)


def _read(row: Row, strengths: Sequence[str], found: list[Problem]) -> None:
    """Read the cells of a row: what says nothing goes, numbers become spans."""
    for name, cell in list(row.items()):
        if isinstance(cell, str) and cell.strip().casefold() in UNKNOWN:
            del row[name]
        elif name in NUMBERS or name in strengths:
            row[name] = _span(cell)
            if isinstance(cell, str) and (doubt := said_twice(cell)):
                found.append(problem(row.key(name), cell, f"expected a number{doubt}"))
            if name == "arrives" and isinstance(row[name], list) and row[name][:1] == row[name][-1:] != []:
                row[name] = row[name][0]
        elif name == "core" and isinstance(cell, str):
            row[name] = ROLES.get(cell.strip().casefold(), cell.strip().casefold())
        elif name == "by_right" and isinstance(cell, str):
            row[name] = {"core": True, "network": False}.get(ROLES.get(cell.strip().casefold(), ""), cell)
        elif name == "strengths" and isinstance(cell, str):
            row[name] = _names(cell, strengths)
    proficiency = {name: row.pop(name) for name in strengths if name in row}
    row |= {"proficiency": proficiency} if proficiency else {}


def _span(cell: Any) -> Any:
    """Return the least and the most that a cell says; what is no number stays as it is, for the format to refuse."""
    if isinstance(cell, str):
        span = span_in(cell)
        return cell if span is None else list(span)
    return sorted(cell) if isinstance(cell, list) and all(type(one) in (int, float) for one in cell) else cell


def _names(cell: str, known: Sequence[str]) -> list[str]:
    """Return the names in a cell, between semicolons, bars or, where that gives no names, commas."""
    parts = [part.strip() for part in re.split(r"[;|\n]", cell)]
    if not set(parts) <= set(known):
        parts = [part.strip() for part in re.split(r"[;|\n,]", cell)]
    return [part for part in parts if part]


def _kinds(kinds: Any, listed: Mapping[str, int], strengths: Sequence[str]) -> Any:
    """Return the kinds of a case: those that it describes, with a count, or those that its table names."""
    if not isinstance(kinds, list):
        return kinds
    if not kinds:
        return [{"name": name, "count": count, "strengths": list(strengths)} for name, count in listed.items()]
    return [
        {"count": listed.get(str(kind.get("name")), 0), **kind} if isinstance(kind, Mapping) else kind for kind in kinds
    ]


# --- what they say of each other --------------------------------------------------------------------------------------


def mistakes_in_people(file: ScenarioFile, data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what does not fit together in the organizations and ties of a file, whose ``data`` knows their places."""
    if not file.organizations and not file.ties:
        return
    counts, listed = {kind.name: kind.count for kind in file.kinds}, Counter(one.kind for one in file.organizations)
    for name, many in listed.items():
        if many > counts.get(name, many):
            expected = f"expected at least {many}: so many of them have a name, and count is of all"
            yield problem(f"kinds.{name}.count", counts[name], expected)
    if len(file.organizations) == sum(counts.values()) and all(one.arrives > 0.0 for one in file.organizations):
        yield problem("organizations", ABSENT, "expected somebody to be there from the start: all of them arrive later")
    drawn = {f"{name} {n}" for name, count in counts.items() for n in range(1, count - listed[name] + 1)}
    tied = {**dict.fromkeys(drawn, 1), **with_parts(file.kinds), **{one.name: 1 for one in file.organizations}}
    names: dict[str, int] = {}
    for place, one in enumerate(file.organizations):

        def key(field: str, place: int = place) -> str:
            return key_of(("organizations", place, field), data)

        if names.setdefault(one.name, place) != place or one.name in drawn:
            yield problem(key("name"), one.name, "expected a name of its own; another organization has this one")
        yield from (unknown(key("kind"), name, list(counts), "kind") for name in (one.kind,) if name not in counts)
        for strength in one.strengths or ():
            if strength not in file.strengths:
                yield unknown(key("strengths"), strength, file.strengths, "strength")
    for place, tie in enumerate(file.ties or ()):
        for end in ("from", "to"):
            if (name := getattr(tie, end)) not in tied:
                yield unknown(key_of(("ties", place, end), data), name, list(tied), "organization or kind")
        if getattr(tie, "from") == tie.to and tied.get(tie.to) == 1:
            yield problem(key_of(("ties", place, "to"), data), tie.to, "expected another organization than in from")
    if (edges := sum(tied.get(getattr(tie, "from"), 0) * tied.get(tie.to, 0) for tie in file.ties or ())) > MOST_TIES:
        yield problem(
            "ties", ABSENT, f"expected at most {MOST_TIES:,} ties, but with all of a kind there are {edges:,}"
        )
