"""The lists of starts: slots at which a whole visit of a service fits."""

from collections import Counter
from collections.abc import Collection
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb import table as dynamodb_table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.keys import Key
from holdfast.model.footprint import Footprint
from holdfast.queries import starts
from testkit import visits
from testkit.api import Api
from testkit.recorded_calls import queries
from testkit.scenario import Practice, ids, listed, new_service, problem

OPEN = "/api/appointments/reserve"
ALL = "/api/appointments"


def paths(practice: Practice) -> list[tuple[str, dict[str, Any]]]:
    """Return every list that takes a service, for the practice's provider alone and for everybody."""
    mine = {"provider_id": practice.provider}
    return [
        (practice.availability, {}),
        (OPEN, mine),
        (OPEN, {}),
        (ALL, {"status": "available", **mine}),
        (ALL, {"status": "available"}),
    ]


@pytest.fixture
def practice(api: Api) -> Practice:
    """A provider with two open hours, who provides no service yet."""
    return Practice(api, "2026-12-02T09:00:00Z", "2026-12-02T11:00:00Z")


def test_each_item_is_a_start_with_the_end_of_the_whole_visit(practice: Practice) -> None:
    service = new_service(practice.api, practice.provider, duration_minutes=45, buffer_after_minutes=30)

    for path, query in paths(practice):
        items = listed(practice.api, path, service_id=service, **query)
        # The last start is at 10:15. Its buffer may lie outside open time.
        assert ids(items) == practice.slots[:6]
        assert {item["status"] for item in items} == {"available"}
        assert (items[0]["start"], items[0]["end"]) == ("2026-12-02T09:00:00Z", "2026-12-02T09:45:00Z")
        assert (items[0]["duration_minutes"], items[0]["service_id"]) == (45, service)


def test_starts_lie_on_the_services_grid_by_the_providers_clock(api: Api) -> None:
    practice = Practice(api, "2026-12-02T09:00:00Z", "2026-12-02T12:00:00Z", time_zone="Asia/Kathmandu")
    service = new_service(api, practice.provider, start_every_minutes=60)

    for path, query in paths(practice):
        items = listed(api, path, service_id=service, **query)
        assert [item["local_start"][11:16] for item in items] == ["15:00", "16:00", "17:00"]


def test_the_notice_of_the_service_counts_instead_of_the_providers(api: Api) -> None:
    practice = Practice(api, "2026-12-01T09:00:00Z", "2026-12-01T11:00:00Z", min_notice_minutes=1440)
    own, of_provider = (
        new_service(api, practice.provider, duration_minutes=15, min_notice_minutes=notice)
        for notice in (90, None)
    )

    for path, query in paths(practice):
        assert ids(listed(api, path, service_id=own, **query)) == practice.slots[2:]
        assert listed(api, path, service_id=of_provider, **query) == []


@pytest.mark.parametrize("limit", [1, 2, 5])
@pytest.mark.parametrize("few", [100, 0])
def test_pages_of_any_size_have_the_same_starts(
    practice: Practice, limit: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starts, "_FEW", few)
    others = [Practice(practice.api, "2026-12-02T23:00:00Z", "2026-12-03T01:00:00Z") for _ in range(2)]
    service = new_service(practice.api, practice.provider, *(other.provider for other in others))

    for path, query in [*paths(practice), *paths(others[0])]:
        whole = listed(practice.api, path, service_id=service, limit=1000, **query)
        assert whole
        assert listed(practice.api, path, service_id=service, limit=limit, **query) == whole


