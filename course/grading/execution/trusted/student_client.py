"""The test side's end of the wire: sends cells and requests to a student's process, and believes nothing of it."""

from __future__ import annotations

import contextlib
import select
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar
from weakref import WeakValueDictionary

from course.grading.execution.trusted.argument_changes import carry_back
from course.grading.execution.trusted.deadline import Clock, Deadline
from course.grading.execution.trusted.errors import CopyError, StudentGoneError, TestTimeoutError, as_raised
from course.grading.execution.trusted.functions_sent import sent
from course.grading.execution.trusted.proxies import StudentFunction, StudentObject, StudentStopError
from course.grading.execution.trusted.untrusted_outputs import LEFT_OUT, rebuild_outputs
from course.grading.execution.wire.decode import unpack
from course.grading.execution.wire.encode import pack
from course.grading.execution.wire.frames import MAX_NAME, MAX_WORDS, Channel, Frame, WireError

GRACE = 5.0  # seconds for a process to answer after it has been interrupted
LOOK = 0.5  # seconds between two looks at how much processor time it has used
OUTPUT = 8 * 2**20  # bytes of one cell's outputs: some twenty large figures
EXTRA = 2**16  # and room for the sentence that says that more was left out, and for an error

T = TypeVar("T")


@dataclass(frozen=True)
class CellRun:
    """What running a cell on the student's side came to: its outputs (nbformat), and whether it reached its end.

    ``late`` says that it had to be stopped, and ``cut`` that outputs were left out, here or there.
    """

    outputs: list[dict[str, Any]]
    finished: bool
    late: TestTimeoutError | None = None
    cut: bool = False


@dataclass(frozen=True)
class Checkpoint:
    """A copy of a student's process, asleep: our end of its socket, its number as it says, and what it keeps."""

    connection: socket.socket
    process: int
    known: dict[int, StudentObject]
    alive: frozenset[int]


