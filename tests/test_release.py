"""What students get must not give the answers away."""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
RELEASED = sorted(p for p in (ROOT / "release").rglob("*") if p.is_file() and "-worked-" not in p.name)
NOTEBOOKS = [p for p in RELEASED if p.suffix == ".ipynb"]
REGION = re.compile(r"BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)\n(.*?)[^\n]*END \1", re.S)


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def secrets(path):
    """Lines that stand in a region of the source and nowhere else in it, long enough to be more than syntax."""
    cells = sources(path)
    inside = {line.strip() for cell in cells for m in REGION.finditer(cell) for line in m.group(2).splitlines()}
    outside = "\n".join(REGION.sub("", cell) for cell in cells)
    return {line for line in inside if len(line) > 8 and line not in outside}


def test_only_notebooks_are_released():
    assert NOTEBOOKS
    assert NOTEBOOKS == RELEASED


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_no_region_and_no_line_of_one_is_released(path):
    text = "\n".join(sources(path))
    assert not re.findall(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)", text)
    hidden = secrets(ROOT / "source" / path.relative_to(ROOT / "release"))
    assert len(hidden) > 50
    assert not [line for line in hidden if line in text]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_every_answer_is_a_stub(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            assert "YOUR CODE HERE" in cell.source or "YOUR ANSWER HERE" in cell.source, cell.id


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_no_output_and_no_machine_path_is_released(path):
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in notebook.cells)
    assert not re.findall(r"/(?:home|root|Users|tmp|opt|mnt)/\S*|[A-Z]:\\\\\S*", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_released_and_source_notebooks_have_the_same_cells(path):
    source = nbformat.read(ROOT / "source" / path.relative_to(ROOT / "release"), as_version=4)
    released = nbformat.read(path, as_version=4)
    assert [cell.id for cell in released.cells] == [cell.id for cell in source.cells]
