"""The keys of the indexes: functions that build a key are next to those that parse it.

The index by_kind lists providers, clients, services, webhooks, holds, working hours, reminders, and
deliveries that wait for their next attempt. by_day lists days and holds by date. by_client lists the
appointments of a client.
"""

from typing import Any

from holdfast.core import utc
from holdfast.core.settings import settings
from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.keys import Key

PROVIDERS = "PROVIDER"  # partitions of by_kind; holds have partitions of their own
CLIENTS = "CLIENT"
SERVICES = "SERVICE"
WEBHOOKS = "WEBHOOK"

_ID_DIGITS = 16  # as many digits as MAX_ID has


# The index by_day


def by_day_pk(date: str, shard: int) -> str:
    return f"DAY#{date}#{shard}"


def by_day_sk(key: Key) -> str:
    """Return a sort key that orders a date's items by provider: a provider's day, then its holds by time."""
    return f"{by_day_sk_from(keys.number_of(key.PK))}#{key.SK}"


def ends_of_head(before: int, quarters: int, after: int) -> str:
    """Return what the sort key of a hold ends in if the hold takes more than its slot.

    All three are numbers of quarter-hours. The index has no other attribute for them.
    """
    return f"#{before}+{quarters}+{after}"


def ends_of_part(quarters: int) -> str:
    """Return what the sort key of a visit's first part on another UTC day ends in.

    `quarters` is how many quarter-hours the visit takes on that day.
    """
    return f"#{quarters}"


def taken_by(row: dict[str, Any]) -> list[Slot]:
    """Return the slots that a row of the index stands for, in order of time. Some may be on another UTC day.

    A row of the table, which was read without `by_day_sk`, stands for its own slot.
    """
    slot, ending = keys.slot_of(row), row.get("by_day_sk", "").split("#")[3:]
    numbers = list(map(int, ending[0].split("+"))) if ending else [1]
    first = -numbers[0] if len(numbers) > 1 else 0
    return [Slot(slot.provider_id, slot.start + n * QUARTER) for n in range(first, first + sum(numbers))]


def by_day_sk_from(provider_id: int) -> str:
    """Return the prefix of a provider's sort keys. Queries that start there skip providers with lower ids."""
    return f"{provider_id:0{_ID_DIGITS}d}"


def provider_in_by_day(item: dict[str, Any]) -> int:
    return int(item["by_day_sk"][:_ID_DIGITS])


def shard_of(provider_id: int) -> int:
    return provider_id % settings().index_shards


# The index by_client


def by_client_pk(client_id: int) -> str:
    return f"CLIENT#{client_id}"


def by_client_sk(slot: Slot) -> str:
    """Return a sort key that orders a client's appointments by time, then provider."""
    return f"{utc.text(slot.start)}#{slot.provider_id:0{_ID_DIGITS}d}"


# The index by_kind


def holds_pk(slot: Slot) -> str:
    """Return the partition key of a hold.

    Even one provider's holds are spread over the shards, because many of them lapse at the same time.
    """
    return f"HOLD#{(slot.provider_id + slot.start // QUARTER) % settings().index_shards}"


def all_holds_pks() -> list[str]:
    return [f"HOLD#{number}" for number in range(settings().index_shards)]


def hours_pk(provider_id: int) -> str:
    """Return the partition key of working hours, which are sorted by the time when the next day is due."""
    return f"HOURS#{shard_of(provider_id)}"


def all_hours_pks() -> list[str]:
    return [f"HOURS#{number}" for number in range(settings().index_shards)]


def due_pk(booking_id: int) -> str:
    """Return the partition key of a booking's reminders, which are sorted by the time when each is due."""
    return f"DUE#{booking_id % settings().index_shards}"


def all_due_pks() -> list[str]:
    return [f"DUE#{number}" for number in range(settings().index_shards)]


def retry_pk(webhook_id: int) -> str:
    """Return the partition key of the deliveries that wait, sorted by the time of their next attempt."""
    return f"RETRY#{webhook_id % settings().index_shards}"


def all_retry_pks() -> list[str]:
    return [f"RETRY#{number}" for number in range(settings().index_shards)]
