import re

import nbformat
import pytest
from nbclient import NotebookClient

from course.training import progress_bar
from course.training.progress_bar import ProgressBar, duration

TRAINING = """
import torch
from torch import nn
from course.training.loop import squared_error, train

steps = []

def pressing_stop(model, batch):
    if len(steps) == 3:
        raise KeyboardInterrupt
    steps.append(1)
    return squared_error(model, batch)

examples = torch.rand(100, 4)
history = train(nn.Linear(4, 4), examples, epochs=30, batch_size=5, test=examples, title="<small> net")
"""
STOPPED = """
history = train(nn.Linear(4, 4), examples, epochs=2, batch_size=5, loss=pressing_stop, title="stopped")
"""


@pytest.fixture(scope="module")
def cells():
    """A training and a stopped one, as a notebook shows them."""
    pytest.importorskip("ipykernel")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in (TRAINING, STOPPED)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROFILE", "grading")
        NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    return notebook.cells


class Handle:
    """Stands for IPython's display handle; keeps what it is told to show."""

    def __init__(self):
        self.shown = []

    def update(self, bundle, raw):
        assert raw
        self.shown.append(bundle)


@pytest.fixture
def clock(monkeypatch):
    """The time in seconds, as the bar reads it."""
    time = [100.0]
    monkeypatch.setattr(progress_bar.time, "perf_counter", lambda: time[0])
    return time


@pytest.fixture
def handle(monkeypatch):
    handle = Handle()
    monkeypatch.setattr(progress_bar, "get_ipython", lambda: "a notebook")
    monkeypatch.setattr(progress_bar, "display", lambda bundle, **_: (handle.shown.append(bundle), handle)[1])
    return handle


def test_a_training_cell_has_one_output_that_ends_as_one_line(cells):
    (output,) = cells[0].outputs
    assert output.output_type == "display_data"
    pattern = r"<small> net: 30 epochs in \d+ s, loss [\d.e-]+, on the test set [\d.e-]+"
    assert re.fullmatch(pattern, output.data["text/plain"])
    assert "<progress" not in output.data["text/html"]
    assert "&lt;small&gt; net: 30 epochs" in output.data["text/html"]


def test_a_stopped_training_says_so_in_the_same_place(cells):
    (output,) = cells[1].outputs
    assert output.data["text/plain"].startswith("stopped: stopped; 1 epoch in 0 s, loss ")
    assert output.data["text/plain"].endswith("; the model keeps what it has learned, the text below speaks of more")


def test_the_bar_is_silent_outside_of_notebooks(capfd):
    bar = ProgressBar("training")
    bar.update(0.5, "half")
    bar.close("done")
    assert tuple(capfd.readouterr()) == ("", "")


def test_the_bar_is_updated_at_most_five_times_a_second(handle, clock):
    bar = ProgressBar("training")
    for step in range(1000):
        clock[0] += 0.01
        bar.update(step / 1000, f"step {step}")
    assert 40 <= len(handle.shown) - 1 <= 50


def test_the_last_line_is_shown_even_right_after_an_update(handle, clock):
    bar = ProgressBar("training")
    clock[0] += 1
    bar.update(0.9, "step 9")
    bar.close("done")
    assert [bundle["text/plain"] for bundle in handle.shown[1:]] == ["training: step 9 · 0 s left", "training: done"]


def test_the_bar_says_how_far_it_is_and_how_long_it_will_take(handle, clock):
    bar = ProgressBar('"d" = 8')
    clock[0] += 30
    bar.update(0.25, "epoch 2 · loss 0.04")
    shown = handle.shown[-1]
    assert shown["text/plain"] == '"d" = 8: epoch 2 · loss 0.04 · 1 min 30 s left'
    assert '<progress value="0.250" max="1" aria-label="&quot;d&quot; = 8"' in shown["text/html"]


def test_the_bar_promises_no_time_before_anything_is_done(handle, clock):
    bar = ProgressBar("training")
    clock[0] += 1
    bar.update(0, "epoch 1")
    assert handle.shown[-1]["text/plain"] == "training: epoch 1"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (8, "8 s"), (59.6, "1 min 0 s"), (125, "2 min 5 s"), (3600, "60 min 0 s")]
)
def test_durations_are_written_as_one_says_them(seconds, words):
    assert duration(seconds) == words
