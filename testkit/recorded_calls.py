"""Records requests to DynamoDB. Each function returns a list or a set, which grows with each request."""

from typing import Any

import pytest

from testkit.interference import Call, pass_through


def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list of the names of all requests from now on."""
    names: list[str] = []

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        names.append(name)
        return real(name, **request)

    pass_through(monkeypatch, passing)
    return names


def transactions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list of the sizes of all transactions from now on. The size is the number of actions."""
    sizes: list[int] = []

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        sizes.extend([len(request["TransactItems"])] if "TransactItems" in request else [])
        return real(name, **request)

    pass_through(monkeypatch, passing)
    return sizes


def needed(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Return a set of the IAM actions that all requests from now on need, each with its index name or ""."""
    found: set[tuple[str, str]] = set()

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        names = [f"{next(iter(action))}Item" for action in request.get("TransactItems", [])]
        names = names or [name.title().replace("_", "")]
        found.update((f"dynamodb:{action}", request.get("IndexName", "")) for action in names)
        return real(name, **request)

    pass_through(monkeypatch, passing)
    return found


def eventual_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list of the names of all eventually consistent reads from now on."""
    names: list[str] = []

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        if name in {"get_item", "query", "batch_get_item"}:
            (asked,) = request.get("RequestItems", {"": request}).values()
            names.extend([] if asked["ConsistentRead"] else [name])
        return real(name, **request)

    pass_through(monkeypatch, passing)
    return names


def queries(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], list[Any]]]:
    """Return a list of all queries from now on, each as its expression values and the items it returned."""
    seen: list[tuple[dict[str, Any], list[Any]]] = []

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        response = real(name, **request)
        if name == "query":
            seen.append((request["ExpressionAttributeValues"], response["Items"]))
        return response

    pass_through(monkeypatch, passing)
    return seen
