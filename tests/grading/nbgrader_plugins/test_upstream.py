"""What we rely on in other packages beyond what they promise: these fail where a new version differs."""

import importlib.metadata

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course.grading.nbgrader_plugins import upstream


class Taking(NotebookExporter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        upstream.replace_conversion(self.parent, lambda: CALLED.append(type(self.parent)))


CALLED = []


def test_nbgrader_makes_the_exporter_before_it_converts_and_then_calls_what_was_put_in_place(tmp_path):
    for command in (Autograde, GenerateFeedback):
        place = tmp_path / ("submitted" if command is Autograde else "autograded") / "ada" / "one"
        place.mkdir(parents=True)
        (place / "one.ipynb").symlink_to("/dev/zero")  # whoever opens it does not end
        config = Config({command.__name__: {"exporter_class": Taking}})
        config.CourseDirectory.root, config.CourseDirectory.assignment_id = str(tmp_path), "one"
        running = command(coursedir=CourseDirectory(config=config), config=config)
        if command is Autograde:
            running.start()
        else:
            upstream.replace_conversion(running, CALLED.clear)
            assert running.convert_notebooks.__func__ is command.convert_notebooks
    assert [Autograde] == CALLED


def test_the_version_that_was_tried_is_the_one_that_is_here():
    assert importlib.metadata.version("nbgrader") == upstream.TRIED
