"""Organizations and ties in tables: sheets as people have them are read, and every mistake is found where it stands."""

import math

import pytest

from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.scenarios.loader import Source, built
from clever_coalitions.scenarios.reading import parsed
from clever_coalitions.scenarios.spreadsheets import span_in

TOWN = """
title = "A water board"
weeks = 60
strengths = ["law", "money"]
{people}
[[obstacles]]
name = "no permit"
audience = {{ "{audience}" = 1 }}
[[obstacles.steps]]
name = "ask"
needs = {{ law = 1 }}
hours = 60
"""
BESIDE = 'organizations = "actors.csv"\nties = "ties.csv"\n'
ACTORS = "name,kind,hours,law,value,core\nHarbor trust,board,20,0.8,0.3,yes\nSeed fund,fund,,,,no\n"
TIES = "from,to,weight\nHarbor trust,Seed fund,0.9\n"
STRANGE = f"""{BESIDE}[columns]
id = "Actor"
name = "Description"
hours = {{ column = "Influence", means = {{ 0 = 0, 100 = 40 }} }}
value = {{ column = "Position", means = {{ 0 = 1, 50 = 0, 100 = -0.5 }} }}
stake = {{ column = "Salience", means = {{ low = 0.5, high = 2 }} }}
from = "source"
to = "target"
weight = {{ column = "weight", means = {{ 0 = 0, 3 = 1 }} }}
"""
ACTORS_OF_STRANGERS = (
    "Actor,Description,Influence,Position,Salience,\nHLTH,Health ministry,80,70,High,\n"
    'CITY,City council; elected,55,25,low,\nPAY,"Insurers, private",20-40,,?,\n'
)


@pytest.fixture
def town(tmp_path):
    """Return what loads a case whose tables lie beside it."""

    def loaded(people=BESIDE, actors=ACTORS, ties=TIES, audience="board", **overrides):
        for name, text in (("actors.csv", actors), ("ties.csv", ties)):
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        (tmp_path / "town.toml").write_text(TOWN.format(people=people, audience=audience), "utf-8")
        return load(tmp_path / "town.toml", overrides)

    return loaded


def known(scenario):
    """Return what is said of each organization with a name."""
    return {one.name: one for kind in scenario.kinds for one in kind.named}


def test_a_table_is_the_organizations(town):
    scenario = town()
    assert [(kind.name, kind.count) for kind in scenario.kinds] == [("board", 1), ("fund", 1)]
    harbor, fund = known(scenario).values()
    assert (harbor.hours, harbor.proficiency, harbor.value, harbor.core) == (
        (20, 20), (("law", (0.8, 0.8)),), (0.3, 0.3), True,
    )  # fmt: skip
    assert (fund.hours, fund.proficiency, fund.value, fund.core) == (None, (), None, False)
    (tie,) = scenario.ties
    assert (tie.one, tie.other, tie.weight) == ("Harbor trust", "Seed fund", (0.9, 0.9))


@pytest.mark.parametrize(
    "actors",
    [
        ACTORS.replace(",", ";").replace("0.8", "0,8").replace("0.3", "0,3"),
        ("\ufeff" + ACTORS).encode(),
        ACTORS.replace("\n", ",,\r\n") + ",,,,,,,\r\n\r\n",
        "sep=;\r\n" + ACTORS.replace(",", ";"),
        ACTORS.replace(",", "\t"),
        ACTORS.replace("0.8", "80%").replace("name,kind", "Name , KIND"),
        ACTORS.replace("name,kind", "Label,Type").replace("\n", ",a note\n"),
    ],
)
def test_a_table_is_read_however_a_spreadsheet_writes_it(town, actors):
    assert town(actors=actors) == town()


