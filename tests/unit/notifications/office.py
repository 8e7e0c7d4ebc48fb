"""A practice in Berlin: Dr. Dana, her consultation of 45 minutes, and Alice. Both have an address."""

from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.model.appointment import booking_id_of
from testkit import mails
from testkit.api import Api
from testkit.items import item, overwrite
from testkit.mails import Detail
from testkit.scenario import NINE, Practice, new_client, new_service

ALICE, DANA = "alice@example.com", "dana@practice.example"
NOON = "2026-12-02T12:00:00Z"


class Office(Practice):
    """The tests' clock starts a day before the first slot."""

    def __init__(self, api: Api, table: Table, **provider: object) -> None:
        fields: dict[str, Any] = {"time_zone": "Europe/Berlin", "email": DANA, **provider}
        super().__init__(api, NINE, NOON, **fields)
        self.table = table
        self.client = new_client(api, email=ALICE)
        self.service = new_service(api, self.provider, start_every_minutes=15)

    def held(self, slot: str | None = None) -> Detail:
        """Hold a consultation, and return its event."""
        return mails.held(self.hold(slot or self.slots[0], service=self.service))

    def confirmed(self, slot: str | None = None) -> Detail:
        """Book a consultation, and return the event of its confirmation."""
        return self.last(self.book(slot or self.slots[0], service=self.service))

    def moved(self, booked: Detail, to: str) -> Detail:
        response = self.reschedule(booked["appointment_id"], to)
        assert response.status == 200, response.body
        return mails.history(booked["booking_id"])[-1]

    def cancelled(self, booked: Detail) -> Detail:
        assert self.cancel(booked["appointment_id"]).status == 200
        return mails.history(booked["booking_id"])[-1]

    def last(self, slot: str) -> Detail:
        """Return the newest event of the booking in the slot."""
        hold_id = (item(self.table, slot) or {})["hold_id"]
        return mails.history(booking_id_of(hold_id))[-1]

    def token(self, slot: str) -> str:
        """Return what the link of the booking in the slot ends in."""
        head = item(self.table, slot) or {}
        return f"{slot}~{booking_id_of(head['hold_id'])}~{head['secret']}"

    def change_client(self, **fields: object) -> None:
        assert self.api.put(f"/api/clients/{self.client}", {"name": "Alice", **fields}).status == 200

    def change_provider(self, **fields: object) -> None:
        assert self.api.put(f"/api/providers/{self.provider}", {"name": "Dr. Dana", **fields}).status == 200

    def delete(self, key: keys.Key) -> None:
        self.table.delete_item(Key=key._asdict())

    def rename(self, key: keys.Key, name: str) -> None:
        """Store a name that the API would refuse."""
        overwrite(self.table, key, name=name)

    def end_of(self, slot: str) -> int:
        return Slot.from_id(slot).start + 45 * 60
