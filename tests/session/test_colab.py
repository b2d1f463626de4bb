"""Files on Colab: kept in the student's Drive, sent to the student's computer."""

import json
import sys
from pathlib import Path

import pytest

from course.errors import CourseError
from course.session import colab as on_colab

pytestmark = pytest.mark.usefixtures("bare")


def test_drive_is_mounted_and_worked_in_on_colab_only(monkeypatch, tmp_path, colab, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(on_colab, "DRIVE", tmp_path / "drive")
    assert on_colab.use_drive("vae") == tmp_path / "drive" / "MyDrive" / "vae" == Path.cwd()
    assert colab == [("mount", str(tmp_path / "drive"))]


def test_without_colab_drive_is_refused_and_the_folder_named(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match=f"on Colab only; here files are kept in {tmp_path}"):
        on_colab.use_drive()


def test_a_file_is_sent_through_the_browser_on_colab_and_named_elsewhere(monkeypatch, tmp_path, capsys, colab):
    (tmp_path / "report.docx").write_bytes(b"x")
    on_colab.download(tmp_path / "report.docx")
    assert colab == [("download", str(tmp_path / "report.docx"))]
    monkeypatch.setitem(sys.modules, "google.colab.files", None)
    on_colab.download(tmp_path / "report.docx")
    assert capsys.readouterr().out == f"The file is {tmp_path / 'report.docx'}\n"


def test_a_file_that_is_not_there_is_not_sent(tmp_path, colab):
    with pytest.raises(FileNotFoundError, match=r"no file .*none\.docx"):
        on_colab.download(tmp_path / "none.docx")


def test_the_open_notebook_is_sent_under_the_name_to_hand_in(monkeypatch, tmp_path, colab):
    monkeypatch.chdir(tmp_path)
    path = on_colab.download_notebook("vae.ipynb")
    assert json.loads(path.read_text()) == {"cells": [], "nbformat": 4, "what": "get_ipynb"}
    assert colab == [("download", "vae.ipynb")]
    monkeypatch.setitem(sys.modules, "google.colab._message", None)
    with pytest.raises(CourseError, match="here the notebook is a file"):
        on_colab.download_notebook("vae.ipynb")
