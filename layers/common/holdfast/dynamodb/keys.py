"""The format of all keys: functions that build a key are next to those that parse it.

Dates are UTC days, YYYY-MM-DD.

    PROVIDER#7   PROFILE                  a provider
    PROVIDER#7   HOURS                    its working hours
    PROVIDER#7   CAL#2026-12-02           one of its days
    PROVIDER#7   CAL#2026-12-02T09:00Z    a hold or an appointment on it, or a part of a longer visit
    CLIENT#9     PROFILE                  a client
    SERVICE#3    PROFILE                  a service
    SERVICES     COUNT                    how many services there are
    OWNER#sub    CLIENTS                  the ids of an owner's clients
    OWNER#sub    PROVIDERS                the ids of the providers that administrators made for an owner
    BOOKING#5    EV#000001                an event in the history of a booking
    REMINDER#5   7-20261202T0900Z#1#1440  a reminder of a booking; see `reminder`
    SENT#5-1/client  MAIL                 the mark that the client's mail about event 5-1 was sent
    PROVIDER#7   FEED                     the calendar feed of a provider
    PROVIDER#7   FEED#BUSY                its feed that shows only when it is busy
    CLIENT#9     FEED                     the calendar feed of a client
    PROVIDER#7   GONE#2026-12-02T09:00Z#5 booking 5 stood there, and is cancelled or with another
    CLIENT#9     GONE#2026-12-02T09:00Z#5 booking 5 stood there, and is cancelled
    PROVIDER#7   WEBHOOKS                 the ids of the webhooks that are told of one provider
    WEBHOOKS     ALL                      the ids of the webhooks that are told of every provider
    WEBHOOK#4    PROFILE                  a webhook
    WEBHOOK#4    HEALTH                   how its endpoint has responded, and who is calling it
    WEBHOOK#4    DELIVERY#5-1             the delivery of event 5-1 to it

The functions for webhooks are in `webhook_keys.py`, those for calendar feeds in `feed_keys.py`, and those for
the keys of the indexes in `index_keys.py`.
"""

from typing import Any, NamedTuple

from holdfast.core import utc
from holdfast.core.slots import Slot

_PROFILE = "PROFILE"
_CALENDAR = "CAL#"
_EVENT = "EV#"
AFTER_ALL = "~"  # sorts after every digit and letter
_DATE = slice(len(_CALENDAR), len("CAL#2026-12-02"))


class Key(NamedTuple):
    PK: str
    SK: str


def provider(provider_id: int) -> Key:
    return Key(f"PROVIDER#{provider_id}", _PROFILE)


def hours(provider_id: int) -> Key:
    return Key(f"PROVIDER#{provider_id}", "HOURS")


def client(client_id: int) -> Key:
    return Key(f"CLIENT#{client_id}", _PROFILE)


def service(service_id: int) -> Key:
    return Key(f"SERVICE#{service_id}", _PROFILE)


def services_count() -> Key:
    """Return the key of the item that counts all services: its attribute `services` is a number."""
    return Key("SERVICES", "COUNT")


def owners_clients(owner: str) -> Key:
    """Return the key of the item that lists an owner's clients: its attribute `ids` is a number set."""
    return Key(f"OWNER#{owner}", "CLIENTS")


def owners_providers(owner: str) -> Key:
    """Return the key of the list of providers that administrators made for an owner.

    `ids` is a number set, and keeps the ids of deleted providers.
    """
    return Key(f"OWNER#{owner}", "PROVIDERS")


def number_of(partition: str) -> int:
    """Return the id in the partition key of a provider, client, service or booking."""
    return int(partition.split("#")[1])


# A provider's calendar


def day(provider_id: int, date: str) -> Key:
    return Key(f"PROVIDER#{provider_id}", f"{_CALENDAR}{date}")


def appointment(slot: Slot) -> Key:
    return Key(f"PROVIDER#{slot.provider_id}", f"{_CALENDAR}{utc.text(slot.start)[:16]}Z")


def is_day(item: dict[str, Any]) -> bool:
    """Return True for a day, False for a hold or an appointment on it."""
    return len(item["SK"]) == _DATE.stop


def is_claim(item: dict[str, Any]) -> bool:
    """Return True for a hold or an appointment, or a part of one; any item of the table may be asked."""
    in_calendar: bool = item["SK"].startswith(_CALENDAR)
    return in_calendar and not is_day(item)


def date_of(item: dict[str, Any]) -> str:
    """Return the date in the key of a day, or of a hold or an appointment on it."""
    date: str = item["SK"][_DATE]
    return date


def slot_of(item: dict[str, Any]) -> Slot:
    """Return the slot of a hold or an appointment. Rows of every index work too: they contain the key."""
    return Slot(number_of(item["PK"]), utc.instant(item["SK"].removeprefix(_CALENDAR)))


def whole_day(provider_id: int, date: str) -> dict[str, str]:
    """Return the key range of a day and all holds and appointments on it."""
    first = day(provider_id, date)
    return {"partition": first.PK, "first": first.SK, "last": f"{first.SK}T{AFTER_ALL}"}


def days_from(provider_id: int, date: str) -> dict[str, str]:
    """Return the key range of a day, all later days, and all holds and appointments on them."""
    first = day(provider_id, date)
    return {"partition": first.PK, "first": first.SK, "last": f"{_CALENDAR}{AFTER_ALL}"}


def days_until(provider_id: int, date: str, end: int, earlier: int = 0) -> dict[str, str]:
    """Return the key range from a day to the last slot that starts before `end`, in epoch seconds.

    The range begins `earlier` seconds before the day, with slots of the previous day but not that day itself.
    """
    midnight, last = utc.start_of(date), appointment(Slot(provider_id, end - 1))
    first = appointment(Slot(provider_id, midnight - earlier)) if earlier else day(provider_id, date)
    return {"partition": first.PK, "first": first.SK, "last": last.SK}


# The history of a booking


def booking_event(booking_id: int, number: int) -> Key:
    return Key(f"BOOKING#{booking_id}", f"{_EVENT}{number:06d}")


def booking_events(booking_id: int) -> dict[str, str]:
    """Return the partition of all events of a booking. It contains nothing else."""
    return {"partition": f"BOOKING#{booking_id}"}


def is_booking_event(item: dict[str, Any]) -> bool:
    """Return True for an event in the history of a booking; any item of the table may be asked."""
    is_event: bool = item["SK"].startswith(_EVENT)
    return is_event


def mark(event_id: str, role: str) -> Key:
    """Return the key of the mark that a mail was sent; `role` is whom the event is told."""
    return Key(f"SENT#{event_id}/{role}", "MAIL")


def event_number_of(item: dict[str, Any]) -> int:
    return int(item["SK"].removeprefix(_EVENT))


# The reminders of a booking


def reminder(booking_id: int, slot: Slot, version: int, minutes: int) -> Key:
    """Return the key of a reminder. It has all that the reminder says, because the index shows only keys.

    The booking stands in `slot` since its `version`, and the reminder is due `minutes` before.
    """
    return Key(f"REMINDER#{booking_id}", f"{slot.id}#{version}#{minutes}")


def reminder_of(item: dict[str, Any]) -> tuple[int, Slot, int, int]:
    """Return what `reminder` got, also from a row of the index; raise ValueError or IndexError."""
    slot, version, minutes = item["SK"].split("#")
    return number_of(item["PK"]), Slot.from_id(slot), int(version), int(minutes)
