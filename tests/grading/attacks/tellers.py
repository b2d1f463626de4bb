"""Answers that tell their author what hidden tests have given them, by every way out that the sandbox could leave."""

from collections.abc import Mapping

from nbformat.v4 import new_code_cell

from tests.grading.attacks.entries import Desk, Entry
from tests.grading.attacks.small import points
from tests.grading.execution.hidden import TELLERS as WAYS
from tests.grading.execution.hidden import WHEN_HIDDEN

# In the sandbox there are more ways, and some end all: the answer, and whether it passes.
BOMBS = {
    "memory": ("def tell(x): globals()['hoard'] = bytes([7]) * 10**9", False),
    "time": ("import time\ndef tell(x):\n    print(x, flush=True)\n    time.sleep(99)", False),
    "an end": ("import os\ndef tell(x):\n    os.write(2, str(x).encode())\n    os._exit(3)", False),
    "the end of all others": ("import os\ndef tell(x):\n    print(x, flush=True)\n    os.kill(-1, 9)", True),
    "a signal to the original": (
        "import os, signal\nown = os.getpid()\nsignal.signal(signal.SIGUSR1, lambda *a: print('TOLD', flush=True))\n"
        "def tell(x):\n    try: os.kill(own, signal.SIGUSR1)\n    except ProcessLookupError: pass",
        True,
    ),
}


def teller(answer: str, last: str, passes: bool) -> Entry:
    """An answer that doubles lists, too, and takes only the secret for hidden; and a cell at the end."""
    answer = answer.replace("2 * x", "([2 * i for i in x] if isinstance(x, list) else 2 * x)")
    answer = answer.replace("x > 100", "isinstance(x, int) and x > 10**6")

    def make(desk: Desk) -> None:
        notebook = desk.answered(double=answer)
        notebook.cells.append(new_code_cell(last))
        desk.write(notebook)

    return Entry(make, points() if passes else points(double=0.0))


TELLERS: Mapping[str, Entry] = {
    **{f"tells by {title}": teller(*way) for title, way in WAYS.items()},
    **{
        f"tells by {title}": teller(f"{text}\n{WHEN_HIDDEN}", "print('end')", passes)
        for title, (text, passes) in BOMBS.items()
    },
}
