"""What one submission may use; every figure with its reason."""

from __future__ import annotations

from dataclasses import dataclass, fields

MEBIBYTE = 1024**2
GIBIBYTE = 1024**3


@dataclass(frozen=True)
class Limits:
    """What one submission may use while it is graded.

    Memory counts what a submission takes on top of the warm process it is forked from (torch, the course), because that
    part exists once for all students.

    Attributes
    ----------
    memory
        Bytes, of all its processes together.  The lessons' notebooks take up to 0.33 GB in the grading profile;
        the rest is for answers that are wasteful and right.  Enforced twice: the kernel refuses more to each process
        (an error in the cell), and the supervisor ends a group of processes that shares out more.
    processes
        Processes and threads together, of which a notebook needs 3, with a data loader's workers about 10, and a copy
        for each test with hidden lines, up to 15.  A fork bomb stops here.
    cpu
        Seconds of processor time of the whole notebook, all its processes together.  The longest lesson takes 25 s.
        Hidden lines of tests may take as long once more.
    cell_cpu
        Seconds of processor time of one cell or test, watched by whoever sends them.  No lesson comes near it.
    wall, cell_wall
        Seconds by the clock of the same, against what sleeps or waits for ever: ten times as many, so that a busy
        machine costs no marks.  What they end is graded once more by itself before it counts.
    file_size
        Bytes of one file.  Data sets and models of the lessons are below 60 MB.
    disk
        Bytes of /tmp, the home folder and /dev/shm together.  They live in memory, so this adds to `memory`.
    files
        Files in those folders; each costs the system about 1 kB that no other limit counts.
    open_files
        Open files of each process.  A notebook needs 10, a data loader some dozens.
    output
        Bytes of output kept of a notebook, watched by whoever reads it.  Twenty figures are about 2 MB.
    tail
        Bytes kept of what it wrote around Python (C libraries, a crash report); the end says why it died.
    """

    memory: int = 2 * GIBIBYTE
    processes: int = 64
    cpu: int = 300
    cell_cpu: float = 60.0
    wall: float = 3000.0
    cell_wall: float = 600.0
    file_size: int = 256 * MEBIBYTE
    disk: int = 512 * MEBIBYTE
    files: int = 20_000
    open_files: int = 256
    output: int = 20 * MEBIBYTE
    tail: int = 4096

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2**53:
                raise ValueError(f"the limit {field.name} is {value!r}; expected a positive, finite number")
            if field.type == "int" and not isinstance(value, int):
                raise ValueError(f"the limit {field.name} is {value!r}; expected a whole number")
