import json
import os
import sys

import nbformat
import pytest

from course.notebook.predictions import PREDICTION
from course.session.saved_answers import SavedAnswers, notebook_path, saved_predictions


def write(path, text, **changes):
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.id == "why")
    cell.update({"source": text, **changes})
    nbformat.write(notebook, path)
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))  # two writes may fall into one tick of the clock


@pytest.mark.parametrize(
    ("text", "written"),
    [("YOUR ANSWER HERE", False), ("", False), ("Because.", True), ("YOUR ANSWER HERE\n\nBecause.", True)],
)
def test_a_written_answer_is_what_stands_beside_the_stub(saved, text, written):
    write(saved, text)
    assert SavedAnswers(["why"]).read(saved) == {"why": written}


def test_a_file_is_read_again_when_it_has_changed_only(saved):
    answers = SavedAnswers(["why"])
    first = answers.read(saved)
    assert answers.read(saved) is first
    write(saved, "Because.")
    assert answers.read(saved) == {"why": True}


def test_a_cell_without_its_metadata_is_found_by_its_id(saved):
    write(saved, "Because.", metadata={})
    assert SavedAnswers(["why"]).read(saved) == {"why": True}


def test_what_is_no_notebook_or_another_one_tells_nothing(saved):
    assert SavedAnswers(["question-of-another-notebook"]).read(saved) is None
    for content in (b"", b'{"cells": [', b"[]", b"\xff\xfe"):
        saved.write_bytes(content)
        assert SavedAnswers(["why"]).read(saved) is None
    saved.unlink()
    assert SavedAnswers(["why"]).read(saved) is None
    assert SavedAnswers(["why"]).read(None) is None


def test_predictions_are_read_in_the_file_and_on_colab_in_the_open_notebook(saved, colab, monkeypatch):
    content = {"name": "rain", "guess": "no", "sure": "certain", "right": True}
    notebook = {"cells": [{"outputs": [{"data": {PREDICTION: content}}]}]}
    saved.write_text(json.dumps(notebook), encoding="utf-8")
    assert list(saved_predictions(saved)) == ["rain"]
    assert saved_predictions(None) == {}  # Colab's holds no cells
    message = sys.modules["google.colab._message"]
    monkeypatch.setattr(message, "blocking_request", lambda *_, **__: {"ipynb": notebook})
    assert list(saved_predictions(None)) == ["rain"]
    monkeypatch.setattr(message, "blocking_request", lambda *_, **__: None)  # it was busy
    assert saved_predictions(None) == {}


def test_what_is_no_notebook_holds_no_predictions(saved):
    for content in (b"", b'{"cells": [', b"[]", b'{"cells": 3}', b"\xff\xfe"):
        saved.write_bytes(content)
        assert saved_predictions(saved) == {}
    assert saved_predictions(None) == {}


def test_the_file_is_where_jupyter_or_vs_code_say(saved, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert notebook_path({}) is None
    assert notebook_path({"__vsc_ipynb_file__": str(saved)}) == saved
    monkeypatch.setenv("JPY_SESSION_NAME", str(saved))
    assert notebook_path({}) == saved
    monkeypatch.setenv("JPY_SESSION_NAME", str(saved.with_name("renamed-since.ipynb")))
    assert notebook_path({}) is None
    monkeypatch.setenv("JPY_SESSION_NAME", "console-1")
    assert notebook_path({}) is None
