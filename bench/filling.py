"""Writes items directly into a table, because writing them through the API would take too long."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb import index_keys
from holdfast.dynamodb.actions import Item
from holdfast.model.client import Client
from holdfast.model.day import Day
from holdfast.model.provider import Provider
from testkit.api import Api

FIRST_PROVIDER = 1_000_000_000_000_000
_WRITTEN: Any = {"version": 1, "write_id": "0" * 32, "request_id": "0" * 32, "body_hash": "0" * 64}


def days(table: Table, providers: int, dates: Collection[str], quarters: set[int]) -> None:
    """Store this many providers. On each of the dates, all of them have these quarter-hours open."""
    ids = range(FIRST_PROVIDER, FIRST_PROVIDER + providers)
    put(table, (_day(provider_id, date, quarters) for provider_id in ids for date in dates))
    put(table, map(_provider, ids))


def clients(table: Table, owner: str, ids: Iterable[int]) -> None:
    """Store a client of this owner for each id."""
    put(table, (_client(client_id, owner) for client_id in ids))


def put(table: Table, items: Iterable[Item]) -> None:
    with table.batch_writer() as batch:
        for item in items:
            batch.put_item(Item=item)


def pages(api: Api, query: str) -> Iterator[Any]:
    """Yield the open slots from all pages of the API's list."""
    cursor = ""
    while True:
        response = api.get(f"/api/appointments/reserve?{query}{cursor}")
        if response.status != 200:
            raise RuntimeError(response.body)
        yield from response.json["items"]
        if not response.json["next_cursor"]:
            return
        cursor = f"&cursor={response.json['next_cursor']}"


def _day(provider_id: int, date: str, quarters: set[int]) -> Item:
    return Day(
        provider_id=provider_id,
        date=date,
        zone=ZoneInfo("Europe/Berlin"),
        min_notice_minutes=0,
        provider_owner=f"owner-{provider_id}",
        by_day_pk=index_keys.by_day_pk(date, 0),
        open=quarters,
    ).to_item()


def _provider(provider_id: int) -> Item:
    return Provider(
        id=provider_id,
        name=f"Dr. {provider_id}",
        time_zone="Europe/Berlin",
        min_notice_minutes=0,
        owner=f"owner-{provider_id}",
        calendar_version=1,
        **_WRITTEN,
    ).to_item()


def _client(client_id: int, owner: str) -> Item:
    return Client(
        id=client_id,
        name=f"Client {client_id}",
        email=None,
        phone=None,
        owner=owner,
        in_owners_list=False,
        **_WRITTEN,
    ).to_item()