def test_the_sheets_of_a_stranger(town):
    scenario = town(STRANGE, ACTORS_OF_STRANGERS, "source,target,weight\nHLTH,CITY,3\nCITY,PAY,1\n", "organization")
    people = known(scenario)
    assert [people["Health ministry"].hours, people["Insurers, private"].hours] == [(32, 32), (8, 16)]
    assert people["Health ministry"].value == pytest.approx((-0.2, -0.2))
    assert people["City council; elected"].value == pytest.approx((0.5, 0.5))
    assert [one.stake for one in people.values()] == [(0.5, 0.5), (2, 2), None]
    assert [(tie.one, tie.other) for tie in scenario.ties] == [
        ("Health ministry", "City council; elected"),
        ("City council; elected", "Insurers, private"),
    ]
    assert scenario.ties[1].weight == pytest.approx((1 / 3, 1 / 3))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({'actors': ACTORS.replace("0.8", "1.8")}, "actors.csv line 2, law = 1.8: expected a number from 0 to 1"),
        ({'actors': ACTORS.replace("20", "many")}, 'actors.csv line 2, hours = "many": expected a number from 0'),
        ({'actors': ACTORS.replace("yes", "maybe")}, 'actors.csv line 2, core = "maybe": expected "core" or yes'),
        ({'actors': ACTORS.replace("Seed fund", "")}, "actors.csv line 3, name: this key is missing"),
        ({'actors': ACTORS.replace("Seed fund", "Harbor trust")}, 'line 3, name = "Harbor trust": expected a name of'),
        ({'actors': ACTORS.replace("law", "lawe")}, 'first line = "lawe": this is nearly "law"'),
        ({'actors': ACTORS.replace("name", "who")}, 'organizations, first line: expected a column "name"'),
        ({'actors': ACTORS.replace("20", '"1,200"')}, "1,200 may mean thousands or decimals"),
        ({'actors': "\n"}, "actors.csv\": expected a first line with the names"),
        ({'actors': ACTORS.replace("Seed", "Süd").encode("cp1252")}, 'line 3: expected text in UTF-8; byte 0xfc'),
        ({'actors': ACTORS.encode("utf-16")}, 'save it as UTF-8; spreadsheets call it "CSV UTF-8"'),
        ({'ties': TIES.replace("Seed", "Sead")}, 'ties.csv line 2, to = "Sead fund": unknown organization or kind; '),
        ({'ties': TIES.replace("Seed fund", "Harbor trust")}, "expected another organization than in from"),
        ({'ties': TIES.replace("0.9", "3")}, "ties.csv line 2, weight = 3.0: expected a number from 0 to 1 (trust;"),
        ({'people': BESIDE.replace("ties.csv", "tie.csv")}, 'ties = "tie.csv": there is no such file'),
        ({'people': BESIDE.replace("ties.csv", "ties.pdf")}, 'ties = "ties.pdf": expected a table that ends in .csv'),
        ({'people': BESIDE + "[columns]\nhour = 'x'\n"}, 'columns.hour = "x": unknown column'),
        ({'people': BESIDE + "[columns]\nhours = 'x'\n"}, 'columns.hours = "x": there is no such column in organiz'),
        ({'people': BESIDE + "[columns]\nhours = 3\n"}, "columns.hours = 3: expected a column, or {"),
        ({'audience': "bord"}, 'obstacles.no permit.audience = "bord": unknown kind'),
    ],
)  # fmt: skip
def test_a_mistake_names_its_table_line_column_and_value(town, change, said):
    with pytest.raises(ScenarioError) as caught:
        town(**change)
    assert said in str(caught.value)
    assert len(caught.value.problems) == (2 if "a name of" in said else 1)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("HLTH,Health ministry,120,70,high,", 'Influence = "120": expected a number from 0 to 100, as columns says'),
        ("HLTH,Health ministry,80,70,medium,", 'Salience = "medium": expected one of "low", "high", as columns says'),
        ("CITY,Health ministry,80,70,high,", 'Actor = "CITY": expected an id of its own'),
    ],
)
def test_a_mistake_is_told_in_the_words_of_the_sheet(town, cells, said):
    lines = ACTORS_OF_STRANGERS.splitlines()
    with pytest.raises(ScenarioError) as caught:
        town(STRANGE, "\n".join([lines[0], *lines[2:], cells]), "source,target,weight\n", "organization")
    assert f"actors.csv line 4, {said}" in str(caught.value)


INLINE = """organizations = [
    { name = "Harbor trust", kind = "board", hours = "10-30", law = 0.8, core = true, arrives = 12 },
    { name = "Coal union", kind = "board", core = "opponent", strengths = ["money"] },
]
ties = [["Harbor trust", "Coal union"], ["Coal union", "board 1", 0.5]]
[[kinds]]
name = "board"
count = 3
strengths = ["law"]
"""


