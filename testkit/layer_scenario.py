"""A scenario for tests of the layer: Dana owns a provider, and Alice owns a client.

The functions here call the layer, not the handlers.
"""

import os
from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.requests import NewClient, NewProvider, NewService, TimeRangeBody
from holdfast.api.webhook_body import NewWebhook
from holdfast.bookings.confirm import confirm
from holdfast.bookings.reserve import reserve
from holdfast.core import utc
from holdfast.core.caller import Caller
from holdfast.core.slots import Slot
from holdfast.model.request_key import RequestKey
from holdfast.model.service import Service
from holdfast.model.webhook import Webhook
from holdfast.profiles import clients, providers, services
from holdfast.queries.shown import ShownSlot
from holdfast.schedule import opening
from holdfast.schedule.time_ranges import TimeRange
from holdfast.webhooks import registration
from testkit.items import item
from testkit.scenario import NINE, TEN
from testkit.users import ADMIN, ALICE, DANA


def time_range(start: str, end: str) -> TimeRange:
    return TimeRangeBody(start_datetime=start, end_datetime=end).time_range()


MORNING = time_range(NINE, TEN)


def quarter_hour(slot: Slot) -> TimeRange:
    return time_range(utc.text(slot.start), utc.text(slot.end))


def fresh_key(body: str = "") -> RequestKey:
    return RequestKey(os.urandom(32), body)


class Owned:
    """Dana's provider with open slots, four unless `hours` says otherwise, and Alice's client."""

    def __init__(self, hours: TimeRange = MORNING) -> None:
        self.provider = bare_provider()
        self.client = new_client(ALICE)
        opened = opening.open_time(self.provider, hours, DANA).opened
        self.slots = [each.slot for each in opened]

    def service(self, minutes: int, **fields: Any) -> int:
        """Create a service of the provider that starts every 15 minutes, and return its id."""
        return new_service(self.provider, duration_minutes=minutes, start_every_minutes=15, **fields).id

    def hold(self, slot: Slot, service_id: int | None = None) -> Slot:
        new_hold(slot, self.client, ALICE, service_id)
        return slot

    def book(self, slot: Slot, service_id: int | None = None) -> Slot:
        confirm(self.hold(slot, service_id), ALICE)
        return slot


def new_client(caller: Caller) -> int:
    return clients.create(NewClient(name=caller.subject).fields(), caller, fresh_key())[0].id


def service_fields(*provider_ids: int, **fields: Any) -> dict[str, Any]:
    body = {"name": "Consultation", "duration_minutes": 45, "provider_ids": [*provider_ids], **fields}
    return NewService.model_validate(body).fields()


def new_service(*provider_ids: int, caller: Caller = ADMIN, **fields: Any) -> Service:
    return services.create(service_fields(*provider_ids, **fields), caller, fresh_key())[0]


def new_hold(slot: Slot, client: int, caller: Caller, service_id: int | None = None) -> ShownSlot:
    return reserve(slot, client, caller, fresh_key(), service_id)[0]


def bare_provider(owner: Caller = DANA) -> int:
    """Create a provider with an empty calendar, and return its id."""
    return providers.create(NewProvider(name="Dr. Dana").fields(), ADMIN, fresh_key(), owner.subject)[0].id


def holder(table: Table, owned: Owned) -> Any:
    """Return the id of the client that holds or booked the first slot, or None."""
    hold = item(table, owned.slots[0].id)
    return hold and hold["client_id"]


def webhook_fields(provider_id: int | None = None, **fields: Any) -> dict[str, Any]:
    body = {"url": "https://hooks.example.com/holdfast", "provider_id": provider_id, **fields}
    return NewWebhook.model_validate(body).fields()


def new_webhook(provider_id: int | None = None, caller: Caller = ADMIN, **fields: Any) -> Webhook:
    return registration.create(webhook_fields(provider_id, **fields), caller, fresh_key())[0]
