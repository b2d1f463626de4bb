"""A process that has imported torch and forks a student's side for each socket that it is sent (no sandbox)."""

import os
import signal
import socket
import sys

import course.explorers
import course.training.loop  # noqa: F401
from course.grading.execution.student.student_server import serve


def main(control: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for children
    while True:
        word, descriptors, _, _ = socket.recv_fds(control, 16, 1)
        if not word:
            return
        child = os.fork()
        if not child:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            silent = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silent, stream)
            serve(socket.socket(fileno=descriptors[0]))
            os._exit(0)
        os.close(descriptors[0])
        control.send(child.to_bytes(8, "big"))


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
