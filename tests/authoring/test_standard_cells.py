"""The cells that the build puts round each lesson."""

import re

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

import course
from course.authoring.build import ROOT
from course.authoring.lesson import read_lesson, strip_lines
from course.authoring.process_boundary import untravelled
from course.authoring.publication import Published, read_published, read_settings
from course.authoring.standard_cells import framed
from course.errors import CourseError
from course.grading.execution.cell_selection import needed
from course.grading.execution.trusted.run_tests import Tests
from course.notebook.cells import STANDARD_CELLS, is_standard

PUBLISHED = Published("1.2.3", "https://github.com/a-school/vae.course")
LESSON = "# %% [markdown]\n# # Title\n\n# %%\nimport torch\n\n# %%\nprint(1)\n"


@pytest.fixture
def notebook(tmp_path):
    def make(published, text=LESSON):
        path = tmp_path / "vae.py"
        path.write_text(text)
        return framed(strip_lines(read_lesson(path)), "3-3-vae", "vae", published)

    return make


def test_the_frame_has_stable_ids_and_no_metadata_and_stands_round_the_lesson(notebook):
    made = notebook(PUBLISHED)
    above, below = ["frame-badge", "title--1", "frame-prepare"], ["frame-hand-in", "frame-report"]
    assert [cell.id for cell in made.cells] == [*above, "title--2", "title--3", *below]
    assert [cell.metadata for cell in made.cells if is_standard(cell)] == [{}] * 4
    nbformat.validate(made)


def test_the_badge_opens_this_very_version_of_the_notebook_in_colab_and_has_alt_text(notebook):
    assert notebook(PUBLISHED).cells[0].source == (
        "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
        "(https://colab.research.google.com/github/a-school/vae.course/blob/v1.2.3/release/3-3-vae/vae.ipynb)"
    )


def test_the_first_code_cell_installs_this_very_version_only_where_the_course_is_missing(notebook):
    source = notebook(PUBLISHED).cells[2].source
    assert "try:\n    import course\nexcept ModuleNotFoundError:" in source
    archive = "https://github.com/a-school/vae.course/archive/refs/tags/v1.2.3.zip"
    assert f'    !"{{sys.executable}}" -m pip install --quiet --no-deps {archive}\n' in source
    assert source.endswith('from course.session import prepare\n\nprepare("3-3-vae", version="1.2.3")')
    assert len(source.splitlines()) <= 10
    compile(TransformerManager().transform_cell(source), "cell", "exec")


def test_without_a_repository_there_is_no_badge_and_nothing_is_installed(notebook):
    made = notebook(Published("1.2.3"))
    assert [cell.id for cell in made.cells if is_standard(cell)] == list(STANDARD_CELLS[1:])
    assert "pip" not in made.cells[1].source


def test_the_last_cells_say_how_to_hand_in_and_offer_the_report(notebook):
    *_, hand_in, report = notebook(PUBLISHED).cells
    assert hand_in.source.startswith("## Hand in\n")
    assert "**`vae.ipynb`**" in hand_in.source
    assert report.source.endswith('show_progress()\nReportButton("3-3-vae")')


def test_grading_neither_runs_the_frame_nor_takes_it_for_the_imports(notebook):
    made = notebook(PUBLISHED)
    kinds = ["plain"] * len(made.cells)
    assert needed(made.cells, kinds) == {3}
    made.cells[4].source = "globals()"  # may need any name: all is run
    assert needed(made.cells, [*kinds[:4], "student", *kinds[5:]]) == {3, 4}
    cells = Tests(made, client=None).cells
    assert (cells.origin("prepare", 5), cells.origin("torch", 5)) == (None, 3)


def test_what_the_imports_bind_is_known_behind_the_frame(notebook):
    answer = '\n# %% nbgrader={"grade_id": "f", "solution": true}\ndef f(x): return x\n'
    test = (
        '\n# %% nbgrader={"grade_id": "test-f", "grade": true, "points": 1}\nassert isinstance(f(1), torch.nn.Module)\n'
    )
    assert [
        sentence for sentence in untravelled(notebook(PUBLISHED, LESSON + answer + test)) if "isinstance" in sentence
    ]
    assert untravelled(notebook(PUBLISHED, LESSON + answer + test.replace("nn.Module", "Tensor"))) == []


def settings(root, line, package='__version__ = "1.2.3"\n'):
    """Files of a course in which version and repository are looked for."""
    (root / "pyproject.toml").write_text(f"[tool.course]\n{line}\n")
    (root / "course").mkdir(exist_ok=True)
    (root / "course" / "__init__.py").write_text(package)


@pytest.mark.parametrize(
    "repository",
    [
        *("http://github.com/a/b", "https://github.com/a", "https://github.com/a/b.git", "https://github.com/a/b/"),
        *("https://github.com/a b/c", "https://gitlab.com/a/b", "a/b", 7),
    ],
)
def test_a_repository_that_colab_cannot_open_is_refused(tmp_path, repository):
    value = f'"{repository}"' if isinstance(repository, str) else repository
    settings(tmp_path, f"repository = {value}")
    with pytest.raises(CourseError, match=re.escape(f"repository is {repository!r}; expected an address like")):
        read_published(tmp_path)


def test_the_setting_is_read_and_may_be_empty(tmp_path):
    settings(tmp_path, 'repository = "https://github.com/a-school/vae.course"')
    assert read_published(tmp_path) == PUBLISHED
    settings(tmp_path, 'repository = ""')
    assert read_published(tmp_path).repository == ""


def test_the_version_stands_in_the_package_alone(tmp_path):
    assert read_published(ROOT).version == course.__version__
    assert "version" not in read_settings(ROOT)["project"]
    settings(tmp_path, 'repository = ""\n[project]\nversion = "0.2.0"')
    with pytest.raises(CourseError, match=r"says version '0\.2\.0' itself; the one place is course/__init__\.py"):
        read_published(tmp_path)
    settings(tmp_path, 'repository = ""', package="")
    with pytest.raises(CourseError, match=r"course/__init__\.py says no version; write a line like"):
        read_published(tmp_path)
