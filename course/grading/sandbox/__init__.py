"""Where submitted code runs: a sandbox on Linux, with a warm process inside it from which each student's is forked."""

from course.grading.sandbox.bubblewrap import SandboxMissing
from course.grading.sandbox.child import Child, Exit, SpawnError
from course.grading.sandbox.limits import Limits
from course.grading.sandbox.zygote import Zygote

__all__ = ["Child", "Exit", "Limits", "SandboxMissing", "SpawnError", "Zygote"]
