"""The startup code runs before the first request, and does nothing outside Lambda."""

import gc
import importlib.util
from collections.abc import Iterator
from types import ModuleType

import pytest

from holdfast import startup
from holdfast.dynamodb import connection
from testkit.interference import Raising, client_error


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened: list[str] = []
    monkeypatch.setattr(connection, "warm_up", lambda: opened.append("connection"))
    return opened


def imported() -> ModuleType:
    """Import the startup module again, with the current environment variables."""
    assert startup.__spec__
    module = importlib.util.module_from_spec(startup.__spec__)
    assert startup.__spec__.loader
    startup.__spec__.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("kind", "opened"),
    [("on-demand", ["connection"]), ("provisioned-concurrency", ["connection"]), ("snap-start", [])],
)
def test_in_lambda_garbage_collection_waits_until_startup_is_finished(
    monkeypatch: pytest.MonkeyPatch, connections: list[str], kind: str, opened: list[str]
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", kind)

    module = imported()
    assert not gc.isenabled()
    module.finish_startup()

    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert connections == opened


def test_outside_lambda_startup_does_nothing(connections: list[str]) -> None:
    module = imported()
    assert gc.isenabled()
    module.finish_startup()

    assert connections == []
    assert gc.get_freeze_count() == 0


def test_the_warm_up_of_a_connection_tolerates_a_denied_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "client", lambda: Raising(client_error("AccessDeniedException")))

    connection.warm_up()
