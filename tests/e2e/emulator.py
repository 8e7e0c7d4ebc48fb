"""Run a built function in Lambda's own runtime, with the emulator of `sam local invoke`."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

import samcli

from local import REGION, template
from local.loopback import fetch_json
from testkit.processes import ended_with_us, free_ports, is_listening
from tests.e2e.builds import ARCHITECTURE, RUNTIME

_EMULATOR = Path(samcli.__file__).with_name("local") / "rapid" / f"aws-lambda-rie-{ARCHITECTURE}"
_LAYER = "CommonLayer"
_PYTHON = str(RUNTIME / "bin/python")
_INVOCATIONS = "2015-03-31/functions/function/invocations"
# Mount the layer at /opt in a separate mount namespace, so that other processes still see the real /opt.
_IN_OPT = ("unshare", "--map-root-user", "--mount", "sh", "-c", 'mount --bind "$0" /opt && exec "$@"')


class Emulator:
    def __init__(self, url: str) -> None:
        self._url = url

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Return what the handler returns, or Lambda's description of the failure."""
        try:
            return fetch_json(Request(f"{self._url}/{_INVOCATIONS}", json.dumps(event).encode()))
        except HTTPError as failed:
            return json.load(failed)


@contextmanager
def running(build: Path, function: template.Function, variables: Mapping[str, str]) -> Iterator[Emulator]:
    """Start the emulator, which starts the function when the first event arrives."""
    port, api_port = free_ports(2)
    root = build / function.name
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [*_in_opt(build / _LAYER), *_command(function, port, api_port)],
            cwd=root,
            env={**variables, **_environment(function, root, layer(build))},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        with ended_with_us(server):
            assert is_listening(server, port), log.seek(0) or log.read().decode()
            yield Emulator(f"http://127.0.0.1:{port}")


def layer(build: Path) -> Path:
    """Return /opt if the layer can be mounted there. Otherwise return the layer's folder in the build."""
    built = build / _LAYER
    return Path("/opt") if _in_opt(built) else built


def _command(function: template.Function, port: int, api_port: int) -> list[str]:
    """Return the emulator's command. The emulator listens on loopback instead of on all addresses."""
    addresses = {"interface-emulator": port, "api": api_port}
    options = [f"--runtime-{name}-address=127.0.0.1:{number}" for name, number in addresses.items()]
    return [str(_EMULATOR), *options, _PYTHON, "-m", "awslambdaric", function.handler]


def _environment(function: template.Function, root: Path, layer: Path) -> dict[str, str]:
    """Return the environment variables that Lambda itself sets."""
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "LAMBDA_TASK_ROOT": str(root),
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(layer / "python"),
        "TZ": ":UTC",
        "_HANDLER": function.handler,
    }


@cache
def _in_opt(built: Path) -> tuple[str, ...]:
    command = (*_IN_OPT, str(built))
    # Check that Python starts, because the mounted layer hides a Python that is installed in /opt.
    tried = subprocess.run([*command, _PYTHON, "-c", ""], capture_output=True, check=False)
    return command if tried.returncode == 0 else ()
