"""Hints lead and never solve: no hint of a lesson holds a line of a right answer to its task."""

import ast
import html
import re

import pytest

from course.authoring.build import ROOT
from course.authoring.lesson import read_lesson
from course.authoring.rules.texts import HINT, TELLING
from course.notebook.known_answers import read_file
from course.notebook.regions import SOLUTION, region_lines

LESSONS = sorted((ROOT / "lessons").glob("*/*.py"))


def squeeze(text):
    return re.sub(r"\s", "", text)


def tasks(lesson, *kinds):
    """``(grade_id, the text of its hints, the solution's lines)`` of each task of these kinds of cells, in order."""
    text = ""
    for cell in read_lesson(lesson).cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("solution"):
            inside = region_lines(cell.source, SOLUTION)
            solution = [line for number, line in enumerate(cell.source.splitlines(), start=1) if number in inside]
            if cell.cell_type in kinds:
                yield meta["grade_id"], " ".join(hint for _, hint in HINT.findall(text)), solution
            text = ""
        elif cell.cell_type == "markdown":
            text += cell.source


def right_answers(lesson, grade_id):
    """Answers that are known to be right, written in other ways; and good written answers."""
    found = sorted((lesson.parent / "answers").glob(f"{grade_id}.*"))
    assert found, f"{lesson.parent}/answers has no known answers to {grade_id}; docs/authors.md says how to write them"
    return [sample.source for sample in read_file(found[0]) if sample.kind in ("right", "good")]


def without_names(code):
    """The structure of a piece of code: what is left when the names of its variables do not count."""
    try:
        tree = ast.parse(code.strip())
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = "name"
    return ast.dump(tree)


def pieces(code):
    """What an answer computes, statement by statement, and the right sides alone, without the names of variables."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.Return | ast.Expr) and node.value is not None:
            for part in (node, node.value):
                if any(isinstance(inner, ast.Call | ast.BinOp | ast.Subscript) for inner in ast.walk(part)):
                    yield without_names(ast.unparse(part))


def of_all_lessons(*kinds):
    every = ((lesson, task) for lesson in LESSONS for task in tasks(lesson, *kinds))
    return [pytest.param(lesson, *task, id=f"{lesson.parent.name}-{task[0]}") for lesson, task in every]


@pytest.mark.parametrize(("lesson", "grade_id", "hints", "solution"), of_all_lessons("code", "markdown"))
def test_no_hint_holds_a_line_of_a_right_answer(lesson, grade_id, hints, solution):
    told = squeeze(html.unescape(re.sub(r"</?\w+>", "", hints)))
    lines = [*solution, *"\n".join(right_answers(lesson, grade_id)).splitlines()]
    own = [line for line in map(squeeze, lines) if len(line) >= TELLING and not line.startswith(("def", "class"))]
    assert own
    assert [line for line in own if line in told] == []


@pytest.mark.parametrize(("lesson", "grade_id", "hints", "solution"), of_all_lessons("code"))
def test_no_code_in_a_hint_is_a_right_answers_with_other_names(lesson, grade_id, hints, solution):
    code = [html.unescape(piece) for piece in re.findall(r"<code>(.*?)</code>", hints, flags=re.S)]
    right = {piece for answer in right_answers(lesson, grade_id) for piece in pieces(answer)}
    assert right
    assert [piece for piece in code if len(piece) >= TELLING and without_names(piece) in right] == []


def test_a_renamed_line_is_recognised():
    right = set(pieces("def f(x, s):\n    canvas[::s, ::s] = x\n    return mean + noise @ factor.T"))
    assert without_names("c[::t, ::t] = y") in right
    assert without_names("m + eps @ L.T") in right
    assert without_names("m + eps @ L") not in right
    assert without_names("eps @ …") is None
