"""Runs MiniStack, an AWS emulator, on loopback. MiniStack keeps its state in the data folder."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from local.errors import CannotRunError
from local.template import ROOT

_PYTHON = ROOT / ".venv-ministack" / "bin" / "python"
_RUN_WITH_PARENT = Path(__file__).with_name("run_with_parent.py")
_START_SECONDS = 30.0
_STOP_SECONDS = 15.0


class MiniStack:
    """A MiniStack process. It ends when this process ends. Call `wait_until_ready` before you use it."""

    def __init__(self, data: Path, lock: IO[str], *services: str) -> None:
        if not _PYTHON.exists():
            raise CannotRunError("MiniStack is not installed; `make run` does that.")
        self._port = _free_port()
        self._log = data / "ministack.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                # Without -P, this folder's modules would shadow modules that MiniStack imports.
                [_PYTHON, "-P", _RUN_WITH_PARENT],
                env=_environment(data, self._port, services),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                # MiniStack writes to the data folder until it ends, so it must hold the folder's lock until
                # then.
                pass_fds=[lock.fileno()],
                # In a new session, MiniStack does not get Ctrl-C. The server stops it later.
                start_new_session=True,
            )

    @property
    def url(self) -> str:
        """Return the endpoint URL for the AWS SDK."""
        return f"http://127.0.0.1:{self._port}"

    def wait_until_ready(self) -> None:
        """Wait until MiniStack is ready; raise CannotRunError if it ends or takes too long."""
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise CannotRunError(f"MiniStack did not start; {self._log} says why.")
            time.sleep(0.05)  # MiniStack sends no notice when it is ready

    def when_ended(self, call: Callable[[], None]) -> None:
        """Call the given function from another thread when MiniStack ends for any reason."""

        def wait() -> None:
            self._process.wait()
            call()

        threading.Thread(target=wait, daemon=True).start()

    def check_alive(self) -> None:
        """Raise CannotRunError if MiniStack has ended."""
        if self._process.poll() is not None:
            raise CannotRunError(f"MiniStack has ended; {self._log} may say why.")

    def _is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", "/_ministack/ready")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop MiniStack, but give it time to save its state."""
        if self._process.stdin:
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
            return
        self._process.kill()
        self._process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _environment(data: Path, port: int, services: Iterable[str]) -> dict[str, str]:
    """Return MiniStack's environment. Leave out most of our variables, which could affect MiniStack."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "SERVICES": ",".join(services),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # Hide Docker. Otherwise, MiniStack would remove the containers of other MiniStack processes.
        "DOCKER_HOST": "unix:///nonexistent",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(data / "ministack"),
        "TMPDIR": str(data),
    }
