"""Servers that tests start: on a free port, and ended with the tests whatever happens."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

START_SECONDS = 60


def free_ports(count: int) -> list[int]:
    """Find ports that nothing listens on: asked for one by one, two may be the same."""
    with ExitStack() as open_until_all_are_found:
        probes = [open_until_all_are_found.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def responses(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until it listens; False says that it has ended, or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False


@contextmanager
def ended_with_us(server: subprocess.Popen[bytes]) -> Iterator[None]:
    """End the server on leaving, and also when this process is killed before it can.

    A shell waits for the end of its input, which comes in either case.
    """
    watcher = subprocess.Popen(
        ["sh", "-c", f"read -r _; kill {server.pid} 2>{os.devnull}"],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield
    finally:
        watcher.communicate()
        server.wait()
