"""The pattern by which `nbgrader zip_collect` tells students apart."""

import re

import pytest
from traitlets.config import PyFileConfigLoader

from course.authoring.build import ROOT


@pytest.fixture(scope="module")
def pattern():
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    return re.compile(config.FileNameCollectorPlugin.named_regexp)


@pytest.mark.parametrize("folder", ["", "class/", "downloaded/3-1-convolution/extracted/"])
@pytest.mark.parametrize("between", ["/", "_/", "_"])
def test_moodles_layouts_name_the_student(pattern, folder, between):
    match = pattern.match(f"{folder}Mei-Ling van der Tran_4103_assignsubmission_file{between}convolution.ipynb")
    assert match.groupdict() == {
        "first_name": "Mei-Ling van der",
        "last_name": "Tran",
        "student_id": "4103",
        "file_id": "convolution.ipynb",
    }


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Participant_4101_assignsubmission_file/convolution.ipynb", "4101"),  # blind marking
        ("Suharto_4102_assignsubmission_file/convolution.ipynb", "4102"),  # a single name
        ("A B_4103_assignsubmission_file/my work/convolution.ipynb", "4103"),  # a folder that the student made
    ],
)
def test_unusual_names_and_folders_are_collected_too(pattern, name, student):
    match = pattern.match(f"class/{name}")
    assert (match["student_id"], match["file_id"]) == (student, "convolution.ipynb")


@pytest.mark.parametrize("name", ["convolution.ipynb", "Mei-Ling Tran/convolution.ipynb", "Tran_4103_onlinetext.html"])
def test_other_files_are_nobodys(pattern, name):
    assert pattern.match(name) is None
