"""read_notebook: a valid notebook from whatever was handed in, or a sentence about what it is."""

import contextlib
import io
import json
import time
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.grading.intake.read_notebook import ReadingCaps, UnreadableError, read_notebook

PIXEL = "iVBORw0KGgo="


def raw(*cells, **top):
    """JSON values of a notebook with these raw cells."""
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | top


def code(source="x = 1", **more):
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source} | more


def read(content, **caps):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    reading = read_notebook(data, ReadingCaps(**caps))
    nbformat.validate(reading.notebook)
    return reading


def sources(reading):
    return [cell.source for cell in reading.notebook.cells]


def test_cells_keep_kind_text_id_nbgraders_name_and_that_they_ran_and_nothing_else():
    meta = {"nbgrader": {"grade_id": "a", "points": 100, "grade": True}, "tags": ["skip-execution"]}
    cell = code(["x = 1\n", "y = 2"], id="a-1", metadata=meta, execution_count=3, outputs=[{"output_type": "stream"}])
    reading = read(raw(cell, new_markdown_cell("é", id="b"), metadata={"kernelspec": {"name": "evil"}}))
    expected = new_code_cell("x = 1\ny = 2", id="a-1", metadata={"nbgrader": {"grade_id": "a"}}, execution_count=3)
    assert reading.notebook.cells == [expected, new_markdown_cell("é", id="b")]
    assert (reading.notebook.metadata, reading.messages, reading.flags) == ({}, [], frozenset())


def docx():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


