"""A request reads no more items than it needs."""

from collections.abc import Callable
from typing import Any

import pytest

from testkit.api import Api
from testkit.interference import WRITE, before
from testkit.recorded_calls import calls, eventual_reads, queries
from testkit.scenario import Practice, ids, new_client, new_provider, new_service, range_body

SECOND_DAY: dict[str, Any] = {"from": "2026-12-03T00:00:00Z", "to": "2026-12-04T00:00:00Z"}
NOON = "2026-12-04T12:00:00Z"
DAYS = ["2026-12-02", "2026-12-03", "2026-12-04"]


@pytest.fixture
def practice(api: Api) -> Practice:
    """Open three days. Each day has one booked, one held and two open slots."""
    practice = Practice(api)
    for day in DAYS[1:]:
        practice.open(f"{day}T09:00:00Z", f"{day}T10:00:00Z")
    for number in range(3):
        practice.book(practice.slots[4 * number])
        practice.hold(practice.slots[4 * number + 1], new_client(api))
    return practice


@pytest.fixture
def rows(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Return a function that lists the sort keys of all items that queries have returned so far."""
    seen = queries(monkeypatch)
    return lambda: [item["SK"]["S"] for _, items in seen for item in items]


@pytest.mark.parametrize("of", [[], ["provider_id"], ["client_id"]])
def test_a_list_reads_only_the_days_in_its_window(
    practice: Practice, rows: Callable[[], list[str]], of: list[str]
) -> None:
    query: dict[str, Any] = {name: getattr(practice, name.removesuffix("_id")) for name in of}

    page = practice.api.get("/api/appointments", **SECOND_DAY, **query)

    assert page.json["items"]
    assert rows()
    assert all(key.startswith("CAL#2026-12-03") for key in rows())


def test_the_next_page_across_providers_reads_from_where_the_last_page_ended(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = sorted([practice.provider, *(Practice(practice.api).provider for _ in range(3))])
    window: dict[str, Any] = {"from": "2026-12-02T00:00:00Z", "to": "2026-12-03T00:00:00Z"}
    first = practice.api.get("/api/appointments", limit=12, **window).json
    seen = queries(monkeypatch)

    rest = practice.api.get("/api/appointments", cursor=first["next_cursor"], **window).json

    assert len(ids(first["items"]) + ids(rest["items"])) == 16
    read = {item["PK"]["S"] for _, items in seen for item in items}
    assert read == {f"PROVIDER#{number}" for number in others[2:]}


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_opening_or_closing_a_time_range_reads_only_its_own_days(
    practice: Practice, rows: Callable[[], list[str]], method: str
) -> None:
    body = range_body("2026-12-03T08:00:00Z", "2026-12-03T12:00:00Z")

    assert practice.api.send(method, practice.availability, body).status == 200
    assert rows()
    assert all(key.startswith("CAL#2026-12-03") for key in rows())


def test_alternatives_are_read_only_from_the_day_of_the_requested_slot(
    practice: Practice, rows: Callable[[], list[str]]
) -> None:
    response = practice.reserve(practice.slots[4], new_client(practice.api))

    assert response.status == 409
    assert rows()
    assert all(key.startswith("CAL#2026-12-03") for key in rows())


REQUESTS: list[tuple[Callable[[Practice], Any], list[str]]] = [
    (lambda p: p.api.get("/api/appointments", **SECOND_DAY), ["query", "batch_get_item"]),
    (lambda p: p.api.get("/api/appointments/reserve", **SECOND_DAY), ["query"]),
    (lambda p: p.api.get(p.availability, **SECOND_DAY), ["query"]),
    (lambda p: p.api.get(f"/api/appointments/{p.slots[0]}"), ["batch_get_item", "get_item"]),
    (lambda p: p.api.get("/api/providers"), ["query", "batch_get_item"]),
    (lambda p: p.api.get("/api/clients"), ["query"]),
    (lambda p: p.reserve(p.slots[3]), ["batch_get_item", "transact_write_items"]),
    (lambda p: p.confirm(p.slots[1]), ["batch_get_item", "transact_write_items"]),
    (lambda p: p.cancel(p.slots[0]), ["batch_get_item", "transact_write_items"]),
    (lambda p: p.cancel(p.slots[5]), ["batch_get_item", "delete_item"]),
    (lambda p: p.open(f"{DAYS[2]}T10:00:00Z", NOON), ["get_item", "query", "transact_write_items"]),
    (
        lambda p: p.close(f"{DAYS[2]}T09:00:00Z", NOON),
        ["get_item", "get_item", "query", "transact_write_items", "query"],
    ),
]


def test_each_request_makes_exactly_the_expected_dynamodb_calls(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    names = calls(monkeypatch)

    for number, (send, sent) in enumerate(REQUESTS):
        with subtests.test(number=number):
            names.clear()
            assert send(practice).status in {200, 201}
            assert names == sent


def service_of(practice: Practice) -> dict[str, Any]:
    return {"name": "A", "duration_minutes": 45, "provider_ids": [practice.provider]}


DECISIONS: list[Callable[[Practice], Any]] = [
    lambda p: p.reserve(p.slots[3]),
    lambda p: p.confirm(p.slots[3]),
    lambda p: p.cancel(p.slots[3]),
    lambda p: p.api.get(f"/api/appointments/{p.slots[3]}"),
    lambda p: p.open(f"{DAYS[2]}T10:00:00Z", NOON),
    lambda p: p.close(f"{DAYS[2]}T10:00:00Z", NOON),
    lambda p: p.put_hours({"weekly": {"wed": [["09:00", "12:00"]]}, "horizon_days": 3}),
    lambda p: p.api.delete(p.hours),
    lambda p: p.api.get(f"/api/providers/{p.provider}"),
    lambda p: p.api.put(f"/api/providers/{p.provider}", {"name": "A", "min_notice_minutes": 5}),
    lambda p: p.api.post("/api/services", service_of(p)),
    lambda p: p.api.get(f"/api/services/{new_service(p.api, p.provider)}"),
    lambda p: p.api.put(f"/api/services/{new_service(p.api)}", service_of(p)),
    lambda p: p.api.delete(f"/api/services/{new_service(p.api, p.provider)}"),
    lambda p: p.api.get(f"/api/clients/{p.client}"),
    lambda p: p.api.put(f"/api/clients/{p.client}", {"name": "A"}),
]


def test_reads_that_a_decision_depends_on_are_strongly_consistent(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    reads = eventual_reads(monkeypatch)

    for number, send in enumerate(DECISIONS):
        with subtests.test(number=number):
            assert send(practice).status in {200, 201}
            assert reads == []


def test_a_provider_is_deleted_after_consistent_reads_and_only_then_are_its_services_looked_up(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = new_provider(practice.api)
    new_service(practice.api, provider)
    reads = eventual_reads(monkeypatch)
    before_deletion: list[list[str]] = []
    before(monkeypatch, WRITE, lambda: before_deletion.append([*reads]))

    assert practice.api.delete(f"/api/providers/{provider}").status == 200
    assert before_deletion == [[]]
    assert reads == ["query"]  # an index allows only eventually consistent reads


def test_a_clients_newest_reservations_are_read_consistently(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = eventual_reads(monkeypatch)

    assert practice.api.delete(f"/api/clients/{practice.client}").status == 409
    assert reads == ["query"]  # queries of an index are always eventually consistent
    practice.api.get("/api/appointments", client_id=practice.client)
    assert reads.count("batch_get_item") == 1  # this reads the time zones
