"""Helpers for tests that start servers."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

START_SECONDS = 60


def free_ports(count: int) -> list[int]:
    """Return this many free ports, all different."""
    with ExitStack() as open_until_all_are_found:
        probes = [open_until_all_are_found.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def is_listening(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server listens. Return False if it has ended or takes longer than START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)  # a server sends no notice when it listens
    return False


@contextmanager
def ended_with_us(server: subprocess.Popen[bytes]) -> Iterator[None]:
    """End the server when the `with` block ends, even if this process is killed first.

    A shell reads a pipe from this process. The pipe closes when the block ends or this process dies. Then the
    shell kills the server.
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
