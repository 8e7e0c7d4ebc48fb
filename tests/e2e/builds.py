"""What `make build` makes for Lambda, made for this machine's processor."""

import platform
import subprocess
from pathlib import Path

from local.template import ROOT

ARCHITECTURE = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
RUNTIME = ROOT / ".venv-runtime"


def missing() -> str | None:
    """Name what is missing to build the functions and run them here, if anything is."""
    if platform.system() != "Linux":
        return "Lambda's libraries are Linux's"
    if not (RUNTIME / "installed").exists():
        return "python3.13 is not installed, or `make test` has not seen it yet"
    return None


def make(folder: Path) -> Path:
    """Build into the folder."""
    command = ["make", "-s", "build", f"ARCHITECTURE={ARCHITECTURE}", f"BUILD={folder}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
