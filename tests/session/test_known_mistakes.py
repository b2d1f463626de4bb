"""A failed check in the notebook names the known mistake; what ships for that can be read by nobody else."""

import json
from functools import cache

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.authoring.seal_mistakes import seal_mistakes
from course.authoring.trial import as_while_graded, automatic_tests, import_cell
from course.notebook.cells import by_grade_id
from course.notebook.known_answers import read_file
from course.notebook.task_list import text_hash
from course.session import watcher
from course.session.known_mistakes import sealed_mistakes, seen_by_check
from scripts.course_copy import ROOT
from tests.small_cells import nbgrader_cell

IMPORTS = "import torch\nfrom course.checks import expect_close\nfrom course.draw import Draw"
CHECK = """x = Draw().image(3, 4)
expect_close(half(x), x / 2, "half(x)", see="section 1")"""
ANSWERS = """# %% right: divided
def half(x): return x / 2

# %% wrong: doubled
# students: twice, not half (see section 2)
def half(x): return x * 2

# %% wrong: the root
def half(x): return x.abs().sqrt()

# %% wrong: the absolute value of the root
def half(x): return x.abs().sqrt().abs()

# %% wrong: wrong for large numbers only (hidden)
def half(x): return x / 2 if x.max() < 100 else x

# %% wrong: never ends
def half(x):
    while True: pass
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Folders of a small lesson's known answers and release, and where its sealed mistakes are."""
    root = tmp_path_factory.mktemp("sealed")
    (root / "lessons" / "small" / "answers").mkdir(parents=True)
    (root / "lessons" / "small" / "answers" / "half.py").write_text(ANSWERS)
    released = new_notebook(
        cells=[
            new_code_cell(IMPORTS, id="imports"),
            nbgrader_cell("half", "raise NotImplementedError", solution=True),
            nbgrader_cell("test-half", CHECK, points=1),
        ]
    )
    (root / "release" / "small").mkdir(parents=True)
    nbformat.write(released, root / "release" / "small" / "small.ipynb")
    seal_mistakes(root, root / "sealed")
    return root


@pytest.fixture(scope="module")
def told(files):
    """What an answer is told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("course.session.known_mistakes.FOLDER", files / "sealed")
        (sealed,) = sealed_mistakes("small").values()

    def tell(answer):
        names = {}
        exec(f"{IMPORTS}\n{answer}", names)
        return str(sealed.open(seen_by_check(CHECK, names)))

    return tell


def test_a_known_mistake_is_named_however_it_is_written(told):
    sentence = "A known mistake does just this: twice, not half. Look again at section 2."
    assert told("def half(x): return x + x") == told("def half(x): return 4 * (x / 2) * 1.000001") == sentence


def test_mistakes_that_the_check_sees_alike_stand_in_one_sentence(told):
    named = "the root; or: the absolute value of the root. Look again at section 1."
    assert told("def half(x): return abs(x) ** 0.5").endswith(named)


@pytest.mark.parametrize(
    "answer",
    ["x / 2", "x / 2 + 0", "x * 2.02", "x / 0", "x[0]", "None", "x / 2 if x.max() < 100 else x"],
)
def test_nothing_else_opens_anything(told, answer):
    assert told(f"def half(x): return {answer}") == ""


def test_what_ships_names_no_mistake(files):
    shipped = (files / "sealed" / "small.json").read_text()
    assert not any(word in shipped for word in ("twice", "root", "doubled", "half(x)"))
    assert len(json.loads(shipped)["test-half"]["sealed"]) == 2


def test_what_has_not_changed_is_not_run_again(files, monkeypatch):
    monkeypatch.setattr("course.authoring.seal_mistakes._of_check", None)
    seal_mistakes(files, files / "sealed")


def test_looking_at_a_check_changes_no_name_and_no_random_number(told):
    import torch

    from course.draw import Draw

    torch.manual_seed(3)
    first = torch.rand(1)
    torch.manual_seed(3)
    names = {"half": lambda x: 0 * x * torch.rand(1), "x": 7}
    exec(IMPORTS, names)
    seen_by_check(CHECK, names)
    assert (torch.rand(1), names["x"]) == (first, 7)
    assert Draw().seed != Draw().seed


def test_the_notebook_says_it_below_the_check_that_failed(run, files, monkeypatch):
    monkeypatch.setattr("course.session.known_mistakes.FOLDER", files / "sealed")
    monkeypatch.setattr(watcher, "sealed_mistakes", lambda assignment: sealed_mistakes("small"))
    run("from course.session import watch; watch('small')")
    run(f"{IMPORTS}\ndef half(x): return 2 * x")
    said = run(CHECK)
    assert "CheckError" in said
    assert said.endswith("A known mistake does just this: twice, not half. Look again at section 2.")
    run("def half(x): return x / 2")
    assert "known mistake" not in run(CHECK)


@cache
def released_with_names(assignment):
    (path,) = (ROOT / "release" / assignment).glob("*.ipynb")
    notebook, names = nbformat.read(path, as_version=4), {}
    with as_while_graded():
        exec(import_cell(notebook).source, names)
    return notebook, names


@pytest.mark.parametrize("answer", ["3-1-convolution/stretch", "3-2-autoencoder/conv-cost", "3-3-vae/kl"])
def test_in_a_lesson_known_mistakes_open_their_own_sentence_and_right_answers_none(answer):
    assignment, _, name = answer.partition("/")
    notebook, names = released_with_names(assignment)
    test = next(test for test in automatic_tests(notebook) if test.answer == name)
    check, cells = by_grade_id(notebook.cells)[test.grade_id].source, by_grade_id(notebook.cells)
    sealed = sealed_mistakes(assignment)[text_hash(check)]
    for known in read_file(ROOT / "lessons" / assignment / "answers" / f"{name}.py"):
        scope = dict(names)
        for source in (known.source, *(cells[probe].source for probe in test.probes)):
            exec(source, scope)
        seen = seen_by_check(check, scope)
        fails = not all(sight.passed for sight in seen)  # what only a rule of the task forbids does not
        assert fails <= (known.kind == "wrong")
        assert (known.mistake.words in sealed.open(seen).mistakes) == fails, known.title
