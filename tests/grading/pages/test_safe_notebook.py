"""sanitised: what is kept of a graded notebook, and that grades read from it stay the same."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from nbgrader.utils import determine_grade

from course.explorers import ConvolutionExplorer
from course.grading.safe.safe_html import JOINER
from course.grading.safe.safe_notebook import Sanitise, sanitised
from tests.grading.pages.building import added, answer, check, error, notebook, question, written
from tests.grading.pages.hostile import MARKDOWN

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"


def shown(output):
    """The output as it is stored."""
    (kept,) = sanitised(notebook(answer("x", [output]))).cells[1].outputs
    return kept


def display(metadata=None, **forms):
    data = {name.replace("_", "/"): form for name, form in forms.items()}
    return new_output("display_data", data, metadata=metadata or {})


def test_text_pictures_and_streams_stay():
    assert shown(display(text_plain="a\nb")).data == {"text/plain": "a\nb"}
    assert shown(display(image_png=f"{PNG}\n")).data == {"image/png": PNG}
    assert shown(new_output("stream", name="stderr", text="<b>")).text == "<b>"


def test_sizes_of_pictures_stay_and_other_metadata_go():
    metadata = {"image/png": {"width": 9, "height": "9 onerror=x", "alt": "<"}, "filenames": {"image/png": "/etc/x"}}
    assert shown(display(metadata, image_png=PNG)).metadata == {"image/png": {"width": 9}}


def test_what_cannot_be_written_to_a_file_is_replaced():
    half = "a\ud800b"
    for output in (
        new_output("stream", name="stdout", text=half),
        new_output("error", ename=half, evalue=half, traceback=[half]),
        display(text_plain=half, text_html=half),
        new_output("display_data", {half: "x"}),
    ):
        nbformat.writes(sanitised(notebook(answer("x", [output])))).encode("utf-8")


@pytest.mark.parametrize("packed", ['AAAA" onerror="x', "A A<", "", "="])
def test_a_picture_that_is_none_is_left_out(packed):
    kept = shown(display(image_png=packed, text_plain="a figure"))
    assert kept.data == {"text/plain": "a figure"}


def test_an_svg_becomes_a_picture_in_which_nothing_runs():
    kept = shown(new_output("display_data", {"image/svg+xml": "<svg><script>1</script></svg>"}))
    assert set(kept.data) == {"text/html"}
    assert kept.data["text/html"].startswith('<img alt="" style="max-width:100%" src="data:image/svg+xml;base64,')


@pytest.mark.parametrize("kind", ["application/javascript", "text/latex", "application/vnd.jupyter.widget-view+json"])
def test_what_has_no_harmless_form_says_that_it_is_left_out(kind):
    assert shown(new_output("display_data", {kind: "x"})).data == {"text/plain": f"(An output is left out: {kind})"}


def test_a_widget_keeps_its_still_picture():
    still = ConvolutionExplorer()._repr_mimebundle_()
    kept = shown(new_output("display_data", still))
    assert "data:image/svg+xml;base64," in kept.data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" not in kept.data


def test_malformed_outputs_do_no_harm():
    odd = notebook(answer("x"))
    odd.cells[1].outputs = [
        nbformat.from_dict({"output_type": kind, "data": data, "ename": 1, "evalue": [], "traceback": trace, "text": 7})
        for kind in ("stream", "error", "display_data", "execute_result", "unheard of", None)
        for data in (None, [], {"text/html": {"a": 1}, "image/png": []})
        for trace in (None, "text", [None, 3, "line"])
    ]
    safe = sanitised(odd)
    nbformat.validate(safe)
    assert len(safe.cells[1].outputs) == 54


@pytest.mark.parametrize(
    ("outputs", "points"),
    [
        ([], 3),
        ([error("ValueError", "x")], 0),
        ([new_output("execute_result", {"text/plain": "1.5"}, execution_count=4)], 1.5),
        ([new_output("stream", name="stdout", text="warning")], 3),
    ],
)
def test_nbgrader_reads_the_same_points_from_it(outputs, points):
    made = notebook(answer("x"), check(outputs))
    assert determine_grade(made.cells[2]) == (points, 3)
    assert determine_grade(sanitised(made).cells[2]) == (points, 3)


def test_code_and_the_lessons_own_text_stay_letter_by_letter():
    own = new_markdown_cell('<details><summary>Hint</summary><img src="data:image/png;base64,AAAA" alt="x"></details>')
    made = notebook(own, answer("x = '<script>'"), check(), question())
    assert [cell.source for cell in sanitised(made).cells] == [cell.source for cell in made.cells]


def test_texts_of_students_are_neutral_wherever_they_stand():
    attack = "<script>1</script>"
    made = notebook(written(attack), added(new_markdown_cell(attack)), added(new_raw_cell(attack)))
    cells = sanitised(made).cells[1:]
    assert [cell.cell_type for cell in cells] == ["markdown"] * 3
    assert {cell.source for cell in cells} == {f"<{JOINER}script>1<{JOINER}/script>"}


def test_an_untouched_answer_is_still_recognised_as_one():
    made = notebook(written("YOUR ANSWER HERE"))
    assert determine_grade(sanitised(made).cells[1]) == (0, 4)


def test_attached_pictures_stay_and_other_attachments_go():
    cell = written("![a](attachment:a.png) ![b](attachment:b.svg)")
    cell.attachments = {"a.png": {"image/png": PNG, "text/html": "x"}, "b.svg": {"image/svg+xml": "PHN2Zz4="}}
    kept = sanitised(notebook(cell)).cells[1]
    assert kept.attachments == {"a.png": {"image/png": PNG}}
    assert kept.source == f"![a](attachment:a.png) !{JOINER}[b]{JOINER}(attachment:b.svg)"


def test_metadata_of_front_ends_and_students_go():
    made = notebook(answer("x"), added(new_code_cell("y", metadata={"magics_language": "html"})), mended=["a sentence"])
    made.cells[1].metadata["tags"] = ['"><script>']
    made.metadata |= {"widgets": {}, "kernelspec": {"name": "python3"}, "language_info": {"name": "python", "x": 1}}
    safe = sanitised(made)
    assert safe.metadata == {
        "kernelspec": {"name": "python3"},
        "course": made.metadata["course"],
        "language_info": {"name": "python"},
    }
    assert set(safe.cells[1].metadata) == {"nbgrader"}
    assert set(safe.cells[2].metadata) == {"course"}


def test_doing_it_twice_changes_nothing_more_and_the_original_is_left_alone():
    made = notebook(answer("x", [display(text_html="<b>x</b><script>1</script>")]), written("\n\n".join(MARKDOWN)))
    before = copy.deepcopy(made)
    safe = sanitised(made)
    assert made == before
    assert sanitised(safe) == safe


def test_names_are_escaped_for_the_formgraders_page():
    resources = {"first_name": "<b>", "last_name": None, "student": 'a"b', "index": 3}
    _, safe = Sanitise().preprocess(notebook(), resources)
    assert safe == {"first_name": "&lt;b&gt;", "last_name": None, "student": "a&quot;b", "index": 3}
