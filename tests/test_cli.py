"""The command `course`: quick to start, and errors in one line."""

import subprocess
import sys

import pytest

from course import cli
from course.errors import CourseError


def test_help_imports_nothing_heavy():
    code = (
        "import sys, course.cli\n"
        "try: course.cli.main(['--help'])\n"
        "except SystemExit as done: assert done.code == 0\n"
        "print(sorted({'torch', 'numpy', 'nbgrader', 'sqlalchemy', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")
    assert "moodle" in done.stdout
    assert "``" not in done.stdout  # no markup on a terminal


def test_python_m_course_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-m", "course", "moodle", "--help"], capture_output=True, text=True, check=True
    )
    assert all(name in done.stdout for name in ("collect", "worksheet", "feedback"))


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["moodle"], ["moodle", "feedback", "x", "--max-size", "big"]])
def test_wrong_arguments_exit_2_with_usage(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert "usage: course" in capsys.readouterr().err


@pytest.mark.parametrize("error", [CourseError("the reason"), PermissionError(13, "no access", "x.csv")])
def test_an_error_of_ours_is_one_line_and_exit_1(monkeypatch, capsys, error):
    def fail(arguments):
        raise error

    monkeypatch.setattr("course.grading.moodle.commands._feedback", fail)
    assert cli.main(["moodle", "feedback", "circles"]) == 1
    assert capsys.readouterr().err == f"course moodle: {error}\n"


def test_a_bug_keeps_its_traceback(monkeypatch):
    def fail(arguments):
        raise KeyError("a bug")

    monkeypatch.setattr("course.grading.moodle.commands._feedback", fail)
    with pytest.raises(KeyError):
        cli.main(["moodle", "feedback", "circles"])
