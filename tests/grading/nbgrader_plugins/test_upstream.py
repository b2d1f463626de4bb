"""What we rely on in nbgrader beyond what it promises: these fail where a new version differs."""

import importlib.metadata
import inspect

import pytest
from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from course.grading.nbgrader_plugins import upstream


@pytest.fixture
def called():
    return []


@pytest.fixture
def exporter(called):
    class Replacing(NotebookExporter):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            upstream.replace_conversion(self.parent, lambda: called.append(type(self.parent)))

    return Replacing


def test_nbgrader_makes_the_exporter_before_it_converts_and_then_calls_what_was_put_in_place(
    tmp_path, exporter, called
):
    place = tmp_path / "submitted" / "ada" / "one"
    place.mkdir(parents=True)
    (place / "one.ipynb").symlink_to("/dev/zero")  # whoever opens it does not end
    config = Config({"Autograde": {"exporter_class": exporter}})
    config.CourseDirectory.root, config.CourseDirectory.assignment_id = str(tmp_path), "one"
    Autograde(coursedir=CourseDirectory(config=config), config=config).start()
    assert called == [Autograde]


def test_another_command_is_left_as_it_is(called):
    command = GenerateFeedback()
    upstream.replace_conversion(command, called.clear)
    assert command.convert_notebooks.__func__ is GenerateFeedback.convert_notebooks


def test_nbgrader_has_the_methods_that_are_overridden_or_called_by_their_private_names():
    assert [*inspect.signature(ExchangeCollect._path_to_record).parameters] == ["self", "path"]
    assert [*inspect.signature(AssignLatePenalties._check_late_penalty).parameters] == ["self", "notebook", "penalty"]


def test_the_version_that_was_tried_is_the_one_that_is_here():
    assert importlib.metadata.version("nbgrader") == upstream.TRIED
