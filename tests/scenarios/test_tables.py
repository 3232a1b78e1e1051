"""Organizations and ties from workbooks, graphs, frames and mapping tools are the same as from CSV."""

import os
import tomllib
import zipfile

import networkx
import numpy as np
import pandas
import pytest

from clever_coalitions.scenarios import ScenarioError, load, tables
from clever_coalitions.scenarios.one_file import in_one_file

from .test_people import TOWN, known
from .workbooks import write_workbook

PEOPLE = 'organizations = "{name}"\nties = "{name}"\n'
ELEMENTS = [
    ["Label", "Type", "Tags", "Hours", "Law", None],
    ["Harbor & trust", "board", "old | rich", 20, 0.8, None],
    [None] * 6,
    ["Fonds für Saat", "board", None, "10 to 30", None, None],
]
CONNECTIONS = [["From", "To", "Direction", "Type"], ["Harbor & trust", "Fonds für Saat", "directed", "trusts"]]


@pytest.fixture
def town(tmp_path):
    """Return what loads a case with its tables in a file of some name."""

    def loaded(name, ties=None, columns=""):
        people = PEOPLE.format(name=name) if ties is None else f'organizations = "{name}"\nties = "{ties}"\n'
        (tmp_path / "town.toml").write_text(TOWN.format(people=people + columns, audience="board"), "utf-8")
        return load(tmp_path / "town.toml")

    return loaded


def is_town(scenario):
    people = known(scenario)
    return (
        set(people) == {"Harbor & trust", "Fonds für Saat"}
        and people["Harbor & trust"].hours == (20, 20)
        and people["Harbor & trust"].proficiency == (("law", (0.8, 0.8)),)
        and people["Fonds für Saat"].hours == (10, 30)
        and [(tie.one, tie.other) for tie in scenario.ties] == [("Harbor & trust", "Fonds für Saat")]
    )


def test_the_two_sheets_of_a_mapping_tool(town, tmp_path):
    write_workbook(tmp_path / "map.xlsx", {"Elements": ELEMENTS, "Connections": CONNECTIONS})
    assert is_town(town("map.xlsx"))
    write_workbook(tmp_path / "map.xlsx", {"connections ": CONNECTIONS, "Notes": [["x"]], "elements": ELEMENTS})
    assert is_town(town("map.xlsx"))
    write_workbook(tmp_path / "map.xlsx", {"Tabelle1": ELEMENTS, "Tabelle2": CONNECTIONS})
    assert is_town(town("map.xlsx"))
    assert is_town(town("map.xlsx#tabelle1", "map.xlsx#Tabelle2"))


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        (
            {"Elements": [*ELEMENTS, ["Reef", "board", None, -3]]},
            "map.xlsx sheet Elements row 5, Hours = -3.0: expected",
        ),
        ({"Elements": [["Label", "Label"], ["a", "b"]]}, 'map.xlsx sheet Elements row 1 = "Label": this column stands'),
        ({"Elements": []}, "expected a first line with the names of columns"),
    ],
)
def test_a_mistake_names_its_sheet_and_row(sheets, said, town, tmp_path):
    write_workbook(tmp_path / "map.xlsx", {"Connections": [["From", "To"]], **sheets})
    with pytest.raises(ScenarioError) as caught:
        town("map.xlsx")
    assert said in str(caught.value)


def test_a_sheet_that_there_is_not_is_told(town, tmp_path):
    write_workbook(tmp_path / "map.xlsx", {"Elements": ELEMENTS})
    with pytest.raises(
        ScenarioError, match=r'there is no sheet for ties; expected one of "Elements", said as map.xlsx#'
    ):
        town("map.xlsx")
    with pytest.raises(ScenarioError, match='did you mean "Elements"'):
        town("map.xlsx#Elemnts")


