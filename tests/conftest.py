"""A real JupyterLab, and a real browser in front of it, for the tests that ask for a `page`."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from course.authoring.build import ROOT, build
from tests.randomness import LONG, SEED, seed_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# No requests of the browser's own: tests must not depend on a network. Its sandbox needs rights that root and most
# containers lack, and it shows nothing here but our own pages.
OPTIONS = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
OPTIONS += ["--no-sandbox"]


# What takes longest in one process goes first, or the others wait for it in the end.
LONGEST = (
    ".ipynb",
    "grading/lessons",
    "attacks",
    "test_solved",
    "test_lesson",
    "test_killed",
    "browser",
)
# What is made once for all tests that ask for it: they run in one process.
SHARED = ("graded_class", "attacked")


def pytest_addoption(parser):
    parser.addoption("--lesson", default="", metavar="ASSIGNMENT", help="test this lesson alone, such as 3-3-vae")


def pytest_configure(config):
    """The tests of one lesson are those that are named after it."""
    config.option.keyword = config.getoption("--lesson") or config.option.keyword


def pytest_make_parametrize_id(val, argname):
    """A file's bytes make no name: a zip holds the time, and each worker makes its own."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: next((n for n, part in enumerate(LONGEST) if part in str(item.path)), len(LONGEST)))
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
        if "page" in getattr(item, "fixturenames", ()):  # notebook cells under nbval have none
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium; get it with: sudo apt-get install chromium"))


def group_of(item):
    """Tests that run in one process: those of a file and lesson; all that look at one graded class, or one notebook."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    assignment, names = given.get("assignment", ""), getattr(item, "fixturenames", ())
    if solution := given.get("solution", item.path if item.path.suffix == ".ipynb" else None):
        return f"{solution}"
    shared = next((name for name in SHARED if name in names), None)
    return f"{shared or item.path} {assignment or ''}"


def pytest_report_header():
    return f"{'all draws' if LONG else 'a few draws'}, seed {SEED} (repeat with SEED={SEED} make test{LONG * '-long'})"


@pytest.fixture(autouse=True)
def machines_own_profile(monkeypatch):
    """What nbval runs beside the tests is told to train as while grading; each test says which profile it is about."""
    monkeypatch.delenv("COURSE_PROFILE", raising=False)


@pytest.fixture
def seed(request):
    """A number for the test's own generator; another one each day, and the same again with SEED=…."""
    return seed_of(request.node.nodeid)


@pytest.fixture(scope="session")
def built(tmp_path_factory, request):
    """A folder with source/ and release/ built anew: nobody has worked in these.

    Lessons that make the notebooks that are committed are not tried anew: a test of their own does that.
    """
    folder = tmp_path_factory.mktemp("built")
    build(ROOT / "lessons", folder, only=request.config.getoption("--lesson"), tried=ROOT)
    return folder


@pytest.fixture(scope="session")
def jupyterlab():
    """A context manager: jupyterlab(folder, *options, profile="laptop") -> address, token."""
    return start_jupyterlab


@contextmanager
def start_jupyterlab(folder, *options, profile="laptop"):
    """Base address and token of a JupyterLab that runs in a folder, and ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(8)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", *options]
    # Settings of whoever runs the tests (a dark theme, say) stay out; nbgrader looks for alembic on the path.
    own = {"HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder / "config"), "COURSE_PROFILE": profile}
    own["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with (folder / "lab.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | own, stdout=log, stderr=log)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/api?token={token}", process, folder / "lab.log")
            yield f"http://127.0.0.1:{port}", token
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_ready(url, process, log, seconds=60):
    for _ in range(seconds * 10):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def driver():
    """Playwright, which drives browsers: there can be one in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver):
    """One headless Chromium for all tests."""
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
    yield browser
    browser.close()


@pytest.fixture
def page(browser):
    """A fresh page without cookies, light theme, 1280 pixels wide."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, color_scheme="light")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def screenshot(page, tmp_path):
    """Keep a picture of the page; in the folder named by COURSE_SCREENSHOTS, or else with the test's files."""
    folder = Path(os.environ.get("COURSE_SCREENSHOTS") or tmp_path)

    def take(name):
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png")

    return take
