"""What is measured: functions and layers from `sam build`, finished as by `make build`, and references."""

import shutil
from pathlib import Path
from typing import NamedTuple

import botocore

from local.template import ROOT
from tools.finish_build import add_bytecode, finish

BUILDS = ROOT / ".aws-sam/bench"
PLAIN = BUILDS / "plain"  # made before by `sam build`
SHIPPED = BUILDS / "shipped"
_REFERENCE = BUILDS / "reference"
_BOTO3 = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")


class Built(NamedTuple):
    code: Path
    layer: Path


def functions(build: Path) -> dict[str, Built]:
    """Every function of a build, by name."""
    found = sorted(build.glob("*Function"))
    return {folder.name: Built(folder, build / "CommonLayer") for folder in found}


def reference(name: str) -> Built:
    """A function of bench/functions, beside a layer of boto3."""
    return Built(_REFERENCE / name, _REFERENCE)


def make() -> None:
    """Make the builds that are compared from the plain one; references have bytecode, too."""
    for made in (SHIPPED, _REFERENCE):
        shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(PLAIN, SHIPPED)
    finish(SHIPPED)
    shutil.copytree(ROOT / "bench/functions", _REFERENCE)
    # It is in no layer of ours; the one that tests use is of the same version, and plain Python.
    for name in _BOTO3:
        installed, copy = Path(botocore.__file__).parent.parent / name, _REFERENCE / "python" / name
        copy.parent.mkdir(exist_ok=True)
        if installed.is_dir():
            shutil.copytree(installed, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(installed, copy)
    add_bytecode(_REFERENCE, "/opt")
