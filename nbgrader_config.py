"""How nbgrader releases, grades and feeds back this course; each choice with its reason."""

import secrets

c = get_config()

c.CourseDirectory.course_id = "convolution-to-vae"

# --- Release ---------------------------------------------------------------------------------------------------------
# release/ is committed, and nbgrader skips an assignment whose release exists without entering it into the gradebook:
# on a fresh clone `nbgrader autograde` would then find "no notebooks". So releasing always releases.
c.GenerateAssignment.force = True
# A stub that says where to write, and an error that says what is missing.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError('write your answer here')"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
# Mark schemes stand in the locked question above a written answer, not in a task cell: the answer cell can then be
# scored 0 by itself when it was left untouched, and the marker still sees the scheme beside the answer.
c.ClearMarkScheme.enforce_metadata = False

# --- Collect ---------------------------------------------------------------------------------------------------------
# Archives as Moodle's "Download all submissions" writes them, with a folder for each student or without:
# "Amina Okafor_4101_assignsubmission_file/convolution.ipynb", "..._file_/..." (older), "..._file_convolution.ipynb".
c.FileNameCollectorPlugin.named_regexp = (
    r"(?:.*/)?(?P<first_name>[^/]+?)(?: (?P<last_name>[^/ ]+))?_(?P<student_id>\d+)"
    r"_assignsubmission_file(?:_?/(?:.*/)?|_)(?P<file_id>[^/]+)"
)

# --- Autograde -------------------------------------------------------------------------------------------------------
# A deleted test or probe would cost points for a right answer; put all deleted cells back. nbgrader's own way
# (add_missing_cells) leaves probes and questions out, and stops with a KeyError at a test or answer behind them.
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "course.grading.preprocessors.PutBackCells",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Cells tagged skip-execution print nothing, and "printed nothing" counts as passed. Skip only a tag nobody can guess.
c.Execute.skip_cells_with_tag = f"skip-{secrets.token_hex(16)}"
# nbgrader gives 0 to a test that passed but wrote to stderr (a warning, a progress bar). Errors count, text does not.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"[\s\S]*"
# The slowest cell of a solution takes a few seconds while grading; an answer that loops for ever costs its cell, not
# the batch: nbgrader's default of 30 s is short for a loaded machine, nbconvert's own is for ever.
c.Execute.timeout = 60
c.Execute.iopub_timeout = 30
# What a front end left in the notebook (Colab's widget state without "state" breaks the feedback page) is dropped once
# the notebook has run; what grades need stays.
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.clear_cell_metadata = False
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"kernelspec", ("language_info", "name")}
# One student's endless output must not fill the gradebook or the feedback page.
c.LimitOutput.max_lines = 500
c.LimitOutput.max_traceback = 60

# --- Feedback --------------------------------------------------------------------------------------------------------
# nbgrader's own page shows hidden tests, mark schemes and, in tracebacks, both again.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "course.grading.preprocessors.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
# Marks change while written answers are graded: a feedback page is always made anew.
c.GenerateFeedback.force = True
