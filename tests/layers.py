"""The layers of the course from the ground up, and who may use whom; `docs/architecture.md` tells the same in words."""

from __future__ import annotations

from dataclasses import dataclass

# Loose modules without which no layer can do; they use nothing.
GROUND = ("errors", "findings", "lazy", "wording")


@dataclass(frozen=True)
class Layer:
    """A layer: a folder below ``course/`` or a loose module, with dots; what stands above it, it never uses.

    Attributes
    ----------
    uses
        Layers that it may import or name, besides its own modules, `GROUND` and the course's version.
    rule
        Why no others, in words.
    """

    name: str
    uses: tuple[str, ...]
    rule: str


def _grading(name: str, uses: tuple[str, ...], rule: str, outside: tuple[str, ...] = ()) -> Layer:
    inner = tuple(f"grading.{use}" for use in uses)
    return Layer(f"grading.{name}", ("notebook", *outside, *inner), rule)


PUBLIC = ("checks", "draw", "data", "figures", "models", "training", "explorers", "predictions")  # what lessons import
ENGINE = ("execution", "execution.trusted", "execution.suspicion", "execution.student", "execution.wire")

LAYERS = (
    *(Layer(name, (), "it is the ground that everything stands on") for name in GROUND),
    Layer("notebook", (), "what a notebook is does not depend on who asks: author, student or grader"),
    Layer("checks", (), "a check compares plain values, whatever the lesson"),
    Layer("not_allowed", ("notebook",), "what a task forbids is the same in the notebook and in grading"),
    Layer("draw", (), "it makes random inputs, and nothing else"),
    Layer("data", (), "data are read and turned into tensors; they are shown elsewhere"),
    Layer("figures", (), "a figure draws what it is given"),
    Layer("models", (), "networks and arithmetic need no data, no pictures and no loop"),
    Layer("training", ("models",), "the loop trains what it is given, and shows nothing but its progress"),
    Layer("explorers", ("data", "figures", "models", "training"), "an explorer needs no notebook round it"),
    Layer(
        "predictions",
        ("notebook", "figures", "explorers"),
        "a question needs no open notebook: it is asked and answered wherever its cell runs",
    ),
    Layer("session", ("notebook", "not_allowed", *PUBLIC), "it serves the open notebook, which has no grading side"),
    Layer(
        "report",
        ("notebook", "data", "figures", "session"),
        "it is made of a student's notebook, and nothing is graded",
    ),
    Layer(
        "authoring", ("notebook", "not_allowed", "session", "report", *PUBLIC), "writing lessons needs no grading side"
    ),
    _grading("files", (), "a file of a stranger is opened before anybody knows what it is for"),
    _grading("safe", (), "making content harmless does not depend on what is done with it"),
    _grading("sandbox", (), "it shuts in any program, and knows nothing of notebooks"),
    _grading("results", ("sandbox",), "results are records: any layer may read them, none is needed for it"),
    _grading("execution.wire", (), "values cross between processes alike for both ends"),
    _grading(
        "execution.student",
        ("execution.wire",),
        "a student's process sees nothing else of grading",
        outside=("not_allowed",),
    ),
    _grading(
        "execution.trusted",
        ("results", "execution.wire", "execution.student"),
        "tests run apart from all that grades",
        outside=("checks", "not_allowed", "draw"),
    ),
    _grading(
        "execution.suspicion",
        ("execution.trusted",),
        "it looks at a run of tests, and at the text of answers",
        outside=("not_allowed",),
    ),
    _grading(
        "execution",
        ("results", *ENGINE[1:]),
        "one notebook is run, whoever handed it in",
        outside=("checks",),  # what they see tells one mistake from another
    ),
    _grading("intake", ("files", "safe"), "a notebook is rebuilt before it runs"),
    _grading("gradebook", ("files", "results"), "it stores results and does not make them"),
    _grading("pages", ("safe", "results", "gradebook"), "pages are made of what is stored: nothing is graded for them"),
    _grading(
        "class_run",
        ("files", "safe", "sandbox", *ENGINE, "intake", "results", "gradebook"),
        "a class is graded without pages, and without knowing where its files came from",
        outside=PUBLIC,  # lessons import them: they are loaded beforehand, by name
    ),
    _grading(
        "moodle", ("files", "safe", "results", "gradebook", "pages", "class_run"), "Moodle stands at both ends of a run"
    ),
    _grading("dates", ("gradebook", "moodle"), "dates are set by hand, or by what a platform says"),
    _grading(
        "nbgrader_plugins",
        ("files", "safe", "intake", "results", "gradebook", "pages", "class_run"),
        "plugins call the others, and nothing calls a plugin",
    ),
    Layer("grading", ("notebook", "grading.sandbox"), "its loose modules stand above its folders"),
    Layer("doctor", ("report", "session", "grading"), "it finds checks by name"),
    Layer(
        "cli",
        ("doctor", "report", "session", "grading.class_run", "grading.dates", "grading.moodle", "grading"),
        "it finds commands by name",
    ),
    Layer("__main__", ("cli",), "it is the command `course`"),
)
