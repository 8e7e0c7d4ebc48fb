"""A fixture: Dana's provider, another one, two services, and Alice's client."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.requests import NewProvider
from holdfast.bookings.cancel import cancel
from holdfast.bookings.repeats import Move
from holdfast.bookings.reschedule import reschedule
from holdfast.core.slots import Slot
from holdfast.model.appointment import booking_id_of
from holdfast.profiles import providers
from holdfast.schedule import opening
from testkit.clock import Clock
from testkit.items import item, stored
from testkit.layer_scenario import Owned, fresh_key, new_service, time_range
from testkit.mails import Detail, history
from testkit.scenario import NINE
from testkit.users import ADMIN, ALICE

AFTERNOON = "2026-12-02T14:00:00Z"


class Office(Owned):
    """Dana's `consultation` has buffers. Dr. Lee, whose first open slot is `other`, shares her `check_up`.

    Each function changes a booking, and returns the event of the change.
    """

    def __init__(self, table: Table) -> None:
        super().__init__(time_range(NINE, AFTERNOON))
        self.table = table
        self.consultation = self.service(45, buffer_before_minutes=15, buffer_after_minutes=30)
        self.lee = providers.create(NewProvider(name="Dr. Lee").fields(), ADMIN, fresh_key())[0].id
        opened = opening.open_time(self.lee, time_range("2026-12-02T13:00:00Z", AFTERNOON), ADMIN).opened
        self.other = opened[0].slot
        both = [self.provider, self.lee]
        self.check_up = new_service(*both, duration_minutes=15, start_every_minutes=15).id

    def booked(self, number: int, service_id: int | None = None) -> Detail:
        return self.last(self.book(self.slots[number], service_id))

    def moved(self, booked: Detail, to: Slot) -> Detail:
        reschedule(Move(Slot.from_id(booked["appointment_id"]), to, ADMIN, fresh_key()))
        return self.last(to)

    def cancelled(self, booked: Detail) -> Detail:
        cancel(Slot.from_id(booked["appointment_id"]), ALICE)
        return history(booked["booking_id"])[-1]

    def last(self, slot: Slot) -> Detail:
        """Return the newest event of the booking in the slot."""
        return history(booking_id_of((item(self.table, slot.id) or {})["hold_id"]))[-1]


def feeds(table: Table) -> list[str]:
    """Return the keys of all feeds that have an address."""
    return [f"{each['PK']}/{each['SK']}" for each in stored(table) if str(each["SK"]).startswith("FEED")]


@pytest.fixture
def office(table: Table, clock: Clock) -> Office:
    return Office(table)
