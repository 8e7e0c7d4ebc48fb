"""Run through a whole booking on DynamoDB Local, from opening the time to deleting the provider."""

import pytest

from holdfast.core import settings
from testkit.api import Api
from testkit.crowd import Doctor, Patient
from testkit.scenario import ids
from testkit.store import Store
from tests.integration.repeated_race import said


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("shards", ["1", "3"])
def test_open_list_reserve_confirm_cancel_close_delete(
    api: Api, store: Store, monkeypatch: pytest.MonkeyPatch, zone: str, shards: str
) -> None:
    monkeypatch.setenv("INDEX_SHARDS", shards)
    settings.settings.cache_clear()
    doctor, alice = Doctor("dana", time_zone=zone, min_notice_minutes=60), Patient()

    def listed(path: str, **query: object) -> list[str]:
        response = api.get(f"/api/{path}", headers={"x-caller": alice.name}, **query)
        assert said(response) == "200"
        return ids(response.json["items"])

    slots = doctor.slots("2026-12-02T23:30:00Z", quarters=4)  # these slots cross midnight UTC
    assert listed(f"providers/availability/{doctor.id}") == slots
    assert listed("appointments/reserve") == slots

    slot = alice.hold(slots[1])
    assert listed("appointments", status="held") == [slot]
    assert listed("appointments/reserve", provider_id=doctor.id) == [slots[0], *slots[2:]]
    assert said(alice.confirm(slot)) == "200"
    assert listed("appointments", status="confirmed", client_id=alice.id) == [slot]
    store.check()

    assert said(doctor.leave()) == said(alice.leave()) == "409 in_use"
    closed = doctor.close("2026-12-02T23:30:00Z", quarters=4).json
    assert (ids(closed["closed"]), ids(closed["still_booked"])) == ([slots[0], *slots[2:]], [slot])
    assert listed("appointments") == [slot]

    assert alice.cancel(slot).json["status"] == "closed"
    assert listed("appointments") == []
    assert said(doctor.leave()) == said(alice.leave()) == "200"
    days = {"CAL#2026-12-02", "CAL#2026-12-03"}  # days stay stored until TTL deletes them
    history = {"EV#000001", "EV#000002"}  # kept until TTL deletes it
    assert {sk for _, sk in store.check()} == {*days, *history, "CLIENTS"}
