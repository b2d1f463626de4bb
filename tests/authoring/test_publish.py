"""The student edition: complete, usable by itself, and without a word of a solution or a hidden test."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig

import pytest

import course
from course.authoring import publish as command
from course.authoring.build import ROOT
from course.authoring.leaks import given_away, secret_lines
from course.authoring.publication import Published
from course.authoring.publish import MARK, publish
from course.authoring.student_edition import INSTRUCTORS_ONLY
from course.errors import CourseError
from course.notebook.regions import REGIONS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

REPOSITORY = "https://github.com/a-school/convolution-to-vae"
PUBLISHED = Published(course.__version__, REPOSITORY)
LESSONS = sorted((ROOT / "lessons").glob("*/*.py"))
LESSON = """\
# %% [markdown]
# # Title
#
# <details><summary>Hint 1: a nudge</summary>Multiply.</details>
# <details><summary>Hint 2: the idea</summary>Then add.</details>
# <details><summary>Hint 3: almost</summary>The numbers are famous.</details>

# %% nbgrader={"grade_id": "f", "solution": true}
def f(x):
    ### BEGIN SOLUTION
    return x * 3.14159 + 2.71828
    ### END SOLUTION

# %% nbgrader={"grade_id": "test-f", "grade": true, "points": 1}
assert f(0) > 2
### BEGIN HIDDEN TESTS
assert abs(f(17) - 56.12531) < 1e-4
### END HIDDEN TESTS
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition") / "new"
    publish(ROOT, folder, published=PUBLISHED)
    return folder


def names(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and ".git" not in p.parts}


def test_it_holds_the_notebooks_the_course_the_guide_licences_and_environments_and_nothing_else(edition):
    found = names(edition)
    assert {f"release/{path.parent.name}/{path.stem}.ipynb" for path in LESSONS} == {
        name for name in found if name.startswith("release/")
    }
    assert {name for name in found if "/" not in name} == {
        *("README.md", "LICENSE", "pyproject.toml", "constraints.txt", "environment.yml", ".gitignore", MARK)
    }
    assert {name.split("/")[0] for name in found if "/" in name} == {"release", "course"}
    assert not [name for name in found if name.startswith(tuple(f"course/{part}/" for part in INSTRUCTORS_ONLY))]


def test_no_file_holds_a_line_of_a_solution_a_hidden_test_or_a_mark_scheme(edition):
    secrets = secret_lines(LESSONS)
    assert len(secrets) > 300, "too few lines found: the search is wrong"
    assert given_away(edition, secrets) == []
    marks = re.compile(rf"(BEGIN|END) ({'|'.join(REGIONS)})")
    assert not [p for p in edition.rglob("*.ipynb") if marks.search(p.read_text(encoding="utf-8"))]


def test_a_marker_may_have_anything_behind_it(tmp_path):
    """nbgrader takes such regions out, so their lines are secret."""
    lesson = tmp_path / "lesson.py"
    text = LESSON.replace("### BEGIN SOLUTION\n", "### BEGIN SOLUTION  \n")
    lesson.write_text(text.replace("HIDDEN TESTS", "HIDDEN TESTS ###"))
    assert {"return x * 3.14159 + 2.71828", "assert abs(f(17) - 56.12531) < 1e-4"} <= secret_lines([lesson])


@pytest.mark.parametrize("name", ["course/extra.py", "notes.md", "release/3-3-vae/vae.ipynb", "assert not y.json"])
def test_a_line_that_is_given_away_is_found_in_texts_notebooks_and_names(edition, tmp_path, name):
    shutil.copytree(edition, tmp_path / "copy")
    path = tmp_path / "copy" / name
    secret = 'return "a very own line"' if "json" not in name else "assert not y.json"
    text = secret.replace('"', r"\"") if path.suffix == ".ipynb" else secret
    path.write_text(f"{text}\n")
    assert given_away(tmp_path / "copy", {secret}) == [f"{name}: {secret}"]


