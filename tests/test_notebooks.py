"""What nbval does not look at: the text that cells write beside their results, and who can read their pictures."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from course.notebook.cells import is_graded
from tests.browser.lab import violations

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "source").glob("*/*.ipynb"))
FOLDED = "<details"  # until it has been predicted: nobody predicts here
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module", params=SOURCES, ids=lambda p: p.stem)
def solution(request):
    return request.param


@pytest.fixture(scope="module")
def executed(request, solution, tmp_path_factory):
    """A solution notebook as it is when it is graded: run by nbval before, in `make test`, or else here."""
    notebook = nbformat.read(solution, as_version=4)
    items = (item for item in request.session.items if item.path == solution)
    by_nbval = [item.test_outputs for item in items if item.test_outputs is not None]
    if by_nbval:
        code = (cell for cell in notebook.cells if cell.cell_type == "code")
        for cell, outputs_of_cell in zip(code, by_nbval, strict=True):
            cell.outputs = outputs_of_cell
        return notebook
    folder = str(tmp_path_factory.mktemp("empty"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROFILE", "grading")
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()
    return notebook


def outputs(notebook):
    return [(cell.id, output) for cell in notebook.cells for output in cell.get("outputs", [])]


def test_no_cell_writes_to_stderr(executed):
    written = [(name, o.text) for name, o in outputs(executed) if o.output_type == "stream" and o.name == "stderr"]
    assert not written


def test_a_check_that_passes_says_nothing(executed):
    tests = [c for c in executed.cells if is_graded(c) and c.cell_type == "code"]
    assert tests
    assert {cell.id: cell.outputs for cell in tests if cell.outputs} == {}


def test_every_picture_has_alt_text(executed):
    bundles = [(name, o.data) for name, o in outputs(executed) if "data" in o]
    pictures = [(name, tag) for name, data in bundles for tag in re.findall(r"<img\b[^>]*>", data.get("text/html", ""))]
    assert pictures
    assert not [name for name, tag in pictures if not re.search(r'\balt="[^"]{10,}"', tag)]
    assert not [name for name, data in bundles if "image/png" in data], "use course.figures.show, which adds alt text"


def test_every_explorer_has_a_still_picture_and_words(executed):
    explorers = [cell for cell in executed.cells if cell.cell_type == "code" and re.search(r"Explorer\(", cell.source)]
    if not explorers:
        pytest.skip("no explorer in this lesson")
    for cell in explorers:
        forms = [output.data for output in cell.outputs if "data" in output]
        stills = [data for data in forms if VIEW in data or FOLDED in data.get("text/html", "")]
        assert stills, f"{cell.id} shows no explorer"
        for data in stills:
            assert "data:image/svg+xml" in data.get("text/html", ""), cell.id
            assert len(data["text/plain"]) > 20


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_cells_show_satisfies_wcag(executed, theme, page):
    html, _ = HTMLExporter(theme=theme).from_notebook_node(executed)
    page.route("**/*", lambda route: route.abort())  # MathJax and the like would come from another host
    page.set_content(html, wait_until="domcontentloaded")
    assert page.locator(".jp-OutputArea-output").count() > 10
    assert "\n".join(violations(page, ".jp-OutputArea-output")) == ""
