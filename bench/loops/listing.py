"""Lists of available slots without DynamoDB.

For each line `everybody times` or `one times` on standard input, read all pages of that list that many times,
from decoded rows to the JSON text of the responses. For `text times`, only make the text of everybody's list.
Print the average CPU seconds for one slot.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from app import lists, responses

from holdfast.api.query_strings import OpenSlotsQuery
from holdfast.core import clock, utc
from holdfast.core.caller import Caller
from holdfast.dynamodb import index_keys, keys, table

FIRST_PROVIDER = 1_000_000_000_000_000
PROVIDERS = 100
DAYS = 31  # more slots than the caches of texts keep, so each round formats all times again
QUARTERS = 96
MIDNIGHT = utc.start_of("2026-12-02")


def day(provider_id: int, date: str) -> dict[str, Any]:
    """Return the row of a day on which every quarter-hour is open."""
    key = keys.day(provider_id, date)
    return {
        **key._asdict(),
        "time_zone": "Europe/Berlin",
        "min_notice_minutes": 0,
        "by_day_pk": index_keys.by_day_pk(date, index_keys.shard_of(provider_id)),
        "by_day_sk": index_keys.by_day_sk(key),
        "open": set(range(QUARTERS)),
    }


of_everybody = [day(FIRST_PROVIDER + n, utc.day_of(MIDNIGHT)) for n in range(PROVIDERS)]
of_one = [day(FIRST_PROVIDER, utc.day_of(MIDNIGHT + n * utc.DAY)) for n in range(DAYS)]


def query(_: str, values: dict[str, str], *, index: str | None = None, **__: Any) -> Iterator[Any]:
    """Yield the rows that DynamoDB would return, from the index or from the table."""
    rows, partition, sort = (of_everybody, "by_day_pk", "by_day_sk") if index else (of_one, "PK", "SK")
    for row in rows:
        if row[partition] == values["partition"] and row[sort] >= values["first"]:
            yield row


def pages(days: int, **filters: int) -> Iterator[Any]:
    """Yield the bodies of all pages of a list."""
    window = {"from": utc.text(MIDNIGHT), "to": utc.text(MIDNIGHT + days * utc.DAY)}
    cursor = None
    while True:
        asked = OpenSlotsQuery(**window, **filters, limit=1000, cursor=cursor)
        body = lists.open_slots(asked, Caller("bench"))
        yield body
        cursor = body["next_cursor"]
        if cursor is None:
            return


table.query = query
clock.now = lambda: MIDNIGHT - utc.DAY
made = list(pages(1))
bodies: dict[str, Callable[[], Any]] = {
    "everybody": lambda: pages(1),
    "one": lambda: pages(DAYS, provider_id=FIRST_PROVIDER),
    "text": lambda: made,
}
slots = {name: sum(len(body["items"]) for body in listed()) for name, listed in bodies.items()}
gc.freeze()  # what was made so far would not exist in a function

for line in sys.stdin:
    name, times = line.split()
    started = time.process_time()
    for _ in range(int(times)):
        for body in bodies[name]():
            responses.respond(body)
    print((time.process_time() - started) / int(times) / slots[name], flush=True)
