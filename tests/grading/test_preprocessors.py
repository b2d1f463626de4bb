"""HideTests: what a feedback page keeps of a test cell, and what it must not show."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.grading.preprocessors import HideTests

TEST = """assert area(2) == 4, "area of a 2 × 2 square"
### BEGIN HIDDEN TESTS
assert area(12345) == 152399025, "area of a large one"
### END HIDDEN TESTS
assert area(1) == 1"""


def error(line, message="area of a square", name="AssertionError"):
    """An error as IPython writes it, with colours, for a failure in a line of the test cell."""
    place = f"\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[7]\x1b[39m\x1b[32m, line {line}\x1b[39m\n" + TEST
    deeper = "\x1b[36mCell\x1b[39m \x1b[32mIn[3]\x1b[39m\x1b[32m, line 1\x1b[39m, in area(x)"
    return new_output("error", ename=name, evalue=message, traceback=["-----", name, place, deeper, message])


def graded(source, outputs, **nbgrader):
    meta = {"grade": True, "solution": False, "locked": True, "points": 1, "grade_id": "t"} | nbgrader
    return new_code_cell(source, outputs=outputs, execution_count=7, metadata={"nbgrader": meta})


def hide(cell):
    notebook, _ = HideTests().preprocess(new_notebook(cells=[cell]), {})
    return notebook.cells[0]


def page(cell):
    return cell.source + "\n".join("\n".join(output.get("traceback", [])) for output in cell.get("outputs", []))


def test_hidden_lines_leave_the_source_and_visible_ones_stay():
    assert hide(graded(TEST, [])).source == 'assert area(2) == 4, "area of a 2 × 2 square"\nassert area(1) == 1'


@pytest.mark.parametrize("line", [1, 5])
def test_visible_failure_keeps_its_message_without_the_traceback(line):
    cell = hide(graded(TEST, [error(line, "expected 4,\nbut came 2")]))
    assert cell.outputs[0].traceback == ["AssertionError: expected 4,", "but came 2"]


def test_hidden_failure_says_only_that_it_failed():
    cell = hide(graded(TEST, [error(3, "expected 152399025")]))
    assert "A hidden test failed (AssertionError)" in page(cell)
    assert "152399025" not in page(cell) + cell.outputs[0].evalue


def test_a_chained_error_is_placed_by_the_test_cells_own_line():
    """It begins in the answer's cell, at a line number that is visible in the test cell."""
    chained = error(3, "no entry for 12345", "ValueError")
    chained.traceback.insert(1, "\x1b[36mCell\x1b[39m \x1b[32mIn[3]\x1b[39m\x1b[32m, line 5\x1b[39m, in area(x)")
    assert "12345" not in page(hide(graded(TEST, [chained])))
    chained = error(1, "no entry for 2", "ValueError")
    chained.traceback.insert(1, "\x1b[36mCell\x1b[39m \x1b[32mIn[3]\x1b[39m\x1b[32m, line 3\x1b[39m, in area(x)")
    assert "no entry for 2" in page(hide(graded(TEST, [chained])))


def test_hidden_region_inside_a_helper_counts_as_hidden():
    inside = error(1, "expected 152399025")
    inside.traceback.insert(3, "\x1b[36mCell\x1b[39m \x1b[32mIn[7]\x1b[39m\x1b[32m, line 3\x1b[39m, in check()")
    assert "152399025" not in page(hide(graded(TEST, [inside])))


def test_an_error_named_after_a_hidden_value_loses_its_name():
    cell = hide(graded(TEST, [error(3, "", "E152399025")]))
    assert "152399025" not in page(cell) + cell.outputs[0].ename


@pytest.mark.parametrize(("shown", "kept"), [("0.5", True), ("2", True), ("'got 12345'", False), ("12345 is x", False)])
def test_only_a_plain_number_stays_as_a_result(shown, kept):
    result = new_output("execute_result", {"text/plain": shown, "text/html": "12345"})
    outputs = hide(graded(TEST, [result])).outputs
    assert [dict(output.data) for output in outputs] == ([{"text/plain": shown}] if kept else [])


def test_failure_at_an_unknown_place_counts_as_hidden():
    unknown = new_output("error", ename="DeadKernelError", evalue="152399025", traceback=["no frame here: 152399025"])
    assert "152399025" not in page(hide(graded(TEST, [unknown])))


def test_time_out_is_called_by_its_name():
    timeout = new_output("error", ename="CellTimeoutError", evalue="", traceback=["No reply from kernel"])
    text = page(hide(graded(TEST, [error(1, "", "KeyboardInterrupt"), timeout])))
    assert "No answer within the time limit" in text
    assert "hidden" not in text


def test_unclosed_hidden_region_lasts_to_the_end():
    assert hide(graded(TEST.replace("### END HIDDEN TESTS\n", ""), [])).source.count("\n") == 0


def test_what_a_test_printed_is_dropped_and_partial_credit_stays():
    printed = new_output("stream", name="stdout", text="152399025")
    shown = new_output("display_data", {"text/plain": "152399025"})
    credit = new_output("execute_result", {"text/plain": "0.5"}, execution_count=1)
    assert hide(graded(TEST, [printed, shown, credit])).outputs == [credit]


def test_mark_scheme_leaves_the_question():
    question = "Why?\n### BEGIN MARK SCHEME\n- 1: because\n### END MARK SCHEME\nWrite below."
    meta = {"grade": False, "solution": False, "locked": True, "grade_id": "q"}
    assert hide(new_markdown_cell(question, metadata={"nbgrader": meta})).source == "Why?\nWrite below."


def test_answers_and_plain_cells_keep_text_and_outputs():
    printed = new_output("stream", name="stdout", text="hello")
    answer = graded("print('hello')", [printed, error(1)], grade=False, solution=True)
    plain = new_code_cell("print('hello')", outputs=[printed, error(1)])
    for cell in (answer, plain):
        kept = hide(cell)
        assert (kept.source, kept.outputs) == ("print('hello')", [printed, error(1)])
