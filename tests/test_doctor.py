"""The doctor tells what is there, finds what is broken, and exits 1 only if something needed is missing."""

import subprocess
import sys
from importlib import metadata
from types import SimpleNamespace

import pytest
import torch

from course import cli, doctor
from course.errors import CourseError
from course.findings import Finding
from course.grading import doctor_checks as grading_checks
from course.grading.sandbox import protections
from course.report import pandoc
from course.training import profile


def module(monkeypatch, **checks):
    """Let there be one room only, with these checks."""
    monkeypatch.setattr(doctor, "MODULES", ("tests.pretended",))
    monkeypatch.setitem(sys.modules, "tests.pretended", SimpleNamespace(CHECKS=checks))


def test_this_environment_has_everything_and_each_line_says_what_was_found(capsys, monkeypatch):
    monkeypatch.setattr(protections, "ATTEMPTS", ())  # their own tests try them
    assert doctor.doctor()
    printed = capsys.readouterr().out
    assert printed.endswith("Everything that the course needs is here.\n")
    widgets = f"ipywidgets {metadata.version('ipywidgets')}"
    for words in (sys.executable, torch.__version__, "10,000 + 2,000 digits", widgets, "MB free", profile.name()):
        assert words in printed
    for words in (pandoc.pandoc_path(), f"nbgrader: {metadata.version('nbgrader')}"):
        assert words in printed


def test_the_lines_of_an_ok_have_no_fix_and_others_have_theirs(monkeypatch, capsys):
    found = [
        *(Finding("a", "ok", "1", "no"), Finding("b", "attention", "2", "do this")),
        *(Finding("c", "missing", "3", "x"), Finding("d", "ok")),
    ]
    module(monkeypatch, all=lambda: found)
    assert not doctor.doctor()
    assert capsys.readouterr().out.splitlines() == [
        "ok         a: 1",
        "attention  b: 2",
        "           do this",
        "missing    c: 3",
        "           x",
        "ok         d",
        "",
        "Missing: c.",
    ]


@pytest.mark.parametrize(("verdict", "status"), [("ok", 0), ("attention", 0), ("missing", 1)])
def test_the_exit_status_tells_of_what_is_missing_only(monkeypatch, verdict, status):
    module(monkeypatch, x=lambda: [Finding("x", verdict, "found", "fix")])
    assert cli.main(["doctor"]) == status


def test_it_needs_nothing_of_the_grading_side():
    code = (
        "import sys; sys.modules.update({'course.grading': None, 'nbgrader': None})\n"
        "from course.doctor import doctor; assert doctor()"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "nbgrader" not in done.stdout


def test_a_check_that_breaks_does_not_stop_the_others(monkeypatch):
    def broken():
        raise RuntimeError("driver crashed")

    module(monkeypatch, x=broken, y=lambda: [Finding("y", "ok")])
    first, second = doctor.examine()
    assert (first.name, first.verdict, first.found) == (
        "x",
        "missing",
        "could not be tried: RuntimeError: driver crashed",
    )
    assert second == Finding("y", "ok")


def test_a_machine_that_does_not_confine_submitted_code_fails(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "MODULES", ("course.grading.doctor_checks",))
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("course.findings.requirements", lambda package: ['no-such-package>=1; extra == "instructor"'])
    assert list(grading_checks.CHECKS) == ["packages", "sandbox"]
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().out.endswith("Missing: no-such-package; a sandbox can be built; submitted code.\n")


def test_pandoc_is_asked_for_by_name(monkeypatch):
    def none():
        raise CourseError("pandoc is missing")

    assert [finding.verdict for finding in pandoc.pandoc_findings()] == ["ok"]
    monkeypatch.setattr(pandoc, "pandoc_path", none)
    assert [(finding.verdict, finding.fix) for finding in pandoc.pandoc_findings()] == [
        ("attention", "pip install pypandoc_binary")
    ]
