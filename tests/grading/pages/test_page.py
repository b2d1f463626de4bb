"""The feedback page: what a student finds on it, and what nobody may find there."""

import dataclasses
import itertools
import re
from datetime import datetime

import bs4
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from course.grading.pages.grades import Grade, Grades
from course.grading.results.flag import Flag
from tests.grading.pages.building import (
    added,
    answer,
    check,
    error,
    failed,
    grades,
    notebook,
    page,
    question,
    written,
)
from tests.small_cells import nbgrader_cell

RIGHT = "def area(x):\n    return x * x"
WRONG = error("CheckError", "area(2): expected 4, but came 8\nLook again at section 1.")
FAILED = failed(what="area(2)", expected="4", received="8", see="section 1")
HEADING = new_markdown_cell("### Written answer 1 (4 points)")
SECRETS = ("12345", "152399025", "a secret of the marker", "HIDDEN", "MARK SCHEME")


def failed_page(**course):
    wrong = answer("def area(x):\n    return x ** 3")
    made = notebook(wrong, check([WRONG]), HEADING, question(), written("Because."), failures=(FAILED,), **course)
    return page(made, grades(area=(0, 3), why=(None, 4)))


def read(html):
    """The page as a tree; code without its colours."""
    soup = bs4.BeautifulSoup(html, "html.parser")
    for coloured in soup.select(".code"):
        coloured.string = coloured.get_text()
    return soup


def text(html):
    return words(read(html).body)


def words(part):
    return " ".join(part.get_text(" ").split())


def test_a_failed_task_says_what_was_expected_what_came_and_where_to_look():
    html = failed_page()
    seen = text(html)
    assert "0 of 7 points so far" in seen
    assert "Look at these first Task 1: the area ✗ not right yet area(2): expected 4, came 8" in seen
    assert "Expected 4 Came 8" in seen
    assert "Where to look: section 1" in seen
    (link,) = read(html).select(".verdict a")
    assert read(html).find(id=link["href"][1:]).find("h4").text == "1 Areas"
    assert "return x ** 3" in seen


def test_a_table_too_large_for_the_list_is_there_in_words():
    rows = "\n".join(f"[{row}. {row}. {row}. {row}.]" for row in range(5))
    more = "18 of 20 values differ; the largest at index 3"
    failure = failed(what="area", expected=f"[{rows}]", received=f"[{rows}]", detail=more)
    made = notebook(answer("def area(x):\n    return x"), check([WRONG]), failures=(failure,))
    seen = text(page(made, grades(area=(0, 3))))
    assert "Look at these first Task 1: the area ✗ not right yet area: 18 of 20 values differ Points" in seen


def test_points_stand_by_section_and_task():
    table = read(failed_page()).table
    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    assert rows == [
        ["Task", "State", "Points"],
        ["1 Areas", "0 of 7"],
        ["Task 1: the area", "✗ not right yet", "0 of 3"],
        ["Written answer 1", "… to be marked", "– of 4"],
    ]


def test_nothing_hidden_is_anywhere_on_the_page():
    printed = new_output("stream", name="stdout", text="12345")
    shown = error("AssertionError", "area(12345): expected 152399025", line=3)
    parts = {"what": "area(12345)", "expected": "152399025", "received": "12345", "detail": "12345", "see": "12345"}
    failure = failed(hidden=True, **parts, error_type="12345", traceback="12345", category="odd sizes")
    made = notebook(answer(RIGHT), check([printed, shown]), question(), written("Because."), failures=(failure,))
    html = page(made, grades(area=(0, 3), why=(2, 4)))
    assert not [secret for secret in SECRETS if secret in html]
    assert "with odd sizes" in text(html), "the kind of input may be said"
    assert text(html).count('expect_equal(area(2), 4, "area(2)", see="section 1")') == 2
    assert "Answer below." in text(html)


def test_a_right_task_is_folded_and_a_wrong_one_open():
    right = page(notebook(answer(RIGHT), check()), grades(area=(3, 3)))
    assert "✓ right" in text(right)
    assert "Look at these first" not in text(right)
    assert not read(right).select_one(".task").has_attr("open")
    assert read(failed_page()).select_one(".task").has_attr("open")