@dataclass
class StudentClient:
    """A student's process behind a socket.

    Parameters
    ----------
    connection
        Our end; `course.grading.execution.student.student_server.serve` has the other.
    kill
        Ends the process and all that it has started; called when it hangs, lies about the wire, or is not needed more.
    keep_only
        Ends all of the student's processes but those of these numbers.
    seconds
        For one request outside of a test.
    clock
        What its seconds are counted by.
    """

    connection: socket.socket
    kill: Callable[[], None] = lambda: None
    keep_only: Callable[[Sequence[int]], None] = lambda _: None
    seconds: float = 60.0
    clock: Clock = field(default_factory=Clock)
    gone: str = ""
    until: Deadline | None = None  # when the test that is running must end
    waited: bool = False  # something was ended by the clock: perhaps others needed the processor
    busy: bool = False  # a request is on its way: an interrupt now would lose its answer
    woken: bool = False  # what answers is a copy: nothing that it shows may be shown
    changed: list[StudentFunction] = field(default_factory=list)  # those that have changed an argument of ours
    _known: WeakValueDictionary[int, StudentObject] = field(default_factory=WeakValueDictionary)
    _alive: set[int] = field(default_factory=set)
    _sent: dict[int, StudentObject] = field(default_factory=dict)  # functions of ours over there, by their ids here

    def run_cell(self, source: str, number: int, *, seconds: float) -> CellRun:
        """Run a cell as ``In[number]``, for at most that many seconds.

        Raises
        ------
        StudentGoneError
            If the process has ended, or does not stop at the limit and a grace of some seconds.
        """
        until = self.clock.deadline(seconds)
        try:
            received = self._request("cell", (source, number, OUTPUT), {}, until)[0]
        except Exception as error:  # what a cell raises is among its outputs; this is a broken shell, or large outputs
            received = (False, [{"output_type": "error", "ename": type(error).__name__, "evalue": str(error)}])
        if not (type(received) is tuple and len(received) == 2):
            self._lost("what it sent for a cell is no list of outputs")
        finished = received[0] is True
        outputs = rebuild_outputs(received[1], OUTPUT + EXTRA)
        cut = any(LEFT_OUT in output.get("text", "") for output in outputs)
        return CellRun(outputs, finished, None if finished else self.late(until), cut)

    def get(self, name: str) -> Any:
        """The value of a name on the student's side; NameError if there is none."""
        return self.ask("get", name)

    def seed(self, seed: int) -> None:
        """Start the random numbers of the process anew: Python's, NumPy's and torch's."""
        self.ask("seed", seed)

    def fork(self) -> Checkpoint:
        """Copy the process as it is at this moment; the copy sleeps until `wake`.

        Raises
        ------
        CopyError
            If there is none.
        """
        ours, theirs = socket.socketpair()
        until = self._deadline()
        with theirs:
            try:
                number = self._request("fork", (), {}, until, handing=theirs)[0]
            except Exception as error:  # too many processes, or the answer prevents it; its words say nothing of ours
                number = error
        if type(number) is not int or number <= 0:
            ours.close()
            raise CopyError
        return Checkpoint(ours, number, dict(self._known), frozenset(self._alive))

    def wake(self, checkpoint: Checkpoint) -> None:
        """Talk to that copy from now on; proxies that were there when it was made stand for its objects."""
        self.connection, self.gone, self.woken = checkpoint.connection, "", True
        self._known = WeakValueDictionary(checkpoint.known)
        self._alive = set(checkpoint.alive)
        with contextlib.suppress(Exception, StudentGoneError):  # if it is gone, every request will say so
            self._read(self._exchange(self.clock.deadline(GRACE)), "fork")

    def in_a_copy(self, function: StudentFunction) -> StudentFunction:
        """A function as it is now, in a copy of the process, which ends when nobody holds the function any more.

        Raises
        ------
        CopyError
            If there is no copy.
        """
        checkpoint = self.fork()
        copied = StudentClient(checkpoint.connection, clock=self.clock, until=self.until, woken=True)
        copied._read(copied._exchange(self._deadline()), "fork")
        copied._known[function._number] = same = StudentFunction(copied, function._number, function._type)
        copied._alive.add(function._number)
        return same

    def settle(self, checkpoints: Sequence[Checkpoint]) -> None:
        """End the process, and all others of the student's but those copies."""
        self.close()
        self.keep_only([checkpoint.process for checkpoint in checkpoints])

    def ask(self, request: str, *args: Any) -> Any:
        """One of the requests of `student.OPERATIONS`; raises what the answer raised."""
        return self._request(request, args, {}, self._deadline())[0]

    def ask_for(self, kind: type[T], request: str, *args: Any) -> T:
        """The same, for a plain value of a type; TypeError if it is none."""
        value = self.ask(request, *args)
        if type(value) is not kind:
            raise TypeError(f"the answer gives a {type(value).__name__} for {request}(); expected {kind.__name__}")
        return value

    def call(self, function: StudentFunction, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call a function of the student's, and do to our arguments what it has done to its own."""
        value, changed = self._request("call", (function, *args), dict(kwargs), self._deadline())
        if changed is not None and carry_back((tuple(args), dict(kwargs)), changed)[1]:
            self.changed.append(function)
        return value

    def close(self, reason: str = "the student's process was closed") -> None:
        """End the process; every later request says why."""
        if not self.gone:
            self.gone = reason
            self.connection.close()
            if not self.woken:
                self.kill()

    def late(self, until: Deadline) -> TestTimeoutError | None:
        """The error to raise if a deadline has passed."""
        error = until.passed()
        self.waited |= error is not None and error.by_the_clock
        return error

    def _deadline(self) -> Deadline:
        return self.until or self.clock.deadline(self.seconds)

    def _request(
        self,
        request: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        until: Deadline,
        handing: socket.socket | None = None,
    ) -> Any:
        if self.gone:
            raise StudentGoneError(self.gone)
        self._stop_if_late(until)
        left = [max(seconds, 0.001) for seconds in until.left]
        before, self._sent = self._sent, {}  # functions that go along live until the request has been answered
        try:
            dropped = self._dropped()
            frame = pack((request, args, kwargs, left, dropped), self._number)
            if self._sent:  # requests of their own have made them, and told what was dropped
                dropped = self._dropped()
                frame = pack((request, args, kwargs, left, dropped), self._number)
            self._alive.difference_update(dropped)
            return self._answer(request, frame, until, handing)
        finally:
            self._sent = before

    def _dropped(self) -> list[int]:
        """Numbers of objects over there that nobody asks for any more."""
        return sorted(self._alive - set(self._known))

    def _answer(self, request: str, frame: Frame, until: Deadline, handing: socket.socket | None) -> Any:
        self.busy = True
        try:
            reply = self._exchange(until, frame, handing)
        finally:
            self.busy = False
        if request != "cell":
            self._stop_if_late(until)
        return self._read(reply, request)

    def _exchange(self, until: Deadline, frame: Frame | None = None, handing: socket.socket | None = None) -> Frame:
        """Send, if there is something to send, and wait for what comes, and some seconds more than it may take."""
        channel, end = Channel(self.connection), until.wall + GRACE
        try:
            if frame:
                channel.send(frame, until=end)
            if handing:
                socket.send_fds(self.connection, [b"s"], [handing.fileno()])
            while not select.select([self.connection], [], [], LOOK)[0]:
                if error := until.passed(GRACE):
                    raise TimeoutError from error
            return channel.receive(until=end)
        except TimeoutError:
            self.late(until)
            self._lost("it did not answer and did not stop at the time limit")
        except (EOFError, ConnectionError):
            self._lost("it ended (os._exit, a crash, or out of memory)")
        except (OSError, WireError) as error:
            self._lost(f"what it sent cannot be read: {error}")

    def _read(self, reply: Any, request: str) -> Any:
        """The value that came and the arguments that were changed; raises what the answer raised."""
        received = unpack(reply, self._proxy)
        if type(received) is tuple and len(received) == 3 and received[0] == "value":
            return received[1:]
        if not (type(received) is tuple and len(received) == 5 and type(received[2]) is list):
            self._lost("its answer has no form that is known")
        name, kinds, text, trace = received[1:]
        if not all(type(word) is str for word in (name, *kinds, text, trace)):
            self._lost("the error that it names has no form that is known")
        if request == "next" and kinds[:1] == ["StopIteration"]:
            raise StudentStopError
        raise as_raised(name[:MAX_NAME], kinds, text[:MAX_WORDS], trace[-MAX_WORDS:])

    def _stop_if_late(self, until: Deadline) -> None:
        if error := self.late(until):
            if self.until is None:  # no test is running: what takes that long is no code of an answer
                self._lost("it did not answer a simple question in time")
            raise error

    def _lost(self, reason: str) -> NoReturn:
        self.close(f"The process of this submission is gone: {reason}.")
        raise StudentGoneError(self.gone)

    def _number(self, value: Any) -> list[Any]:
        """What is sent for a proxy, or for a function of ours; nothing else goes there but plain values."""
        if not isinstance(value, StudentObject):
            if id(value) not in self._sent and (over := sent(value, self)) is not None:
                self._sent[id(value)] = over
            value = self._sent.get(id(value), value)
        if isinstance(value, StudentObject) and self._known.get(value._number) is value:
            return [value._number, isinstance(value, StudentFunction), value._type]
        raise WireError(
            f"a {type(value).__name__} of the test cannot go to the answer; send plain values, or write a probe"
        )

    def _proxy(self, parts: list[Any]) -> StudentObject:
        number, can_be_called, kind = parts
        if type(number) is not int or type(can_be_called) is not bool or type(kind) is not str:
            raise WireError("no handle")
        found = self._known.get(number)
        if found is None:
            found = (StudentFunction if can_be_called else StudentObject)(self, number, kind[:MAX_NAME])
            self._known[number] = found
            self._alive.add(number)
        return found
