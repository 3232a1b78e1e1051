"""Tables of organizations and of ties beside a scenario, as rows of text: CSV, workbooks, GraphML and GEXF.

Only here are files read that a scenario names, and only for one that was itself read from a file: a text that came
another way, as through a page, has its rows in it or is refused (``people.py``).
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .mistakes import Problem, ScenarioError, nearest, one_of, problem, shown
from .opening import MIB, TABLE_OF_PEOPLE, UnreadableError, content_of, decoded, normal
from .spreadsheets import Table, table_from, table_in

AT = "(at)"
"""The column that says where a row stands."""

Rows = list[dict[str, Any]]

SHEETS = {
    "organizations": ("organizations", "organisations", "elements", "nodes", "actors", "stakeholders"),
    "ties": ("ties", "connections", "edges", "links", "relationships"),
}
"""What sheets of a workbook are called; else the first one has the organizations, the second one the ties."""


def with_tables(label: str, data: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return what a scenario file says, with the rows of the tables that it names, which lie in its folder.

    Raises:
        ScenarioError: one of them cannot be read.
    """
    read = dict(data)
    for what in SHEETS:
        if isinstance(name := read.get(what), str):
            read[what] = rows_in(label, what, name, folder)
    return read


def is_table(name: str) -> list[Problem]:
    """Return what to say to somebody who gives a table where a scenario is expected; nothing for any other file."""
    if Path(name).suffix.lower() not in READERS:
        return []
    said = f'organizations = {shown(name)}, or ties; "coalitions new FOLDER" begins a scenario'
    return [Problem("", f"expected a scenario, but this is a table, which a scenario names: {said}")]


def rows_in(label: str, what: str, said: str, folder: Path) -> Rows:
    """Return the rows of the organizations, or of the ties, in a file; errors as in ``with_tables``.

    Args:
        said: name of a file; of a sheet in it, too, as in ``map.xlsx#Elements``.
    """
    name, _, sheet = said.partition("#")
    read = READERS.get(Path(name).suffix.lower())
    if read is None:
        raise ScenarioError(label, [problem(what, said, f"expected a table that ends in {', '.join(READERS)}")])
    try:
        return read(what, name, content_of(folder / name, TABLE_OF_PEOPLE, name), sheet)
    except ScenarioError as error:
        raise ScenarioError(label, [_of_table(what, name, one) for one in error.problems]) from None


def _of_table(what: str, name: str, wrong: Problem) -> Problem:
    """Return a problem with a table as one of the scenario that names it."""
    key = f"{name} {wrong.key}" if wrong.key else f"{what} = {shown(name)}"
    return Problem(key, wrong.expected, wrong.value, wrong.nearest)


def _csv(what: str, name: str, content: bytes, sheet: str) -> Rows:
    try:
        text = decoded(content, name)
    except UnreadableError as error:
        said = [replace(one, expected=f'{one.expected}; spreadsheets call it "CSV UTF-8"') for one in error.problems]
        raise UnreadableError(name, said) from None
    return _rows(name, "line", table_in(text, name))


def _rows(name: str, place: str, table: Table) -> Rows:
    return [{AT: f"{name} {place} {line}", **cells} for line, cells in table.rows]


# --- workbooks --------------------------------------------------------------------------------------------------------

LARGEST = 256 * MIB
"""Bytes that a workbook may have, once unpacked."""


FILLED = 1024 * MIB
"""Bytes that opening a workbook may take: a sheet is held whole, up to the cell that is farthest from its corner."""

OPENED = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""
"""What opens a workbook in a process of its own, which ends where there is too much: it would take ours along."""


