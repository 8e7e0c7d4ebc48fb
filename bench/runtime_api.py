"""Runs functions as Lambda does, with AWS's own runtime client in a separate process.

The client gets its events from `_RuntimeApi`: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import os
import subprocess
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any, NamedTuple, Self

from bench.light_http import Server, response
from local.template import ROOT, environment_of

TABLE = "bench"
PYTHON = ROOT / ".venv-runtime/bin/python"
_ARN = "arn:aws:lambda:eu-central-1:123456789012:function:bench"
_PATIENCE = 60  # seconds


class Invocation(NamedTuple):
    response: Any
    cpu: float


class Function:
    """A function in its own process. `init_cpu` and `Invocation.cpu` are CPU seconds of that process."""

    def __init__(
        self,
        code: Path,
        layer: Path,
        variables: Mapping[str, str] | None = None,
        log: IO[str] | int | None = None,
    ) -> None:
        self._api = _RuntimeApi()
        Thread(target=self._api.serve_forever, daemon=True).start()
        self._process = subprocess.Popen(
            [PYTHON, "-m", "awslambdaric", "app.handler"],
            cwd=code,
            env={
                **variables_of(),
                "PYTHONPATH": str(layer / "python"),
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._api.port}",
                **(variables or {}),
            },
            stdout=log or subprocess.DEVNULL,
            stderr=log,
        )
        self._api.ready.get(timeout=_PATIENCE)
        self.init_cpu = self._cpu()

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        before = self._cpu()
        self._api.events.put(json.dumps(event).encode())
        response = json.loads(self._api.responses.get(timeout=_PATIENCE))
        self._api.ready.get(timeout=_PATIENCE)
        return Invocation(response, self._cpu() - before)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._api.shutdown()
        self._api.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _cpu(self) -> float:
        # The C function clock_getcpuclockid computes the id of a process's clock in this way.
        return time.clock_gettime((~self._process.pid << 3) | 2)


def variables_of() -> dict[str, str]:
    """Return the environment variables that a function has on Lambda."""
    return {
        **environment_of("AppointmentsFunction", {"Table": TABLE}),
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",  # on Lambda, Python cannot save bytecode
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_SESSION_TOKEN": "bench",
    }


class _RuntimeApi(Server):
    """The Runtime API of one function. The function asks it for each event and posts each response to it."""

    def __init__(self) -> None:
        super().__init__(self._respond)
        self.ready: Queue[None] = Queue()
        self.events: Queue[bytes] = Queue()
        self.responses: Queue[bytes] = Queue()

    def _respond(self, method: str, _headers: Mapping[str, str], body: bytes) -> bytes:
        if method == "POST":
            self.responses.put(body)
            return response("202 Accepted", {}, b"{}")
        self.ready.put(None)
        event = self.events.get()
        head = {
            "Lambda-Runtime-Aws-Request-Id": str(uuid.uuid4()),
            "Content-Type": "application/json",
            "Lambda-Runtime-Deadline-Ms": str(int(time.time() * 1000) + 15_000),
            "Lambda-Runtime-Invoked-Function-Arn": _ARN,
        }
        return response("200 OK", head, event)
