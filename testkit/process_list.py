"""Lists the running processes. The list comes from /proc, or from ps if there is no /proc."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")


class Process(NamedTuple):
    pid: int
    parent: int


def running_processes() -> Iterator[Process]:
    """Yield all processes except zombies."""
    for pid, state, parent in _from_proc() if (_PROC / "self/stat").exists() else _from_ps():
        if not state.startswith("Z"):
            yield Process(int(pid), int(parent))


def _from_proc() -> Iterator[tuple[str, str, str]]:
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):  # the process may have ended since it was listed
                # Skip the process name, which is in parentheses. The name itself may contain ")".
                fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
                yield folder.name, fields[0], fields[1]


def _from_ps() -> Iterator[tuple[str, str, str]]:
    command = ["ps", "-axo", "pid=,stat=,ppid="]
    listed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    for line in listed.stdout.splitlines():
        pid, state, parent = line.split()
        yield pid, state, parent
