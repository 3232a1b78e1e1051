"""Tables as spreadsheets write them are read, or explained in one message; no text becomes a formula."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clever_coalitions.scenarios import ScenarioError
from clever_coalitions.scenarios.spreadsheets import csv_text, harmless, meant, table_in

PLAIN = "joining.hour_price,seed\n3,1\n4,2\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "sep=;\r\n" + PLAIN.replace(",", ";"),
        '"sep=,"\n' + PLAIN,
        "SEP=|\n" + PLAIN.replace(",", "|"),
        PLAIN.replace("\n", ",\n"),
        PLAIN.replace("\n", ",,,\n"),
        "\n\n" + PLAIN.replace("\n", "\n\n"),
        ",,\n" + PLAIN + ",\n , \n",
        PLAIN.replace("4,2", " 4 ,\u00a02 "),
        PLAIN.replace("joining.hour_price", '"joining.hour_price"').replace("3", '"3"'),
        "joining.hour_price,,seed\n3,,1\n4,,2\n",
        PLAIN.rstrip("\n"),
        "joining.hour_price,seed,\n3,1\n4,2\n",
    ],
)
def test_a_table_is_the_same_however_a_spreadsheet_writes_it(text):
    table = table_in(text, "worlds.csv")
    assert table.columns == ("joining.hour_price", "seed")
    assert [cells for _, cells in table.rows] == [
        {"joining.hour_price": "3", "seed": "1"},
        {"joining.hour_price": "4", "seed": "2"},
    ]


def test_lines_are_counted_as_an_editor_does():
    assert [line for line, _ in table_in("sep=;\n\na;b\n\n1;2\n;\n3;4\n", "x.csv").rows] == [5, 7]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x.csv: expected a first line with the names of columns; this is blank"),
        ("\r\n , ,\r\n\n", "x.csv: expected a first line with the names of columns; this is blank"),
        ("sep=;\n", "x.csv: expected a first line with the names of columns; this is blank"),
        ("a,b,a\n1,2,3\n", 'x.csv: line 1 = "a": this column stands twice'),
        ("\nseed,b,seed\n1,2,3\n", 'x.csv: line 2 = "seed": this column stands twice'),
        ("a,b\n1\n", "x.csv: line 2: expected 2 cells, as in the first line, not 1"),
        ("a,b\n1,2,3\n", "x.csv: line 2: expected 2 cells, as in the first line, not 3"),
        ("a,,b\n1,2,3\n", 'x.csv: line 2 = "2": this cell is in a column without a name'),
        ('a,b\n1,"2\n3,4\n', "expected CSV, but this is not"),
        ("a\n" + "1" * 200_000 + "\n", "expected CSV, but this is not"),
    ],
)
def test_what_is_no_table_is_one_message(text, said):
    with pytest.raises(ScenarioError) as caught:
        table_in(text, "x.csv")
    assert said in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_after_many_mistakes_nobody_reads_on():
    with pytest.raises(ScenarioError) as caught:
        table_in("a,b\n" + "1\n" * 1_000_000, "x.csv")
    assert len(str(caught.value).splitlines()) == 21


# --- formulas -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://x","y")',
        "@SUM(1)",
        "+cmd|' /C'!A0",
        "-1+1",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "'=1",
        "''@x",
    ],
)
def test_a_formula_is_written_as_text(name):
    assert harmless(name)[:2] == f"'{name[0]}"
    assert meant(harmless(name)) == name


@pytest.mark.parametrize("text", ["a;=1+1", 'a;"=1+1', "a\n@x;b", "-1;-1", "a;'=1", "=1;=1", "a;=b,c"])
def test_none_is_left_where_another_program_splits_a_line(text):
    """One that splits lines at semicolons heeds no quotes within them: they begin a cell nowhere but behind one."""
    line = csv_text([["a", text, "b"]])
    cells = [cell for one in line.split("\n") for cell in next(csv.reader([one], delimiter=";"), [])]
    assert not [cell for cell in cells if re.match('"?[=+@-]', cell)]
    assert meant(harmless(text)) == text


@pytest.mark.parametrize("value", ["opt-in", "-0.5", "+3", "-inf", "'quoted'", "", "a=b", 3, -0.5, None, "'-3"[1:]])
def test_other_cells_stay_as_they_are(value):
    assert harmless(value) == value


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n＝＠a1.e ;\""), max_size=6) | st.text(max_size=20))
def test_what_was_written_is_read_again(text):
    assert meant(harmless(text)) == text
    first = harmless(text)[:1]
    assert first not in tuple("=@\t\r\n＝＋－＠")


def test_a_file_has_no_formula_in_any_cell():
    rows = [["=a", "b", -1.5], ["@x", "-2.5", "=1+1"]]
    assert list(csv.reader(io.StringIO(csv_text(rows)))) == [["'=a", "b", "-1.5"], ["'@x", "-2.5", "'=1+1"]]
