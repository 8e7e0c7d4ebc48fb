"""End-to-end tests: the server of `make run` as a developer starts it, over HTTP."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.template import ROOT
from tests.e2e.servers import Server


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A dozen servers start here; without bytecode each would spend a second on compiling SAM."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("bytecode")))
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for tests that leave it as it is, but for what they store."""
    with Server("--data", str(tmp_path_factory.mktemp("data"))) as server:
        yield server


@pytest.fixture
def work_tree(tmp_path: Path) -> Path:
    """A copy of the work tree whose code a test may change."""
    copy = tmp_path / "holdfast"
    skipped = shutil.ignore_patterns("__pycache__")
    for folder in ("local", "functions", "layers"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=skipped)
    shutil.copy(ROOT / "template.yaml", copy)
    (copy / ".venv-ministack").symlink_to(ROOT / ".venv-ministack")
    return copy
