"""Start the server that `make run` starts, read its output, and stop it."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from local import log, server_file
from local.sign_in import access_token
from local.template import ROOT
from testkit.process_list import running_processes
from tests.e2e.callers import Caller

T = TypeVar("T")

PATIENCE = 120  # seconds; long enough for the first server, which compiles all of SAM


class Server(Caller):
    """Runs `python -m local` on a free port, in the work tree or in a copy of the work tree."""

    def __init__(
        self,
        *options: str,
        data: Path | None = None,
        root: Path = ROOT,
        env: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(lambda user: access_token(server_file.read(self.data), user))
        self.data = data or root / ".local"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local", "--port", "0", "--data", str(self.data), *options],
            cwd=root,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        """Wait until the server prints its URL."""
        self.url = eventually(lambda: self._found(r"Holdfast is at (http://127\.0\.0\.1:\d+)"), self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def output(self) -> str:
        return "".join(self._lines)

    @property
    def log(self) -> str:
        return log.file(self.data).read_text("utf-8")

    def wait_to_say(self, text: str) -> None:
        """Wait until the server has printed the text. It may print a moment after it has responded."""
        eventually(lambda: text in self.output, self)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal if the server is still running. Wait for its end and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self._reader.join(timeout=5)
        return code

    def children(self) -> list[int]:
        return [each.pid for each in running_processes() if each.parent == self.process.pid]

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            self._lines.extend(lines)

    def _found(self, pattern: str) -> str | None:
        match = re.search(pattern, self.output)
        return match[1] if match else None


def eventually(look: Callable[[], T | None], server: Server, seconds: float = PATIENCE) -> T:
    """Call `look` until it finds something. Fail if time runs out or the server ends."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert server.process.poll() is None, server.output
        assert time.monotonic() < deadline, server.output
        time.sleep(0.05)
    return seen


def alive(pid: int) -> bool:
    return any(each.pid == pid for each in running_processes())
