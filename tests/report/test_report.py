import base64
import io
import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import ExifTags, Image

from course.authoring.build import ROOT
from course.notebook.cells import is_answer
from course.notebook.task_list import Task, TaskList
from course.report.document import make_report
from course.report.notebook import Cell, Notebook, parse_notebook, read_notebook
from tests.report.conftest import OWN, WRONG, png
from tests.report.reading import M, W, cell_of, open_word, own_cell, report_of

ASSIGNMENTS = sorted(path.name for path in (ROOT / "lessons").iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def report(_executed):
    return report_of(_executed)


def test_the_head_says_which_exercise_and_whose(report):
    assert report.paragraphs("Title") == ["Exercise 3-1: Convolution and fractionally strided convolution"]
    assert report.paragraphs("Author") == ["Ada Lovelace (123)"]


def test_word_finds_every_part_of_the_file_once(report):
    relations = report.parts["word/_rels/document.xml.rels"].decode()
    names = re.findall(r'\bId="([^"]*)"', relations)
    assert len(names) == len(set(names))
    parts = re.findall(r'PartName="/([^"]*)"', report.parts["[Content_Types].xml"].decode())
    assert len(parts) == len(set(parts))
    assert set(parts) <= set(report.parts)
    (footer,) = (part for part in parts if part.startswith("word/footer"))
    assert b"NUMPAGES" in report.parts[footer]


def test_tasks_stand_in_the_notebooks_order_below_their_sections(report):
    assert report.paragraphs("Heading2") == [
        "Task 1: one kernel, every channel",
        "Task 2: build C",
        "Task 3: the backward pass",
        "Written answer 1",
        "Task 4: what could the input have been?",
    ]
    sections = ["1 A photograph, smaller and larger again", "2 Convolution is a matrix", "3 Sizes"]
    assert report.paragraphs("Heading1") == ["Summary", *sections]


def test_the_table_says_what_became_of_each_check(report):
    assert report.verdicts["Task 1"] == report.verdicts["Task 2"] == "passed"
    assert report.verdicts["Task 3"].startswith("failed: ")
    assert "expected" in report.verdicts["Task 3"]
    assert report.verdicts["Task 4"] == "open"
    assert report.verdicts["Task 9"] == "its cell is missing from the notebook"
    assert report.verdicts["Written answer 1"].endswith(" words")
    assert "2 of 15 checks passed (5 of 28 points); 1 of 2 written answers given." in report.text
    assert report.paragraphs("Warning") == ["Not answered: Task 4."]


def test_a_failed_checks_message_stands_whole_below_the_code(report, answered):
    (error,) = (o for o in cell_of(answered, "test-backward")["outputs"] if o["output_type"] == "error")
    assert error["evalue"].strip() in report.paragraphs("Output")


def test_code_stands_whole_and_in_colours(report, answered):
    code = report.paragraphs("SourceCode")
    own = [cell_of(answered, name)["source"] for name in ("down-and-up", "conv-matrix")]
    assert code == [*own, WRONG, OWN]
    kinds = {style.get(f"{W}val") for style in report.root.iter(f"{W}rStyle")}
    assert {"KeywordTok", "StringTok"} <= kinds or {"KeywordTok", "CommentTok"} <= kinds


def test_figures_keep_their_alt_texts_as_captions_and_as_descriptions(report):
    alts = report.alt_texts
    assert len(alts) == 3  # the matrix of task 2, the student's own figure, the sketch
    assert alts[0].startswith("A matrix of 4 rows and 16 columns.")
    assert alts[2] == "my sketch"
    captions = report.paragraphs("ImageCaption")
    assert captions == [f"Figure 1. {alts[0]}", "Figure 2."]


def test_formulas_are_words_own_equations(report):
    inline, block = report.formulas
    assert inline == "C⊤y≠x"
    assert "μi2+σi2−1" in block
    assert len(list(report.root.iter(f"{M}f"))) == 1  # the fraction is one
    assert "$" not in "".join(report.paragraphs("BodyText") + report.paragraphs("FirstParagraph"))


def test_own_cells_are_in_and_demonstrations_imports_and_hints_are_not(report):
    assert "A remark of my own." in report.text
    assert "my own number 42" in report.paragraphs("Output")
    assert "from course" not in report.text
    assert "Hint" not in report.text
    assert "ConvolutionExplorer" not in report.text


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_notebook_that_was_not_run_says_so(assignment, solved):
    notebook = solved(assignment)
    report = report_of(notebook)
    (warning,) = report.paragraphs("Warning")
    assert warning.startswith("This notebook was not run")
    states = {state for task, state in report.verdicts.items() if task.startswith("Task")}
    assert states == {"not run"}
    answers = [cell for cell in notebook["cells"] if is_answer(cell)]
    code = [cell["source"] for cell in answers if cell["cell_type"] == "code"]
    shown = "\n".join(report.paragraphs("SourceCode"))
    assert [source for source in code if source not in shown] == []
    assert len(report.paragraphs("Heading2")) == len(answers)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_released_notebook_says_that_nothing_is_answered(assignment):
    (file,) = (ROOT / "release" / assignment).glob("*.ipynb")
    report = report_of(json.loads(file.read_text(encoding="utf-8")))
    assert report.paragraphs("Warning") == ["Nothing has been answered in this notebook yet."]
    assert set(report.verdicts.values()) == {"open"}
    assert report.paragraphs("SourceCode") == []


def test_only_the_task_that_ran_out_of_order_is_named(answered):
    cell_of(answered, "down-and-up")["execution_count"] = 500
    report = report_of(answered)
    assert any("another order than they stand in (Task 1)" in warning for warning in report.paragraphs("Warning"))
    assert [verdict for verdict in report.paragraphs("Verdict") if "another order" in verdict] == [
        "2 points · check passed · its cells were run in another order than they stand in"
    ]


def test_an_unrun_check_of_an_answer_is_pointed_out(answered):
    cell_of(answered, "test-conv-matrix").update(execution_count=None, outputs=[])
    report = report_of(answered)
    assert report.verdicts["Task 2"] == "not run"
    assert "Answered, but the check was not run: Task 2." in report.paragraphs("Warning")


def test_a_changed_cell_of_the_lesson_shows_its_code(answered):
    cell = cell_of(answered, "2-convolution-is-a-matrix--5")
    assert "".join(cell["source"]) not in report_of(answered).paragraphs("SourceCode")
    cell["source"] = "".join(cell["source"]) + "  # with my change"
    assert cell["source"] in report_of(answered).paragraphs("SourceCode")


@pytest.mark.parametrize("left", ["nbgrader's metadata", "ids, moved by Colab", "nothing"])
def test_names_of_cells_may_have_been_lost_on_the_way(left, answered, report):
    for cell in answered["cells"]:
        kept = {"nbgrader": cell["metadata"].get("nbgrader")} if left.startswith("nbgrader") else {}
        cell["metadata"] = {name: value for name, value in kept.items() if value}
        name = cell.pop("id")
        if left.startswith("ids"):
            cell["metadata"]["id"] = name
    verdicts = report_of(answered).verdicts
    lost = {"Written answer 1"} if left == "nothing" else set()  # a text without a name could be any text
    for task in report.verdicts.keys() - lost:
        assert verdicts[task] == report.verdicts[task]


def test_nothing_outside_the_notebook_is_opened_or_fetched(answered, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(base64.b64decode(png(77, 77)))
    cell_of(answered, "answer-inverse")["source"] = (
        f"![local]({secret}) ![relative](secret.png) ![remote](http://127.0.0.1:9/x.png) ![none](attachment:a.png)\n\n"
        f'<img src="file://{secret}" alt="raw"> <iframe src="file:///etc/hostname"></iframe>\n\n'
        f"<script>alert('no')</script>\n\n[file](file://{secret}) [run](javascript:run) [web](https://example.org/)\n\n"
        f"<p>kept <b>text</b></p>"
    )
    report = report_of(answered)
    assert len(report.pictures) == 2  # those of the lesson and of the student's code
    assert [first or second for first, second in report.links if "example.com" not in first + second] == [
        "https://example.org/"
    ]
    assert "alert(" not in report.text
    assert "kept text" in report.text
    for name in ("local", "relative", "remote", "none", "raw"):
        assert f"(The picture “{name}” is not in the notebook" in report.text


def test_pictures_that_vs_code_pasted_as_files_are_in_the_report_and_named(answered, tmp_path):
    (tmp_path / "my plot.png").write_bytes(base64.b64decode(png(33, 11)))
    (tmp_path.parent / "other.png").write_bytes(base64.b64decode(png(44, 11)))
    cell_of(answered, "answer-inverse")["source"] = (
        "![beside](my%20plot.png) <img src='my plot.png' alt='tag'> ![above](../other.png) ![text](report.ipynb)"
    )
    path = tmp_path / "report.ipynb"
    path.write_text(json.dumps(answered), encoding="utf-8")
    report = open_word(make_report(read_notebook(path)).word)
    sizes = [Image.open(io.BytesIO(content)).size for content in report.pictures]
    assert ((33, 11) in sizes, (44, 11) in sizes) == (True, False)
    assert [alt for alt in report.alt_texts if alt in ("beside", "tag", "above")] == ["beside", "tag"]
    (warning,) = (text for text in report.paragraphs("Warning") if "beside" in text)
    assert ": my plot.png. In VS Code, choose" in warning
    for name in ("above", "text"):
        assert f"(The picture “{name}” is not in the notebook" in report.text


def test_broken_and_hostile_formulas_stay_as_they_were_typed(answered):
    deep = "a" + "_{a" * 40 + "}" * 40
    cell_of(answered, "answer-inverse")["source"] = rf"$\frac{{1}}$, $\nonsense{{x}}$, ${deep}$ and $x^2$"
    report = report_of(answered)
    assert report.formulas == ["x2"]
    for typed in (r"\frac{1}", r"\nonsense{x}", deep):
        assert typed in report.text


def test_long_outputs_are_shortened(answered):
    place = answered["cells"].index(cell_of(answered, "test-backward")) + 1
    cell = own_cell("code", "for i in range(1000): print(i)") | {"execution_count": 90}
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "\n".join(map(str, range(1000)))}]
    answered["cells"].insert(place, cell)
    (output,) = (text for text in report_of(answered).paragraphs("Output") if "lines are left out" in text)
    assert output.startswith("0\n1\n2\n")
    assert output.endswith("\n998\n999")
    assert output.count("\n") < 25


