"""Malformed and unknown ids, in paths and bodies."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.items import stored
from testkit.scenario import NINE, TEN, Practice, new_client, problem, range_body

MARKER = "m4rk3r"
NUMBERS = [
    *("0", "-1", "+1", "1.0", "1e3", "0x1", "1_000", "00", "9007199254740992", "9" * 17, "9" * 5000),
    *(MARKER, "null", "NaN", "true", "%00", "1%00", "%20", "1%20", "%201", "%0A1", "%ED%A0%BE", "%FF"),
    *("\u0661", "\uff11", "%D9%A1", "'1'", "1;2", "1,2", "*", "..", "%2F", "{id}", "<id>", "$1", "%25", "🙂"),
]


def slots(practice: Practice) -> list[str]:
    """Return strings that are not ids of appointments."""
    number = practice.provider
    times = [
        *("20261202T0907Z", "20260230T0900Z", "20261302T0900Z", "20261202T2400Z", "20261202T0960Z"),
        *("00000101T0000Z", "20261202T0900", "20261202T090000Z", "20261202t0900z", "2026-12-02T09:00Z"),
        *("20261202T0900Z%00", "20261202T0900Z%0A", "%3020261202T0900Z", "+20261202T0900Z", MARKER),
    ]
    numbers = ["0", "-1", "01", "+1", "1.0", "9007199254740992", "9" * 17, "", "\uff11", MARKER]
    return [
        *(f"{number}-{time}" for time in times),
        *(f"{other}-20261202T0900Z" for other in numbers),
        *(f"{number}20261202T0900Z", f"{number}--20261202T0900Z", f"{number}-20261202T0900Z" * 500),
        *NUMBERS,
    ]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/providers/{}", None),
        ("PUT", "/api/providers/{}", {"name": "A"}),
        ("DELETE", "/api/providers/{}", None),
        ("GET", "/api/providers/availability/{}", None),
        ("POST", "/api/providers/availability/{}", range_body(NINE, TEN)),
        ("DELETE", "/api/providers/availability/{}", range_body(NINE, TEN)),
        ("GET", "/api/clients/{}", None),
        ("PUT", "/api/clients/{}", {"name": "A"}),
        ("DELETE", "/api/clients/{}", None),
        ("GET", "/api/services/{}", None),
        ("PUT", "/api/services/{}", {"name": "A"}),
        ("DELETE", "/api/services/{}", None),
        ("GET", "/api/webhooks/{}", None),
        ("PUT", "/api/webhooks/{}", {"description": "A"}),
        ("DELETE", "/api/webhooks/{}", None),
        ("POST", "/api/webhooks/{}/rotate", None),
        ("POST", "/api/webhooks/{}/test", None),
        ("GET", "/api/webhooks/{}/deliveries", None),
        ("POST", "/api/webhooks/{}/deliveries/5-1/redeliver", None),
    ],
)
def test_a_malformed_id_gets_the_same_404_as_an_unknown_one(
    practice: Practice, table: Table, method: str, path: str, body: dict[str, str] | None
) -> None:
    before = stored(table)
    unknown = practice.api.send(method, path.format(4711), body)
    assert problem(unknown) == (404, "not_found")

    for number in NUMBERS:
        response = practice.api.send(method, path.format(number), body)
        assert problem(response) == (404, "not_found"), number
        assert response.body == unknown.body
    assert stored(table) == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/appointments/{}"),
        ("POST", "/api/appointments/reserve/{}"),
        ("POST", "/api/appointments/confirm/{}"),
        ("POST", "/api/appointments/cancel/{}"),
    ],
)
def test_a_malformed_appointment_id_is_not_found(
    practice: Practice, table: Table, method: str, path: str
) -> None:
    body = {"client_id": practice.client} if "/reserve/" in path else None
    before = stored(table)

    for slot in slots(practice):
        response = practice.api.send(method, path.format(slot), body)
        assert problem(response) == (404, "not_found"), slot
        assert MARKER not in response.body
    assert stored(table) == before


def test_an_id_of_another_kind_of_resource_is_not_found(practice: Practice) -> None:
    api = practice.api

    # A client's id does not find a provider, and a provider's id does not find a client or a service.
    for path in (
        f"/api/providers/{practice.client}",
        f"/api/clients/{practice.provider}",
        f"/api/services/{practice.provider}",
    ):
        assert problem(api.get(path)) == (404, "not_found")
    assert problem(practice.reserve(practice.slots[0], practice.provider)) == (404, "not_found")
    assert problem(practice.reserve(f"{new_client(api)}-20261202T0900Z")) == (404, "not_found")
