import nbformat
import pytest


@pytest.fixture
def run_in_lab(page, jupyterlab, tmp_path_factory):
    """Run cells in a notebook of their own in a real JupyterLab; returns them once the last one shows a picture."""
    servers = []

    def run(sources):
        folder = tmp_path_factory.mktemp("lab")
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        written = [nbformat.v4.new_code_cell(source) for source in sources]
        nbformat.write(nbformat.v4.new_notebook(cells=written, metadata=kernel), folder / "small.ipynb")
        server = jupyterlab(folder)
        address, token = server.__enter__()
        servers.append(server)
        page.goto(f"{address}/lab/tree/small.ipynb?token={token}")
        page.get_by_text("| Idle").wait_for()  # the kernel is up
        cells = page.locator(".jp-CodeCell")
        cells.first.click()
        for _ in sources:
            page.keyboard.press("Shift+Enter")
        cells.nth(len(sources) - 1).locator("svg[role=img], .jp-OutputArea img").first.wait_for()
        return cells

    yield run
    for server in servers:
        server.__exit__(None, None, None)
