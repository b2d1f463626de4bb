"""The student's side: runs cells and calls functions for the test side, which believes none of it.

``serve`` is called in a process of the student's own, in a sandbox. Answers share that process with it and can change
all of it; that is why the test side checks every byte that comes. Loaded before the rest of `course.grading` is hidden:
standard library, IPython, numpy, torch, what the course keeps out of reach, and this package's wire.
"""

from __future__ import annotations

import builtins
import copy
import importlib
import marshal
import operator
import os
import random
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from os import fork
from pathlib import Path
from types import CellType, FrameType, FunctionType, TracebackType
from typing import Any

import numpy as np
import torch

from course.grading.execution.student import shell
from course.grading.execution.student.captured_outputs import Outputs
from course.grading.execution.wire.decode import read_tree, unpack
from course.grading.execution.wire.encode import pack
from course.grading.execution.wire.frames import MAX_NAME, MAX_WORDS, Channel, Frame
from course.not_allowed.out_of_reach import out_of_reach
from course.notebook.task_rules import TaskRules

OPERATIONS: dict[str, Callable[..., Any]] = {
    "call": lambda function, *args, **kwargs: function(*args, **kwargs),
    **{function.__name__: function for function in (getattr, setattr, delattr, len, iter, next, str, repr, dir)},
    **{function.__name__: function for function in (isinstance, issubclass)},
    **{function.__name__: function for function in (int, float, bool, abs, complex)},
    **{name: getattr(operator, name) for name in ("getitem", "setitem", "delitem", "neg", "pos", "invert", "index")},
    **{name: getattr(operator, name) for name in ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow")},
    "deepcopy": copy.deepcopy,
}
REQUESTS = ("cell", "get", "seed", "bind", "unbind", "found", "function", "fork", "keep_out")


def serve(connection: socket.socket) -> None:
    """Answer requests until the other side closes, with one thread: sums depend on how many share them.

    Modules beside the notebook are found, after all others.
    """
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    sys.path.append(str(Path.cwd()))
    server = Server(Channel(connection))
    while server.answer_next():
        pass


class Server:
    """The namespace, the objects that stay here, and the one loop that answers."""

    def __init__(self, channel: Channel) -> None:
        self.channel, self.shell = channel, shell.start()
        self.objects: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.count = 0
        self.process = os.getpid()
        self.rules = ExitStack()  # what is out of the answer's reach

    def answer_next(self) -> bool:
        """Wait for a request and answer it; False if there will be no more."""
        try:
            asked = self.channel.receive()
        except EOFError:
            return False
        try:
            reply = self._reply(asked)
        except BaseException as error:  # SystemExit and the like are the answer's, too
            reply = pack(self._words(error), self.keep)
        if os.getpid() != self.process:  # a copy that the answer has made of this process: one of them is enough
            os._exit(0)
        self.channel.send(reply)
        return True

    def _reply(self, asked: Frame) -> Frame:
        request, args, kwargs, (cpu, wall), dropped = unpack(asked, self._object)
        for number in dropped:
            self.numbers.pop(id(self.objects.pop(number)))
        work = getattr(self, f"_{request}", None) if request in REQUESTS else None
        with Outputs(0).capturing(), time_limit(cpu, wall):  # what a call prints is shown to nobody
            value = work(*args) if work else OPERATIONS[request](*args, **kwargs)
            return pack(("value", value, self._changed(asked, args, kwargs) if request == "call" else None), self.keep)

    def _changed(self, asked: Frame, args: Any, kwargs: Any) -> Any:
        """The arguments, if the call has changed one in place."""
        now = pack((args, kwargs), self.keep)
        before = read_tree(asked)
        same = read_tree(now)[1:] == before[2:4] and asked.body == now.body
        return None if same else (args[1:], kwargs)

    def _cell(self, source: str, number: int, limit: int) -> Any:
        outputs = Outputs(limit)
        finished = False
        try:
            finished = self.shell.run(source, number, outputs)
        except BaseException as error:  # an interrupt may hit IPython's own lines
            outputs.error(*self._words(error)[1:4:2], self._words(error)[4].split("\n"))
        return finished, outputs.finished()

    def _get(self, name: str) -> Any:
        return self.shell.user_ns[name] if name in self.shell.user_ns else _missing(name)

    def _bind(self, name: str, value: Any) -> None:
        self.shell.user_ns[name] = value

    def _unbind(self, name: str) -> None:
        del self.shell.user_ns[name]

    def _found(self, module: str, name: str) -> Any:
        found: Any = importlib.import_module(module)
        for part in filter(None, name.split(".")):
            found = getattr(found, part)
        return found

    def _function(
        self, code: bytes, name: str, defaults: Any, by_name: Any, closure: tuple[Any, ...], values: dict[str, Any]
    ) -> Any:
        """A function of a test's; it finds itself under its own name."""
        names = {"__builtins__": builtins, "__name__": "__main__", **values}
        made = FunctionType(marshal.loads(code), names, name, defaults, tuple(map(CellType, closure)))
        made.__kwdefaults__ = by_name
        names.setdefault(name, made)
        return made

    def _keep_out(self, not_allowed: tuple[str, ...], instead: str, answers: tuple[str, ...]) -> None:
        """From now on this, and nothing else, is out of the reach of an answer that defines these names."""
        self.rules.close()
        if not_allowed:
            self.rules.enter_context(out_of_reach(TaskRules(not_allowed, instead), answers, self.shell.user_ns))

    def _seed(self, seed: int) -> None:
        torch.manual_seed(seed)
        random.seed(seed)
        np.random.seed(seed % 2**32)  # noqa: NPY002  # the global one is what answers use

    def _fork(self) -> int:
        """Copy this process; the copy answers at a socket of its own, which comes after the request."""
        _, (descriptor,), _, _ = socket.recv_fds(self.channel.connection, 1, 1)
        state = random.getstate()  # Python gives a copy another one
        with socket.socket(fileno=descriptor) as connection, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # threads of the answer do not matter: they stay behind
            if number := fork():
                return number
            random.setstate(state)
            self.process = os.getpid()
            self.channel.connection.close()
            self.channel = Channel(connection.dup())
        torch.set_num_threads(1)  # a copy has none of torch's threads, and would wait for them
        return 0

    def keep(self, value: Any) -> list[Any]:
        """A number for an object that stays here, whether it can be called, and the name of its type."""
        number = self.numbers.get(id(value))
        if number is None:
            self.count += 1
            number = self.numbers[id(value)] = self.count
            self.objects[number] = value
        return [number, callable(value), type(value).__name__[:MAX_NAME]]

    def _object(self, parts: list[Any]) -> Any:
        return self.objects[parts[0]]

    def _words(self, error: BaseException) -> tuple[str, str, list[str], str, str]:
        kinds = [kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
        try:
            text = str(error)
            shell.shorten(error)
            tb = self.shell.InteractiveTB.structured_traceback(type(error), error, _own(error.__traceback__))
            trace = "\n".join(tb)
        except Exception as broken:  # an error's own text may raise
            text, trace = f"(its text raises {type(broken).__name__})", ""
        return "error", type(error).__name__[:MAX_NAME], kinds, text[:MAX_WORDS], trace[-MAX_WORDS:]


def _missing(name: str) -> Any:
    raise NameError(f"name {name!r} is not defined")


def _own(trace: TracebackType | None) -> TracebackType | None:
    """The traceback without this module's frames, which say nothing to a reader."""
    while trace is not None and trace.tb_frame.f_globals.get("__name__") == __name__:
        trace = trace.tb_next
    return trace


@contextmanager
def time_limit(cpu: float, wall: float) -> Iterator[None]:
    """Interrupt the block as Jupyter does, and again each second: code may swallow the first interrupts.

    That is a courtesy, which leaves the process alive: whoever has sent the request does not rely on it.

    Parameters
    ----------
    cpu, wall
        Seconds of this process's own processor time, and by the clock.
    """
    end = time.process_time() + cpu

    def look(number: int, frame: FrameType | None) -> None:
        if (left := end - time.process_time()) > 0:  # the timer guesses from time to time who is running
            signal.setitimer(signal.ITIMER_PROF, max(left, 0.01), 1.0)
        else:
            _interrupt(number, frame)

    limits = [(signal.ITIMER_REAL, signal.SIGALRM, wall, _interrupt)]
    if cpu < wall:  # two interrupts at a time would hit IPython while it deals with the first
        limits.append((signal.ITIMER_PROF, signal.SIGPROF, cpu, look))
    for timer, number, seconds, handler in limits:
        signal.signal(number, handler)
        signal.setitimer(timer, seconds, 1.0)
    try:
        yield
    finally:
        for timer, _, _, _ in limits:
            signal.setitimer(timer, 0)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt("no answer within the time limit")
