"""Write thousands of holds directly to the table, just as the API would store them."""

from collections.abc import Mapping

from holdfast.core import ids
from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.model.appointment import HELD, Appointment
from holdfast.model.client import Client
from holdfast.model.day import Day
from testkit.crowd import Doctor, Patient
from testkit.store import Store


def write(doctor: Doctor, patient: Patient, store: Store, taken_at: Mapping[str, int]) -> None:
    """Store one hold per slot. `taken_at` maps each slot id to the time of its hold, in epoch seconds.

    The client's `recent_holds` do not change.
    """
    client = store.client(patient.id)
    assert client
    days = {item["SK"]: item for item in store.items().values() if item["SK"].startswith("CAL#")}
    with store.table.batch_writer() as batch:
        for slot, now in zip(map(Slot.from_id, taken_at), taken_at.values(), strict=True):
            day = Day.from_item(days[keys.day(doctor.id, slot.day).SK])
            batch.put_item(Item=_hold(slot, Client.from_item(client), day, now).to_item())


def _hold(slot: Slot, client: Client, day: Day, now: int) -> Appointment:
    return Appointment(
        slot=slot,
        status=HELD,
        client_id=client.id,
        client_name=client.name,
        owner=client.owner,
        provider_owner=day.provider_owner,
        hold_id=ids.random_hex(),
        secret=ids.random_secret(),
        request_id=ids.random_hex(),
        body_hash="0" * 64,
        expires_at=min(now + settings().hold_seconds, slot.start),
        by_day_pk=day.by_day_pk,
    )
