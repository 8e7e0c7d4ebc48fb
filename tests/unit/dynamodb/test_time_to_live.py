"""TTL uses the attribute that the code writes. DynamoDB would not report a misspelled attribute."""

from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from local import template
from testkit.api import Api
from testkit.scenario import Practice


def cleared_at(item: dict[str, Any]) -> int | None:
    """Return the time from which TTL may delete the item, in epoch seconds. Return None if it never may."""
    declared = template.time_to_live()
    assert declared["Enabled"] is True
    value = item.get(declared["AttributeName"])
    return None if value is None else int(value)


def items(table: Table, status: str | None) -> list[dict[str, Any]]:
    return [item for item in table.scan()["Items"] if item.get("status") == status]


def test_a_hold_is_cleared_when_it_has_lapsed(api: Api, table: Table) -> None:
    practice = Practice(api)
    response = practice.reserve(practice.slots[0])

    (hold,) = items(table, "held")

    assert cleared_at(hold) == utc.instant(response.json["expires_at"])


def test_a_confirmed_appointment_is_never_cleared(api: Api, table: Table) -> None:
    practice = Practice(api)
    practice.book(practice.slots[0])

    (appointment,) = items(table, "confirmed")

    assert cleared_at(appointment) is None


def test_a_day_is_cleared_31_days_after_it_starts(api: Api, table: Table) -> None:
    Practice(api)

    (day,) = [item for item in items(table, None) if "open" in item]

    assert cleared_at(day) == utc.instant("2026-12-02T00:00:00Z") + 31 * 86_400
