import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from course.authoring.build import ROOT, build, left_over
from course.authoring.lesson import LessonError

NAME = "3-1-convolution/convolution.ipynb"
ANSWER = '# %% nbgrader={"grade_id": "a", "solution": true}\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n\n'
TEST = '# %% nbgrader={"grade_id": "test-a", "grade": true, "points": 1}\nassert x == 1\n'
TRIED = 'print("tried", file=open(LOG, "a"))\n'


def notebooks(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for part in ("source", "release") for p in (folder / part).rglob("*.ipynb")}


def committed(name: str) -> bytes:
    """A generated notebook as it is committed, also while somebody has saved work of their own in release/."""
    notebook = nbformat.read(ROOT / name, as_version=4)
    if name.startswith("release/") and notebook.metadata.language_info != {"name": "python"}:
        return subprocess.run(["git", "show", f"HEAD:{name}"], cwd=ROOT, check=True, capture_output=True).stdout
    return (ROOT / name).read_bytes()


def test_committed_notebooks_are_what_the_lessons_say(built):
    names = {name for name in notebooks(ROOT) if "-worked-" not in name and ".ipynb_checkpoints" not in name}
    assert names == notebooks(built), "run `make build` and commit source/ and release/"
    different = [name for name in sorted(names) if committed(name) != (built / name).read_bytes()]
    assert not different, f"{different} differ from the lessons; edit lessons/, run `make build`, commit both"


def test_building_again_changes_nothing(built, tmp_path):
    again = shutil.copytree(built, tmp_path / "again")
    before = {name: (again / name).stat().st_mtime_ns for name in notebooks(again)}
    build(ROOT / "lessons", again)
    assert {name: (again / name).stat().st_mtime_ns for name in notebooks(again)} == before


def test_source_has_no_outputs_and_no_pairing(built):
    for path in (built / "source").rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        assert "jupytext" not in notebook.metadata
        assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in notebook.cells)


def test_a_worked_notebook_is_kept_when_its_release_is_built_again(built, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(built, course)
    release = course / "release" / NAME
    worked = nbformat.read(release, as_version=4)
    answer = next(c for c in worked.cells if c.id == "conv-matrix")
    answer.source = "def conv_matrix(kernel, size):\n    return 'my own work'"
    nbformat.write(worked, release)
    build(ROOT / "lessons", course)
    assert release.read_bytes() == (built / "release" / NAME).read_bytes()
    (kept,) = release.parent.glob("convolution-worked-*.ipynb")
    assert "my own work" in kept.read_text()


def test_what_a_renamed_lesson_leaves_behind_is_named(tmp_path):
    lesson = tmp_path / "lessons" / "x" / "old.py"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("# %%\nx = 1\n")
    assert left_over(tmp_path, build(tmp_path / "lessons", tmp_path)) == []
    lesson.parent.rename(lesson.parent.with_name("y"))
    (tmp_path / "lessons" / "y" / "old.py").rename(tmp_path / "lessons" / "y" / "new.py")
    (tmp_path / "release" / "x" / "old-worked-20260101-000000.ipynb").touch()  # somebody's work
    left = left_over(tmp_path, build(tmp_path / "lessons", tmp_path))
    names = ["course/assets/tasks/x.json", "release/x/old.ipynb", "source/x/old.ipynb"]
    assert [path.relative_to(tmp_path).as_posix() for path in left] == names


def test_a_broken_lesson_writes_nothing_and_names_file_line_and_mend(tmp_path):
    lessons = tmp_path / "lessons" / "x"
    lessons.mkdir(parents=True)
    (lessons / "good.py").write_text("# %%\nx = 1\n")
    (lessons / "bad.py").write_text("# %%\nx = 1\n\n# %% [markdown]\n# ![](a.png)\n")
    with pytest.raises(
        LessonError, match=r"bad\.py:4: cell start--2: picture without alt text: a\.png; write !\[what it shows\]"
    ):
        build(tmp_path / "lessons", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_probe_is_released_as_it_stands_and_locked(tmp_path):
    (tmp_path / "lessons" / "x").mkdir(parents=True)
    (tmp_path / "lessons" / "x" / "probing.py").write_text(
        '# %% nbgrader={"grade_id": "a", "solution": true}\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n\n'
        '# %% nbgrader={"grade_id": "probe-a", "locked": true}\ndef probe():\n    return x\n\n'
        '# %% nbgrader={"grade_id": "test-a", "grade": true, "points": 1}\nassert probe() == 1\n'
    )
    build(tmp_path / "lessons", tmp_path)
    released = nbformat.read(tmp_path / "release" / "x" / "probing.ipynb", as_version=4)
    (probe,) = (cell for cell in released.cells if cell.id == "probe-a")
    assert probe.source == "def probe():\n    return x"
    assert (probe.metadata.editable, probe.metadata.deletable) == (False, False)


def test_a_solution_is_tried_only_when_its_notebook_changes(tmp_path):
    lesson, log = tmp_path / "lessons" / "x" / "y.py", tmp_path / "log"
    lesson.parent.mkdir(parents=True)
    text = f"# %%\nLOG = {str(log)!r}\n\n" + ANSWER + TEST + TRIED
    lesson.write_text(text)
    for _ in range(2):
        build(tmp_path / "lessons", tmp_path / "out")
    assert log.read_text() == "tried\n"
    lesson.write_text(text.replace("x = 1", "x = 2 - 1"))
    build(tmp_path / "lessons", tmp_path / "elsewhere", tried=tmp_path / "out")
    assert log.read_text() == "tried\n" * 2
    lesson.write_text(text.replace("x = 1", "x = 2"))
    with pytest.raises(LessonError, match=r"y\.py:\d+: cell test-a: the solution of 'a' fails its test"):
        build(tmp_path / "lessons", tmp_path / "out")


def test_one_lesson_alone_is_built_whatever_the_others_are(tmp_path):
    for name, text in (("good", "# %%\nx = 1\n"), ("bad", "# %%\nx = (\n")):
        (tmp_path / "lessons" / name).mkdir(parents=True)
        (tmp_path / "lessons" / name / "notebook.py").write_text(text)
    written = build(tmp_path / "lessons", tmp_path / "out", only="good")
    assert {path.parent.name for path in written} == {"good", "tasks"}
    with pytest.raises(LessonError, match=r"no lesson 'best' in .*lessons; there are bad, good$"):
        build(tmp_path / "lessons", tmp_path / "out", only="best")


def test_a_folder_without_lessons_is_refused(tmp_path):
    with pytest.raises(LessonError, match="no lesson texts; expected"):
        build(tmp_path, tmp_path / "out")
