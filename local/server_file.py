"""A file in the data folder that says where the server runs.

This module uses only the standard library, so that `make token` starts fast.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from local.errors import CannotRunError


@dataclass(frozen=True)
class RunningServer:
    """The URLs of the server and of Cognito, and the id of the user pool's client."""

    url: str
    cognito: str
    client_id: str


@contextmanager
def written(folder: Path, server: RunningServer) -> Iterator[None]:
    """Write the file, so that other processes find the server while it runs."""
    file = _file(folder)
    file.write_text(json.dumps(asdict(server)), "utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def read(folder: Path) -> RunningServer:
    """Return the server that keeps its data in the folder; raise CannotRunError if none runs."""
    try:
        return RunningServer(**json.loads(_file(folder).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CannotRunError("No server is running; start one with `make run`.") from error


def _file(folder: Path) -> Path:
    return folder / "server.json"
