"""The builds that the benchmarks measure.

PLAIN is the output of `sam build`. SHIPPED is PLAIN after the steps that `make build` adds. A third build has
the reference functions, with which the benchmarks compare ours.
"""

import shutil
from pathlib import Path
from typing import NamedTuple

import botocore

from local.template import ROOT
from tools.finish_build import add_bytecode, finish

BUILDS = ROOT / ".aws-sam/bench"
PLAIN = BUILDS / "plain"  # `make bench` runs `sam build` first
SHIPPED = BUILDS / "shipped"
_REFERENCE = BUILDS / "reference"
_BOTO3 = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")


class Built(NamedTuple):
    code: Path
    layer: Path


def functions(build: Path) -> dict[str, Built]:
    """Return every function of a build, by name."""
    found = sorted(build.glob("*Function"))
    return {folder.name: Built(folder, build / "CommonLayer") for folder in found}


def reference(name: str) -> Built:
    """Return a function of bench/functions, with a layer that contains boto3."""
    return Built(_REFERENCE / name, _REFERENCE)


def make() -> None:
    """Make SHIPPED from PLAIN, and build the reference functions. Both builds get bytecode."""
    for made in (SHIPPED, _REFERENCE):
        shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(PLAIN, SHIPPED)
    finish(SHIPPED)
    shutil.copytree(ROOT / "bench/functions", _REFERENCE)
    # Copy boto3 and its dependencies from the tests' environment, because our layer has no boto3. These
    # packages are pure Python, so the functions' version of Python can run them.
    for name in _BOTO3:
        installed, copy = Path(botocore.__file__).parent.parent / name, _REFERENCE / "python" / name
        copy.parent.mkdir(exist_ok=True)
        if installed.is_dir():
            shutil.copytree(installed, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(installed, copy)
    add_bytecode(_REFERENCE, "/opt")