def test_an_answer_with_two_checks_gets_the_verdict_of_each():
    first = Task("Task 1", "one", "1 Start", 1, "one", "test-one", "", ("f",))
    second = replace(first, check="more-one", points=2)
    failed = {"output_type": "error", "ename": "CheckError", "evalue": "expected 2"}
    cells = [
        Cell("markdown", "lesson", "## 1 Start\n\n### Task 1: one"),
        Cell("code", "answer", "def f():\n    return 1", second, 1),
        Cell("code", "check", "assert f()", first, 2),
        Cell("code", "check", "assert f() == 2", second, 3, [failed]),
    ]
    made = make_report(Notebook("one.ipynb", "one", cells, TaskList((first, second), ())))
    assert made.summary == "1 of 2 checks passed (1 of 3 points)"
    report = open_word(made.word)
    assert report.paragraphs("Heading2") == ["Task 1: one"]
    assert report.paragraphs("Verdict") == ["1 point · check passed", "2 points · check failed", "The check says:"]


def test_a_section_without_a_number_is_named_by_its_words(answered):
    shown = next(cell for cell in answered["cells"] if "A matrix of 4 rows" in json.dumps(cell.get("outputs", "")))
    shown["execution_count"] = 500
    heading = cell_of(answered, "2-convolution-is-a-matrix--1")
    heading["source"] = heading["source"].replace("## 2 Convolution is a matrix", "## To look at")
    (warning,) = (text for text in report_of(answered).paragraphs("Warning") if "another order" in text)
    assert "(section “To look at”)" in warning


