import re

import pytest

from course.report.formulas import is_sound, portable
from course.report.markup import column_widths
from course.report.notebook import Cell
from course.report.pandoc import read_markup
from course.report.result_cells import results_of
from course.report.task_states import out_of_order
from scripts.report_styles import TARGET, reference
from tests.report.reading import open_word


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (r"\sum_i (x_i + 1)", r"\sum_i \left(x_i + 1\right)"),
        (r"p(x)^2", r"p\left(x\right)^2"),
        (r"\log p(x|z)", r"\log p\left(x\mid z\right)"),
        (r"[0, 1)", r"[0, 1)"),
        (r"\sqrt[3]{x}", r"\sqrt[3]{x}"),
        (r"\frac{(a}{b)}", r"\frac{(a}{b)}"),
        (r"\left|x\right| + \|y\|", r"\left|x\right| + \|y\|"),
        (r"\bigl(x\bigr)", r"\bigl(x\bigr)"),
        (r"\text{(see 1)}", r"\text{(see 1)}"),
        (r"\begin{cases} (a & b) \end{cases}", r"\begin{cases} (a & b) \end{cases}"),
    ],
)
def test_brackets_are_paired_and_bars_marked_where_that_is_safe(typed, expected):
    assert portable(typed) == expected


def test_aligned_lines_become_a_matrix_with_something_before_each_sign():
    made = portable(r"\begin{align} a &= b \\ &= c \end{align}")
    assert re.sub(r"\s+", "", made) == r"\begin{array}{ll}a&\text{}=b\\\text{}&\text{}=c\end{array}"


def test_formulas_that_would_take_for_ever_are_not_tried():
    assert is_sound(r"\frac{1}{\sqrt{2\pi\sigma^{2}}} e^{-\frac{(x-\mu)^2}{2\sigma^2}}")
    assert not is_sound("a" + "_{a" * 20 + "}" * 20)
    assert not is_sound("x" * 3000)


def test_markup_is_read_without_opening_what_it_names(tmp_path):
    (tmp_path / "page.html").write_text("<p>outside</p>", encoding="utf-8")
    _, blocks = read_markup(f'<iframe src="{(tmp_path / "page.html").as_uri()}"></iframe>', "html")
    assert "outside" not in str(blocks)


def test_columns_are_as_wide_as_their_texts_and_words_are_kept_whole():
    assert column_widths([["d", "error"], ["8", "0.017"]], 2) == [4 / 72, 8 / 72]
    narrow, wide = column_widths([["0.01734", "a long heading " * 10]], 2)
    assert narrow >= len("0.01734") / 72
    assert narrow + wide == pytest.approx(1)


@pytest.mark.parametrize(
    ("counts", "late"),
    [
        ([1, 2, 3], set()),
        ([5, None, 7, 9], set()),
        ([1, 40, 2, 3], {1}),
        ([4, 5, 1, 6], {2}),
        ([None, None], set()),
    ],
)
def test_the_fewest_cells_explain_a_strange_order(counts, late):
    assert out_of_order([Cell("code", "lesson", "x", count=count) for count in counts]) == late


def test_results_are_cells_that_build_on_an_answer_directly_or_not():
    cells = [
        Cell("code", "lesson", "import math\nfrom course.figures import show"),
        Cell("code", "answer", "def mine(x):\n    return math.sqrt(x)"),
        Cell("code", "lesson", "kernel = [1, 2]\nvalue = mine(kernel[0])"),
        Cell("code", "lesson", "show(value)"),
        Cell("code", "lesson", "show(kernel)"),
        Cell("code", "lesson", "value = 3"),
        Cell("code", "lesson", "show(value)"),
        Cell(
            "code", "lesson", "%matplotlib inline\nnets = {}\nnets[1] = Net()\ntrain(nets[1], loss=lambda p: mine(p))"
        ),
        Cell("code", "lesson", "def use():\n    return nets[1]"),
        Cell("code", "lesson", "broken ("),
    ]
    assert results_of(cells) == {2, 3, 7, 8}


def test_the_reference_document_is_what_the_script_makes():
    made, kept = open_word(reference()), open_word(TARGET.read_bytes())
    assert made.parts == kept.parts
