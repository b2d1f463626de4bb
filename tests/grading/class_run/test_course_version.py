"""Which course graded is told by its version and by its code."""

from course.grading.class_run import course_version as module
from course.grading.class_run.course_version import course_version


def test_the_version_tells_one_course_from_another(monkeypatch, tmp_path):
    first = course_version()
    assert first.startswith("0.1.0 (")
    (tmp_path / "other.py").write_text("changed = True")
    monkeypatch.setattr(module.course, "__file__", str(tmp_path / "__init__.py"))
    assert course_version.__wrapped__() != first