def test_what_is_no_workbook_or_too_large_a_one_is_told(town, tmp_path, monkeypatch):
    (tmp_path / "map.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ScenarioError, match="expected a workbook, but this is not"):
        town("map.xlsx")
    with zipfile.ZipFile(tmp_path / "map.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", " " * 10_000_000)
    monkeypatch.setattr(tables, "LARGEST", 9_000_000)
    with pytest.raises(ScenarioError, match="expected at most 9,000,000 bytes once it is unpacked"):
        town("map.xlsx")


FAR = '<row r="20000"><c r="XFD20000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_cell_far_from_all_others_is_told_and_takes_nothing_down(town, tmp_path):
    write_workbook(tmp_path / "near.xlsx", {"Elements": [["name"], ["Mill Lane"]]})
    with zipfile.ZipFile(tmp_path / "near.xlsx") as near, zipfile.ZipFile(tmp_path / "map.xlsx", "w") as far:
        for part in near.namelist():
            far.writestr(part, near.read(part).replace(b"</sheetData>", FAR.encode()))
    with pytest.raises(ScenarioError, match="is a cell far from all others"):
        town("map.xlsx")


def test_any_text_of_a_table_is_the_same_in_one_file():
    rows = [{"name": "Red 😀 Cross", 're"marks': "a\\b\n\x00\x7f\x9b2J\u202e\U000e0001"}]
    text = in_one_file('title = "x"\norganizations = "o.csv"\n', {"organizations": rows})
    assert tomllib.loads(text)["organizations"] == rows
    assert all(line.isprintable() for line in text.splitlines())


def graph():
    made = networkx.DiGraph()
    made.add_node("h", label="Harbor & trust", type="board", hours="20", law=0.8)
    made.add_node("f", label="Fonds für Saat", type="board", hours="10 to 30")
    made.add_edge("h", "f", weight=0.5)
    return made


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_a_graph_in_a_file(kind, town, tmp_path):
    getattr(networkx, f"write_{kind}")(graph(), tmp_path / f"map.{kind}")
    scenario = town(f"map.{kind}")
    assert is_town(scenario)
    assert scenario.ties[0].weight == (0.5, 0.5)
    (tmp_path / f"map.{kind}").write_text("<graph>")
    with pytest.raises(ScenarioError, match=f"expected {kind.upper()}, but this is not"):
        town(f"map.{kind}")


def test_three_lines_of_python(tmp_path):
    """A frame of people and a graph of ties, as a notebook has them."""
    (tmp_path / "town.toml").write_text(TOWN.format(people="", audience="board"), "utf-8")
    people = pandas.DataFrame(
        {
            "who": ["Harbor & trust", "Fonds für Saat"],
            "kind": pandas.Categorical(["board", "board"]),
            "hours": pandas.array([20, None], dtype="Int64"),
            "law": [0.8, np.nan],
            "core": [True, False],
            "note": ["x", None],
        }
    )
    ties = networkx.from_pandas_edgelist(pandas.DataFrame({"source": people.who[:1], "target": people.who[1:].values}))
    case = load(tmp_path / "town.toml", organizations=people, ties=ties, columns={"name": "who"})
    assert case.names == ("Fonds für Saat", "Harbor & trust")
    assert [one.hours for one in case.kinds[0].named] == [None, (20, 20)]
    assert [one.core for one in case.kinds[0].named] == [False, True]
    assert len(case.ties) == 1
    rows = [{"name": name, "kind": "board"} for name in people.who]
    assert load(tmp_path / "town.toml", organizations=rows).names == case.names
    assert load(tmp_path / "town.toml", organizations=graph(), columns={"kind": "type"}).names == case.names


def test_a_case_that_ships_takes_names_beside_those_it_counts():
    case = load("syria", organizations=[{"name": "Doctors' union", "kind": "lawyer"}])
    assert case.organizations == load("syria").organizations
    assert case.names[22:25] == ("Doctors' union", "lawyer 1", "lawyer 2")


@pytest.mark.parametrize("given", ["actors.csv", b"name", [1, 2], pandas.DataFrame([[1, 2]], columns=["a", "a"])])
def test_what_is_no_table_in_python_is_told(given):
    with pytest.raises(TypeError, match="organizations: expected"):
        load("syria", organizations=given)


def test_a_mistake_in_a_frame_names_its_row_and_column():
    people = pandas.DataFrame({"name": ["A", "B"], "kind": ["lawyer"] * 2, "Weekly": [3, -3]}, index=["x", "y"])
    with pytest.raises(ScenarioError, match=r"organizations row y, Weekly = -3.0: expected a number from 0"):
        load("syria", organizations=people, columns={"hours": "Weekly"})


@pytest.mark.parametrize("name", ["actors.csv", "map.xlsx", "net.graphml"])
def test_a_table_in_place_of_a_scenario_is_told_where_it_belongs(name, tmp_path):
    (tmp_path / name).write_bytes(b"name\n")
    with pytest.raises(ScenarioError, match=f'this is a table, which a scenario names: organizations = "{name}"'):
        load(tmp_path / name)
