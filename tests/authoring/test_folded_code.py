from nbformat.v4 import new_code_cell, new_notebook

from course.authoring.folded_code import fold_titled


def test_the_code_of_titled_cells_is_folded_and_no_other():
    titled, plain = (new_code_cell(source) for source in ("# @title The result\nprint(1)", "print('# @title')"))
    fold_titled(new_notebook(cells=[titled, plain]))
    assert titled.metadata == {"jupyter": {"source_hidden": True}, "cellView": "form"}
    assert plain.metadata == {}
