"""Holds by the thousand, written past the API but as it would write them."""

from collections.abc import Mapping

from holdfast import reserving
from holdfast.models import Client, Day
from holdfast.times import Slot
from testkit.crowd import Doctor, Patient
from testkit.layer_scenario import fresh_key
from testkit.store import Item, Store


def write(doctor: Doctor, patient: Patient, store: Store, taken_at: Mapping[str, int]) -> None:
    """Put a hold on each slot, taken at its time; the client takes no note of them."""
    client = store.client(patient.id)
    assert client
    days = {item["SK"]: item for item in store.items().values() if item["SK"].startswith("CAL#")}
    with store.table.batch_writer() as batch:
        for slot, now in zip(map(Slot.from_id, taken_at), taken_at.values(), strict=True):
            batch.put_item(Item=_hold(slot, now, client, days[Day.key(doctor.id, slot.day).SK]))


def _hold(slot: Slot, now: int, client: Item, day: Item) -> Item:
    inherited = day["provider_owner"], day["by_day_pk"]
    scene = reserving._Scene(now, slot, Client.from_item(client), Day.from_item(day), *inherited, None)
    return reserving._hold(scene, fresh_key())