def test_written_answers_wait_or_have_points_and_words_of_the_teacher():
    made = notebook(question(), written("Because $a^2$."))
    waiting = text(page(made, grades(why=(None, 4))))
    assert "Written answers worth 4 points wait for your teacher" in waiting
    assert "gives up to 4 points" in waiting
    marked = dataclasses.replace(grades(why=(2.5, 4)), comments={"answer-why": "Good.\n<b>But</b> why?"})
    html = page(made, marked)
    assert "2.5 of 4 points" in text(html)
    assert "✎ marked" in text(html)
    assert "Your teacher writes: Good. <b>But</b> why?" in text(html)
    assert "<math" in html


def test_a_task_of_nbgraders_shows_what_the_student_has_added_below_it():
    task = nbgrader_cell("why", "Draw a parabola.", points=2, markdown=True)
    task.metadata.nbgrader |= {"grade": False, "task": True, "locked": True}
    mine = added(new_code_cell("draw(parabola)")), added(new_markdown_cell("It **opens** upwards."))
    made = notebook(task, *mine, answer(), check(), added(new_markdown_cell("A note.")))
    (shown,) = read(page(made, Grades({"why": Grade(1.0, 2.0)}))).select(".task .answer")
    assert words(shown) == "draw(parabola) It opens upwards."


def test_points_that_a_person_has_changed_or_added_are_told_apart():
    made = notebook(answer("def area(x):\n    return x"), check([error("AssertionError", "no")]), failures=(failed(),))
    seen = text(page(made, grades(area=(2, 3, 0.0))))
    assert "The tests gave 0 points. Your teacher has changed that to 2 points." in seen
    assert "✎ marked 2 of 3 points" in seen
    assert "right" not in seen
    seen = text(page(notebook(answer(RIGHT), check()), grades(area=(4, 3, None, 1.0))))
    assert "4 of 3 points, 1 of them extra" in seen
    assert "✓ right 3 of 3 + 1 extra" in seen
    assert "Your teacher has added 1 point extra." in seen
    assert "◐ right in part" in text(page(notebook(answer(RIGHT), check()), grades(area=(3, 3, None, 1.0))))


def test_partial_credit_is_neither_right_nor_wrong():
    assert "◐ right in part 1.5 of 3" in text(page(notebook(answer(RIGHT), check()), grades(area=(1.5, 3))))


def test_what_was_put_right_and_limits_that_were_hit_are_said_in_sentences():
    seen = text(
        failed_page(
            mended=("The check of Task 1 had been changed; the original was used.",),
            flags=(
                Flag("repaired", "a check had been changed"),
                Flag("limit", "used more than 2 GB"),
                Flag("limit", "too slow", "test-area"),
            ),
        )
    )
    assert "Put right before grading: The check of Task 1 had been changed; the original was used." in seen
    assert "hit a limit while it ran: used more than 2 GB Task 1: the area: too slow" in seen
    assert "a check had been changed" not in seen


def test_notes_of_grading_stand_beside_the_answer_where_the_notebook_has_none():
    given = dataclasses.replace(grades(area=(3, 3)), remarks={"area": "The cell was missing. No response."})
    seen = text(page(notebook(answer(RIGHT), check()), given))
    assert "The cell was missing." in seen
    assert "No response" not in seen


def test_a_submission_that_could_not_be_graded_says_why_and_what_to_do_and_nothing_else():
    reason = "The file is a PDF file, not a notebook. Hand in the .ipynb file itself."
    refused = new_output("error", ename="NotGraded", evalue=reason, traceback=[f"Not graded: {reason}"])
    record = {"failures": (failed("not graded", detail=reason),), "blank": ("area",)}
    html = page(notebook(answer(), check([refused]), **record), grades(area=(0, 3)))
    assert f"This submission could not be graded. {reason} Points" in text(html), "0 was not earned, and is not shown"
    assert text(html).count(reason) == 1
    assert "Task by task" not in text(html)


