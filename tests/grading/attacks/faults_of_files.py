"""Submissions that are damaged, changed by some program, or no notebook at all."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Mapping

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.notebook.cells import grade_id
from tests.grading.attacks.entries import Desk, Entry, cell_of, changed
from tests.grading.attacks.small import NOTEBOOK, POINTS, RIGHT

NOTHING = dict.fromkeys(POINTS, 0.0)


def data(
    make: Callable[[bytes], bytes], *said: str, state: str = "graded", earned: Mapping[str, float] = POINTS
) -> Entry:
    """The bytes of the right notebook, made into other bytes."""
    return Entry(lambda desk: desk.put(make(_bytes(desk))), earned, state, said)


def no_notebook(content: bytes, *said: str) -> Entry:
    return data(lambda _: content, *said, state="failed", earned=NOTHING)


def link(target: str, *said: str) -> Entry:
    return Entry(lambda desk: desk.path().symlink_to(target), NOTHING, "failed", said or ("link",))


def files(
    make: Callable[[Desk], object], *said: str, state: str = "graded", earned: Mapping[str, float] = POINTS
) -> Entry:
    return Entry(make, earned, state, said)


def packed(members: Mapping[str, bytes | None], name: str = "work.zip", **more: bytes) -> Callable[[Desk], object]:
    """An archive of files; None stands for the right notebook."""

    def make(desk: Desk) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, _bytes(desk) if content is None else content)
        desk.put(buffer.getvalue(), name)

    return make


def _bytes(desk: Desk) -> bytes:
    return nbformat.writes(desk.answered()).encode()


def old_3(data: bytes) -> bytes:
    """As IPython of 2014 wrote it."""
    raw = json.loads(data)
    for cell in raw["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"input": cell.pop("source"), "language": "python", "prompt_number": 1}
    return json.dumps(
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": raw["cells"]}]}
    ).encode()


def old_4(data: bytes) -> bytes:
    raw = json.loads(data) | {"nbformat_minor": 0}
    for cell in raw["cells"]:
        del cell["id"]
    return json.dumps(raw).encode()


def colab(notebook: NotebookNode) -> None:
    notebook.metadata |= {"colab": {"provenance": []}, "accelerator": "GPU", "widgets": {"application/x": {}}}
    for number, cell in enumerate(notebook.cells):
        cell.metadata |= {"id": f"colab{number}", "outputId": "f00", "cellView": "form"}
        del cell["id"]
    notebook.nbformat_minor = 0


def vs_code(notebook: NotebookNode) -> None:
    notebook.metadata |= {
        "language_info": {"name": "python", "version": "3.13.0"},
        "vscode": {"interpreter": {"hash": "0"}},
    }
    for cell in notebook.cells:
        cell.metadata |= {"vscode": {"languageId": "python"}}
        cell.source = cell.source.replace("\n", "\r\n")


def without_metadata(notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = NotebookNode(), f"new{number}"


def remove(*names: str) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        notebook.cells = [c for c in notebook.cells if grade_id(c) not in names]

    return change


def duplicate(notebook: NotebookNode) -> None:
    for name in ("double", "test-double", "why"):
        notebook.cells.append(nbformat.from_dict(json.loads(json.dumps(cell_of(notebook, name)))))


def rename(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.grade_id += "-2"


def split(notebook: NotebookNode) -> None:
    answer = cell_of(notebook, "mean")
    place = notebook.cells.index(answer)
    notebook.cells.insert(place, new_code_cell("def total(numbers):\n    return sum(numbers)"))
    answer.source = "def mean(numbers):\n    return total(numbers) / len(numbers)"


def edit_test(notebook: NotebookNode) -> None:
    cell_of(notebook, "test-mean").source = "print('looks fine')"


def merge(notebook: NotebookNode) -> None:
    cell_of(notebook, "double").source += "\n\n" + cell_of(notebook, "step").source
    remove("step")(notebook)


def bad_outputs(notebook: NotebookNode) -> None:
    notebook.cells[0].outputs = [{"output_type": "surprise"}]


def other_tasks(_: bytes) -> bytes:
    return nbformat.writes(new_notebook(cells=[new_code_cell(f"print({n})") for n in range(20)])).encode()


NOTEBOOKS: Mapping[str, Entry] = {
    "old format 3": data(old_3, "old format 3"),
    "format 4.0 without cell ids": data(old_4),
    "Colab's changes": changed(colab),
    "VS Code's changes": changed(vs_code),
    "no metadata": changed(without_metadata, "lost nbgrader's names"),
    "duplicated cells": changed(duplicate),
    "no tests": changed(remove("test-double", "test-step", "probe-step", "test-mean"), "put back"),
    "no second answer": changed(remove("step"), "no answer was found", step=0.0),
    "renamed cells": changed(rename),
    "moved cells": changed(lambda n: n.cells.reverse(), "moved"),
    "a split answer": changed(split),
    "merged answers": changed(merge, "found in a cell that holds more"),
    "an edited test": changed(edit_test, "had been changed", state="flagged"),
    "damaged outputs": data(lambda d: d.replace(b'"outputs": []', b'"outputs": [{"output_type": 7}]', 1)),
    "no cells": data(
        lambda _: b'{"nbformat": 4, "cells": []}', "No answer of this assignment", state="flagged", earned=NOTHING
    ),
    "5,000 cells": changed(
        lambda n: n.cells.extend(new_markdown_cell(str(i)) for i in range(5000)), "first 2,000", state="flagged"
    ),
    "zero bytes and halves of characters": data(lambda d: d.replace(b"the end", b"the \\u0000 \\ud800 end")),
    "cut off": data(lambda d: d[: d.index(b"Task 3")], "cut off", state="flagged", earned=POINTS | {"mean": 0.0}),
    "a merge conflict": data(
        lambda d: d.replace(b'"cells"', b'\n<<<<<<< HEAD\n"cells"'), "merge of git", state="flagged"
    ),
    "UTF-16": data(lambda d: d.decode().encode("utf-16"), "UTF-16"),
    "Latin-1": data(lambda d: d.replace(b"the end", b"das \xfcble Ende"), "another encoding"),
    "NaN in the JSON": data(lambda d: d.replace(b'"nbformat_minor": 5', b'"nbformat_minor": NaN')),
}
NO_NOTEBOOKS: Mapping[str, Entry] = {
    "an empty file": no_notebook(b"", "The file is empty"),
    "zero bytes": no_notebook(bytes(5000), "zero bytes"),
    "broken JSON": no_notebook(b'{"cells": 1, ', "damaged"),
    "JSON of something else": no_notebook(b'{"name": "x"}', "no notebook"),
    "nested without end": no_notebook(b"[" * 100_000, "nested too deeply"),
    "millions of values": no_notebook(b'{"cells": [' + b"[]," * 4_000_000 + b"[]]}", "values"),
    "60 MB": no_notebook(b'{"cells": ["' + b"x" * 60 * 2**20 + b'"]}', "60.0 MB"),
    "a web page": no_notebook(b"<!DOCTYPE html><html></html>", "web page"),
    "a PDF": no_notebook(b"%PDF-1.7 ...", "PDF"),
    "a Word file": files(packed({"word/document.xml": b"<w/>"}, NOTEBOOK), "Word", state="failed", earned=NOTHING),
    "a Python script": no_notebook(RIGHT["double"].encode(), "Python script"),
    "a link to the source": link(f"../../../source/small/{NOTEBOOK}"),
    "a link to the gradebook": link("../../../gradebook.db"),
    "a link to another student's work": link(f"../../001/small/{NOTEBOOK}"),
    "a link to /dev/zero": link("/dev/zero"),
    "a pipe": files(lambda desk: os.mkfifo(desk.path()), "pipe", state="failed", earned=NOTHING),
    "a folder named like the notebook": files(lambda d: d.path().mkdir(), "missing", state="failed", earned=NOTHING),
    "nothing but notes": files(lambda d: d.put(b"sorry", "notes.txt"), "missing", state="failed", earned=NOTHING),
    "an empty folder": files(lambda d: d.folder.mkdir(), "missing", state="failed", earned=NOTHING),
    "another notebook": data(other_tasks, "No answer of this assignment", state="flagged", earned=NOTHING),
}


def _unreadable(desk: Desk) -> None:
    desk.write(desk.answered())
    desk.path().chmod(0)


def _linked_folder(desk: Desk) -> None:
    desk.folder.symlink_to("../001/small")


def _two_notebooks(desk: Desk) -> None:
    desk.write(desk.answered())
    desk.write(desk.answered(mean="def mean(n): return 0"), "small-old.ipynb")


PACKED: Mapping[str, Entry] = {
    "an extra notebook": files(_two_notebooks, "more than one file", state="flagged"),
    "a renamed notebook": files(lambda d: d.write(d.answered(), "small (2).ipynb"), "was taken for"),
    "a name that is no UTF-8": files(lambda d: d.put(_bytes(d), b"l\xf6sung small.ipynb"), "was taken for"),
    "an archive": files(packed({"small.ipynb": None})),
    "an archive with ways out": files(
        packed({"../../../../source/small/small.ipynb": b"x", "/etc/x": b"x", "small.ipynb": None}), "leads out"
    ),
    "a bomb": files(packed({"small.ipynb": None, "bomb": bytes(40 * 2**20)}), "zip bomb"),
    "an archive that is cut off": files(
        lambda d: d.put(b"PK\x03\x04" + b"x" * 500, "work.zip"), "damaged", state="failed", earned=NOTHING
    ),
    "a file instead of a folder": files(lambda d: d.folder.write_bytes(_bytes(d))),
    "a folder that is a link": files(_linked_folder, "link", state="failed", earned=NOTHING),
    "a file and its folder": files(lambda d: (d.write(d.answered()), d.put(b"", "a"), d.put(b"", "a\\b")), "same name"),
    "an own timestamp": files(lambda d: (d.write(d.answered()), d.put(b"9999-99-99 never", "timestamp.txt"))),
}
if os.geteuid() != 0:  # nothing is unreadable to root
    PACKED = {**PACKED, "without permission": files(_unreadable, "cannot be opened", state="failed", earned=NOTHING)}
NAMES = {
    "a student called summary": "summary",
    "a student with spaces and an apostrophe": "O'Neill Zoë & x",
    "a student with braces": "{student_id}",
    "a student in Chinese": "李小龙",
    "a student with a percent sign": "100%s",
    "a student with a dash": "--force",
    "a student with a star": "*",
    "a student with a very long name": "x" * 128,
}
NO_NAMES = {
    "a student whose name is no UTF-8": b"m\xfcller".decode("utf-8", "surrogateescape"),
    "a student with a line break": "a\nb",
    "a student with markup": 'O\'Neill "Zoë" & <b>x',
    "a student with a name that is too long": "x" * 200,
}
STUDENTS: Mapping[str, Entry] = {
    title: Entry(lambda desk: desk.write(desk.answered()), state=state, student=name)
    for state, names in (("graded", NAMES), ("missing", NO_NAMES))
    for title, name in names.items()
}
FAULTS_OF_FILES = {**NOTEBOOKS, **NO_NOTEBOOKS, **PACKED, **STUDENTS}
