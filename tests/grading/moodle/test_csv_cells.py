"""CSV files of which cells change and bytes do not."""

import pytest

from course.grading.moodle.csv_cells import TableError, read_table, rectangular
from course.grading.safe.spreadsheet import without_formula


@pytest.fixture
def table(tmp_path):
    def read(data, encoding=None):
        path = tmp_path / "table.csv"
        path.write_bytes(data)
        return rectangular(read_table(path, encoding))

    return read


FILES = {
    "comma": b'a,b,c\n1,"x, ""y""\nz",3\n4,,6\n',
    "semicolon, cr lf, bom": '\ufeffa;b;c\r\n1;"x; y";3,5\r\n4;;6\r\n'.encode(),
    "tab, no last line end": b"a\tb\tc\n1\tx y\t3\n4\t\t6",
    "all quoted, old mac": b'"a","b","c"\r"1","x","3"\r"4","","6"\r',
    "blank lines": b"a,b,c\n\n1,x,3\n\n\n4,,6\n\n",
    "utf-16": "a\tb\tc\r\n1\tö\t3\r\n4\t\t6\r\n".encode("utf-16"),
    "utf-16, no mark": "a\tb\tc\r\n1\tö\t3\r\n4\t\t6\r\n".encode("utf-16-le"),
    "utf-32": "a\tb\tc\n1\tö\t3\n4\t\t6".encode("utf-32"),
    "semicolon, more commas in one text": "a;b;c\n1;ö, ä, ü;3,5\n4;;6,5\n".encode(),
    "colon": b'a:b:c\n1:"3:14":3\n4::6\n',
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_table_without_changes_is_the_same_bytes(table, data):
    read = table(data)
    assert read.header == ["a", "b", "c"]
    assert [row[0].text for row in read.rows[1:]] == ["1", "4"]
    assert read.with_changes({}) == data


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_changed_cell_reads_back_and_all_other_bytes_stay(table, data):
    read = table(data)
    cell = read.rows[2][1]
    changed = read.with_changes({cell: 'says "no",\tor; yes'})
    before, after = (read.text[:at] for at in (cell.start, cell.end))
    own = read.encoding
    assert changed.startswith(before.encode(own))
    assert changed.endswith(read.text[len(after) :].encode(own))
    again = table(changed)
    assert again.rows[2][1].text == 'says "no",\tor; yes'
    assert [cell.text for cell in again.rows[1]] == [cell.text for cell in read.rows[1]]


def test_a_plain_number_is_written_without_quotes(table):
    read = table(b"a,b,c\n1,,3\n")
    assert read.with_changes({read.rows[1][1]: "2.50"}) == b"a,b,c\n1,2.50,3\n"


def test_a_cell_in_quotes_keeps_them(table):
    read = table(b'"a","b"\n"1",""\n')
    assert read.with_changes({read.rows[1][1]: "2.50"}) == b'"a","b"\n"1","2.50"\n'


def test_a_decimal_comma_is_quoted_between_commas(table):
    read = table(b"a,b,c\n1,,3\n")
    assert read.with_changes({read.rows[1][1]: "2,50"}) == b'a,b,c\n1,"2,50",3\n'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b'a,b\n1,"x\n', "line 2: a quote is opened"),
        (b'a,b\n1,2\n1,"x"y\n', "line 3: 'y' stands behind a closing quote"),
        (b"a,b\n1,2,3\n", "line 2: 3 cells; expected 2"),
        ("a,b\n1,ö\n".encode("latin-1"), "--encoding"),
        (b'"a,""b"",c"\n"1,2,3"\n', "not all in one"),
        (b"a|b|c\n1|x, y|3\n", "begins 'a'; expected cells with , ; : or a tab"),
        (b"<html><table><tr><td>a</td></tr></table>", "a web page"),
        (b"PK\x03\x04", "a spreadsheet's own file"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(table, data, said):
    with pytest.raises(TableError, match=said):
        table(data)


def test_another_encoding_can_be_named(table):
    read = table("a,b\n1,ö\n".encode("cp1252"), "cp1252")
    assert read.rows[1][1].text == "ö"
    assert read.with_changes({read.rows[1][0]: "2"}) == "a,b\n2,ö\n".encode("cp1252")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_get_an_apostrophe(text):
    assert without_formula(text) == f"'{text}"
    assert without_formula(f"Points: {text}") == f"Points: {text}"
