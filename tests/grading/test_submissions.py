"""Every known answer gets the points it deserves: by nbgrader itself once, and over many fresh draws in-process."""

import contextlib
import io
from types import CodeType

import nbformat
import pytest

from course.authoring.regions import without_region
from course.draw import Draw
from course.grading.samples import Sample, graded_cells, read_samples
from course.grading.workspace import ROOT, total

LESSONS = sorted(path.parent.name for path in (ROOT / "source").glob("*/*.ipynb"))
DRAWS = 20


@pytest.mark.parametrize("assignment", LESSONS)
def test_every_answer_has_two_right_and_four_wrong_variants(assignment):
    (path,) = (ROOT / "source" / assignment).glob("*.ipynb")
    samples = read_samples(ROOT / "tests" / "submissions" / assignment, nbformat.read(path, as_version=4))
    for name, variants in samples.items():
        kinds = [variant.kind for variant in variants]
        if "good" in kinds or "poor" in kinds:
            assert {"good", "poor"} <= set(kinds), f"{name} needs a good and a poor text; it has {kinds}"
        else:
            assert kinds.count("right") >= 2, f"{name} has {kinds.count('right')} right variants; expected 2 or more"
            assert kinds.count("wrong") >= 4, f"{name} has {kinds.count('wrong')} wrong variants; expected 4 or more"
        assert len({variant.title for variant in variants}) == len(variants), f"{name}: two variants share a title"


def test_mixtures_use_every_variant_and_mix_right_and_wrong(samples, mixtures):
    used = {variant for answers in mixtures.values() for variant in answers.values()}
    assert used == {variant for variants in samples.values() for variant in variants}
    for answers in mixtures.values():
        assert {"right", "wrong"} <= {variant.kind for variant in answers.values()}


@pytest.mark.grading
def test_each_known_answer_gets_the_points_it_deserves(mixed, mixtures, source):
    rows, wrong = [], []
    for student, answers in mixtures.items():
        for test in graded_cells(source):
            sample = answers[test.answer]
            expected = None if test.written else test.points if sample.kind == "right" else 0.0
            came = mixed.scores[student][test.grade_id].points
            rows.append(
                f"{student} {test.answer:19} {sample.kind:5} {expected!s:>4} {came!s:>4}  {sample.title}"
                + ("" if came == expected else "   <-- not as declared")
            )
            wrong += [rows[-1]] if came != expected else []
    table = "\n".join(["student  answer              kind  exp. came  variant", *rows])
    print("\n" + table)
    assert not wrong, f"{len(wrong)} of {len(rows)} answers were not graded as declared:\n{table}"


@pytest.mark.grading
def test_solution_gets_all_automatic_points_and_untouched_release_none(special, source):
    automatic = {test.grade_id: test.points for test in graded_cells(source) if not test.written}
    solution, untouched = special.scores["solution"], special.scores["untouched"]
    assert {name: solution[name].points for name in automatic} == automatic
    assert {name: score.points for name, score in untouched.items()} == dict.fromkeys(untouched, 0.0)
    assert total(untouched.values()) == 0
    assert untouched.keys() == solution.keys() >= automatic.keys()


@pytest.fixture(scope="module")
def cells(source) -> dict[str, str]:
    return {c.metadata.nbgrader.grade_id: c.source for c in source.cells if "nbgrader" in c.metadata}


@pytest.fixture(scope="module")
def after_import(source) -> dict[str, object]:
    """Names that the notebook has after its import cell."""
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(next(cell.source for cell in source.cells if cell.cell_type == "code"), names)
    return names


def test_verdicts_hold_for_every_draw(samples, source, cells, after_import):
    """A right answer never fails by bad luck, a wrong one never passes by good luck, whatever is drawn."""
    unsteady = []
    for test in graded_cells(source):
        if test.written:
            continue
        full = compile(cells[test.grade_id], test.grade_id, "exec")
        visible = compile(without_region(cells[test.grade_id], "HIDDEN TESTS"), test.grade_id, "exec")
        for sample in [*samples[test.answer], Sample(test.answer, "right", "the solution", cells[test.answer])]:
            answer = compile(sample.source, sample.grade_id, "exec")
            for what, check, passes in (
                ("the whole test", full, sample.kind == "right"),
                ("the visible part", visible, sample.passes_visible_checks),
            ):
                passed = sum(_passes(answer, check, after_import, seed) for seed in range(DRAWS))
                if passed != (DRAWS if passes else 0):
                    unsteady.append(f"{sample.grade_id}, {sample.kind}: {sample.title}: {what} {passed} of {DRAWS}")
    assert not unsteady, "passed (declared otherwise):\n" + "\n".join(unsteady)


def _passes(answer: CodeType, check: CodeType, after_import: dict[str, object], seed: int) -> bool:
    draws = iter(range(1000 * seed, 1000 * (seed + 1)))  # each Draw() of a run draws something else
    names = after_import | {"Draw": lambda: Draw(next(draws))}
    try:
        exec(answer, names)
        exec(check, names)
    except Exception:  # whatever is raised in a test cell costs its points
        return False
    return True
