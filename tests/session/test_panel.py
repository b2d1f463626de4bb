import re
from html.parser import HTMLParser

import pytest

from course.authoring.write_task_list import task_list_of
from course.session.panel import Panel, line, tasks
from course.session.progress import WORDS, Progress
from tests.session.small import CHECK_AREA


class Text(HTMLParser):
    """The rows of a table as a screen reader has them: without what is hidden from it."""

    def __init__(self, html):
        super().__init__()
        self.rows, self._hidden = [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self._hidden = ("aria-hidden", "true") in attributes
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag):
        self._hidden = False

    def handle_data(self, data):
        if self.rows and not self._hidden:
            self.rows[-1].append(data)


def test_every_task_has_its_state_in_words(progress):
    progress.record("area = max", "done")
    assert Text(tasks(progress)).rows[:3] == [
        ["Task", "State", "Points"],
        ["Task 1: the area", "answered: run its check", "2"],
        ["Task 2: two at once", "open", "1"],
    ]
    assert len({words for _, words in WORDS.values()}) == len(WORDS)


def test_headers_of_rows_and_columns_are_marked_as_such(progress):
    assert re.findall(r'scope="(\w+)"', tasks(progress)) == ["col"] * 3 + ["row"] * 3


def test_titles_are_text_not_markup(released):
    released.cells[2].source = "## 1 Circles\n\n### Task 1: is <b>a < b</b>? (2 points)"
    assert "Task 1: is &lt;b&gt;a &lt; b&lt;/b&gt;?" in tasks(Progress(task_list_of(released)))


def test_the_list_opens_and_closes_and_stays_open_when_a_task_passes(progress):
    panel = Panel(progress)
    (_, button), shown = panel.widget.children[0].children, panel.widget.children[1]
    assert (shown.layout.display, button.description) == ("none", "Show all tasks")
    button.value = True
    progress.record(CHECK_AREA, "done")
    panel.refresh()
    assert (shown.layout.display, button.description) == ("block", "Hide the tasks")
    assert "passed" in shown.value
    button.value = False
    assert shown.layout.display == "none"


def test_nothing_is_sent_to_the_browser_when_nothing_has_changed(progress):
    panel = Panel(progress)
    sent = []
    for widget in (panel.widget.children[0].children[0], panel.widget.children[1]):
        widget.observe(sent.append, "value")
    panel.refresh()
    assert not sent
    progress.record(CHECK_AREA, "done")
    panel.refresh()
    assert len(sent) == 2


def test_readers_without_a_kernel_see_the_line(progress):
    bundle = Panel(progress)._repr_mimebundle_()
    assert bundle["text/plain"] == f"Your progress: {progress.summary()}"
    assert bundle["text/html"] == line(progress)
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize("state", WORDS)
def test_each_state_has_a_sign_of_its_own_or_says_the_same_with_it(state):
    sign, words = WORDS[state]
    others = [other for other, (same, _) in WORDS.items() if same == sign and other != state]
    assert len(sign) == 1
    assert words
    assert not others or {state, *others} == {"failed", "broken"}