def _check_filled(name: str, content: bytes) -> None:
    """Raise ``UnreadableError`` where a workbook of a few bytes is one of gigabytes; Windows knows no such limit."""
    if os.name == "nt":
        return
    opening = [sys.executable, "-E", "-P", "-c", OPENED, str(FILLED)]
    done = subprocess.run(opening, input=content, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode < 0:
        far = f"expected sheets that take at most {FILLED:,} bytes in memory; is a cell far from all others?"
        raise UnreadableError(name, [Problem("", far)])


def _workbook(what: str, name: str, content: bytes, sheet: str) -> Rows:
    """Return the rows of a sheet of a workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(part.file_size for part in packed.infolist()) > LARGEST:
                    raise UnreadableError(
                        name, [Problem("", f"expected at most {LARGEST:,} bytes once it is unpacked")]
                    )
        _check_filled(name, content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        chosen = _sheet(what, name, book.sheet_names, sheet)
        cells = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile) as error:
        raise UnreadableError(name, [Problem("", f"expected a workbook, but this is not: {error}")]) from None
    texts = ([_text(cell) for cell in row] for row in cells)
    lines = ((line, row) for line, row in enumerate(texts, 1) if any(row))
    return _rows(f"{name} sheet {chosen}", "row", table_from(lines, name, f"sheet {chosen} row"))


def _sheet(what: str, name: str, sheets: Sequence[str], asked: str) -> str:
    """Return which sheet has the organizations, or the ties: that of the name, that of a usual one, or by its place."""
    usual = (asked.strip().casefold(),) if asked else SHEETS[what]
    found = [sheet for sheet in sheets if sheet.strip().casefold() in usual]
    place = list(SHEETS).index(what)
    if found or (not asked and place < len(sheets)):
        return found[0] if found else sheets[place]
    expected = f"there is no sheet for {what}; {one_of(sheets)}, said as {name}#SHEET"
    raise UnreadableError(name, [Problem("", expected, nearest=nearest(asked, sheets))])


# --- graphs -----------------------------------------------------------------------------------------------------------


def _graphml(what: str, name: str, content: bytes, sheet: str) -> Rows:
    return _drawn(what, name, content, "read_graphml")


def _gexf(what: str, name: str, content: bytes, sheet: str) -> Rows:
    return _drawn(what, name, content, "read_gexf")


def _drawn(what: str, name: str, content: bytes, reader: str) -> Rows:
    """Return the nodes or edges of a graph in a file."""
    import networkx

    try:
        graph = getattr(networkx, reader)(io.BytesIO(content))
    except Exception as error:  # networkx raises whatever its parts do
        expected = f"expected {reader.removeprefix('read_').upper()}, but this is not: {error or type(error).__name__}"
        raise UnreadableError(name, [Problem("", expected)]) from None
    return _graph(what, name, graph)


def _graph(what: str, name: str, graph: Any) -> Rows:
    """Return the nodes of a graph, or its edges, with what is said of them."""
    if what == "organizations":
        nodes = [(node, _texts(of)) for node, of in graph.nodes(data=True)]
        return [
            {
                AT: f"{name} node {node}",
                **({} if {"name", "label"} & set(of) else {"name": str(node)}),
                **of,
                "id": str(node),
            }
            for node, of in nodes
        ]
    return [
        {AT: f"{name} edge {one} to {other}", **_texts(of), "from": str(one), "to": str(other)}
        for one, other, of in graph.edges(data=True)
    ]


# --- from Python ------------------------------------------------------------------------------------------------------


def given_rows(what: str, given: Any) -> Rows:
    """Return the rows of a pandas frame, of a networkx graph, or of a list of mappings.

    Raises:
        TypeError: it is none of them.
    """
    if hasattr(given, "edges") and hasattr(given, "nodes"):
        return _graph(what, what, given)
    if hasattr(given, "itertuples"):
        names, filled = [str(name) for name in given.columns], given.astype(object).where(given.notna(), None)
        if len(set(names)) < len(names):
            raise TypeError(f"{what}: expected each column once, not {', '.join(names)}")
        rows = zip(given.index, filled.itertuples(index=False, name=None), strict=True)
        return [{AT: f"{what} row {row}", **dict(zip(names, map(_text, cells), strict=True))} for row, cells in rows]
    if isinstance(given, str | bytes) or not all(isinstance(row, Mapping) for row in given):
        raise TypeError(f"{what}: expected a pandas frame, a networkx graph or a list of mappings, not {given!r:.60}")
    return [{AT: f"{what} row {place}", **_texts(row)} for place, row in enumerate(given)]


def _texts(said: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): _text(value) for name, value in said.items()}


def _text(value: Any) -> str:
    """Return what a cell of a sheet or a frame says, as text."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return normal(str(value)).strip()


READERS: dict[str, Callable[[str, str, bytes, str], Rows]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), _csv),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), _workbook),
    ".graphml": _graphml,
    ".gexf": _gexf,
}
"""How a table is read, by the end of its name."""
