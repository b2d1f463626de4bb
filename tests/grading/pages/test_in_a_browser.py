"""A submission full of attacks, in a real browser: nothing of it runs, and nothing is asked for from anywhere."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_output, new_raw_cell
from nbgrader.api import Gradebook

from course.grading.results.flag import Flag
from course.grading.safe.safe_notebook import sanitised
from scripts.course_copy import run_nbgrader
from tests.grading.pages.building import added, answer, check, failed, grades, notebook, page, question, written
from tests.grading.pages.hostile import HOME, HTML, LINKS, MARKDOWN
from tests.grading.reading import expect_printed_though_folded

ASSIGNMENT, NAME = "0-squares", "squares"
RUNS = "<img src=x onerror='window.ran = 1'>"
SHOWN = ("what", "expected", "received", "detail", "see")  # of a failure, on its page
CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'course'\nc.ClearMarkScheme.enforce_metadata = False\n"
PREPROCESSOR = "c.HTMLExporter.preprocessors = ['course.grading.safe.safe_notebook.Sanitise']\n"


def hostile_outputs():
    """What a process under a student's command might send as a cell's outputs."""
    forms = [{"text/html": text, "text/plain": "x"} for text in HTML + LINKS]
    forms += [
        {"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"><script>window.ran = 1</script></svg>'},
        {"image/svg+xml": f"<svg onload='window.ran = 1'></svg>{RUNS}"},
        {"image/png": f'AAAA">{RUNS}'},
        {"application/javascript": "window.ran = 1"},
        {"text/markdown": RUNS},
        {"text/latex": f"$\\href{{javascript:window.ran=1}}{{x}}$ {RUNS}"},
        {"text/plain": RUNS},
        {"application/vnd.jupyter.widget-view+json": {"model_id": f"</script>{RUNS}"}, "text/plain": RUNS},
        {"application/json": {"a": RUNS}, "application/pdf": "AAAA", "text/vnd.mermaid": RUNS},
    ]
    shown = [new_output("display_data", form) for form in forms]
    wide = {"image/png": {"width": "1 onerror=window.ran=1", "height": 2, "alt": f'">{RUNS}'}}
    shown.append(new_output("display_data", {"image/png": "AAAA"}, metadata=wide))
    isolated = {"text/html": {"isolated": True}}
    shown.append(new_output("display_data", {"text/html": "<script>parent.ran = 1</script>"}, metadata=isolated))
    shown.append(new_output("stream", name="stdout", text=f"{RUNS}\x1b[31m{RUNS}\x1b[0m"))
    shown.append(new_output("error", ename=RUNS, evalue=RUNS, traceback=[RUNS, f"\x1b[31m{RUNS}"]))
    return shown


def hostile():
    """A graded notebook in which everything that a student can write is an attack."""
    texts = [added(new_markdown_cell(text)) for text in MARKDOWN if "attachment:" not in text]
    picture = added(new_markdown_cell("![x](attachment:x.svg)"))
    picture.attachments = {"x.svg": {"image/svg+xml": "PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+", "text/html": RUNS}}
    raised = new_output("error", ename="NameError", evalue=RUNS, traceback=[f"Cell In[4], line 1\n{RUNS}"])
    made = notebook(
        answer(f'"""</pre></code></div>{RUNS}"""\n# {RUNS}', hostile_outputs()),
        check([raised]),
        question(),
        written("\n\n".join(text for text in MARKDOWN if "attachment:" not in text)),
        *texts,
        picture,
        added(new_raw_cell(RUNS)),
        mended=(f"The file {RUNS} was renamed.",),
        flags=(Flag("limit", RUNS),),
        failures=(failed(**dict.fromkeys(SHOWN, RUNS)),),
    )
    made.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}, "x": f"</script>{RUNS}"}}
    return made


@dataclass
class Watch:
    """What a page asked for outside this machine (it gets nothing), and how often an attack ran."""

    asked: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)


@pytest.fixture
def watch(page):
    seen = Watch()

    def stop(route):
        if route.request.url.startswith(HOME):
            seen.asked.append(route.request.url)
        route.abort()

    page.route(lambda url: not url.startswith(("http://127.0.0.1", "file:", "data:")), stop)
    page.add_init_script("Object.defineProperty(window, 'ran', {set: () => console.log('an attack ran')})")
    page.on("console", lambda message: seen.ran.append(message.text) if message.text == "an attack ran" else None)
    return seen


def settle(page):
    """Wait for what comes late: handlers of broken pictures, and redirections after a second."""
    page.wait_for_load_state()
    page.wait_for_timeout(2000)


def links(page):
    """Where links lead, of those that lead anywhere."""
    return page.evaluate("[...document.querySelectorAll('main a[href], #notebook a[href]')].map(link => link.href)")


@pytest.mark.parametrize("policy", [True, False])
def test_the_feedback_page_runs_nothing_and_asks_for_nothing(page, watch, tmp_path, policy):
    html = feedback(hostile(), student=f"4102{RUNS}")
    forbidding = '<meta http-equiv="Content-Security-Policy"'
    assert forbidding in html
    path = tmp_path / "page.html"  # what is shown is harmless with the browser's own guard and without it
    path.write_text(html if policy else html.replace(forbidding, "<meta"), encoding="utf-8")
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    settle(page)
    assert page.url == path.as_uri()
    assert watch == Watch()
    assert all(link.startswith(("file:", HOME)) for link in links(page))
    assert page.locator("script, iframe, object, embed, form, input, svg, base, link").count() == 0


def test_folded_tasks_are_printed_and_the_page_fits_a_telephone(page, tmp_path, screenshot):
    path = tmp_path / "page.html"
    path.write_text(page_of(notebook(answer("def area(x):\n    return x * x"), check()), grades(area=(3, 3))))
    expect_printed_though_folded(page, path, ".task .code")
    screenshot("feedback-printed")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_is_wider_than_a_telephone_scrolls_by_itself(page, tmp_path):
    table = "|" + "a wide column|" * 12 + "\n|" + "---|" * 12 + "\n|" + "12345.678|" * 12
    formula = "$$" + " + ".join(f"x_{{{i}}}" for i in range(60)) + "$$"
    text = f"{table}\n\n{formula}\n\n${'y_1 + ' * 60}z$\n\n`{'long_' * 40}` {'unbroken' * 40}"
    shown = [new_output("display_data", {"text/html": f"<table><tr>{'<td>12345.678</td>' * 30}</tr></table>"})]
    wrong = answer("def area(x):\n    return 'a line of code that is far longer than a telephone is wide' * x", shown)
    failure = failed(what="area(2)", expected="1 " * 300, received="0" * 300)
    cells = wrong, check(shown), question(), written(text), added(new_markdown_cell(text))
    made = notebook(*cells, failures=(failure,))
    path = tmp_path / "page.html"
    path.write_text(page_of(made, grades(area=(0, 3), why=(None, 4))), encoding="utf-8")
    page.goto(path.as_uri())
    page.set_viewport_size({"width": 360, "height": 700})
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    cut = (
        "tables => tables.filter(e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX !== 'auto').length"
    )
    assert page.locator(".answer table, .cell table").evaluate_all(cut) == 0


def feedback(made, student):
    return page_of(made, grades(area=(0, 3), why=(None, 4)), student=student)


page_of = page  # the fixture of that name is the browser's


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course with two graded submissions: as the student sent it, and as it is stored."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "nbgrader_config.py").write_text(CONFIG)
    solved = notebook(answer("def area(x):\n    return x * x"), check(), question(), written("Because."))
    solved.cells[1].source = "### BEGIN SOLUTION\ndef area(x):\n    return x * x\n### END SOLUTION"
    place = folder / "source" / ASSIGNMENT
    place.mkdir(parents=True)
    nbformat.write(solved, place / f"{NAME}.ipynb")
    done = run_nbgrader(folder, "generate_assignment", ASSIGNMENT)
    assert done.returncode == 0, done.stdout
    for student, made in {"as-it-is": hostile(), "stored": sanitised(hostile())}.items():
        path = folder / "autograded" / student / ASSIGNMENT / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(made, path)
        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
            gradebook.add_student(student, first_name=f"Eve{RUNS if student == 'as-it-is' else ''}", last_name="X")
            gradebook.add_submission(ASSIGNMENT, student)
    return folder


def submission(folder, student):
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        return gradebook.find_submission_notebook(NAME, ASSIGNMENT, student).id


def open_submission(page, server, folder, student):
    address, token = server
    page.goto(f"{address}/lab?token={token}")
    page.goto(f"{address}/formgrader/submissions/{submission(folder, student)}/")
    page.locator("input#answer-why").wait_for()
    settle(page)


@pytest.fixture(scope="module")
def bare(course, tmp_path_factory, jupyterlab):
    """A course whose formgrader has no guard of its own."""
    folder = shutil.copytree(course, tmp_path_factory.mktemp("bare") / "course")
    with jupyterlab(folder) as server:
        yield server, folder


@pytest.fixture(scope="module")
def guarded(course, tmp_path_factory, jupyterlab):
    """A course whose formgrader sanitises what it shows."""
    folder = shutil.copytree(course, tmp_path_factory.mktemp("guarded") / "course")
    (folder / "nbgrader_config.py").write_text(CONFIG + PREPROCESSOR)
    with jupyterlab(folder) as server:
        yield server, folder


@pytest.mark.grading
def test_without_us_the_formgrader_runs_a_students_scripts(page, watch, bare):
    """Else the tests below could not fail."""
    address, token = bare[0]
    page.goto(f"{address}/lab?token={token}")
    page.goto(f"{address}/formgrader/submissions/{submission(bare[1], 'as-it-is')}/")
    for _ in range(60):  # until they have run, however slow the machine
        page.wait_for_timeout(500)
        if len(watch.ran) > 5 and len(watch.asked) > 5:
            return
    raise AssertionError(f"{len(watch.ran)} ran, {len(watch.asked)} asked for something")


@pytest.mark.grading
def test_in_a_stored_notebook_the_formgrader_shows_the_answer_and_nothing_runs(page, watch, bare):
    open_submission(page, *bare, "stored")
    harmless(page, watch)


@pytest.mark.grading
def test_a_formgrader_of_ours_is_safe_with_any_notebook_and_any_name(page, watch, guarded, screenshot):
    open_submission(page, *guarded, "as-it-is")
    harmless(page, watch)
    screenshot("formgrader-hostile")


@pytest.mark.grading
def test_jupyterlab_shows_a_stored_notebook_and_asks_for_nothing(page, watch, bare):
    address, token = bare[0]
    page.goto(f"{address}/lab/tree/autograded/stored/{ASSIGNMENT}/{NAME}.ipynb?token={token}")
    page.get_by_role("heading", name="Exercise 0: Squares").wait_for()
    for _ in range(20):  # cells are drawn as they come into view
        page.mouse.move(600, 500)
        page.mouse.wheel(0, 2000)
        page.wait_for_timeout(100)
    settle(page)
    assert watch == Watch()


def harmless(page, watch):
    """The formgrader shows the submission, works, and nothing of the student's has run."""
    assert watch == Watch()
    assert "/formgrader/submissions/" in page.url
    assert page.locator("#answer-why").count() == 1  # a heading of that name would take the field's place
    address = page.url.split("/formgrader")[0]
    assert not [link for link in links(page) if not link.startswith((f"{address}/formgrader", HOME))]
    assert page.locator("#notebook").locator("script, iframe, object, embed, form, base, link, svg").count() == 0
    points = page.locator("input#answer-why")
    points.fill("3")
    with page.expect_response(lambda response: response.request.method == "PUT") as saved:
        points.press("Tab")
    assert saved.value.ok
