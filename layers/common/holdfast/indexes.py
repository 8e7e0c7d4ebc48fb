"""Where the three indexes list things: their partitions, and their order within one."""

from holdfast import times
from holdfast.settings import settings
from holdfast.table import Key
from holdfast.times import Slot

PROVIDERS = "PROVIDER"  # partitions of by_kind, as are those of holds
CLIENTS = "CLIENT"


def by_day_pk(date: str, number: int) -> str:
    return f"DAY#{date}#{number}"


def by_day_sk(key: Key) -> str:
    """Order the members of a day by provider, a day before its appointments, those by time."""
    return f"{number_of(key.PK):016d}#{key.SK}"


def by_client_pk(client_id: int) -> str:
    return f"CLIENT#{client_id}"


def by_client_sk(slot: Slot) -> str:
    """Order a client's appointments by time, then provider."""
    return f"{times.utc(slot.start)}#{slot.provider_id:016d}"


def shard(provider_id: int) -> int:
    return provider_id % settings().index_shards


def holds_partition(slot: Slot) -> str:
    """Spread the holds of one provider too: many lapse at once."""
    return f"HOLD#{(slot.provider_id + slot.start // times.QUARTER) % settings().index_shards}"


def hold_partitions() -> list[str]:
    return [f"HOLD#{number}" for number in range(settings().index_shards)]


def number_of(partition: str) -> int:
    return int(partition.split("#")[1])
