# ruff: noqa: E501 -- a table reads better with one case to a line
import pytest

from course.authoring.build import ROOT
from course.authoring.lesson import read_lesson
from course.authoring.rules import problems
from course.notebook.regions import without_region

IMPORTS = "# %%\nfrom course.checks import expect_between, expect_close\n\n"
ANSWER = '# %% nbgrader={"grade_id": "a", "solution": true}\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n\n'
TEST = '# %% nbgrader={"grade_id": "test-a", "grade": true, "points": 1}\nassert x == 1\n\n'
PROBE = '# %% nbgrader={"grade_id": "probe-a", "locked": true}\ndef probe():\n    return x\n\n'
HIDDEN = "### BEGIN HIDDEN TESTS\nassert x < 2\n### END HIDDEN TESTS\n\n"
QUESTION = '# %% [markdown] nbgrader={"grade_id": "q", "locked": true}\n# Why?\n'
SCHEME = "# ### BEGIN MARK SCHEME\n# - 2: because\n# ### END MARK SCHEME\n\n"
WRITTEN = '# %% [markdown] nbgrader={"grade_id": "w", "grade": true, "solution": true, "points": 2}\n# ### BEGIN SOLUTION\n# because\n# ### END SOLUTION\n\n'

HEADING = "# %% [markdown]\n# ### Task 1: one (1 point)\n#\n"
NUDGE, IDEA, ALMOST = (
    f"# <details><summary>{name}</summary>What is\n# <code>x</code>?</details>\n"
    for name in ("Hint 1: a nudge", "Hint 2: the idea", "Hint 3: almost")
)
TASK = HEADING + NUDGE + IDEA + ALMOST + "\n"
OTHER_TASK = (
    HEADING.replace("Task 1", "Task 2") + "\n" + ANSWER.replace('"a"', '"b"') + TEST.replace("test-a", "test-b")
)

SPOKEN = "# %% [markdown]\n# *Predict*: will it rain?\n"
ASKED = '# %%\n# @title Predict: rain\npredict("rain", "Will it rain?", ["yes", "no"])\n'
CAME = '# %%\n# @title Rain\nwith result_of("rain", truth="no", why="."):\n    print(1)\n'

