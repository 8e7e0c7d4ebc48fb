"""Runs MiniStack for as long as its parent lives; executed by MiniStack's own Python.

The parent holds the other end of this process's standard input and never writes to it. However the
parent ends, even by SIGKILL, the pipe closes, and MiniStack saves its state and leaves as if it had
been asked to. No process is left behind, on Linux and macOS alike.
"""

import os
import signal
import sys
import threading

from ministack.app import main  # type: ignore[import-not-found]  # only beside that other Python


def _leave_with_parent() -> None:
    # Not sys.stdin.read(): its lock, held by a daemon thread, aborts the interpreter's shutdown.
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    main()