def test_a_phones_photograph_stands_upright(answered):
    turned = Image.Exif()
    turned[ExifTags.Base.Orientation] = 6  # a quarter turn to the right
    buffer = io.BytesIO()
    Image.new("RGB", (60, 20)).save(buffer, "JPEG", exif=turned)
    photo = base64.b64encode(buffer.getvalue()).decode()
    cell_of(answered, "answer-inverse")["attachments"] = {"sketch.png": {"image/jpeg": photo}}
    assert (20, 60) in [Image.open(io.BytesIO(content)).size for content in report_of(answered).pictures]


def test_a_figure_in_a_format_that_word_lacks_leaves_a_note(answered):
    cell = next(cell for cell in answered["cells"] if cell["source"] == OWN)
    data = {"image/svg+xml": "<svg/>", "text/plain": "<Figure size 640x480 with 1 Axes>"}
    cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
    assert "(A figure in the format SVG is left out here: draw it as PNG" in report_of(answered).text


def test_a_picture_that_is_none_leaves_a_note(answered):
    cell_of(answered, "answer-inverse")["attachments"] = {"sketch.png": {"image/png": "bm8gcGljdHVyZQ=="}}
    assert "(A picture that cannot be read is left out here.)" in report_of(answered).text


def test_a_source_may_be_a_list_of_lines(answered):
    lines = json.loads(json.dumps(answered))
    for cell in lines["cells"]:
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    same = [cell.source for cell in parse_notebook(lines, "lines.ipynb").cells]
    assert same == [cell.source for cell in parse_notebook(answered, "text.ipynb").cells]


def test_a_report_is_made_without_widgets():
    code = "import sys; sys.modules.update(ipywidgets=None, torch=None); import course.report.document"
    subprocess.run([sys.executable, "-c", code], check=True)
