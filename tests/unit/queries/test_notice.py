"""Lists do not offer a slot that starts too soon for the minimum notice."""

from typing import Any

from holdfast.core import utc
from testkit.api import Api
from testkit.clock import Clock
from testkit.scenario import Practice, ids, listed

ALL = "/api/appointments"
OPEN = "/api/appointments/reserve"


def paths(practice: Practice) -> list[tuple[str, dict[str, Any]]]:
    one = {"provider_id": practice.provider}
    return [(ALL, {}), (ALL, one), (OPEN, {}), (OPEN, one), (practice.availability, {})]


def test_a_slot_inside_its_providers_minimum_notice_is_not_offered(api: Api, clock: Clock) -> None:
    practice = Practice(api, min_notice_minutes=60)
    practice.book(practice.slots[0])
    clock.now = utc.instant("2026-12-02T08:15:00Z")

    for path, more in paths(practice):
        found = ids(listed(api, path, **more))
        assert [slot for slot in found if slot != practice.slots[0]] == practice.slots[1:]
    clock.advance(1)
    for path, more in paths(practice):
        found = ids(listed(api, path, **more))
        assert [slot for slot in found if slot != practice.slots[0]] == practice.slots[2:]
        # Only the lists whose path is `ALL` show booked slots.
        assert (practice.slots[0] in found) == (path == ALL)


def test_a_slot_exactly_at_the_minimum_notice_is_available(api: Api, clock: Clock) -> None:
    practice = Practice(api, min_notice_minutes=60)
    clock.now = utc.instant("2026-12-02T08:15:00Z")

    assert [practice.status(slot) for slot in practice.slots[:2]] == ["closed", "available"]
    assert practice.cancel(practice.hold(practice.slots[1])).json["status"] == "available"


def test_opening_reports_slots_inside_the_minimum_notice_as_closed(api: Api, clock: Clock) -> None:
    practice = Practice(api, min_notice_minutes=60)
    clock.now = utc.instant("2026-12-02T08:15:00Z")

    response = practice.open("2026-12-02T08:45:00Z", "2026-12-02T09:30:00Z").json

    assert [slot["status"] for slot in response["opened"]] == ["closed"]
    assert [slot["status"] for slot in response["already_open"]] == ["closed", "available"]
    assert [practice.status(slot) for slot in practice.slots[:3]] == ["closed", "closed", "available"]


def test_a_slot_that_has_started_is_not_offered(api: Api, clock: Clock) -> None:
    practice = Practice(api)

    clock.now = utc.instant("2026-12-02T09:00:00Z")
    for path, more in paths(practice):
        assert ids(listed(api, path, **more)) == practice.slots[1:]
        assert ids(listed(api, path, **more, **{"from": "2026-12-02T00:00:00Z"})) == practice.slots[1:]
