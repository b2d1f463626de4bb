"""Markdown, formulas, code and outputs as parts of a page."""

import nbformat
import pytest
from nbformat.v4 import new_output

from course.grading.pages.render import CLOSE, LONGEST_TEXT, OPEN, Allowance, code, markdown, outputs, plain
from course.grading.safe.mathml import mathml
from scripts.course_copy import ROOT
from tests.grading.pages.hostile import HOME, MARKDOWN
from tests.grading.pages.parsing import found_in

LESSONS = sorted((ROOT / "source").glob("*/*.ipynb"))


@pytest.mark.parametrize("text", MARKDOWN)
def test_rendered_markdown_runs_and_loads_nothing(text):
    tags, attributes = found_in(markdown(text))
    assert not tags & {"script", "style", "svg", "iframe", "object", "embed", "meta", "link", "base", "form", "input"}
    assert all(value.startswith(HOME) for _, name, value in attributes if name == "href")
    assert all(value.startswith("data:image/") for _, name, value in attributes if name == "src")
    assert not [name for _, name, _ in attributes if name.startswith("on") or name == "id"]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_formula_of_the_lessons_becomes_mathml(path):
    cells = nbformat.read(path, as_version=4).cells
    shown = [markdown(cell.source) for cell in cells if cell.cell_type == "markdown"]
    assert sum(text.count("<math ") for text in shown) >= 7
    assert not [text for text in shown if 'class="tex"' in text or OPEN in text]


def test_a_formula_stays_a_formula():
    assert mathml(r"\frac{1}{2}") == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="\\frac{1}{2}">'
        "<mrow><mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac></mrow></math>"
    )
    assert 'display="block"' in markdown("$$a = b$$")


@pytest.mark.parametrize("tex", [r"\frac{", "{" * 200, "x^" * 3000, r"\begin{matrix}" * 90, "^" * 1500, r"\sqrt" * 399])
def test_what_is_no_formula_or_too_long_stays_readable(tex):
    assert tex[:50].replace("^", "^") in mathml(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>window.ran = 1</script>}",
        r"\href{javascript:window.ran=1}{x}",
        r"\style{background:url(http://evil.test)}{x}",
        r'\color{"><script>}{x}',
        r"\text{</math><img src=x onerror=1>}",
    ],
)
def test_nothing_but_a_formula_comes_out_of_one(tex):
    tags, attributes = found_in(mathml(tex))
    assert tags <= {"math", "mrow", "mtext", "mi", "mo", "mn", "mstyle"}
    assert {name for _, name, _ in attributes} <= {"xmlns", "alttext", "stretchy", "mathvariant"}


@pytest.mark.parametrize(
    "text", ["![$x$](http://a/b)", '<b title="$x$">y</b>', f"{OPEN}0{CLOSE} $x$", '<i title="$"$">']
)
def test_a_formula_within_a_tag_breaks_nothing(text):
    tags, attributes = found_in(markdown(text))
    assert tags <= {"p", "img", "b", "i", "math", "mrow", "mi"}
    assert {name for _, name, _ in attributes} <= {"alt", "title", "style", "xmlns", "alttext", "mathvariant"}


def test_headings_of_a_notebook_come_below_those_of_the_page():
    assert markdown("# a\n\n## b") == "<h3>a</h3>\n<h4>b</h4>\n"


def test_attached_pictures_are_shown_with_their_words():
    shown = markdown("![my plot](attachment:a.png)", {"a.png": {"image/png": "AAAA"}})
    assert '<img alt="my plot" style="max-width:100%" src="data:image/png;base64,AAAA">' in shown


def test_code_has_colours_and_is_escaped():
    shown = code("def f():\n    return '</pre><script>'")
    assert '<span class="k">def</span>' in shown
    assert "<script>" not in shown


def test_long_text_is_cut_with_the_number_of_what_is_missing():
    assert "(5 more characters)" in plain("x" * (LONGEST_TEXT + 5))


def test_colours_of_a_terminal_are_left_out():
    assert plain("\x1b[31mred\x1b[0m <b>") == '<pre class="output">red &lt;b&gt;</pre>'


def test_a_page_has_room_for_so_much_and_says_when_it_is_full():
    figure = new_output("display_data", {"image/png": "A" * 4000})
    shown = outputs([figure] * 5, Allowance(10_000))
    assert shown.count("data:image/png") == 2
    assert shown.count("are left out") == 3


def test_pictures_have_words_for_those_who_do_not_see_them():
    figure = new_output("display_data", {"image/png": "AAAA", "text/plain": "<Figure size 640x480 with 1 Axes>"})
    assert 'alt="a figure"' in outputs([figure], Allowance())