BROKEN = {
    "graded without points": (ANSWER + TEST.replace(', "points": 1', ""), 6, "points=None", '"points": 1'),
    "no points at all": (ANSWER + TEST.replace('"points": 1', '"points": 0'), 6, "points=0", '"points": 1'),
    "points without grade": (ANSWER + TEST.replace('"grade": true, ', "") + TEST.replace("test-a", "b"), 6, "no grade", "grade"),
    "duplicate id": (ANSWER + TEST + ANSWER.replace("x = 1", "x = 2") + TEST.replace("test-a", "test-b"), 9, "line 1", "another name"),
    "unusable id": (ANSWER.replace('"a"', '"My Answer"') + TEST, 1, "'My Answer'", "lower-case"),
    "no id": (ANSWER.replace('"grade_id": "a", ', "") + TEST, 1, "grade_id is None", "name"),
    "no test": (ANSWER, 1, "answer 'a' has no test", "asserts"),
    "only a hidden test": (ANSWER + TEST.replace("assert x == 1\n", HIDDEN), 1, "has no test that students see", "hidden"),
    "no test before the next answer": (ANSWER + ANSWER.replace('"a"', '"b"') + TEST, 1, "answer 'a'", "below"),
    "test before any answer": (TEST.replace("assert x == 1\n", HIDDEN) + ANSWER + TEST.replace("test-a", "b"), 1, "before any", "below"),
    "open solution": (ANSWER.replace("### END SOLUTION\n", "") + TEST, 1, "SOLUTION is not closed", "END SOLUTION"),
    "open hidden tests": (ANSWER + TEST + HIDDEN.replace("### END HIDDEN TESTS\n", ""), 6, "HIDDEN TESTS is not closed", "END"),
    "open mark scheme": (QUESTION + SCHEME.replace("# ### END MARK SCHEME\n", "") + WRITTEN, 1, "MARK SCHEME is not closed", "END"),
    "nested": (ANSWER.replace("x = 1", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION") + TEST, 1, "nested", "pair"),
    "solution in a plain cell": ("# %%\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n", 1, "wrong kind", '"solution": true'),
    "hidden test in a plain cell": ("# %%\n" + HIDDEN, 1, "wrong kind", '"grade": true'),
    "mark scheme in the answer": (WRITTEN.rstrip() + "\n" + SCHEME, 1, "wrong kind", '"locked": true'),
    "markdown picture": ("# %% [markdown]\n# ![](cat.png)\n", 1, "without alt text: cat.png", "what it shows"),
    "html picture": ('# %% [markdown]\n# <img src="cat.png">\n', 1, "without alt text", 'alt="what it shows"'),
    "empty alt": ('# %% [markdown]\n# <img src="cat.png" alt="">\n', 1, "without alt text", 'alt="what it shows"'),
    "figure": ("# %%\nshow(pictures([x], ['a']))\n", 1, "without alt text", "alt="),
    "pyplot": ("# %%\nplt.show()\n", 1, "without alt text", "show(figure"),
    "reference picture": ("# %% [markdown]\n# ![][cat]\n", 1, "without alt text: cat", "what it shows"),
    "capital tag, blank alt": ('# %% [markdown]\n# <IMG SRC="cat.png" data-alt="cat" alt=" ">\n', 1, "without alt text", "alt="),
    "figure over several lines": ("# %%\nshow(\n    pictures([f(g(h(x)))], ['alt=1']),\n    alt='',\n)\n", 1, "without alt text: show", "alt="),
    "imshow": ("# %%\naxis.imshow(x);  # quickly\n", 1, "without alt text: imshow", "show(figure"),
    "not quite a marker": (ANSWER + TEST + HIDDEN.replace("TESTS", "TEST"), 6, "'BEGIN HIDDEN TEST'", "'BEGIN HIDDEN TESTS'"),
    "small marker": (ANSWER + TEST + HIDDEN.lower(), 6, "'begin hidden tests'", "'BEGIN HIDDEN TESTS'"),
    "not Python": (ANSWER + TEST.replace("x == 1", "f( == 1"), 6, "not Python", "mend"),
    "only a check in a string": (ANSWER + TEST.replace("assert x == 1", '"""\nassert x == 1\n"""'), 1, "has no test that students see", "asserts"),
    "endless points": (ANSWER + TEST.replace('"points": 1', '"points": Infinity'), 6, "points=inf", '"points": 1'),
    "graded text that is no answer": (WRITTEN.replace('"solution": true, ', ""), 1, "is no answer", '"solution": true'),
    "id like an automatic one": (ANSWER.replace('"a"', '"start--1"') + TEST, 1, "'start--1'", "single hyphens"),
    "a probe is no test": (ANSWER + PROBE.replace("return x", "assert x == 1"), 1, "has no test that students see", "asserts"),
    "hidden test in a probe": (ANSWER + PROBE + HIDDEN + TEST, 6, "wrong kind", '"grade": true'),
    "a test that needs more than values": (ANSWER.replace("x = 1", "def f(g):\n    return g(1)") + TEST.replace("x == 1", "f(lambda n: n) == 1"), 8, "a lambda is given to f", "write a probe"),
    "no hints": (HEADING + "\n" + ANSWER + TEST, 1, "'Task 1: one (1 point)' has the hints []", "<summary>Hint 3: almost</summary>"),
    "two hints": (HEADING + NUDGE + IDEA + "\n" + ANSWER + TEST, 1, "['Hint 1: a nudge', 'Hint 2: the idea']", "Hint 3: almost"),
    "four hints": (TASK.rstrip() + "\n" + NUDGE + "\n" + ANSWER + TEST, 1, "'Hint 3: almost', 'Hint 1: a nudge']", "above its answer"),
    "hints in another order": (HEADING + IDEA + NUDGE + ALMOST + "\n" + ANSWER + TEST, 1, "['Hint 2: the idea', 'Hint 1", "Hint 1: a nudge"),
    "a hint of another name": (TASK.replace("2: the", "2: an") + ANSWER + TEST, 1, "'Hint 2: an idea'", "Hint 2: the idea"),
    "an empty hint": (HEADING + NUDGE + IDEA + ALMOST.replace("What is\n# <code>x</code>?", "") + "\n" + ANSWER + TEST, 1, "'Hint 2: the idea']", "Hint 3"),
    "an open hint": (HEADING + NUDGE + IDEA + ALMOST.replace("</details>", "") + "\n" + ANSWER + TEST, 1, "'Hint 2: the idea']", "Hint 3"),
    "hints below the answer": (HEADING + "\n" + ANSWER + "# %% [markdown]\n" + NUDGE + IDEA + ALMOST + "\n" + TEST, 1, "has the hints []", "above its answer"),
    "hints of the task above only": (TASK + ANSWER + TEST + OTHER_TASK, 19, "'Task 2: one (1 point)' has the hints []", "Hint 1: a nudge"),
    "a written answer without hints": (HEADING + "\n" + QUESTION + SCHEME + WRITTEN, 1, "has the hints []", "Hint 1: a nudge"),
    "two tasks of one number": (TASK + ANSWER + TEST + TASK.replace("one", "two") + ANSWER.replace('"a"', '"b"') + TEST.replace("test-a", "test-b"), 29, "answer 'b' is called 'Task 1', like the answer at line 11", "a number of its own"),
    "two answers below one heading": (TASK + ANSWER + TEST + ANSWER.replace('"a"', '"b"') + TEST.replace("test-a", "test-b"), 19, "'b' is called 'Task 1'", "a heading"),
    "other points than promised": (TASK + ANSWER + TEST.replace('"points": 1', '"points": 2'), 1, "promises 1, but its tests give 2", "that can be earned"),
    "an answer without a region": (ANSWER.replace("### BEGIN SOLUTION\n", "").replace("### END SOLUTION\n", "") + TEST, 1, "answer 'a' has no region SOLUTION", "'### BEGIN SOLUTION'"),
    "a written answer without a region": (WRITTEN.replace("# ### BEGIN SOLUTION\n", "").replace("# ### END SOLUTION\n", ""), 1, "answer 'w' has no region SOLUTION", "'### BEGIN SOLUTION'"),
    "a stub that is not indented": (ANSWER.replace("### BEGIN SOLUTION\nx = 1", "def x():\n### BEGIN SOLUTION\n    return 1") + TEST, 1, "without its regions it is not Python: expected an indented block", "whole statements"),
    "a stub outside its function": (ANSWER.replace("### BEGIN SOLUTION\nx = 1", "def x():\n    'One.'\n### BEGIN SOLUTION\n\n    return 1") + TEST, 1, "BEGIN SOLUTION is not indented like the line below it", "indent it"),
    "a hint that solves": (TASK.replace("<code>x</code>", "<code>x = max( 1,\n# 2 &lt; 3)</code>") + ANSWER.replace("x = 1", "x = max(1, 2 < 3)") + TEST, 1, "a hint holds a line of the solution, x = max(1, 2 < 3)", "in words"),
    "a loop of which only the body is hidden": (ANSWER + TEST + "for n in (1, 2):\n    ### BEGIN HIDDEN TESTS\n    assert x < n + 1\n    ### END HIDDEN TESTS\n", 6, "without its regions it is not Python", "whole statement"),
    "a score in hidden lines": (ANSWER + TEST + HIDDEN.replace("assert x < 2", "0.5 * (x < 2) + 0.5 * (x > 0)"), 6, "ends with a value, 0.5 * (x < 2) + 0.5 * (x > 0), which", "end it with a check"),
    "a score below hidden lines": (ANSWER + TEST + HIDDEN.replace("assert", "score =") + "score / 2\n", 6, "ends with a value, score / 2, which", "points of their own"),
    "a score from a function": (ANSWER + TEST + HIDDEN.replace("assert x < 2", "float(x < 2)"), 6, "ends with a value, float(x < 2), which", "points of their own"),
    "a number that a check returns": (ANSWER + TEST.replace("assert x == 1", "expect_whole(x, 'x')"), 6, "ends with expect_whole(x, 'x'), whose number would count", "give the number a name"),
    "a module that is not there": ("# %%\nimport matplotlb.pyplot as plt\n\n" + ANSWER + TEST, 1, "import matplotlb.pyplot as plt fails: ModuleNotFoundError: No module named 'matplotlb'", "mend the name"),
    "a check that is not there": (ANSWER + TEST.replace("assert", "from course.checks import expect_clsoe\nassert"), 6, "ImportError: cannot import name 'expect_clsoe'", "mend the name"),
    "no mark scheme": (QUESTION + WRITTEN, 3, "written answer 'w' has no mark scheme", "a line like '- 1: what earns it'"),
    "a mark scheme of other points": (QUESTION + SCHEME.replace("- 2", "- 1.5") + WRITTEN, 1, "gives 1.5, but the answer 'w' 2", "add up to the points"),
    "a mark scheme without points": (QUESTION + SCHEME.replace("- 2: b", "- B") + WRITTEN, 1, "gives 0, but", "'- 1: what earns it'"),
    "the mark scheme of another question": (QUESTION + SCHEME + WRITTEN + WRITTEN.replace('"w"', '"v"'), 12, "'v' has no mark scheme", "locked question"),
    "a hidden test with an unknown name": (ANSWER + TEST + HIDDEN.replace("2", "limit"), 10, "the test uses limit, which it does not know", "mend the name"),
    "a name of another cell": (ANSWER + "# %%\ny = 2\n\n" + TEST + HIDDEN.replace("2", "y"), 13, "the test uses y", "first code cell"),
    "a test that changes what another cell reads": ("# %%\ny = 2\n\n" + ANSWER + TEST.replace("x == 1", "(y := x) == 1") + "\n# %%\nprint(y)\n", 9, "the test changes y, which the cell at line 13 reads", "another name"),
    "a solution that fails a hidden test": (ANSWER + TEST + HIDDEN.replace("2", "1"), 10, "the solution of 'a' fails its test: AssertionError", "the test or the solution"),
    "a solution that fails": (ANSWER.replace("x = 1", "x = 1 / 0") + TEST, 3, "the solution of 'a' fails its test: ZeroDivisionError: division by zero", "the solution"),
    "imports that fail": ("# %%\nlimit = 1 / 0\n\n" + ANSWER + TEST, 2, "the first code cell fails: ZeroDivisionError", "mend it"),
    "a probe that fails": (ANSWER + PROBE.replace("return x", "return y") + TEST.replace("x", "probe()"), 8, "NameError: name 'y' is not defined", "the solution"),
    "counts that are out of date": ("# %% [markdown]\n# # T\n#\n# 2 short programs (2 points)\n\n" + TASK + ANSWER + TEST, 4, "says '2 short programs (2 points)', but the lesson has 1 short program (1 point)", "<!-- counts -->"),
    "a prediction that is only spoken of": ("# %% [markdown]\n# # T\n" + SPOKEN + "# %%\nx = 1\n", 3, "no cell below asks", "predict(...)"),
    "a prediction without a result": (SPOKEN + ASKED, 3, "'rain' has no result", "with result_of('rain', ...)"),
    "a result of another name": (SPOKEN + ASKED + CAME.replace("rain", "snow"), 3, "'rain' has no result", "with result_of"),
    "a prediction asked twice": (SPOKEN + ASKED + ASKED + CAME, 6, "asked twice", "a name of its own"),
    "a result that is not folded": (SPOKEN + ASKED + CAME.replace("# @title Rain\n", ""), 6, "tells the answer", "# @title"),
    "tag": ('# %% tags=["skip-execution"]\nx = 1\n', 1, "metadata ['tags']", "keep only nbgrader"),
}  # fmt: skip


LESSONS = sorted((ROOT / "lessons").glob("*/*.py"))


@pytest.fixture
def check(tmp_path):
    def run(text):
        path = tmp_path / "lesson.py"
        path.write_text(text)
        return problems(read_lesson(path))

    return run


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.parent.name)
def test_every_lesson_keeps_the_rules_and_its_solutions_pass_their_tests(path):
    assert problems(read_lesson(path)) == []


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_is_reported_with_line_and_mend(check, case):
    text, line, what, mend = BROKEN[case]
    found = [p for p in check(text) if what in p.what]
    assert found, check(text)
    assert found[0].line == line
    assert mend in found[0].mend


@pytest.mark.parametrize(
    "text",
    [
        ANSWER + TEST,
        ANSWER + TEST + HIDDEN,
        ANSWER + TEST + TEST.replace("test-a", "more"),
        IMPORTS + ANSWER + TEST.replace("assert x == 1", "expect_close(x, 1, 'x')"),
        ANSWER + PROBE + TEST.replace("assert x == 1", "assert probe() == 1"),
        IMPORTS + ANSWER + TEST + HIDDEN.replace("assert x < 2", "expect_between(x, 0, 2, 'x')"),
        ANSWER + TEST + HIDDEN + "print('done')\n",
        ANSWER + TEST.replace("assert x == 1", "assert x > 0\n0.5 if x == 2 else 1"),  # all can be seen
        ANSWER.replace("### BEGIN", "def f():\n    ### BEGIN").replace("x = 1", "    return 1")
        + TEST.replace("x ", "f() "),
        QUESTION + SCHEME + WRITTEN,
        QUESTION + SCHEME + WRITTEN.split("\n")[0] + "\n",
        TASK + ANSWER + TEST,
        TASK.replace("1 point", "3 points") + ANSWER + TEST + TEST.replace("test-a", "more").replace("1}", "2}"),
        "# %% [markdown]\n# # T\n#\n# 1 short program (1 point)\n\n" + TASK + ANSWER + TEST,
        "# %%\nlimit = 2\n\n# %%\n%matplotlib inline\n\n" + ANSWER + TEST + HIDDEN.replace("2", "limit"),
        ANSWER.replace("x = 1", "from course.training import profile\nx = profile.choose(grading=1, laptop=2, gpu=2)")
        + TEST,
        TASK
        + ANSWER
        + TEST
        + TASK.replace("Task 1", "Task 2")
        + ANSWER.replace('"a"', '"b"')
        + TEST.replace("-a", "-b"),
        "# %% [markdown]\n# ```python\n# # a comment, no heading\n# ```\n\n" + ANSWER + TEST,
        TASK.replace("1 point", "2 points") + QUESTION + SCHEME + WRITTEN,
        HEADING + "\n# %% [markdown]\n" + NUDGE + IDEA + ALMOST + "\n" + ANSWER + TEST,
        '# %% [markdown]\n# ![a cat](cat.png) <img src="dog.png" alt="a dog">\n',
        "# %%\nshow(pictures([f(x)], ['a']), alt='a picture')\n",
        "# %% [markdown]\n# Write `![](…)` never; <img src=cat.png alt=cat> is fine.\n",
        "# %%\n%matplotlib inline\nx = 1\n",
        SPOKEN + ASKED + CAME,
        SPOKEN + ASKED + CAME.replace('"rain"', 'f"r{x}"'),
    ],
)
def test_a_sound_lesson_has_no_problems(check, text):
    assert check(text) == []


def test_without_region_takes_out_just_the_region():
    source = "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc\n### BEGIN HIDDEN TESTS\nd\n### END HIDDEN TESTS"
    assert without_region(source, "HIDDEN TESTS") == "a\nc\n"


def ruled(rules, solution="x = 1"):
    """A lesson with one task that declares these rules."""
    declared = TASK.replace("(1 point)\n#\n", f"(1 point)\n#\n# <!-- not allowed: {rules} -->\n#\n")
    return IMPORTS + declared + ANSWER.replace("x = 1", solution) + TEST


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        (ruled("torch.cow; do it"), 4, "'not allowed' names torch.cow, which there is not", "with its module"),
        (ruled("; do it"), 4, "names nothing", "take the line out"),
        (ruled("cov"), 4, "'not allowed' names cov, which there is not", "with its module"),
        (ruled("no_such_thing.cov"), 4, "no_such_thing.cov", "with its module"),
        (
            ruled("math.cos, math.sin", "import math\nx = int(math.cos(0))"),
            14,
            "the solution uses math.cos",
            "mend the solution",
        ),
        (
            ruled("math.cos") + "# %% [markdown]\n# <!-- not allowed: math.sin -->\n",
            22,
            "below the last answer",
            "its task's text",
        ),
        (ruled("math.cos -->\n#\n# <!-- not allowed: math.sin"), 4, "two lists", "one of them"),
    ],
    ids=lambda case: case[-60:] if isinstance(case, str) else "",
)
def test_rules_of_a_task_that_cannot_be_kept_are_reported(check, text, line, what, mend):
    (found,) = check(text)
    assert found.line >= line
    assert (what in found.what, mend in found.mend) == (True, True), str(found)


def test_sound_rules_are_no_problem(check):
    assert check(ruled("torch.cov, torch.nn.functional.conv*; do it")) == []
