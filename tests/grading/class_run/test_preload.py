from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.grading.class_run.preload import Preload, preload

TEST = {"nbgrader": {"grade_id": "test", "grade": True, "solution": False, "locked": True, "points": 1}}


def cells(*sources, test="assert F.relu(nothing) == math.pi"):
    return new_notebook(cells=[*map(new_code_cell, sources), new_code_cell(test, metadata=TEST)])


def test_students_processes_get_all_that_cells_import_and_those_of_tests_what_tests_need():
    notebook = cells(
        "import math, os.path\nfrom torch.nn import functional as F, Module", "from course.explorers import *"
    )
    assert preload([notebook]) == Preload(
        ("math", "os.path", "torch.nn:functional", "torch.nn:Module", "course.explorers"),
        ("math", "torch.nn:functional", "course.explorers"),
    )


def test_what_a_test_imports_itself_is_imported_for_it():
    assert preload([cells(test="import json\nassert json")]).tests == ("json",)


def test_several_notebooks_share_what_they_import():
    assert preload([cells("import math"), cells("import math\nimport torch")]).students == ("math", "torch")


def test_magics_relative_imports_imports_in_functions_and_what_is_no_python_are_left_out():
    odd = ("%matplotlib inline\nimport json", "from . import own", "def f():\n    import torch", "import (")
    notebook = cells(*odd, test="assert True")
    notebook.cells.append(new_markdown_cell("import numpy"))
    assert preload([notebook]).students == ("json",)
