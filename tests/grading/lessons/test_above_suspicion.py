"""Whoever answers as a lesson's known answers do is not suspected of anything."""

from course.grading.execution.suspicion.suspicious_code import suspicions
from course.notebook.cells import grade_id


def test_known_answers_are_above_suspicion(lesson):
    code = {grade_id(cell): cell.source for cell in lesson.source.cells}
    ours = [cell.source for cell in lesson.source.cells if cell.cell_type == "code"]
    for test in lesson.graded:
        probes = [code[probe] for probe in test.probes]
        for sample in [] if test.written else lesson.samples[test.answer]:
            assert suspicions([sample.source], probes, code[test.answer], ours) == [], sample.title
