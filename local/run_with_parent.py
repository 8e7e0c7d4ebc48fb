"""Runs MiniStack as long as the parent process lives, and saves MiniStack's state.

Run this file with the Python of MiniStack's own virtual environment.

The parent holds the other end of this process's standard input and never writes to it. The pipe closes when
the parent ends for any reason, even SIGKILL. MiniStack then saves its state and exits as usual. This leaves
no process behind, on Linux or macOS.

MiniStack by itself saves only on exit. This module also saves soon after each change, because the process may
be killed.
"""

import asyncio
import copy
import json
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

# A change waits for any save that is running, then for this pause, and then for its own save. If each save
# takes 0.75 s, the change is on disk after at most 2 s.
_PAUSE_SECONDS = 0.5
_READS = {b"BatchGetItem", b"GetItem", b"Query", b"Scan"}


class SavingApplication:
    """Wraps MiniStack's ASGI application. A forked process saves the state after each possible change."""

    def __init__(self, app: Any, write: Callable[[], None]) -> None:
        self._app = app
        self._write = write
        self._changed = asyncio.Event()
        self._turn = asyncio.Lock()
        self._failed = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            saving = asyncio.create_task(self._save_changes())
            await self._app(scope, lambda: self._until_shutdown(receive), send)
            saving.cancel()
            return
        try:
            await self._app(scope, receive, send)
        finally:
            if not is_read(scope):
                self._changed.set()

    async def _until_shutdown(self, receive: Any) -> Any:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            # Never release this lock. A forked process that wrote after MiniStack's own last save would undo
            # that save. Save new changes now, because MiniStack's last save may be slow, and this process may
            # be killed before that save ends.
            await self._turn.acquire()
            if self._changed.is_set():
                await self._save()
        return message

    async def _save_changes(self) -> None:
        while await self._changed.wait():
            await asyncio.sleep(_PAUSE_SECONDS)  # so that one save covers many changes
            async with self._turn:
                self._changed.clear()
                self._failed = not await self._save()
            if self._failed:
                self._changed.set()

    async def _save(self) -> bool:
        """Save a snapshot of all services' state while this process continues to serve."""
        try:
            copied = os.fork()
            if copied == 0:
                self._write_and_leave()
            while (ended := os.waitpid(copied, os.WNOHANG)) == (0, 0):
                await asyncio.sleep(0.02)  # asyncio cannot await a forked process
        except OSError as error:
            self._tell(error)
            return False
        if os.WIFSIGNALED(ended[1]):
            self._tell(f"signal {os.WTERMSIG(ended[1])}")
        return ended[1] == 0

    def _write_and_leave(self) -> None:
        code = 1
        try:
            self._write()
            code = 0
        except Exception as error:  # noqa: BLE001 - after any error, the previous save is still there
            self._tell(error)
        finally:
            os._exit(code)

    def _tell(self, why: object) -> None:
        if not self._failed:
            # print() could wait forever, because another thread may have held stdout's lock at the fork.
            with suppress(OSError):
                os.write(2, f"The state cannot be saved; retrying: {why}\n".encode())


def is_read(scope: Any) -> bool:
    """Return whether the request certainly changes nothing. Any unknown request may change something."""
    target = dict(scope.get("headers", ())).get(b"x-amz-target", b"")
    return scope.get("method") == "GET" or target.rpartition(b".")[2] in _READS


def replace(folder: Path, contents: Iterable[tuple[str, str]]) -> None:
    """Write all files under temporary names, then move them into place in the order given."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / f"{name}.new": text for name, text in contents}
    try:
        for path, text in files.items():
            with path.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
    except OSError:
        # The disk may be full. Delete the new files, because the log line about the error also needs space.
        for path in files:
            with suppress(OSError):
                path.unlink()
        raise
    for path in files:
        path.replace(path.with_suffix(".json"))


def load_or_set_aside(load: Callable[[str], Any], folder: Path, name: str) -> Any:
    """Return the saved state, or None if there is no readable file.

    Rename a file that cannot be read, so that the next save does not overwrite it.
    """
    try:
        state = load(name)
    except ValueError:
        state = None
    file = folder / f"{name}.json"
    if state is None and file.exists():
        file.replace(file.with_suffix(".unreadable"))
        print(f"{file} cannot be read, and is kept as {name}.unreadable", flush=True)
    return state


def _leave_with_parent() -> None:
    # Avoid sys.stdin.read(), which holds stdin's lock. Python aborts on exit if a daemon thread holds it.
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run MiniStack. Fail immediately if its version lacks anything that this function uses or replaces."""
    from ministack import app as ministack  # noqa: PLC0415 - this module's tests run without MiniStack
    from ministack.core import persistence  # noqa: PLC0415 - as above

    folder = Path(persistence.STATE_DIR)
    states = ministack._build_persistence_save_dict  # noqa: SLF001 - MiniStack has no public API for its state
    version = persistence._state_format_version  # noqa: SLF001 - as above
    default = persistence._json_default  # noqa: SLF001 - as above

    def contents() -> Iterator[tuple[str, str]]:
        # Sorting by name saves Cognito before DynamoDB. Items in DynamoDB may belong to a user, so users must
        # be saved first.
        for name, get in sorted(states().items()):
            if (state := get()) is not None:
                file = {"__ministack_format__": version(name), "payload": state}
                yield name, json.dumps(file, default=default)

    def write() -> None:
        # MiniStack copies each state, so that the state cannot change during the save. Skip the copy here,
        # because nothing changes in this forked process.
        copy.deepcopy = lambda value: value  # type: ignore[assignment, misc]
        replace(folder, contents())

    ministack.load_state = partial(load_or_set_aside, ministack.load_state, folder)
    ministack.app = SavingApplication(ministack.app, write)
    warnings.filterwarnings("ignore", ".*use of fork", DeprecationWarning)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    ministack.main()


if __name__ == "__main__":
    main()