def test_organizations_and_ties_in_the_file_itself(town):
    scenario = town(INLINE)
    assert scenario.names == ("Coal union", "Harbor trust", "board 1")
    people = known(scenario)
    assert (people["Harbor trust"].hours, people["Harbor trust"].arrives) == ((10, 30), 12)
    assert people["Coal union"].opponent
    assert people["Coal union"].strengths == ("money",)
    assert [tie.weight for tie in scenario.ties] == [None, (0.5, 0.5)]


@pytest.mark.parametrize(
    ("was", "instead", "said"),
    [
        ("law = 0.8", "lawe = 0.8", "organizations.Harbor trust.lawe = "),
        ('"10-30"', "-1", "organizations.Harbor trust.hours = -1.0: expected a number from 0 to 100,000"),
        ("count = 3", "count = 1", "kinds.board.count = 1: expected at least 2: so many of them have a name"),
        ('"Coal union", kind', '"board 1", kind', "expected a name of its own; another organization has this one"),
        ('kind = "board", core', 'kind = "bored", core', 'organizations.Coal union.kind = "bored": unknown kind'),
        ('["money"]', '["monney"]', 'organizations.Coal union.strengths = "monney": unknown strength'),
        ("0.5]", "0.5, 1]", "ties.#2 = a list"),
        ('"board 1", 0.5', '"board 2", 0.5', 'ties.#2.to = "board 2": unknown organization'),
    ],
)
def test_a_mistake_in_the_file_itself_has_its_key(town, was, instead, said):
    assert was in INLINE
    with pytest.raises(ScenarioError) as caught:
        town(INLINE.replace(was, instead))
    assert said in str(caught.value)


def test_numbers_of_an_organization_can_be_set(town):
    settings = {"organizations.Harbor trust.hours": 12, "organizations.Seed fund.money": "0.7"}
    people = known(town(**settings))
    assert (people["Harbor trust"].hours, people["Seed fund"].proficiency) == ((12, 12), (("money", (0.7, 0.7)),))
    with pytest.raises(ScenarioError, match=r"organizations.Seed fund.money.*did you mean|line 3, money = 7"):
        town(**{"organizations.Seed fund.money": 7})
    with pytest.raises(ScenarioError, match=r'did you mean "organizations.Seed fund.hours"'):
        town(**{"organizations.Seed find.hours": 7})


def test_a_text_that_came_without_a_file_reads_no_other(tmp_path, monkeypatch):
    """What a page takes, or a link names, is such a text: the rows are in it, or it is refused."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "actors.csv").write_text(ACTORS)
    (tmp_path / "ties.csv").write_text(TIES)
    for line in BESIDE.splitlines():
        text = TOWN.format(people=line, audience="board")
        with pytest.raises(ScenarioError, match=r'= "(actors|ties).csv": expected rows'):
            built(Source("town", "town.toml", parsed("town.toml", text)))


@pytest.mark.parametrize(
    ("name", "several"),
    [("ministry", "ministries"), ("church", "churches"), ("press", "presses"), ("survey", "surveys"), ("NGO", "NGOs")],
)
def test_several_of_a_kind_that_a_sheet_names(name, several, town):
    scenario = town(actors=f"name,kind\nOne,{name}\n", ties="from,to\n", audience=name)
    assert scenario.kinds[0].plural == several


@pytest.mark.parametrize(
    ("cell", "span"),
    [
        ("3", (3, 3)), (" 0,5 ", (0.5, 0.5)), ("10-30", (10, 30)), ("10 – 30", (10, 30)), ("30..10", (10, 30)),
        ("-0.5--0.2", (-0.5, -0.2)), ("1 to 2", (1, 2)), ("60%", (0.6, 0.6)), ("40-60 %", (0.4, 0.6)),
        ("1e3", (1e3, 1e3)),        ("−1", (-1, -1)), ("1,200", None), ("0,200", (0.2, 0.2)), ("", None), ("a", None),
        ("1-2-3", None),
        ("inf", None),        ("1e999", None),
    ],
)  # fmt: skip
def test_a_number_or_a_range_in_a_cell(cell, span):
    assert span_in(cell) == span
    assert span is None or all(math.isfinite(end) for end in span)
