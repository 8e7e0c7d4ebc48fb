"""Reads and changes stored items directly, without the code under test."""

from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.keys import Key


def stored(table: Table) -> list[dict[str, Any]]:
    """Return all items of the table, in the order of their keys."""
    items = table.scan(ConsistentRead=True)["Items"]
    return sorted(items, key=lambda item: (str(item["PK"]), str(item["SK"])))


def contents(table: Table) -> dict[tuple[Any, Any], Any]:
    """Return all items of the table by key."""
    return {(item["PK"], item["SK"]): item for item in table.scan()["Items"]}


def item(table: Table, slot: str) -> dict[str, Any] | None:
    """Return the hold or appointment that is stored for the slot, or None."""
    return table.get_item(Key=keys.appointment(Slot.from_id(slot))._asdict()).get("Item")


def day_item(table: Table, slot: str) -> dict[str, Any]:
    """Return the stored item of the slot's provider and day."""
    provider_id, start = Slot.from_id(slot)
    return table.get_item(Key=keys.day(provider_id, utc.day_of(start))._asdict())["Item"]


def services_count(table: Table) -> Any:
    """Return how many services there are, as the item that counts them says."""
    return table.get_item(Key=keys.services_count()._asdict())["Item"]["services"]


def claims(table: Table) -> dict[Slot, dict[str, Any]]:
    """Return the items of all slots that are held or booked, by slot."""
    items = [item for item in stored(table) if str(item["SK"]).startswith("CAL#") and not keys.is_day(item)]
    return {keys.slot_of(item): item for item in items}


def hide(table: Table, slot: str, index: str) -> None:
    """Remove a hold or an appointment from an index, as if the index lagged behind its table."""
    key = keys.appointment(Slot.from_id(slot))._asdict()
    table.update_item(Key=key, UpdateExpression=f"REMOVE {index}_pk, {index}_sk")


def erase(table: Table, slot: str) -> None:
    """Delete a hold or an appointment directly, as DynamoDB's TTL does."""
    table.delete_item(Key=keys.appointment(Slot.from_id(slot))._asdict())


def erase_day(table: Table, slot: Slot) -> dict[str, Any]:
    """Delete the day of the slot directly, and return its item."""
    key = keys.day(slot.provider_id, slot.day)._asdict()
    return table.delete_item(Key=key, ReturnValues="ALL_OLD")["Attributes"]


def overwrite(table: Table, key: Key, **values: object) -> None:
    table.update_item(
        Key=key._asdict(),
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
        ExpressionAttributeNames={f"#{name}": name for name in values},
        ExpressionAttributeValues={f":{name}": value for name, value in values.items()},  # type: ignore[misc]
    )