def test_what_it_would_give_away_is_refused_and_nothing_is_written(small, tmp_path):
    (small / "course" / "helper.py").write_text("def g(x):\n    return x * 3.14159 + 2.71828\n")
    with pytest.raises(CourseError, match=r"course/helper\.py: return x \* 3\.14159 \+ 2\.71828"):
        publish(small, tmp_path / "new", published=PUBLISHED)
    assert not (tmp_path / "new").exists()


def test_every_link_of_its_readme_leads_somewhere_and_each_notebook_has_a_badge(edition):
    text = (edition / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert not [link for link in links if not (edition / link).exists()]
    for path in LESSONS:
        badge = PUBLISHED.badge(f"release/{path.parent.name}/{path.stem}.ipynb")
        assert re.search(rf"^- \[Exercise [^]]+\]\(release/{path.parent.name}/.*{re.escape(badge)}$", text, re.M)
        assert badge in (edition / "release" / path.parent.name / f"{path.stem}.ipynb").read_text(encoding="utf-8")
    assert f'"course[lab] @ {REPOSITORY}/archive/refs/tags/v{course.__version__}.zip"' in text
    assert not re.findall(r"OWNER|VERSION|<!--", text)


def test_without_a_repository_nothing_speaks_of_one(small, tmp_path):
    publish(small, tmp_path / "new", published=Published("0.1.0"))
    files = (path for path in (tmp_path / "new").rglob("*") if path.suffix in (".md", ".ipynb", ".toml"))
    texts = "".join(path.read_text(encoding="utf-8") for path in files)
    assert "make the place ready" not in texts
    assert not re.findall(r"OWNER|VERSION|<!--|colab\.research|-m pip|\[project\.urls\]", texts)


def test_its_project_file_asks_for_what_students_need_and_names_the_repository(edition):
    given = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    made = tomllib.loads((edition / "pyproject.toml").read_text(encoding="utf-8"))
    assert made["project"]["dependencies"] == given["project"]["dependencies"]
    assert made["project"]["optional-dependencies"] == {"lab": given["project"]["optional-dependencies"]["lab"]}
    assert made["project"]["dynamic"] == ["version"]
    assert made["tool"]["setuptools"]["dynamic"] == {"version": {"attr": "course.__version__"}}
    assert made["project"]["urls"] == {"Repository": REPOSITORY}
    assert set(made["tool"]) == {"setuptools"}
    assert "nbgrader" not in (edition / "environment.yml").read_text(encoding="utf-8")


USE = """
import importlib, pkgutil, sys
import course
assert course.__file__.startswith(sys.argv[1]), course.__file__
for module in pkgutil.walk_packages(course.__path__, "course."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from importlib.metadata import metadata
assert "Repository, https://github.com/a-school/convolution-to-vae" in metadata("course").get_all("Project-URL")
from course.cli import main
from course.data import digits
from course.session import prepare
assert digits("test", n=2).images.shape == (2, 1, 28, 28)
prepare("3-1-convolution", version="9.0.0")
try:
    main(["--help"])
except SystemExit as done:
    assert done.code == 0
main(["grade"])
"""


def test_it_can_be_installed_without_a_network_and_used_without_the_grading_side(edition, tmp_path):
    """As pip installs it on Colab: alone, beside packages that are there."""
    place = tmp_path / "place"
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--target", str(place)]
    copy = shutil.copytree(edition, tmp_path / "copy")  # building writes beside the sources
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(copy)], check=True, timeout=120)
    others = sysconfig.get_path("purelib")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(place), others]), "COURSE_PROFILE": "grading"}
    command = [sys.executable, "-S", "-c", USE, str(place)]  # -S: the repository itself is not on the path
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2, done.stderr  # there is no command `grade`
    assert "invalid choice: 'grade'" in done.stderr
    line, mend, *usage = done.stdout.splitlines()
    assert line.startswith(f"Python · course {course.__version__}, torch ")
    assert mend.endswith(f"{REPOSITORY}/archive/refs/tags/v9.0.0.zip, and restart the kernel.")
    assert "report" in " ".join(usage)


