"""Runs MiniStack until the parent process ends, and saves MiniStack's state.

Run this file with the Python of MiniStack's own virtual environment.

Standard input is a pipe from the parent, which never writes to it. The pipe closes when the parent ends, even
by SIGKILL. Then MiniStack saves its state and exits.

MiniStack by itself saves its state only on exit. This module saves it soon after each change, because the
process may be killed.
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

# Wait this long before each save, so that one save covers many changes. A change during a save may have to
# wait for that save, this pause and the next save. This takes 2 s if each save takes 0.75 s.
_PAUSE_SECONDS = 0.5
_READS = {
    *(b"BatchGetItem", b"GetItem", b"Query", b"Scan"),
    *(b"DescribeStream", b"GetShardIterator", b"GetRecords"),
    # This one hides messages for a while. If that is lost, a message comes twice, as it may at any time.
    b"ReceiveMessage",
}


class SavingApplication:
    """Wraps MiniStack's ASGI application. After requests that may change the state, it saves the state."""

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
            # Never release this lock. Otherwise, a forked process could overwrite MiniStack's own last save.
            await self._turn.acquire()
            # Save changes now, because this process may be killed before MiniStack's last save has ended.
            if self._changed.is_set():
                await self._save()
        return message

    async def _save_changes(self) -> None:
        while await self._changed.wait():
            await asyncio.sleep(_PAUSE_SECONDS)
            async with self._turn:
                self._changed.clear()
                self._failed = not await self._save()
            if self._failed:
                self._changed.set()

    async def _save(self) -> bool:
        """Save all services' state in a forked process, while this process continues to serve."""
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
        except Exception as error:  # noqa: BLE001 - any error means that this save failed
            self._tell(error)
        finally:
            os._exit(code)

    def _tell(self, why: object) -> None:
        if not self._failed:
            # Do not use print(). If another thread held stdout's lock during the fork, print() would wait
            # forever.
            with suppress(OSError):
                os.write(2, f"The state cannot be saved; retrying: {why}\n".encode())


def is_read(scope: Any) -> bool:
    """Return whether the request is known to change nothing."""
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
        # Delete the new files. The disk may be full, and the log needs space for the error.
        for path in files:
            with suppress(OSError):
                path.unlink()
        raise
    for path in files:
        path.replace(path.with_suffix(".json"))


def load_or_set_aside(load: Callable[[str], Any], folder: Path, name: str) -> Any:
    """Return the saved state, or None if there is no readable file.

    Rename an unreadable file, so that the next save does not overwrite it.
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
    # Do not use sys.stdin.read(). It holds stdin's lock, and Python aborts on exit if a daemon thread holds
    # this lock.
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run MiniStack. This fails at once if its version lacks anything that is used here."""
    from ministack import app as ministack  # noqa: PLC0415 - the tests run without MiniStack
    from ministack.core import persistence  # noqa: PLC0415 - the tests run without MiniStack

    folder = Path(persistence.STATE_DIR)
    states = ministack._build_persistence_save_dict  # noqa: SLF001 - no public function does this
    version = persistence._state_format_version  # noqa: SLF001 - no public function does this
    default = persistence._json_default  # noqa: SLF001 - no public function does this

    def contents() -> Iterator[tuple[str, str]]:
        # Sort by name, so that Cognito comes before DynamoDB. Users must be saved before the items that
        # belong to them.
        for name, get in sorted(states().items()):
            if (state := get()) is not None:
                file = {"__ministack_format__": version(name), "payload": state}
                yield name, json.dumps(file, default=default)

    def write() -> None:
        # Do not let MiniStack copy the state: nothing changes the state in this forked process.
        copy.deepcopy = lambda value: value  # type: ignore[assignment, misc]
        replace(folder, contents())

    ministack.load_state = partial(load_or_set_aside, ministack.load_state, folder)
    ministack.app = SavingApplication(ministack.app, write)
    warnings.filterwarnings("ignore", ".*use of fork", DeprecationWarning)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    ministack.main()


if __name__ == "__main__":
    main()
