"""How nbgrader releases, grades and feeds back this course; each choice with its reason."""

from importlib.util import find_spec

c = get_config()

c.CourseDirectory.course_id = "convolution-to-vae"

# --- Release ---------------------------------------------------------------------------------------------------------
# release/ is committed, and nbgrader skips an assignment whose release exists without entering it into the gradebook:
# on a fresh clone `nbgrader autograde` would then find "no notebooks". So releasing always releases.
c.GenerateAssignment.force = True
# Pictures that a notebook has saved are no part of it: those of a solution would go to students.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "pictures"]
# A stub that says where to write, and an error that says what is missing.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError('write your answer here')"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
# Mark schemes stand in the locked question above a written answer, not in a task cell: the answer cell can then be
# scored 0 by itself when it was left untouched, and the marker still sees the scheme beside the answer.
c.ClearMarkScheme.enforce_metadata = False

# --- Collect ---------------------------------------------------------------------------------------------------------
# Moodle's archives are taken by `course moodle collect` (docs/moodle.md), teams and all. What stands here is for
# nbgrader's exchange (JupyterHub): regular files only, within caps, of the student who owns them. Students' commands
# read this file, too, where it is shared with them, and they have no course.grading.
if find_spec("course") and find_spec("course.grading"):
    c.ExchangeFactory.collect = "course.grading.nbgrader_plugins.exchange.SafeCollect"
    c.ExchangeFactory.release_feedback = "course.grading.nbgrader_plugins.exchange.SafeReleaseFeedback"

# --- Autograde -------------------------------------------------------------------------------------------------------
# `nbgrader autograde` is `course grade`: whatever was handed in is read (damaged, odd and hostile files too), the
# notebook is rebuilt from the instructor's own, submitted code runs in a sandbox (bubblewrap), and test cells in a
# process of ours that it cannot reach.
c.Autograde.exporter_class = "course.grading.nbgrader_plugins.autograde.CourseGrade"
# What one submission may use is set here, as c.Limits.<name> = ...; all names, defaults and their reasons stand in
# course/grading/sandbox/limits.py. A lesson that trains for long, say: c.Limits.cell_cpu = 180.0
# Where there is no bubblewrap, grading refuses. To run submitted code with your own rights all the same:
# c.CourseGrade.sandbox = False, or course grade --no-sandbox
# One student's endless output must not fill the gradebook or the feedback page.
c.LimitOutput.max_lines = 500
c.LimitOutput.max_traceback = 60

# --- Late submissions ------------------------------------------------------------------------------------------------
# What is taken off for being late: nothing as it is here. `course dates` shows and sets due dates, extensions, times.
# Ten percent of the points for each day that has begun, half of them at most, and a quarter of an hour for nothing:
# c.AssignLatePenalties.plugin_class = "course.grading.nbgrader_plugins.late_policy.LatePolicy"
# c.LatePolicy.per_day, c.LatePolicy.at_most, c.LatePolicy.grace_minutes = 0.1, 0.5, 15

# They follow each mark that is given in the formgrader.
if find_spec("course") and find_spec("course.grading"):
    from course.grading.nbgrader_plugins.marking import follow_marks

    follow_marks(c)

# --- Feedback --------------------------------------------------------------------------------------------------------
# A page of our own: points by task, what was expected and what came, where to look; no hidden test, no mark scheme, no
# script, nothing from the network.
c.GenerateFeedback.exporter_class = "course.grading.pages.exporter.FeedbackExporter"
c.GenerateFeedback.preprocessors = []
# Marks change while written answers are graded: a feedback page is always made anew.
c.GenerateFeedback.force = True
# The table of `nbgrader export`, in which no student's name or id is a formula for the spreadsheet that opens it.
if find_spec("course") and find_spec("course.grading"):
    c.ExportApp.plugin_class = "course.grading.nbgrader_plugins.export.SafeCsv"
# What the formgrader shows in your browser is a student's: nothing in it runs or asks for anything.
c.HTMLExporter.preprocessors = ["course.grading.safe.safe_notebook.Sanitise"]
