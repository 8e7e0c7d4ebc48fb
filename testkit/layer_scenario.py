"""A scenario for tests of the layer: Dana owns a provider, and Alice owns a client.

The functions here call the layer, not the handlers.
"""

import os
from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.requests import NewClient, NewProvider, NewService, TimeRangeBody
from holdfast.bookings.confirm import confirm
from holdfast.bookings.reserve import reserve
from holdfast.core.caller import Caller
from holdfast.core.slots import Slot
from holdfast.model.request_key import RequestKey
from holdfast.model.service import Service
from holdfast.profiles import clients, providers, services
from holdfast.queries.shown import ShownSlot
from holdfast.schedule import opening
from holdfast.schedule.time_ranges import TimeRange
from testkit.items import item
from testkit.scenario import NINE, TEN
from testkit.users import ADMIN, ALICE, DANA


def time_range(start: str, end: str) -> TimeRange:
    return TimeRangeBody(start_datetime=start, end_datetime=end).time_range()


MORNING = time_range(NINE, TEN)


def fresh_key(body: str = "") -> RequestKey:
    return RequestKey(os.urandom(32), body)


class Owned:
    """Dana's provider with four open slots, and Alice's client."""

    def __init__(self) -> None:
        self.provider = bare_provider()
        self.client = new_client(ALICE)
        opened = opening.open_time(self.provider, MORNING, DANA).opened
        self.slots = [each.slot for each in opened]

    def hold(self, slot: Slot) -> Slot:
        new_hold(slot, self.client, ALICE)
        return slot

    def book(self, slot: Slot) -> Slot:
        confirm(self.hold(slot), ALICE)
        return slot


def new_client(caller: Caller) -> int:
    return clients.create(NewClient(name=caller.subject).fields(), caller, fresh_key())[0].id


def service_fields(*provider_ids: int) -> dict[str, Any]:
    body = {"name": "Consultation", "duration_minutes": 45, "provider_ids": [*provider_ids]}
    return NewService.model_validate(body).fields()


def new_service(*provider_ids: int, caller: Caller = ADMIN) -> Service:
    return services.create(service_fields(*provider_ids), caller, fresh_key())[0]


def new_hold(slot: Slot, client: int, caller: Caller) -> ShownSlot:
    return reserve(slot, client, caller, fresh_key())[0]


def bare_provider() -> int:
    """Create a provider for Dana with an empty calendar, and return its id."""
    return providers.create(NewProvider(name="Dr. Dana").fields(), ADMIN, fresh_key(), DANA.subject)[0].id


def holder(table: Table, owned: Owned) -> Any:
    """Return the id of the client that holds or booked the first slot, or None."""
    hold = item(table, owned.slots[0].id)
    return hold and hold["client_id"]
