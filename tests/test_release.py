"""What students get must not give the answers away."""

import re
import subprocess
from pathlib import Path

import nbformat
import pytest

from course.notebook.cells import is_answer

ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "lessons").glob("*/*.py"))
REGION = re.compile(r"BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)\n(.*?)[^\n]*END \1", re.S)


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def secrets(path):
    """Lines that stand in a region of the source and nowhere else in it, long enough to be more than syntax."""
    cells = sources(path)
    inside = {line.strip() for cell in cells for m in REGION.finditer(cell) for line in m.group(2).splitlines()}
    outside = "\n".join(REGION.sub("", cell) for cell in cells)
    return {line for line in inside if len(line) > 8 and line not in outside}


@pytest.fixture(params=LESSONS, ids=lambda path: path.parent.name)
def name(request):
    """A notebook, such as 3-1-convolution/convolution.ipynb."""
    return f"{request.param.parent.name}/{request.param.stem}.ipynb"


@pytest.fixture
def released(built, name):
    return built / "release" / name


@pytest.fixture
def source(built, name):
    return built / "source" / name


def test_only_notebooks_are_released(built):
    files = [p for p in (built / "release").rglob("*") if p.is_file()]
    assert len(files) == len(LESSONS)
    assert {p.suffix for p in files} == {".ipynb"}


def test_nothing_else_is_committed_beside_the_generated_notebooks(built):
    """A file beside a notebook in source/ is copied into release/, solutions and all."""
    command = ["git", "ls-files", "source", "release"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = (p for folder in ("source", "release") for p in (built / folder).rglob("*") if p.is_file())
    assert set(listed.splitlines()) == {str(p.relative_to(built)) for p in files}


def test_no_region_and_no_line_of_one_is_released(released, source):
    text = "\n".join(sources(released))
    assert not re.findall(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)", text)
    hidden = secrets(source)
    assert len(hidden) > len(REGION.findall("\n".join(sources(source)))), "too few lines found: the search is wrong"
    assert not [line for line in hidden if line in text]


def test_every_answer_is_a_stub(released):
    for cell in nbformat.read(released, as_version=4).cells:
        if is_answer(cell):
            assert "YOUR CODE HERE" in cell.source or "YOUR ANSWER HERE" in cell.source, cell.id


def test_no_output_and_no_machine_path_is_released(released):
    notebook = nbformat.read(released, as_version=4)
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in notebook.cells)
    assert not re.findall(r"/(?:home|root|Users|tmp|opt|mnt)/\S*|[A-Z]:\\\\\S*", released.read_text(encoding="utf-8"))


def test_released_and_source_notebooks_have_the_same_cells(released, source):
    ids = [[cell.id for cell in nbformat.read(path, as_version=4).cells] for path in (released, source)]
    assert ids[0] == ids[1]
