"""How the tests find their way on JupyterLab's page."""

import nbformat
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_notebook
from playwright.sync_api import expect

EXPLORER = ".course-explorer:has([role=slider])"
STDERR = "[data-mime-type='application/vnd.jupyter.stderr']"  # errors' traces, too
# Everything that draws: what is told by the slider itself (its place, its number) is left out.
PICTURE = """explorer => [...explorer.querySelectorAll(".widget-html-content, img")]
    .map(part => part.src || part.innerHTML).join()"""
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}


def write_notebook(path, cells):
    """Write a notebook that opens with Python's kernel, without a question."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), path)


def open_notebook(page, lab, path):
    """Open a notebook in a workspace of its own and wait for its kernel."""
    address, token = lab
    page.goto(f"{address}/lab/tree/{path}?token={token}&reset")
    page.get_by_text("| Idle").wait_for(timeout=60_000)


def choose(page, *names):
    """Choose an entry of a menu: ``choose(page, "Run", "Run All Cells")``."""
    for name in names:  # entries that open a further menu have no role of their own
        page.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel").get_by_text(name, exact=True).click()


def run_all(page, seconds=300):
    """Run all cells, up to the first error, and wait until none is waiting any more."""
    choose(page, "Run", "Run All Cells")
    page.wait_for_function(
        """() => {
            const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map(e => e.textContent);
            return prompts.some(p => /\\d/.test(p)) && !prompts.some(p => p.includes("*"));
        }""",
        timeout=1000 * seconds,
        polling=250,  # at each frame, as is the default, asking would cost more than the cells
    )
    # Widgets are drawn a moment later, and named after that.
    page.wait_for_function("() => !document.querySelector('[role=slider]:not([aria-label])')")


def handle(cell, label):
    """The handle of the slider with that label, which takes the keyboard."""
    return cell.get_by_role("slider", name=label, exact=True)


def wait_for_change(page, explorer, before):
    """Wait until an explorer's picture is no longer what it was; return the new one."""
    element = explorer.element_handle()
    page.wait_for_function(f"([explorer, before]) => ({PICTURE})(explorer) !== before", arg=[element, before])
    return explorer.evaluate(PICTURE)


def drag(page, slider):
    """Drag a slider's handle to the farther end of its track."""
    slider.scroll_into_view_if_needed()
    track = slider.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]").bounding_box()
    place = slider.bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    share = 0.05 if x > track["x"] + track["width"] / 2 else 0.95
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(track["x"] + share * track["width"], y, steps=4)
    page.mouse.up()


def step_keys(slider):
    """The arrow keys that move a slider by a step, away from an end that it has reached, and back."""
    at_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
    return ("ArrowLeft", "ArrowRight") if at_end else ("ArrowRight", "ArrowLeft")


def moving(explorer):
    """The sliders of an explorer that are to be seen and can be moved."""
    return [slider for slider in explorer.get_by_role("slider").all() if slider.is_visible() and slider.is_enabled()]


def violations(page, scope):
    """What axe-core finds wrong at WCAG's levels A and AA within a CSS selector: a line for each element."""
    found = Axe().run(page, [[scope]], WCAG).response["violations"]
    return [f"{rule['id']}: {node['html'][:300]}" for rule in found for node in rule["nodes"]]


def expect_picture(cell, words):
    """Wait until an explorer's picture says something."""
    expect(cell.locator("svg[role=img]", has_text=words).first).to_be_attached()
