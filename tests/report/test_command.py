import io
import json
import shutil
import time
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from course.cli import main
from course.errors import CourseError
from course.report import ReportButton, locations, pandoc
from course.report.notebook import parse_notebook, read_notebook
from course.session import colab
from tests.report.reading import cell_of, open_word

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# Debian has LibreOffice's formulas in a package of their own; without it they would be dropped.
FORMULAS = OFFICE and list(Path(OFFICE).resolve().parent.glob("libsmlo*"))
NO_OFFICE = (
    "no LibreOffice with Math; get it with: sudo apt-get install libreoffice-writer-nogui libreoffice-math-nogui"
)


@pytest.fixture
def saved(answered, tmp_path):
    """A student's file."""
    path = tmp_path / "convolution.ipynb"
    path.write_text(json.dumps(answered), encoding="utf-8")
    return path


def test_the_command_writes_the_report_beside_the_notebook(saved, capsys):
    assert main(["report", str(saved), "--name", "Ada Lovelace"]) == 0
    made = saved.with_name("convolution-report.docx")
    assert capsys.readouterr().out == (
        f"{made}: 2 of 15 checks passed (5 of 28 points); 1 of 2 written answers given\n"
    )
    report = open_word(made.read_bytes())
    assert report.paragraphs("Author") == ["Ada Lovelace"]
    assert "From the notebook convolution.ipynb, saved on " in report.text


def test_a_mark_that_an_editor_has_put_before_the_notebook_does_no_harm(saved, capsys):
    saved.write_text(saved.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert main(["report", str(saved), "--name", "Ada Lovelace"]) == 0
    assert "2 of 15 checks passed" in capsys.readouterr().out


def test_a_report_without_a_name_says_so(saved, tmp_path, capsys):
    assert main(["report", str(saved), "--to", str(tmp_path / "mine.docx")]) == 0
    assert "There is no name in it" in capsys.readouterr().out
    assert open_word((tmp_path / "mine.docx").read_bytes()).paragraphs("Author") == ["(no name given)"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("absent.ipynb", None, "is not there; there are: "),
        ("broken.ipynb", '{"cells": [', "was not saved to its end"),
        ("old.ipynb", '{"nbformat": 3, "worksheets": []}', "not a notebook of format 4"),
        ("list.ipynb", "[1, 2]", "not a notebook of format 4"),
        (
            "other.ipynb",
            '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}]}',
            "has no task of this course",
        ),
        (
            "odd.ipynb",
            '{"nbformat": 4, "cells": [1, {"cell_type": "code", "metadata": 7}]}',
            "has no task of this course",
        ),
        (".", None, "is a folder"),
    ],
)
def test_what_is_no_notebook_of_the_course_gets_a_clear_word(name, content, says, saved, capsys):
    path = saved.parent / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["report", str(path)]) == 1
    assert says in capsys.readouterr().err


def test_a_report_that_word_holds_open_and_a_missing_folder_are_named(saved, tmp_path, capsys, monkeypatch):
    assert main(["report", str(saved), "--to", str(tmp_path / "nowhere" / "mine.docx")]) == 1
    assert "choose another place" in capsys.readouterr().err
    assert main(["report", str(saved), "--to", str(tmp_path / "mine.txt")]) == 1
    assert "let it end with .docx" in capsys.readouterr().err
    held = tmp_path / "held.docx"
    held.touch()

    def refuse(self, content):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(type(held), "write_bytes", refuse)
    with pytest.raises(CourseError, match="close it in Word"):
        locations.save(b"", held)


