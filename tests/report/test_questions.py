from course.report.pandoc_ast import TOGETHER, code
from course.report.questions import Questions
from scripts.report_styles import STYLES


def asked(*texts):
    questions = Questions()
    for text in texts:
        questions.read(text)
    return questions


def test_a_task_has_all_words_from_its_heading_to_its_answer_and_no_hints():
    head = "## 2 Sizes\n\nTheory.\n\n### Task 1: one\n\nOther.\n\n### Task 12: twelve\n\nDo $x^2$.\n\n"
    questions = asked(f"{head}<details>Hint</details>", "|a|b|\n|---|---|", "Write your answer in the cell below.")
    assert questions.of("Task 12") == "Do $x^2$.\n\n\n\n|a|b|\n|---|---|"
    questions.read("What comes after the answer.")
    assert "after" not in questions.of("Task 12")
    assert questions.of("Task 2") == ""


def test_a_specification_before_the_first_task_belongs_to_the_section():
    questions = asked("## 7 Layers\n\nTo this **specification**:\n\n- sizes\n\n### Task 14: design\n\nReturn it.")
    assert (questions.section, questions.introduction) == ("7 Layers", "To this **specification**:\n\n- sizes")
    assert questions.of("Task 14") == "Return it."


def test_an_introduction_that_leads_to_no_task_is_left_to_the_lesson():
    assert asked("## 3 Sizes\n\nTheory.\n\n### The convolution\n\nMore.").introduction == ""
    assert asked("## 3 Sizes\n\nTheory.", "### Task 4: four\n\nDo.").introduction == ""


def test_code_is_kept_together_on_a_page_and_long_code_parted_between_its_functions():
    functions = [f"def f{i}():\n    a = {i}\n\n    return a\n" for i in range(40)]
    parts = [block["c"][1] for block in code("\n".join(functions))]
    assert "".join(parts) == "\n".join(functions).strip("\n")
    assert all(part.startswith("def ") and part.count("\n") <= TOGETHER for part in parts)
    assert len(code("\n".join(f"line = {i}" for i in range(99)))) == 1
    assert "<w:keepLines/>" in STYLES["SourceCode"][2]
