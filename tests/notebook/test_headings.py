from __future__ import annotations

from nbformat.v4 import new_code_cell, new_markdown_cell

from course.notebook.headings import Above, headings, task_name, title, with_headings


def test_a_heading_tells_its_level_its_text_and_the_points_that_it_promises() -> None:
    (heading,) = headings("### Task 5: choose (0.5 points)\n\nbelow")
    assert (heading.level, heading.text, heading.points) == (3, "Task 5: choose", 0.5)
    assert heading.below.strip() == "below"
    assert task_name(heading.text) == "Task 5"


def test_a_heading_without_points_promises_none() -> None:
    assert headings("# Two (points)")[0].points is None


def test_what_begins_with_a_hash_in_a_block_of_code_is_no_heading() -> None:
    assert [heading.text for heading in headings("```\n# code\n```\n## 2 Text ##")] == ["2 Text"]


def test_each_cell_stands_under_the_title_its_section_and_the_nearest_heading() -> None:
    task = new_code_cell("x = 1", id="task")
    cells = [new_markdown_cell("# Lesson"), new_markdown_cell("## 1 Part"), new_markdown_cell("### Task 1: a"), task]
    assert {cell.id: above for cell, above in with_headings(cells)}["task"] == Above("Lesson", "1 Part", "Task 1: a")
    assert title(cells) == "Lesson"


def test_a_new_section_ends_the_task_before_it() -> None:
    cells = [new_markdown_cell("## 1 Part\n### Task 1"), new_markdown_cell("## 2 Part"), new_code_cell("")]
    assert [above.nearest for _, above in with_headings(cells)][-1] == "2 Part"


def test_a_students_headings_and_those_of_a_mark_scheme_do_not_count() -> None:
    answer = new_markdown_cell("# Mine", metadata={"nbgrader": {"solution": True, "grade_id": "a"}})
    scheme = new_markdown_cell("Why?\n### BEGIN MARK SCHEME\n# Four points\n### END MARK SCHEME")
    cells = [new_markdown_cell("## 1 Part"), scheme, answer, new_code_cell("")]
    assert [above.nearest for _, above in with_headings(cells)] == ["1 Part"] * 4