def test_without_pandoc_the_way_to_get_it_is_named(monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(pandoc, "import_module", absent)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    pandoc.pandoc_path.cache_clear()
    try:
        with pytest.raises(CourseError, match="%pip install pypandoc_binary"):
            pandoc.pandoc_path()
    finally:
        pandoc.pandoc_path.cache_clear()


def test_without_libreoffice_the_ways_to_a_pdf_are_named(saved, capsys, monkeypatch):
    monkeypatch.setattr(pandoc.shutil, "which", lambda name: None)
    assert main(["report", str(saved), "--pdf", "--name", "Ada"]) == 1
    said = capsys.readouterr()
    assert "convolution-report.docx: 2 of 15" in said.out
    assert "choose File > Save as > PDF" in said.err


def test_a_text_that_does_not_end_becomes_an_error(monkeypatch):
    monkeypatch.setattr(pandoc, "SECONDS", 0.01)
    with pytest.raises(pandoc.TooSlowError, match="did not come to an end"):
        pandoc.read_markup("*a **b " * 2000, "commonmark")


@pytest.mark.skipif(not FORMULAS, reason=NO_OFFICE)
def test_the_pdf_has_pages_headings_pictures_and_formulas(saved):
    assert main(["report", str(saved), "--name", "Ada Lovelace", "--pdf"]) == 0
    pages = PdfReader(saved.with_name("convolution-report.pdf")).pages
    assert 2 <= len(pages) <= 6
    width, height = (float(side) for side in pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)  # A4
    text = "\n".join(page.extract_text() for page in pages)
    for heading in ("Ada Lovelace", "2 Convolution is a matrix", "Task 3: the backward pass", "Written answer 1"):
        assert heading in text
    assert f"1 / {len(pages)}" in text
    sizes = {Image.open(io.BytesIO(image.data)).size for page in pages for image in page.images}
    assert (40, 20) in sizes  # the sketch
    assert len(sizes) == 3
    letters = {char for char in text if char in "μσ∑⊤≠"}
    assert letters == set("μσ∑⊤≠")  # drawn, not dropped
    assert "¿" not in text  # LibreOffice's mark for what it misses in a formula


def press(button):
    button.button.click()
    return button.status.value


def test_the_button_makes_the_report_of_the_notebook_it_stands_in(saved, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(saved))
    button = ReportButton("3-1-convolution")
    button.name.value, button.number.value = "Ada Lovelace", "123"
    said = press(button)
    assert 'role="status"' in said
    assert "2 of 15 checks passed" in said
    assert 'download="convolution-report.docx"' in said
    made = open_word(saved.with_name("convolution-report.docx").read_bytes())
    assert made.paragraphs("Author") == ["Ada Lovelace (123)"]
    assert not button.button.disabled


def test_the_button_asks_for_the_path_where_it_cannot_know_it(saved, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    button = ReportButton("3-1-convolution")
    assert button.path.layout.display == "none"
    assert 'role="alert"' in press(button)
    assert button.path.layout.display is None
    button.path.value = f'"{saved}"'  # as Windows copies it
    assert "There is no name in it yet." in press(button)


class Shell:
    """What a kernel knows of the cell that ran last."""

    def __init__(self, count, text):
        self.history_manager = self
        self.input_hist_raw = [""] * count + [text]


def test_a_file_is_behind_until_the_cell_that_ran_last_stands_in_it(saved, answered):
    notebook = read_notebook(saved)
    check = cell_of(answered, "test-input-sizes")
    assert not locations.is_behind(notebook, Shell(check["execution_count"], check["source"]))
    assert locations.is_behind(notebook, Shell(check["execution_count"], "print('another text')"))
    assert locations.is_behind(notebook, Shell(99, check["source"]))
    assert not locations.is_behind(notebook, Shell(0, ""))  # a fresh kernel
    assert not locations.is_behind(parse_notebook(answered, "open in Colab"), Shell(99, ""))


def test_on_colab_the_notebook_is_asked_for_as_it_stands(answered, monkeypatch):
    class Messages:
        @staticmethod
        def blocking_request(what, request, timeout_sec):
            assert what == "get_ipynb"
            return {"ipynb": answered}

    monkeypatch.setattr(colab, "colab_module", lambda name: Messages if name == "_message" else None)
    notebook, target = locations.running_notebook("3-1-convolution", {})
    assert notebook.assignment == "3-1-convolution"
    assert target.name == "3-1-convolution-report.docx"
    monkeypatch.setattr(Messages, "blocking_request", staticmethod(lambda *_, **__: None))
    with pytest.raises(CourseError, match="Colab did not hand over"):
        locations.running_notebook("3-1-convolution", {})


def test_in_jupyterlab_the_student_saves_presses_and_downloads(saved, answered, jupyterlab, page):
    """The kernel is fresh: the form's cell is the first that runs."""
    form = {"cell_type": "code", "id": "frame-report", "metadata": {}, "outputs": [], "execution_count": None}
    answered["cells"] = [
        answered["cells"][0],
        form | {"source": 'from course.report import ReportButton\n\nReportButton("3-1-convolution")'},
    ]
    answered["cells"] += [{"cell_type": "markdown", "id": "answer-inverse", "metadata": {}, "source": "My own words."}]
    saved.write_text(json.dumps(answered), encoding="utf-8")
    with jupyterlab(saved.parent) as (address, token):
        page.goto(f"{address}/lab/tree/{saved.name}?token={token}")
        page.get_by_text("| Idle").wait_for()
        page.locator(".jp-CodeCell .cm-content").click()
        page.keyboard.press("Control+Enter")
        page.get_by_label("Name", exact=True).fill("Ada Lovelace")
        button = page.get_by_role("button", name="Make the report")
        button.click()
        page.get_by_text("You have run cells since").wait_for()
        before = saved.stat().st_mtime_ns
        page.keyboard.press("Control+s")
        deadline = time.monotonic() + 20
        while saved.stat().st_mtime_ns == before and time.monotonic() < deadline:
            page.wait_for_timeout(100)
        button.click()
        with page.expect_download() as download:
            page.get_by_text("Download the Word file").click()
        content = Path(download.value.path()).read_bytes()
    report = open_word(content)
    assert report.paragraphs("Author") == ["Ada Lovelace"]
    assert "My own words." in report.text
    assert content == saved.with_name("convolution-report.docx").read_bytes()
