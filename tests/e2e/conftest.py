"""Fixtures of the end-to-end tests: a running server, a DynamoDB endpoint and a build."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from local import data
from local.ministack import MiniStack
from tests.e2e import builds, work_trees
from tests.e2e.servers import Server


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all servers share compiled code. Otherwise, each server would spend a second compiling SAM."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("bytecode")))
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server that tests share. Tests may change its stored data, but nothing else."""
    with Server(data=tmp_path_factory.mktemp("data")) as server:
        yield server


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run an emulator of DynamoDB and yield its URL.

    Each module has its own, because the schedules of a server find what another one has left there.
    """
    folder, services = tmp_path_factory.mktemp("engine"), ("dynamodb", "dynamodbstreams")
    with data.claimed(folder) as lock, MiniStack(folder, lock, *services) as ministack:
        ministack.wait_until_ready()
        yield ministack.url


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """Yield a temporary folder. It is in memory if possible, because MiniStack unpacks thousands of files."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="holdfast-", dir=memory if _is_roomy(memory) else None) as folder:
        yield Path(folder)


def _is_roomy(folder: Path) -> bool:
    """Tell whether the folder is writable, has a gigabyte free, and allows libraries to be loaded."""
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize > 2**30 and not status.f_flag & os.ST_NOEXEC


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the functions for this machine's processor, once for all workers, and return the folder."""
    if missing := builds.missing():
        pytest.skip(f"The functions cannot run as in Lambda: {missing}")
    folder = tmp_path_factory.getbasetemp()
    return builds.shared(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture
def work_tree(tmp_path: Path) -> Path:
    """Return a copy of the work tree. A test may change the code in the copy."""
    return work_trees.copied(tmp_path)
