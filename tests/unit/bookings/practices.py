"""Practices with longer open time, made through the API, and the time that their visits take.

A test file uses the fixture with `morning = practices.morning`. It replaces the folder's `morning`, which is
made below the API.
"""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.items import contents
from testkit.scenario import Practice, new_service

MORNING = "2026-12-02T09:00:00Z", "2026-12-02T12:00:00Z"
NIGHT = "2026-12-02T23:00:00Z", "2026-12-03T01:00:00Z"


@pytest.fixture
def morning(api: Api) -> Practice:
    """A provider with twelve open slots, from 09:00 to 12:00."""
    return Practice(api, *MORNING)


def service_of(practice: Practice, *others: int, **fields: object) -> int:
    return new_service(practice.api, practice.provider, *others, **{"start_every_minutes": 15, **fields})


def taken(table: Table) -> dict[str, Any]:
    """Return the items of slots, keyed by the time of day."""
    found = contents(table).items()
    return {sk[4:21]: each for (_, sk), each in found if sk.startswith("CAL#") and "T" in sk}


def booked(table: Table) -> dict[str, set[int]]:
    """Return the booked quarters of each day, keyed by date."""
    found = contents(table).items()
    return {
        sk[4:]: each.get("booked", set())
        for (_, sk), each in found
        if sk.startswith("CAL#") and "T" not in sk
    }


def booked_by_provider(table: Table) -> dict[str, set[int]]:
    """Return the booked quarters of each day that has any, keyed by provider and date."""
    return {
        f"{pk.partition('#')[2]} {sk[4:]}": each["booked"]
        for (pk, sk), each in contents(table).items()
        if sk.startswith("CAL#") and each.get("booked")
    }
