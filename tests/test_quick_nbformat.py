"""nbformat without jsonschema's grammar of internet addresses, as long as it would have one."""

import subprocess
import sys

import pytest

VALIDATE = "import sys, nbformat; nbformat.validate(nbformat.v4.new_notebook()); print('lark' in sys.modules)"


@pytest.mark.parametrize(("before", "has_grammar"), [("import course.quick_nbformat; ", "False"), ("", "True")])
def test_no_grammar_is_compiled_and_this_is_still_our_doing(before, has_grammar):
    """Where the second fails, jsonschema has learned to wait: delete `course.quick_nbformat`."""
    done = subprocess.run([sys.executable, "-c", before + VALIDATE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == has_grammar
