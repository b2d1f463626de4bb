r"""Mathematics as people type it where JupyterLab shows it: equations in Word, or named at the report's top."""

import pytest

from course.report.equations import with_equations
from course.report.formulas_in_text import MARK, take_out
from course.report.markup import markdown
from course.report.pandoc import read_markup, write_word
from course.report.pictures import Pictures
from tests.report.reading import cell_of, open_word, report_of

# What is typed, and the letters of its equations.
TYPED = {
    r"blanks $ \sigma^2 $ and $\mu $": ["σ2", "μ"],
    r"\\(a^2\\) in the line, \\[b^2\\] below": ["a2", "b2"],
    "\\begin{multline}\na + b \\\\\n+ c\n\\end{multline}": ["a+b+c"],
    "\\begin{flalign}\na &= b\n\\end{flalign}": ["a =b"],
    "\\begin{alignat}{2} a &= b & c &= d \\end{alignat}": ["a =b c =d"],
    "before\n\\begin{gather*}\na = b\n\\end{gather*}\nafter": ["a=b"],
    "```math\nx^2\n```": ["x2"],
    r"$`y^2`$ as on GitHub": ["y2"],
    "| $a|b$ | $c$ |\n|---|---|\n| $p(x|z)$ | 1 |": ["a∣b", "c", "px∣z"],
    r"**bold $x_1$ and $x_2$** and *$a_b$ it*": ["x1", "x2", "ab"],
    r"<div>$h_1$</div>": ["h1"],
    r"$x \text{ if $y$}$": ["x if y"],
    r"$\begin{array}{c|c} a & b \\ \hline c & d \end{array}$": ["abcd"],
    r"$\begin{array}[t]{|l|r|} a & b \end{array}$": ["ab"],
    r"$\xrightarrow[a]{b}$": ["→ba"],
    r"$x = 1 \tag{3}$ and \eqref{kl}": ["x=1\u2001\u2001(3)", "(kl)"],
    r"$\cal N(0, 1)$ ${\bf x}$ ${\rm KL}$": ["N0,1", "x", "KL"],
    r"$\newcommand{\kl}[2]{D(#1\|#2)}$ then $\kl{q}{p}$": ["Dq∥p"],
    r"$\def\E{\mathbb{E}} \E[x]$": ["Ex"],
    r"$\DeclareMathOperator*{\best}{best} \best_x$ and again $\best_y$": ["bestx", "besty"],
    r"$\color{red}{u} + \textcolor{blue}{v}$ ${a \over b}$ $\mathbbm{1}$": ["u+v", "ab", "1"],
    r"$\begin{dcases} a & b \end{dcases}$ $\dbinom nk$ $\coloneqq$": ["ab", "nk", ":="],
    r"costs 5$ or 10$, and $5 and $10, \$7, `$code$`": [],
    "    $indented$\n\n~~~\n$fenced$\n~~~": [],
}


def word_of(text, folder):
    """A text as a Word file, and the formulas that are not equations in it."""
    blocks, left = with_equations(markdown(text, Pictures(folder), {}))
    word, refused = write_word({"title": "t"}, read_markup("", "commonmark")[0], blocks, folder)
    return open_word(word), left + refused


def test_every_formula_that_jupyterlab_shows_is_an_equation_of_words(tmp_path):
    word, left = word_of("\n\n".join(TYPED), tmp_path)
    assert left == []
    assert word.formulas == [formula for formulas in TYPED.values() for formula in formulas]
    for kept in ("costs 5$ or 10$, and $5 and $10, $7, $code$", "$indented$", "$fenced$"):
        assert kept in word.text


def test_formulas_without_an_equation_stand_as_typed_and_are_named_at_the_top(answered):
    cell_of(answered, "answer-inverse")["source"] = r"$\cancel{x}$, $\ce{H2O} + (1)$ and $y^2$"
    report = report_of(answered)
    (warning,) = (text for text in report.paragraphs("Warning") if "equation" in text)
    assert warning == r"There is no equation in Word for 2 formulas, shown as typed: \cancel{x}; \ce{H2O} + (1)."
    assert report.text.count(r"\ce{H2O} + (1)") == 2
    assert report.formulas == ["y2"]


@pytest.mark.parametrize(
    "text", [r"$\newcommand{\x}{\x\x} \x$", r"$\def\a{\b\b}\def\b{\c\c}\def\c{\d\d}\def\d{\e\e}\def\e{\a\a} \a$"]
)
def test_macros_without_an_end_are_left_as_typed(text, tmp_path):
    word, left = word_of(text, tmp_path)
    assert len(left) == 1
    assert word.formulas == []


@pytest.mark.parametrize("begun", ["$ ", "$x{", r"\begin{a}", "`", r"\\\\(", "$$ ", "```\n", r"\newcommand{\a}{"])
def test_texts_that_only_begin_formulas_are_read_in_seconds(begun):
    text, found = take_out(begun * 500)
    assert MARK.sub(lambda mark: found[int(mark[1])].source, text) == begun * 500
