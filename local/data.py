"""The folder that keeps the stored data between runs. Only one server at a time can use the folder.

This module uses only the standard library, so that `make reset` works before anything is installed.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from local.errors import CannotRunError

FOLDER = Path(__file__).resolve().parent.parent / ".local"
_LOCK = "lock"
# Wait this long for the lock. The MiniStack of a killed server keeps the lock until it has saved its state.
_PATIENCE_SECONDS = 3.0


def argument(folder: Path) -> str:
    """Return ` DATA=...` to append to a make command, or an empty string for the default folder."""
    return "" if folder == FOLDER else f" DATA={folder}"


def refuse_in_use(folder: Path) -> None:
    """Raise CannotRunError if another server uses the folder. Create nothing."""
    if (folder / _LOCK).exists():
        with claimed(folder):
            pass


@contextmanager
def claimed(folder: Path, patience: float = _PATIENCE_SECONDS) -> Iterator[TextIO]:
    """Lock the folder for one server. The lock lasts as long as any process has the yielded file open."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w", encoding="utf-8") as lock:
        deadline = time.monotonic() + patience
        while not _locked(lock):
            if time.monotonic() > deadline:
                raise CannotRunError(
                    f"Another `make run` keeps its data in {folder}; stop that one first, "
                    "or name another folder: make run DATA=..."
                )
            time.sleep(0.1)  # flock has no timeout
        yield lock


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