def zipped():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.ipynb", "{}")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "an empty file"),
        (b" \n ", "empty"),
        (bytes(500), "nothing but zero bytes"),
        (b"<!DOCTYPE html><html><body>GitHub</body></html>", r"a web page \(HTML\)"),
        (b"\xef\xbb\xbf\n<html>", r"a web page \(HTML\)"),
        (b"%PDF-1.7\n", "a PDF file"),
        (b"import torch\n\nx = 1\n", "a Python script"),
        (b"# %%\nx = 1\n", "a Python script"),
        (docx(), "a Word file"),
        (zipped(), "a zip archive"),
        (b"Dear tutor, here is my work.", "no notebook"),
        (b"[1, 2]", "a list"),
        (b'"text"', "a single value"),
        (b'{"name": "course", "version": 1}', "no cells, only 'name', 'version'"),
        (b'{"cells": ', "damaged or cut off"),
        (b'{"cells": [\n<<<<<<< HEAD\n', "merge conflict"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_notebook_is_called_by_its_name(data, what):
    with pytest.raises(UnreadableError, match=what):
        read_notebook(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_unicode_encoding_is_read(encoding):
    reading = read(json.dumps(raw(code("grün = '✓'")), ensure_ascii=False).encode(encoding))
    assert sources(reading) == ["grün = '✓'"]
    assert [encoding[:6].upper() in sentence for sentence in reading.messages] == ([] if "8" in encoding else [True])


def test_latin_1_bytes_between_good_ones_are_read_as_windows_wrote_them():
    data = json.dumps(raw(code("a = 'grün'"), code("b = '✓'")), ensure_ascii=False).encode()
    reading = read(data.replace("ü".encode(), b"\xfc"))
    assert sources(reading) == ["a = 'grün'", "b = '✓'"]
    assert "another encoding" in reading.messages[0]


def test_nan_and_endless_numbers_do_not_stop_reading():
    text = json.dumps(raw(code(outputs=[{"a": float("nan")}]), code(execution_count=-float("inf"))))
    assert sources(read(text.replace('"nbformat": 4', '"nbformat": ' + "9" * 10_000).encode())) == ["x = 1"] * 2


def test_of_a_file_that_was_cut_the_whole_cells_are_used():
    text = json.dumps(raw(code("first"), code("second"), code("third")), indent=1)
    reading = read(text[: text.index("third")].encode())
    assert sources(reading) == ["first", "second"]
    assert (reading.flags, len(reading.messages)) == ({"cut"}, 1)
    assert "after cell 2" in reading.messages[0]


def test_something_behind_the_notebook_does_not_lose_it():
    assert sources(read(json.dumps(raw(code("a"))).encode() + b"\n}}}")) == ["a"]


def test_format_3_is_converted():
    cells = [
        {"cell_type": "code", "input": ["x = 1"], "language": "python", "outputs": [], "prompt_number": 1},
        {"cell_type": "heading", "level": 2, "source": "Task"},
        {"cell_type": "markdown", "source": "text"},
    ]
    reading = read({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]})
    assert [(c.cell_type, c.source) for c in reading.notebook.cells] == [
        ("code", "x = 1"),
        ("markdown", "## Task"),
        ("markdown", "text"),
    ]
    assert reading.messages == ["The notebook is in the old format 3; it was converted."]


@pytest.mark.parametrize("minor", range(6))
def test_each_minor_of_format_4_gets_unique_ids(minor):
    ids = {"id": "same"} if minor == 5 else {}
    reading = read(raw(code("a", **ids), code("b", **ids), nbformat_minor=minor))
    assert len({cell.id for cell in reading.notebook.cells}) == 2
    assert (sources(reading), reading.messages) == (["a", "b"], [])


def test_the_id_that_colab_keeps_in_the_metadata_is_used():
    assert read(raw(code(metadata={"id": "down-and-up"}))).notebook.cells[0].id == "down-and-up"


@pytest.mark.parametrize(
    ("cell", "source", "said"),
    [
        (code(["a\n", 5, "b"]), "a\nb", "1 lines that are no text"),
        (code(7), "7", None),
        (code(None), "", "had no text"),
        ({"cell_type": "code"}, "", "had no text"),
        (code({"a": 1}), "", "had no text"),
        ({"cell_type": "code", "source": "x", "metadata": [1], "outputs": "none", "id": 5}, "x", None),
        (code(outputs=[None, {"output_type": 7}, {"data": 3}]), "x = 1", None),
        (code(metadata={"nbgrader": ["a"]}), "x = 1", None),
        (code(metadata={"nbgrader": {"grade_id": {"a": 1}}}), "x = 1", None),
        ({"cell_type": ["code"], "source": "text"}, "text", None),
        ({"source": "x", "execution_count": 1}, "x", None),
        (code("a\r\nb\rc"), "a\nb\nc", None),
        (code("a\ud800b\x00c"), "a\ufffdbc", None),
    ],
)
def test_a_malformed_cell_gives_what_it_has_and_its_neighbours_stay(cell, source, said):
    reading = read(raw(code("before"), cell, code("after")))
    assert sources(reading) == ["before", source, "after"]
    assert [said in sentence for sentence in reading.messages] == ([True] if said else [])


@pytest.mark.parametrize("cell", [None, 5, "text", []])
def test_what_is_no_cell_is_left_out_and_said(cell):
    reading = read(raw(code("before"), cell, code("after")))
    assert (sources(reading), reading.flags) == (["before", "after"], {"dropped"})
    assert reading.messages == ["Cell 2 is damaged and was left out."]


def test_attached_pictures_are_kept_and_anything_else_in_their_place_is_not():
    attachments = {
        "good.png": {"image/png": PIXEL, "text/html": "<script>"},
        "bad.png": {"image/png": '"><script>alert(1)</script>'},
        "bad.svg": {"image/svg+xml": PIXEL},
        '"><script>.png': {"image/png": PIXEL},
        "worse": 5,
    }
    cell = {"cell_type": "markdown", "source": "see", "metadata": {}, "attachments": attachments}
    reading = read(raw(cell))
    assert reading.notebook.cells[0].attachments == {"good.png": {"image/png": PIXEL}}
    assert reading.messages == ["Cell 1 has 4 attached pictures that are too large or no pictures; they were left out."]


def test_huge_pictures_are_left_out_and_the_text_stays():
    picture = {"a.png": {"image/png": "A" * 5000}, "b.png": {"image/png": "A" * 5000}}
    reading = read(raw({"cell_type": "markdown", "source": "see", "attachments": picture}), pictures=6000)
    assert list(reading.notebook.cells[0].attachments) == ["a.png"]
    assert sources(reading) == ["see"]


def test_caps_on_file_values_cells_and_text():
    with pytest.raises(UnreadableError, match=r"at most 1\.0 MB are read\. Clear the outputs"):
        read(raw(code("x" * 2**20)), file=2**20)
    with pytest.raises(UnreadableError, match=r"at most 1,000 are read\. Clear its outputs"):
        read(b'{"cells": [' + b"[]," * 1000 + b"[]]}", values=1000)
    reading = read(raw(*map(code, "abc")), cells=2)
    assert (sources(reading), reading.messages) == (["a", "b"], ["The notebook has 3 cells; the first 2 were used."])
    assert sources(read(raw(code("long" * 100), code("b")), cell=100)) == ["", "b"]


def test_many_broken_cells_do_not_fill_the_report():
    assert len(read(raw(*[None] * 500, code())).messages) == 21


@pytest.mark.parametrize(
    "data",
    [
        b'{"cells": [{"cell_type": "markdown", "source": "", "attachments": {"a": {"image/png": "'
        + b"A " * 2_000_000
        + b'!"}}}]}',
        b'{"cells"' + b" " * 5_000_000 + b"}",
        b'{"a": ' + b"9" * 5_000_000 + b"}",
        b"{" + b'"cells": [' * 300_000,
    ],
    ids=["picture", "spaces", "digits", "begins"],
)
def test_hostile_bytes_are_read_or_refused_in_seconds(data):
    start = time.perf_counter()
    with contextlib.suppress(UnreadableError):
        read_notebook(data)
    assert time.perf_counter() - start < 3
