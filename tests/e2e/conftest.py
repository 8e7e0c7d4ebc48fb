"""End-to-end tests: the server of `make run` as a developer starts it, over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local import data
from local.ministack import MiniStack
from tests.e2e import work_trees
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
    with Server(data=tmp_path_factory.mktemp("data")) as server:
        yield server


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A DynamoDB that was there before."""
    folder = tmp_path_factory.mktemp("engine")
    with data.claimed(folder) as lock, MiniStack(folder, lock, "dynamodb") as ministack:
        ministack.wait_until_ready()
        yield ministack.url


@pytest.fixture
def work_tree(tmp_path: Path) -> Path:
    """A copy of the work tree whose code a test may change."""
    return work_trees.copied(tmp_path)