def test_a_notebook_without_any_answer_asks_whether_it_is_the_right_file():
    raised = error("NotImplementedError", "write your answer here")
    record = {"failures": (failed("unanswered"),), "blank": ("area", "answer-why")}
    made = notebook(answer(), check([raised]), written("YOUR ANSWER HERE"), **record)
    seen = text(page(made, grades(area=(0, 3), why=(0, 4))))
    assert "this may be the wrong file" in seen
    assert seen.count("○ no answer yet") == 4  # in the table, and at the tasks


def test_what_came_after_the_end_of_the_process_is_told_in_one_line():
    gone = error("DeadKernelError", "gone")
    first = [answer("import os\nos._exit(0)", [gone]), check([gone])]
    second = [answer(RIGHT, [gone], "more"), check([gone], name="test-more", points=2)]
    failures = (failed("process ended"), failed("process gone", "more", see="Task 1: the area"))
    made = notebook(*first, new_markdown_cell("### Task 2"), *second, failures=failures)
    given = grades(area=(0, 3))
    given.cells["test-more"] = dataclasses.replace(given.cells["test-area"], maximum=2)
    seen = text(page(made, given))
    assert "Not checked, because Python had ended before: Task 2" in seen
    assert "– not checked" in seen
    assert "process had ended before, in “Task 1: the area”" in seen
    assert "Task 1: the area ✗ not right yet The notebook’s Python process ended here" in seen


def test_a_notebook_of_an_earlier_version_says_that_it_kept_no_reason():
    seen = text(page(notebook(answer("def area(x):\n    return x"), check([WRONG])), grades(area=(0, 3))))
    assert "✗ not right yet This check did not pass." in seen
    assert "kept no reasons" in seen


def test_who_when_and_what_stand_on_top():
    given = dataclasses.replace(
        grades(area=(3, 3)), name="Amina Okafor", handed_in=datetime(2026, 11, 3, 9, 5), penalty=1
    )
    seen = text(page(notebook(answer(RIGHT), check()), given))
    assert (
        "Exercise 0: Squares Feedback for Amina Okafor (4102) · 0-squares · handed in on 3 November 2026, 09:05 UTC"
        in seen
    )
    assert "2 of 3 points Less 1 point for handing in late." in seen


def test_a_penalty_takes_off_no_more_than_there_is():
    """A mark can be lowered after the penalty was fixed; nbgrader exports 0 then."""
    given = dataclasses.replace(grades(area=(0.5, 3)), penalty=1)
    assert "0 of 3 points" in text(page(notebook(answer(RIGHT), check()), given))


def test_students_own_cells_and_outputs_stand_in_the_notebook_at_the_end():
    own = added(new_code_cell("print(area(5))", outputs=[new_output("stream", name="stdout", text="25\n")]))
    made = notebook(answer(RIGHT), check(), own)
    folded = read(page(made, grades(area=(3, 3)))).select_one("details.notebook")
    assert not folded.has_attr("open")
    assert "Your own cell print(area(5)) 25" in words(folded)


def test_a_notebook_that_was_run_without_a_sandbox_says_so():
    assert "without a sandbox" not in failed_page(sandbox=True)
    assert "without a sandbox" in failed_page(sandbox=False)


def test_the_page_is_one_file_with_a_policy_and_no_script():
    html = failed_page()
    policy = read(html).find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert not re.search(r"<(script|link|iframe|object|embed|base|form)\b|\son\w+=|@import|url\(", html)
    addresses = re.findall(r"""(?:src|href)=["']([^"']*)""", html)
    assert all(address.startswith(("#", "data:image/")) for address in addresses)


def test_headings_go_down_one_level_at_a_time_and_ids_are_unique():
    soup = read(failed_page())
    levels = [int(heading.name[1]) for heading in soup.find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    names = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(names) == len(set(names))
    assert all(link["href"][1:] in names for link in soup.find_all("a", href=re.compile("^#")))
