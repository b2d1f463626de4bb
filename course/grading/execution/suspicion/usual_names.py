"""What people use in answers every day, of modules by which one could also reach into the process or the checks."""

from __future__ import annotations

import builtins
import inspect
import re
from collections.abc import Iterable, Set

import torch
from torch import nn
from torch.nn import functional

from course.not_allowed.names import find_loaded

# Modules of which everything may be used; what is said below of their insides holds all the same.
LIBRARIES = {
    *(
        "numpy",
        "torch",
        "torchvision",
        "torchinfo",
        "torchsummary",
        "torchmetrics",
        "einops",
        "matplotlib",
        "mpl_toolkits",
    ),
    *(
        "PIL",
        "cv2",
        "skimage",
        "imageio",
        "seaborn",
        "plotly",
        "pandas",
        "scipy",
        "sklearn",
        "sympy",
        "tqdm",
        "ipywidgets",
    ),
    *("math", "cmath", "random", "statistics", "fractions", "decimal", "numbers", "itertools", "functools", "heapq"),
    *("collections", "typing", "dataclasses", "enum", "abc", "copy", "string", "re", "textwrap", "pprint", "bisect"),
    *(
        "time",
        "datetime",
        "calendar",
        "warnings",
        "logging",
        "json",
        "csv",
        "pathlib",
        "glob",
        "shutil",
        "tempfile",
        "io",
    ),
    *("zipfile", "gzip", "urllib", "requests", "hashlib", "base64", "struct", "array", "uuid", "secrets", "contextlib"),
    *("operator", "platform", "argparse", "traceback", "queue", "__future__", "google.colab", "course"),
    *("psutil", "codecs", "posixpath", "ntpath"),
}
# Of these modules only this may be used.
PARTS = {
    "os": {
        *("path", "environ", "getenv", "getcwd", "listdir", "scandir", "walk", "makedirs", "mkdir", "remove", "rename"),
        *("unlink", "rmdir", "replace", "chdir"),
        *("cpu_count", "sep", "linesep", "name", "stat", "get_terminal_size", "getpid", "urandom", "PathLike"),
    },
    "sys": {
        *("version", "version_info", "platform", "executable", "argv", "maxsize", "float_info", "byteorder", "stdout"),
        *(
            "stdin",
            "exit",
            "stderr",
            "getsizeof",
            "getrecursionlimit",
            "setrecursionlimit",
            "path",
            "implementation",
            "hexversion",
        ),
    },
    "IPython": {"display", "version_info"},
    "gc": {"collect"},
    "inspect": {"signature"},
    "multiprocessing": {"cpu_count"},
    "pickle": {"dump", "dumps"},
    "timeit": {"default_timer"},
    "types": {"SimpleNamespace"},
}
INTERNALS = (
    *("course.grading", "course.authoring", "course.not_allowed", "course.session"),
    *("torch.overrides", "torch.library", "torch.utils", "torch.testing", "torch.package", "numpy.testing.overrides"),
)
ALLOWED_INTERNALS = (
    *("course.session.prepare", "course.session.show_progress", "course.session.use_drive", "course.session.download"),
    *("torch.utils.data", "torch.utils.tensorboard", "torch.testing.assert_close"),
)
# Settings that may be given a value: no check relies on one.
SETTINGS = (
    *("torch.backends", "pandas.options", "PIL.Image.MAX_IMAGE_PIXELS", "PIL.ImageFile.LOAD_TRUNCATED_IMAGES"),
    *("matplotlib.rcParams", "matplotlib.pyplot.rcParams", "tqdm.tqdm.monitor_interval", "logging.root.level"),
)
# Modules that lead anywhere, and are often within reach in others: ``torch.sys``, ``pathlib.os``.
WAYS_OUT = {
    *("builtins", "sys", "os", "gc", "inspect", "importlib", "ctypes", "subprocess", "threading"),
    *("multiprocessing", "pickle", "marshal", "linecache", "codeop", "pkgutil", "runpy", "socket", "posix"),
    *("weakref", "ast", "atexit", "faulthandler", "_thread", "imp", "site", "unittest"),
}
FORBIDDEN_NAMES = {
    *("eval", "exec", "compile", "setattr", "delattr", "globals", "locals", "vars", "open"),
    *("get_ipython", "breakpoint", "get_type_hints"),
}
# Of those, the ones that mean the same wherever they stand behind a dot (`model.eval()` and `re.compile` do not).
FORBIDDEN_ANYWHERE = {"setattr", "delattr", "globals", "locals", "vars", "get_ipython", "breakpoint", "get_type_hints"}
FORBIDDEN_ATTRIBUTES = re.compile(
    r"register_\w*hook\w*|get_type_hints|_\w+|f_(globals|locals|builtins|back|code|trace)|tb_(frame|next|lasti)"
    r"|(gi|cr|ag)_(frame|code)|weights_only|allow_pickle|load_library|__\w+__"
)
ORDINARY_DUNDERS = {
    f"__{name}__"
    for name in ("init", "name", "doc", "call", "len", "getitem", "iter", "next", "class", "version", "main", "file")
}
# Set on an object of any kind, these change what others see of it; weights and their gradients are set every day.
LIBRARY_ATTRIBUTES = {*dir(torch), *dir(nn), *dir(functional), *dir(nn.Module), *dir(torch.Tensor), *dir(builtins)} - {
    *("grad", "data", "requires_grad", "training", "weight", "bias"),
    *("device", "dtype", "shape", "std", "mean", "e", "name", "names", "seed", "loss", "size"),
}
TIMERS, MOST_OPTIONS = ("time", "timeit", "prun", "memit"), 10  # words that may stand before the code
WITH_CODE = {*TIMERS, "capture"}  # magics whose line or body is Python
MAGICS = {
    *WITH_CODE,
    *("matplotlib", "config", "pip", "conda", "bash", "sh", "html", "markdown", "latex", "svg", "javascript", "js"),
    *(
        "ls",
        "ll",
        "pwd",
        "cd",
        "cat",
        "mkdir",
        "rm",
        "cp",
        "mv",
        "who",
        "whos",
        "pinfo",
        "pinfo2",
        "psource",
        "precision",
    ),
    *("env", "load_ext", "reload_ext", "autoreload", "tensorboard", "lsmagic", "quickref", "xmode", "pylab", "history"),
}


def wrong_step(path: str, given: Set[str] = frozenset()) -> str:
    """The first part of a dotted name, from an import on, that leads out of what is usual; empty if none does."""
    parts = path.split(".")
    if within(path, INTERNALS) and not within(path, ALLOWED_INTERNALS):
        return path
    here = find_loaded(parts[0])
    for end in range(2, len(parts) + 1):
        step, name = ".".join(parts[:end]), parts[end - 1]
        module = here.__name__ if inspect.ismodule(here) else parts[0] if end == 2 else ""
        here = find_loaded(step)
        if step not in given and (
            (module in PARTS and name not in PARTS[module])
            or (inspect.ismodule(here) and _leads_out(module.partition(".")[0], here.__name__))
            or (here is None and name in WAYS_OUT)
            or name in FORBIDDEN_ANYWHERE
        ):
            return step
    return ""


def _leads_out(home: str, module: str) -> bool:
    """Whether a module that stands in another package is one by which one gets anywhere."""
    root = module.partition(".")[0]
    return root not in (home, "posixpath", "ntpath") and not within(module, LIBRARIES)


def within(module: str, packages: Iterable[str]) -> bool:
    """Whether a dotted name is one of these, or stands in one."""
    return any(module == start or module.startswith(f"{start}.") for start in packages)
