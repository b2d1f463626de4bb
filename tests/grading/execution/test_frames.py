"""Frames cross a socket whole, in order and in time, or not at all."""

import socket
import threading
import time

import pytest
import torch

from course.grading.execution.wire.decode import unpack
from course.grading.execution.wire.encode import pack
from course.grading.execution.wire.frames import HEAD, MAX_BODY, MAX_TREE, Channel, Frame, WireError


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    yield Channel(ours), theirs
    ours.close()
    theirs.close()


def test_frames_cross_in_order(ends):
    ours, theirs = ends
    other = Channel(theirs)
    for value in (1, torch.ones(5)):
        other.send(pack(value, list))
    assert unpack(ours.receive(until=time.monotonic() + 5), list) == 1
    assert unpack(ours.receive(until=time.monotonic() + 5), list).tolist() == [1] * 5


@pytest.mark.parametrize("sizes", [(MAX_TREE + 1, 0), (1, MAX_BODY + 1), (2**32 - 1, 2**64 - 1)])
def test_frame_that_is_too_large_is_refused_before_it_is_read(ends, sizes):
    ours, theirs = ends
    theirs.sendall(HEAD.pack(*sizes))
    with pytest.raises(WireError, match="may travel"):
        ours.receive(until=time.monotonic() + 5)


def test_frame_that_drips_in_is_late_as_a_whole(ends):
    ours, theirs = ends
    theirs.sendall(HEAD.pack(100, 0))
    drip = threading.Thread(target=lambda: [(theirs.sendall(b"1"), time.sleep(0.05)) for _ in range(20)])
    drip.start()
    begin = time.monotonic()
    with pytest.raises(TimeoutError):
        ours.receive(until=begin + 0.3)
    assert time.monotonic() - begin < 1  # all that drips takes at least that long
    drip.join()


def test_reader_that_never_reads_does_not_block_the_sender_for_ever(ends):
    ours, _ = ends
    with pytest.raises(TimeoutError):
        ours.send(Frame(b"1", bytes(MAX_BODY)), until=time.monotonic() + 0.3)


def test_closed_connection_is_noticed_in_the_middle_of_a_frame(ends):
    ours, theirs = ends
    theirs.sendall(HEAD.pack(100, 0) + b"12")
    theirs.close()
    with pytest.raises(EOFError):
        ours.receive(until=time.monotonic() + 5)