def test_everybodys_starts_come_by_day_then_provider_then_time(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Practice(practice.api, "2026-12-02T23:00:00Z", "2026-12-03T01:00:00Z")
    service = new_service(practice.api, practice.provider, late.provider)

    def place(slot: str) -> tuple[str, int, int]:
        return Slot.from_id(slot).day, *Slot.from_id(slot)

    for few in (100, 0):
        monkeypatch.setattr(starts, "_FEW", few)
        found = ids(listed(practice.api, OPEN, service_id=service))
        assert found == sorted([*practice.slots[:6], *late.slots[:6]], key=place)


def test_the_window_limits_when_visits_start(practice: Practice) -> None:
    service = new_service(practice.api, practice.provider)
    window = {"from": "2026-12-02T09:30:00Z", "to": "2026-12-02T10:00:00Z"}

    for path, query in paths(practice):
        assert ids(listed(practice.api, path, service_id=service, **window, **query)) == practice.slots[2:4]


def test_only_providers_of_an_active_service_are_listed(practice: Practice) -> None:
    other = Practice(practice.api)
    service = new_service(practice.api, other.provider)
    closed = new_service(practice.api, practice.provider, active=False)

    assert {item["provider_id"] for item in listed(practice.api, OPEN, service_id=service)} == {
        other.provider
    }
    for path, query in paths(practice):
        if path == practice.availability or query.get("provider_id"):
            assert listed(practice.api, path, service_id=service, **query) == []
        assert listed(practice.api, path, service_id=closed, **query) == []


def test_an_unknown_service_is_not_found_in_the_list_of_a_provider_and_empty_in_the_others(
    practice: Practice,
) -> None:
    for path, query in paths(practice):
        response = practice.api.get(path, service_id=4711, **query)
        if path == practice.availability:
            assert problem(response) == (404, "not_found")
            assert response.json["detail"] == "No such service."
        else:
            assert response.json == {"items": [], "next_cursor": None}


def test_a_cursor_works_only_for_its_service(practice: Practice) -> None:
    one, other = (new_service(practice.api, practice.provider) for _ in range(2))
    cursor = practice.api.get(OPEN, service_id=one, limit=1).json["next_cursor"]

    assert practice.api.get(OPEN, service_id=one, cursor=cursor).status == 200
    foreign: list[dict[str, Any]] = [{"service_id": other}, {}]
    for query in foreign:
        assert problem(practice.api.get(OPEN, cursor=cursor, **query)) == (422, "invalid")


def test_one_query_reads_a_providers_days_and_what_is_around_them(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api, "2026-12-02T00:00:00Z", "2026-12-03T02:00:00Z")
    service = new_service(api, practice.provider, buffer_before_minutes=30, buffer_after_minutes=30)
    head = Slot.from_id(practice.slots[0])
    before = visits.visit(head._replace(start=head.start - 3600), Footprint(3), expires_at=utc.FOREVER)
    visits.store(table, before)
    window = {"from": "2026-12-02T00:00:00Z", "to": "2026-12-03T00:00:00Z"}
    sent = queries(monkeypatch)

    found = ids(listed(api, practice.availability, service_id=service, limit=1000, **window))

    # The hold ends at 23:45, so the first visit with half an hour before it starts at 00:15.
    assert found == practice.slots[1:96]
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("hours", "dates"),
    [
        (("2026-12-02T09:00:00Z", "2026-12-02T11:00:00Z"), {"2026-12-02", "2026-12-03"}),
        (("2026-12-02T23:00:00Z", "2026-12-03T01:00:00Z"), {"2026-12-02", "2026-12-03"}),
        (("2026-12-03T23:00:00Z", "2026-12-04T01:00:00Z"), {"2026-12-02", "2026-12-03", "2026-12-04"}),
        (("2026-12-02T00:00:00Z", "2026-12-02T02:00:00Z"), {"2026-12-01", "2026-12-02", "2026-12-03"}),
    ],
)
def test_everybodys_starts_read_a_date_once_and_others_only_if_a_visit_reaches_them(
    api: Api, monkeypatch: pytest.MonkeyPatch, hours: tuple[str, str], dates: set[str]
) -> None:
    monkeypatch.setenv("INDEX_SHARDS", "1")
    monkeypatch.setattr(starts, "_FEW", 0)
    providers = [Practice(api, *hours).provider for _ in range(3)]
    service = new_service(api, *providers, buffer_before_minutes=15)
    sent = queries(monkeypatch)

    assert listed(api, OPEN, service_id=service, **{"from": "2026-12-02", "to": "2026-12-04"})
    read = Counter(values[":partition"]["S"] for values, _ in sent)
    assert read == dict.fromkeys((f"DAY#{date}#0" for date in dates), 1)


def test_the_starts_of_a_service_made_a_moment_ago_are_listed(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list reads the service eventually consistently at first, and that may not find it yet."""
    service = new_service(practice.api, practice.provider)
    real = dynamodb_table.batch_get

    def lagging(wanted: Collection[Key], *, consistent: bool) -> dict[Key, Item]:
        return (
            {} if keys.service(service) in wanted and not consistent else real(wanted, consistent=consistent)
        )

    monkeypatch.setattr(dynamodb_table, "batch_get", lagging)

    assert listed(practice.api, OPEN, service_id=service)
