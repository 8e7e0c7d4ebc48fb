"""Stands in for the services that tell others."""

import pytest

from holdfast.notifications import clients


def stand_in(monkeypatch: pytest.MonkeyPatch, stub: object, *services: str) -> None:
    """Let the code under test use the stub instead of the clients of these services."""
    real = clients.client
    monkeypatch.setattr(
        clients, "client", lambda name, *config: stub if name in services else real(name, *config)
    )
