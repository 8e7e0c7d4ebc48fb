"""Store the reminders of a booking that was confirmed or moved."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from holdfast.core import clock, utc
from holdfast.core.slots import Slot
from holdfast.dynamodb import actions, table
from holdfast.model.reminder import Reminder
from holdfast.model.service import DEFAULT_REMINDERS
from holdfast.queries import services


def steps_of(body: str) -> list[Callable[[], int]]:
    """Return what to do about a message of the queue; raise ValueError, LookupError or TypeError."""
    return [partial(plan, json.loads(body)["detail"])]


def plan(event: Mapping[str, Any]) -> int:
    """Store one item for each reminder that was still ahead when the event happened; return their number.

    `event` is the detail of an `appointment.confirmed` or `appointment.rescheduled`. A repeat stores the same
    items again. The items of earlier versions stay: when they are due, the booking's version is another.
    """
    now, happened = clock.now(), utc.instant(event["time"])
    planned = [each for each in _reminders(event) if each.due > happened and each.is_useful(now)]
    for reminder in planned:
        table.write(actions.put(reminder.to_item(), None, {}))
    return len(planned)


def _reminders(event: Mapping[str, Any]) -> Iterator[Reminder]:
    slot = Slot.from_id(event["appointment_id"])
    for minutes in _minutes(event["service_id"]):
        yield Reminder(event["booking_id"], slot, event["version"], minutes)


def _minutes(service_id: int | None) -> list[int]:
    service = services.find_service(service_id) if service_id else None
    return service.reminder_minutes if service else DEFAULT_REMINDERS
