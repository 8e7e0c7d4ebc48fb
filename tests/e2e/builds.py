"""Run `make build` for this machine's processor."""

import fcntl
import platform
import subprocess
from pathlib import Path

from local.template import ROOT

ARCHITECTURE = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
RUNTIME = ROOT / ".venv-runtime"


def missing() -> str | None:
    """Return why this machine cannot build and run the functions, or None if it can."""
    if platform.system() != "Linux":
        return "Lambda's libraries are Linux's"
    if not (RUNTIME / "installed").exists():
        return "python3.13 is not installed, or `make test` has not seen it yet"
    return None


def make(folder: Path) -> Path:
    """Build the functions into the folder and return the folder."""
    command = ["make", "-s", "build", f"ARCHITECTURE={ARCHITECTURE}", f"BUILD={folder}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def shared(parent: Path) -> Path:
    """Return the folder of the build in `parent`. The first process that asks builds it, and others wait."""
    done = parent / "built"
    with (parent / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(parent / "build")
            done.touch()
    return parent / "build"
