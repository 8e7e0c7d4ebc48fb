"""Invalid query parameters on every list."""

from typing import Any
from urllib.parse import urlencode

import pytest

from testkit.api import Response
from testkit.scenario import Practice, problem

MARKER = "m4rk3r"
OPEN = "/api/appointments/reserve"
INVALID_NUMBERS = [
    *("", " ", "0", "-1", "+1", "1.0", "1e1", "0x1", "1_0", "abc", MARKER, "NaN", "null", "true", "\u0661"),
    *("1 ", " 1", "1\n", "\0", "9" * 17, "9" * 5000, "1,2", "\ud83e".encode("utf-8", "surrogatepass")),
]


def refused(response: Response, field: str) -> bool:
    assert problem(response) == (422, "invalid")
    assert [error["field"] for error in response.json["errors"]] == [field]
    assert MARKER not in response.body
    return True


def lists(practice: Practice) -> list[str]:
    all_of_them = [
        *("/api/appointments", OPEN),
        *("/api/providers", "/api/services", "/api/clients", "/api/webhooks"),
    ]
    return [*all_of_them, practice.availability]


def test_a_limit_is_from_1_to_1000(practice: Practice, subtests: pytest.Subtests) -> None:
    for limit in (*INVALID_NUMBERS, "1001", "9007199254740992"):
        with subtests.test(limit=limit[:20]):
            for path in lists(practice):
                assert refused(practice.api.get(path, limit=limit), "limit")
    for limit in ("1", "1000", "0007"):
        for path in lists(practice):
            assert practice.api.get(path, limit=limit).status == 200


def test_an_id_filter_that_is_not_an_id_is_refused(practice: Practice, subtests: pytest.Subtests) -> None:
    api = practice.api

    for number in (*INVALID_NUMBERS, "9007199254740992"):
        with subtests.test(number=number[:20]):
            assert refused(api.get("/api/appointments", provider_id=number), "provider_id")
            assert refused(api.get("/api/appointments", client_id=number), "client_id")
            assert refused(api.get("/api/appointments/reserve", provider_id=number), "provider_id")
            assert refused(api.get("/api/services", provider_id=number), "provider_id")
            assert refused(api.get("/api/webhooks", provider_id=number), "provider_id")
            for path in (practice.availability, OPEN, f"/api/appointments/why/{practice.slots[0]}"):
                assert refused(api.get(path, service_id=number), "service_id")


@pytest.mark.parametrize("query", [{}, {"status": "held"}, {"status": "available", "client_id": 5}])
def test_a_service_without_the_status_available_or_with_a_client_is_refused(
    practice: Practice, query: dict[str, Any]
) -> None:
    assert refused(practice.api.get("/api/appointments", service_id=5, **query), "service_id")


def test_an_unknown_status_filter_is_refused(practice: Practice, subtests: pytest.Subtests) -> None:
    for status in ("", "closed", "Held", "held ", MARKER, "held,confirmed"):
        with subtests.test(status=status):
            assert refused(practice.api.get("/api/appointments", status=status), "status")


def test_the_response_names_every_bad_parameter(practice: Practice) -> None:
    response = practice.api.get(
        "/api/appointments", status=MARKER, limit=MARKER, provider_id=MARKER, client_id=MARKER
    )

    assert problem(response) == (422, "invalid")
    fields = {error["field"] for error in response.json["errors"]}
    assert fields == {"status", "limit", "provider_id", "client_id"}
    assert MARKER not in response.body


def test_one_value_of_a_repeated_parameter_is_used(practice: Practice) -> None:
    response = practice.api.get("/api/appointments", limit=[2, 3], provider_id=[practice.provider] * 2)

    assert (response.status, len(response.json["items"])) in {(200, 2), (200, 3)}
    assert refused(practice.api.get("/api/appointments", limit=[MARKER, MARKER]), "limit")


@pytest.mark.parametrize("name", ["form", "Limit", "query", "start", "no such thing", "x" * 64])
def test_an_unknown_parameter_is_refused_and_named(practice: Practice, name: str) -> None:
    paths = [
        *lists(practice),
        f"/api/providers/{practice.provider}",
        f"/api/appointments/{practice.slots[0]}",
    ]

    for path in paths:
        response = practice.api.get(f"{path}?{urlencode({name: MARKER})}")
        assert refused(response, name)
        assert response.json["errors"][0]["detail"] == "There is no such parameter here."


def test_a_parameter_of_another_list_is_unknown(practice: Practice) -> None:
    assert refused(practice.api.get(practice.availability, status="held"), "status")
    assert refused(practice.api.get("/api/providers?from=2026-12-02"), "from")
    assert refused(practice.api.get("/api/services", client_id=practice.client), "client_id")


@pytest.mark.parametrize("name", ["", "\0", "x" * 65])
def test_an_unknown_parameter_without_a_readable_name_is_refused(practice: Practice, name: str) -> None:
    assert refused(practice.api.get(f"/api/clients?{urlencode({name: MARKER})}"), "query")


def test_a_change_with_an_unknown_parameter_changes_nothing(practice: Practice) -> None:
    path = f"/api/appointments/reserve/{practice.slots[0]}?client_id={practice.client}"

    response = practice.api.post(path, {"client_id": practice.client})

    assert refused(response, "client_id")
    assert practice.status(practice.slots[0]) == "available"
