"""List the running processes from /proc. Without /proc, use ps."""

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
                # The other fields follow the process name in parentheses. The name itself may contain ")".
                fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
                yield folder.name, fields[0], fields[1]


def _from_ps() -> Iterator[tuple[str, str, str]]:
    """Read the processes from ps, which macOS always has."""
    command = ["ps", "-axo", "pid=,stat=,ppid="]
    listed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    for line in listed.stdout.splitlines():
        pid, state, parent = line.split()
        yield pid, state, parent
