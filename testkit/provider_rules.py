"""Helpers for tests of a provider's rules: its time zone and its minimum notice.

Each stored day of the provider has a copy of the rules.
"""

from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.dynamodb.actions import Item
from holdfast.profiles import providers
from testkit.clock import Clock
from testkit.items import stored
from testkit.layer_scenario import Owned
from testkit.users import ADMIN

KATHMANDU = {"time_zone": "Asia/Kathmandu"}
NOTICE = {"min_notice_minutes": 60}


def rules_of_days(table: Table) -> set[tuple[Any, Any]]:
    days = [item for item in stored(table) if item["PK"].startswith("PROVIDER#") and len(item["SK"]) == 14]
    return {(day["time_zone"], day["min_notice_minutes"]) for day in days}


def update(owned: Owned, fields: Item) -> None:
    providers.update(owned.provider, dict(fields), ADMIN, None)


def copy_first_day(table: Table, clock: Clock, count: int) -> None:
    """Store copies of the only day in the table, from today on."""
    (day,) = (item for item in stored(table) if item["PK"].startswith("PROVIDER#") and len(item["SK"]) == 14)
    with table.batch_writer() as batch:
        for number in range(count):
            batch.put_item(Item=day | {"SK": f"CAL#{utc.day_of(clock.now + number * utc.DAY)}"})
