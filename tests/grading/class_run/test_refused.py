import pytest
from nbgrader.api import Gradebook

from course.errors import CourseError
from course.grading.class_run.submissions import open_assignment
from course.grading.gradebook.database import GradebookError
from tests.grading.class_run.small import ASSIGNMENT, hand_in, run


def test_an_assignment_that_the_gradebook_does_not_know_is_refused(course):
    hand_in(course, "a")
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.remove_assignment(ASSIGNMENT)
    with pytest.raises(GradebookError, match="no assignment 'tiny'; run: nbgrader generate_assignment tiny"):
        run(course)
    (course.root / "gradebook.db").unlink()
    with pytest.raises(GradebookError, match="there is no gradebook yet; run: nbgrader generate_assignment tiny"):
        run(course)


def test_a_gradebook_with_other_points_than_the_source_is_refused(course):
    hand_in(course, "a")
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.find_grade_cell("why", "tiny", ASSIGNMENT).max_score = 5
        book.db.commit()
    with pytest.raises(GradebookError, match=r"are not those of source/tiny/tiny\.ipynb"):
        run(course)


def test_tasks_that_changed_after_grading_are_refused_with_the_ways_out(course):
    hand_in(course, "a")
    run(course)
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.find_grade_cell("why", "tiny", ASSIGNMENT).max_score = 5
        book.db.commit()
    with pytest.raises(GradebookError, match=r"put the lesson back .* nbgrader db assignment remove tiny --force"):
        run(course)


def test_a_gradebook_in_which_a_test_was_a_written_answer_is_refused(course):
    hand_in(course, "a")
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        book.add_solution_cell("test-double", "tiny", ASSIGNMENT)
    with pytest.raises(GradebookError, match=r"are not those of source/tiny/tiny\.ipynb"):
        run(course)


def test_limits_that_make_no_sense_are_refused(course):
    course.config.Limits.cel_wall = 20.0
    with pytest.raises(CourseError, match="cel_wall, which is none of cell_cpu"):
        open_assignment(course, ASSIGNMENT)
    del course.config.Limits.cel_wall
    course.config.Limits.wall = -1.0
    with pytest.raises(CourseError, match=r"the limit wall is -1\.0; expected a positive"):
        open_assignment(course, ASSIGNMENT)


def test_a_source_that_is_no_notebook_is_refused(course):
    (course.source(ASSIGNMENT) / "tiny.ipynb").write_text("{}")
    with pytest.raises(CourseError, match="is no notebook"):
        open_assignment(course, ASSIGNMENT)
