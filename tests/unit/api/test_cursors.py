"""A cursor is valid only for the list and the caller that it was made for. Any other text is refused."""

import base64
import json
from typing import Any

import pytest

from testkit.api import Api
from testkit.scenario import Practice, new_service, problem

ALL = "/api/appointments"
OPEN = "/api/appointments/reserve"


def decoded(cursor: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(cursor))


def refused(api: Api, path: str, cursor: str, **query: Any) -> bool:
    response = api.get(path, cursor=cursor, **query)
    assert problem(response) == (422, "invalid")
    assert [error["field"] for error in response.json["errors"]] == ["cursor"]
    return True


@pytest.fixture
def cursors(api: Api) -> dict[tuple[str, str], str]:
    """Return a genuine cursor for each list. The key is the path and the query."""
    practice = Practice(api)
    for slot in practice.slots[:3]:
        practice.book(slot)
    Practice(api)
    for _ in range(2):
        new_service(api, practice.provider)
    queries: list[tuple[str, dict[str, Any]]] = [
        (ALL, {}),
        (ALL, {"provider_id": practice.provider}),
        (ALL, {"client_id": practice.client}),
        (ALL, {"status": "confirmed"}),
        (ALL, {"from": "2026-12-02T09:00:00Z"}),
        (ALL, {"to": "2026-12-03T09:00:00Z"}),
        (OPEN, {}),
        (OPEN, {"provider_id": practice.provider}),
        (practice.availability, {}),
        ("/api/providers", {}),
        ("/api/services", {}),
        ("/api/services", {"provider_id": practice.provider}),
        ("/api/clients", {}),
    ]
    found = {}
    for path, query in queries:
        response = api.get(path, limit=1, **query).json
        found[path, json.dumps(query)] = response["next_cursor"]
    assert all(found.values())
    return found


def test_a_cursor_works_only_for_its_own_list(api: Api, cursors: dict[tuple[str, str], str]) -> None:
    for path, query in cursors:
        for (other_path, other_query), cursor in cursors.items():
            if (other_path, other_query) == (path, query):
                assert api.get(path, cursor=cursor, **json.loads(query)).status == 200
            else:
                assert refused(api, path, cursor, **json.loads(query))


def test_a_page_may_have_a_different_size_from_the_one_before(
    api: Api, cursors: dict[tuple[str, str], str]
) -> None:
    for (path, query), cursor in cursors.items():
        assert api.get(path, cursor=cursor, limit=500, **json.loads(query)).status == 200


def test_a_cursor_does_not_contain_the_client_id(cursors: dict[tuple[str, str], str]) -> None:
    for (path, query), cursor in cursors.items():
        client = json.loads(query).get("client_id")
        assert client is None or str(client) not in str(decoded(cursor))
        assert "everybody" not in str(decoded(cursor)), path


def test_a_garbage_cursor_is_refused(api: Api, subtests: pytest.Subtests) -> None:
    practice = Practice(api)
    garbage = ["", "x", "====", "e30=", "W10=", "bnVsbA==", "MQ==", "IiI=", "////", "%FF%FE", "ÿ", "\0"]

    for cursor in (*garbage, "x" * 5000):
        with subtests.test(cursor=cursor[:20]):
            for path in (ALL, OPEN, practice.availability, "/api/providers", "/api/services", "/api/clients"):
                assert refused(api, path, cursor)
