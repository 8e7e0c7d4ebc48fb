"""Where the running server is, in a file of the data folder; only the standard library is used here."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from local.errors import CannotRunError


@dataclass(frozen=True)
class RunningServer:
    """What others need to call it and to sign in."""

    url: str
    cognito: str
    client_id: str


@contextmanager
def written(folder: Path, server: RunningServer) -> Iterator[None]:
    """Let others find the server, as long as it runs."""
    file = _file(folder)
    file.write_text(json.dumps(asdict(server)), "utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def read(folder: Path) -> RunningServer:
    """Return the server that keeps its data in the folder; raise CannotRunError if none says so."""
    try:
        return RunningServer(**json.loads(_file(folder).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CannotRunError("No server is running; start one with `make run`.") from error


def _file(folder: Path) -> Path:
    return folder / "server.json"