@pytest.fixture
def small(tmp_path):
    """A repository with one short lesson."""
    root = tmp_path / "instructors"
    (root / "lessons" / "1-one").mkdir(parents=True)
    (root / "lessons" / "1-one" / "one.py").write_text(LESSON)
    for name in ("pyproject.toml", "LICENSE", "constraints.txt", "environment.yml", "docs/students.md"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    (root / "course" / "grading").mkdir(parents=True)
    (root / "course" / "__init__.py").write_text(f'__version__ = "{course.__version__}"\n')
    (root / "course" / "grading" / "__init__.py").write_text("")
    return root


def git(folder, *arguments):
    author = ["-c", "user.name=a", "-c", "user.email=a@b"]
    return subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_publishing_again_updates_the_folder_and_keeps_its_history_which_gives_nothing_away(small, tmp_path):
    target = tmp_path / "new"
    (small / "course" / "old.py").write_text("")
    publish(small, target, published=PUBLISHED)
    git(target, "init", "--quiet")
    git(target, "add", "-A")
    git(target, "commit", "--quiet", "-m", "first")
    (small / "course" / "old.py").rename(small / "course" / "renamed.py")
    publish(small, target, published=PUBLISHED)
    assert {"course/renamed.py", "course/old.py"} & names(target) == {"course/renamed.py"}
    git(target, "add", "-A")
    assert git(target, "status", "--short") == f"M  {MARK}\nR  course/old.py -> course/renamed.py\n"
    git(target, "commit", "--quiet", "-m", "again")
    history = git(target, "log", "-p", "--all")
    assert "def f(x)" in history
    assert not [line for line in secret_lines([small / "lessons" / "1-one" / "one.py"]) if line in history]


def test_a_published_version_does_not_change_its_contents(small, tmp_path):
    target = tmp_path / "new"
    publish(small, target, published=PUBLISHED)
    git(target, "init", "--quiet")
    git(target, "add", "-A")
    git(target, "commit", "--quiet", "-m", "first")
    git(target, "tag", f"v{PUBLISHED.version}")
    publish(small, target, published=PUBLISHED)  # nothing has changed
    (small / "course" / "more.py").write_text("")
    with pytest.raises(CourseError, match=r"version [0-9.]+ already .*course/more\.py would differ; raise the version"):
        publish(small, target, published=PUBLISHED)
    assert "course/more.py" not in names(target)
    publish(small, target, published=Published("99.0.0", REPOSITORY))
    assert "course/more.py" in names(target)


def test_a_folder_that_holds_something_else_is_refused(small, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    for target, why in [
        ("mine", r"holds thesis\.txt"),
        ("file", "no folder"),
        ("instructors/new", "in the instructors'"),
    ]:
        with pytest.raises(CourseError, match=why):
            publish(small, tmp_path / target, published=PUBLISHED)
    assert names(tmp_path / "mine") == {"thesis.txt"}


def test_the_command_refuses_while_the_course_is_published_nowhere_unless_asked_for(monkeypatch, tmp_path, capsys):
    calls = []
    monkeypatch.setattr(command, "read_published", lambda root: Published("0.1.0"))
    monkeypatch.setattr(command, "publish", lambda root, target, published: calls.append(published) or ["a", "b"])
    monkeypatch.setattr(sys, "argv", ["publish", str(tmp_path / "new")])
    assert command.main() == 1
    assert "set [tool.course] repository" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["publish", str(tmp_path / "new"), "--unpublished"])
    assert command.main() == 0
    assert calls == [Published("0.1.0")]
    folder = tmp_path / "new"
    assert capsys.readouterr().out == (
        f"2 files in {folder}\nNext: hand it out, as a zip file say; students begin with {folder / 'README.md'}\n"
    )
    monkeypatch.setattr(command, "read_published", lambda root: PUBLISHED)
    monkeypatch.setattr(sys, "argv", ["publish", str(tmp_path / "new")])
    assert command.main() == 0
    assert f"git push {REPOSITORY} HEAD:main v{PUBLISHED.version}" in capsys.readouterr().out
