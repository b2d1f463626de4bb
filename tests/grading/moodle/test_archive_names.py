"""Names in "Download all submissions"."""

import pytest

from course.grading.moodle.archive_names import Owner, folder_name, read_entry, same_name
from tests.grading.moodle.as_moodle import place


@pytest.mark.parametrize(
    "name", ["Amina Okafor", "O Brien, Seán", "李 小龍", "محمد علي", "Zoë 2 de Cruz", "Иван Петров"]
)
@pytest.mark.parametrize("around", ["", "class/"])
@pytest.mark.parametrize("layout", ["{}/{}", "{}_/{}", "{}_{}"], ids=["folders", "older folders", "flat"])
def test_each_layout_tells_owner_and_path(name, around, layout):
    entry = read_entry(around + layout.format(place(name, 4101), "circle_2.ipynb"))
    assert (entry.owner, entry.plugin, entry.path) == (Owner(name, "4101"), "file", "circle_2.ipynb")


def test_folders_of_a_student_stay_in_the_path():
    assert read_entry(f"{place('A B', 7)}/my work/old/circle.ipynb").path == "my work/old/circle.ipynb"


def test_a_group_may_have_no_number():
    assert read_entry(f"{place('Default group', None)}/circle.ipynb").owner == Owner("Default group", None)


def test_typed_text_is_told_from_files():
    assert read_entry(f"{place('A B', 7, kind='onlinetext')}/onlinetext.html").plugin == "onlinetext"


@pytest.mark.parametrize("theirs", ["/Bob_2_assignsubmission_file/c.ipynb", "_Bob_2_assignsubmission_file_c.ipynb"])
def test_a_file_named_like_another_student_stays_its_owners(theirs):
    assert read_entry(place("Amina", 1) + theirs).owner == Owner("Amina", "1")


@pytest.mark.parametrize("name", ["circle.ipynb", "Amina/circle.ipynb", "a/b/A B_7_assignsubmission_file/circle.ipynb"])
def test_other_names_are_nobodys(name):
    assert read_entry(name) is None


def test_names_compare_without_what_moodle_drops():
    assert same_name("O'Brien  Seán_M.") == same_name("obrien SEÁN M")
    assert same_name("李 小龍") != same_name("李 小明")


def test_a_folder_name_has_no_underscore_and_no_forbidden_character():
    assert folder_name("Ann_Marie O'Neil: <b>/x") == "Ann Marie O Neil b x"
