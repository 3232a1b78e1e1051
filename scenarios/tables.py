"""Tables of organizations and of ties beside a scenario, as rows of text: CSV, workbooks, GraphML and GEXF.

Only here are files read that a scenario names, and only for one that was itself read from a file: a text that came
another way, as through a page, has its rows in it or is refused (``people.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .mistakes import Problem, ScenarioError, problem, shown
from .opening import TABLE_OF_PEOPLE, content_of, decoded, normal
from .spreadsheets import table_in

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
            read[what] = rows_of(label, what, name, folder)
    return read


def rows_of(label: str, what: str, name: str, folder: Path) -> Rows:
    """Return the rows of the organizations, or of the ties, in a file; errors as in ``with_tables``."""
    read = READERS.get(Path(name).suffix.lower())
    if read is None:
        raise ScenarioError(label, [problem(what, name, f"expected a table that ends in {', '.join(READERS)}")])
    try:
        return read(what, name, content_of(folder / name, TABLE_OF_PEOPLE, name))
    except ScenarioError as error:
        raise ScenarioError(label, [_of_table(what, name, one) for one in error.problems]) from None


def _of_table(what: str, name: str, wrong: Problem) -> Problem:
    """Return a problem with a table as one of the scenario that names it."""
    key = f"{name} {wrong.key}" if wrong.key else f"{what} = {shown(name)}"
    return Problem(key, wrong.expected, wrong.value, wrong.nearest)


def _csv(what: str, name: str, content: bytes) -> Rows:
    table = table_in(decoded(content, name), name)
    return [{AT: f"{name} line {line}", **cells} for line, cells in table.rows]


def plain_rows(what: str, given: Any) -> Rows:
    """Return the rows of a pandas frame, of a networkx graph, or of a list of mappings.

    Raises:
        TypeError: it is none of them.
    """
    if hasattr(given, "edges") and hasattr(given, "nodes"):
        return _graph(what, what, given)
    if hasattr(given, "to_dict") and hasattr(given, "columns"):
        return [
            {
                AT: f"{what} row {row!r}",
                **{str(name): _text(cell) for name, cell in zip(given.columns, cells, strict=True)},
            }
            for row, cells in zip(given.index, given.itertuples(index=False), strict=True)
        ]
    return [{AT: f"{what} row {place}", **row} for place, row in enumerate(given)]


def _graph(what: str, name: str, graph: Any) -> Rows:
    """Return the nodes of a graph, or its edges, with what is said of them."""
    if what == "organizations":
        return [
            {
                AT: f"{name} node {node}",
                "id": str(node),
                **({} if "name" in of or "label" in of else {"name": str(node)}),
                **_texts(of),
            }
            for node, of in graph.nodes(data=True)
        ]
    return [
        {AT: f"{name} edge {one} to {other}", "from": str(one), "to": str(other), **_texts(of)}
        for one, other, of in graph.edges(data=True)
    ]


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


READERS: dict[str, Callable[[str, str, bytes], Rows]] = {".csv": _csv, ".tsv": _csv, ".txt": _csv}
"""How a table is read, by the end of its name."""
