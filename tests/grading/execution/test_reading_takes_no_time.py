"""Whatever a student hands in as text, reading it costs at most seconds of this side's time."""

import time

import pytest
from nbformat.v4 import new_code_cell

from course.grading.execution.cell_selection import needed
from course.grading.execution.suspicion.suspicious_code import suspicions
from course.grading.execution.trusted.failures import failed_answer
from course.not_allowed.reading import broken_rule
from course.notebook.code_names import names
from course.notebook.task_rules import TaskRules

RULES = TaskRules(("torch.cov",))
HOSTILE = {
    "99 short magics": "%time\n" * 99,
    "99 long magics": ("%time x = [" + "1, " * 150 + "1]\n") * 99,
    "thousands of magics": "!ls\n" * 12_000,
    "one magic in much code": "x = 1\n" * 8_000 + "!ls\n",
    "help at every line": "x?\n" * 9_000,
    "assigned commands": "x = !ls\n" * 5_000,
    "a megabyte in one line": "x = " + "1 + " * 250_000 + "1",
    "a megabyte of brackets": "(" * 1_000_000,
    "brackets": "(" * 90 + "a b" + ")" * 90,
    "dictionaries": "{0: " * 90 + "a b" + "}" * 90,
    "minus": "-" * 45_000 + "1",
    "attributes": "x" + ".a" * 20_000,
    "comparisons": "1" + "<1" * 20_000,
    "a long sum": "x = " + "1 + " * 10_000 + "1",
    "a long number": "x = 0x" + "f" * 40_000,
    "many statements": "x = 1\n" * 8_000,
    "many in one line": "x = 1; " * 7_000,
    "many imports": "import " + ", ".join(f"a{n}" for n in range(7_000)),
    "many functions": "".join(f"def f{n}(): return f{n + 1}()\n" for n in range(1_300)),
    "many names": "".join(f"a{n} = a{n + 1}\n" for n in range(3_500)),
    "many texts": "f'{x}' " * 6_000,
    "deep blocks": "".join(" " * n + "if x:\n" for n in range(95)) + " " * 95 + "pass",
    "lambdas": "lambda: " * 90 + "1",
    "commands with code": "!echo " + "{exec('x')}" * 4_000,
    "an open text": "'''" + "a" * 45_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_reading_a_hostile_text_takes_seconds_at_most(kind):
    text = HOSTILE[kind]
    told = [{"output_type": "error", "ename": "SyntaxError", "evalue": "", "traceback": []}]

    def read_names():
        try:
            names(text)
        except (ValueError, RuntimeError, MemoryError):
            return

    readers = {
        "names": read_names,
        "cells to run": lambda: needed([new_code_cell(text)], ["student"]),
        "suspicions": lambda: suspicions([text], ["def probe(): return sum([])"], "", []),
        "task rules": lambda: broken_rule(RULES, ["x", "f0", "a0"], [text, "def a(): return x"]),
        "why it failed": lambda: failed_answer(told, text),
    }
    taken = {}
    for reader, read in readers.items():
        begin = time.process_time()
        read()
        taken[reader] = time.process_time() - begin
    assert max(taken.values()) < 3, taken  # on a slow machine, too
