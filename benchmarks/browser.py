"""From a slider's or the pen's event to the new picture, in a real JupyterLab: ``python -m benchmarks.browser``."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser.lab import handle, open_notebook, run_all
from tests.conftest import CHROMIUM, OPTIONS, start_jupyterlab

STEPS = 20  # there, and as many back
AIM = 60  # milliseconds, for a single digit
PEN = "the pen"
FIRST_CELL = """import ipywidgets as widgets
import torch
from course.data import digits
from course.explorers.drawing_pad.widget import DrawingPad
from course.explorers import *
from course.explorers.accessibility import named
from course.models.pretrained import pretrained_vae
def both_ways(vae):
    return lambda x: vae.encode(x)[0], lambda z: vae.decode(z).sigmoid()
vaes, (x, labels) = {d: pretrained_vae(d) for d in (1, 2, 10, 100)}, digits("test", n=1000)
outputs = torch.stack([x[:10] * share for share in torch.linspace(0, 1, 41)])
codes = vaes[2].encode(x)[0].detach()
def answer(digit):
    pairs = [both_ways(vae) for vae in vaes.values()]
    with torch.no_grad():
        rebuilt = torch.cat([decode(encode(digit)) for encode, decode in pairs])
    return {"yours": digit.repeat(4, 1, 1, 1), "rebuilt": rebuilt}
def least():
    slider, number = widgets.IntSlider(max=99), widgets.HTML()
    slider.observe(lambda change: setattr(number, "value", str(change["new"])), "value")
    return named(widgets.VBox([slider, number]))"""
EXPLORERS = {
    "the least: a slider and a number": ("least()", None),
    "a digit from 10 latent sliders": ("LatentSlidersExplorer({'d = 10': both_ways(vaes[10])}, x, labels)", "z₁"),
    "a digit from 100 latent numbers": ("LatentSlidersExplorer({'d = 100': both_ways(vaes[100])}, x, labels)", None),
    "convolution, 7 × 7 and 3 × 3": ("ConvolutionExplorer(input_size=7, padding=1)", "position"),
    "Kullback-Leibler divergence": ("KLExplorer()", "μ"),
    "latent line": ("LatentLineExplorer(vaes[1].encode(x)[0].detach(), labels, both_ways(vaes[1])[1], images=x)", "z"),
    "latent map": ("LatentMapExplorer(codes, labels, both_ways(vaes[2])[1], images=x)", "z₁"),
    "epochs": ("EpochExplorer(x[:10], outputs, torch.linspace(0.1, 0.01, 41))", "compare with"),
    "interpolation, 2 methods": ("InterpolationExplorer(x[:40], labels[:40], {'VAE': both_ways(vaes[10])})", "α"),
    "comparison of 3 models": (
        "CompareExplorer({d: both_ways(vaes[d]) for d in (1, 10, 100)}, x[:40], labels[:40])",
        "digit",
    ),
    "plane of 20 × 20 digits": ("PlaneExplorer({'plane': both_ways(vaes[2])[1]})", "reach"),
    "drawing pad, rebuilt by 4 networks": ("DrawingPad(answer, alt='rebuilt')", PEN),
}
"""By name: the code that shows it, and the slider that is moved (None: the first)."""
# From the event's own time stamp until the frame with the new picture has been handed to the screen.
CLOCK = """(explorer, [event, part]) => {
    let start = null;
    explorer.addEventListener(event, event => { start = event.timeStamp; }, true);
    new MutationObserver(async records => {
        if (start === null || !records.some(record => record.addedNodes.length && record.target.closest(part))) return;
        const began = start;
        start = null;
        await Promise.all([...explorer.querySelectorAll("img")].map(img => img.decode()));
        requestAnimationFrame(() => setTimeout(() => { explorer.latency = performance.now() - began; }));
    }).observe(explorer, {subtree: true, childList: true});
}"""


def latencies(page: Page, number: int, label: str | None) -> list[float]:
    """Milliseconds of each step of a slider, or of each stroke of the pen, in the explorer below a cell."""
    explorer = page.locator(".jp-CodeCell").nth(number).locator(".course-explorer")
    explorer.scroll_into_view_if_needed()
    acts = strokes(page, explorer) if label == PEN else steps(explorer, label)
    next(acts)()
    page.wait_for_timeout(500)
    explorer.evaluate(CLOCK, ["pointerup", ".course-pad-answer"] if label == PEN else ["keydown", ".widget-html"])
    element, times = explorer.element_handle(), []
    for act in acts:
        explorer.evaluate("explorer => { explorer.latency = null; }")
        act()
        page.wait_for_function("explorer => explorer.latency", arg=element)
        times.append(explorer.evaluate("explorer => explorer.latency"))
    return times


def steps(explorer: Locator, label: str | None) -> Iterator[Callable[[], None]]:
    """Take a slider to its beginning, then there and back."""
    slider = handle(explorer, label) if label else explorer.get_by_role("slider").first
    for key in ("Home", *STEPS * ["ArrowRight"], *STEPS * ["ArrowLeft"]):
        yield partial(slider.press, key)


def strokes(page: Page, explorer: Locator) -> Iterator[Callable[[], None]]:
    """Clear the pad, then draw lines on it."""
    yield explorer.get_by_role("button", name="Clear").click
    paper = explorer.get_by_role("application")
    for i in range(STEPS):
        paper.hover(position={"x": 20, "y": 20 + 10 * i})
        page.mouse.down()
        for x in (80, 160, 240):
            paper.hover(position={"x": x, "y": 30 + 10 * i})
        yield page.mouse.up


def measure(address: tuple[str, str]) -> None:
    """Print the table."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = chromium.new_page(viewport={"width": 1366, "height": 900})
        open_notebook(page, address, "explorers.ipynb")
        run_all(page)
        print(f"{'explorer':34} {'median':>8} {'95 %':>8}  (milliseconds from key or pen to picture)")
        for number, (name, (_, label)) in enumerate(EXPLORERS.items(), 1):
            times = latencies(page, number, label)
            print(f"{name:34} {statistics.median(times):8.0f} {statistics.quantiles(times, n=20)[-1]:8.0f}", flush=True)
        print(f"aim for a single digit: {AIM}")
        chromium.close()


def browser() -> None:
    """Start JupyterLab on a notebook with an explorer in each cell, and measure."""
    with tempfile.TemporaryDirectory() as name:
        cells = [nbformat.v4.new_code_cell(code) for code in (FIRST_CELL, *(code for code, _ in EXPLORERS.values()))]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), Path(name) / "explorers.ipynb")
        for options in ([], ["--ServerApp.jpserver_extensions=course.session.jupyter_extension=False"]):
            print(f"JupyterLab {' '.join(options) or 'with the extension course.session.jupyter_extension'}")
            with start_jupyterlab(Path(name), *options) as address:
                measure(address)


if __name__ == "__main__":
    browser()
