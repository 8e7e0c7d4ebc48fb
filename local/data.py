"""The folder that keeps the stored data between runs, for one server at a time.

This module uses only the standard library, so that `make reset` needs nothing installed.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from local.errors import CannotRunError

FOLDER = Path(__file__).resolve().parent.parent / ".local"
# How long to wait for the lock: after a server is killed, its MiniStack still has to write its state.
_PATIENCE_SECONDS = 3.0


def argument(folder: Path) -> str:
    """Return the DATA argument for make, with a leading space, or an empty string for the default folder."""
    return "" if folder == FOLDER else f" DATA={folder}"


@contextmanager
def claimed(folder: Path, patience: float = _PATIENCE_SECONDS) -> Iterator[TextIO]:
    """Keep other servers out of the folder as long as any process has the yielded file open."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        deadline = time.monotonic() + patience
        while not _locked(lock):
            if time.monotonic() > deadline:
                raise CannotRunError(f"Another `make run` keeps its data in {folder}; stop that one first.")
            time.sleep(0.1)  # flock has no timeout
        yield lock


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
