"""Copy the work tree, so that a test may change the code in the copy."""

import shutil
from pathlib import Path

from local.template import ROOT


def copied(parent: Path) -> Path:
    """Copy everything that `make run` needs, and return the folder of the copy."""
    copy = parent / "holdfast"
    skipped = shutil.ignore_patterns("__pycache__")
    for folder in ("local", "functions", "layers"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=skipped)
    shutil.copy(ROOT / "template.yaml", copy)
    (copy / ".venv-ministack").symlink_to(ROOT / ".venv-ministack")
    return copy
