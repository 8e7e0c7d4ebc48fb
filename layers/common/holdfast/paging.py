"""Pages of lists: cursors, and the window of time that a list shows."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from holdfast import times
from holdfast.errors import Invalid
from holdfast.identity import Caller
from holdfast.listing import Position, Window
from holdfast.requests import PageQuery, SlotsQuery
from holdfast.times import DAY, MAX_ID, QUARTERS_PER_DAY

_DEFAULT_DAYS = 31
_MAX_DAYS = 62


class List(TypedDict):
    items: Sequence[Mapping[str, Any]]
    next_cursor: str | None


def window(query: SlotsQuery, status: Any, zone: ZoneInfo | None) -> Window:
    """Read `from` and `to`, local times in the zone if there is one; raise Invalid."""
    start = _instant("from", query.start, zone, times.now())
    end = _instant("to", query.end, zone, start + _DEFAULT_DAYS * DAY)
    if end <= start:
        raise Invalid([("to", "must be after from, which is now unless given")])
    if end - start > _MAX_DAYS * DAY:
        raise Invalid([("to", f"must be at most {_MAX_DAYS} days after from")])
    return Window(start, end, query.limit, status)


def _instant(field: str, text: str | None, zone: ZoneInfo | None, default: int) -> int:
    try:
        return default if text is None else times.parse(text, zone)
    except ValueError as error:
        raise Invalid([(field, str(error))]) from None


def page(
    items: Sequence[Mapping[str, Any]],
    last: int | Position | None,
    query: PageQuery,
    caller: Caller,
    route: str,
) -> List:
    """Make a page and the cursor of the next: a position, and a hash of all that the pages share."""
    if last is None:
        return {"items": items, "next_cursor": None}
    content = json.dumps([last, _scope(query, caller, route)])
    return {"items": items, "next_cursor": base64.urlsafe_b64encode(content.encode()).decode()}


def id_after(query: PageQuery, caller: Caller, route: str) -> int:
    """Return the id after which the page starts; raise Invalid for a foreign cursor."""
    after = _after(query, caller, route)
    if after is None:
        return 0
    if type(after) is int and 0 < after <= MAX_ID:
        return after
    raise _foreign()


def position_after(query: PageQuery, caller: Caller, route: str, end: int) -> Position | None:
    """Return the position after which the page starts; raise Invalid for a foreign cursor."""
    after = _after(query, caller, route)
    if after is None:
        return None
    if isinstance(after, list) and [type(each) for each in after] == [str, int, int]:
        position = Position(*after)
        if _exists(position):
            # Beyond the window nothing is left, and DynamoDB takes an empty range of keys for a mistake.
            return min(position, Position(times.day_of(end - 1), MAX_ID, QUARTERS_PER_DAY))
    raise _foreign()


def _exists(position: Position) -> bool:
    try:
        dated = times.day_of(times.start_of(position.date)) == position.date
    except ValueError:
        return False
    return dated and 0 < position.provider_id <= MAX_ID and 0 <= position.quarter <= QUARTERS_PER_DAY


def _after(query: PageQuery, caller: Caller, route: str) -> Any:
    if query.cursor is None:
        return None
    try:
        after, scope = json.loads(base64.urlsafe_b64decode(query.cursor))
    except (ValueError, TypeError, RecursionError):
        raise _foreign() from None
    if scope != _scope(query, caller, route) or after is None:
        raise _foreign()
    return after


def _foreign() -> Invalid:
    return Invalid([("cursor", "is not the next_cursor of this list")])


def _scope(query: PageQuery, caller: Caller, route: str) -> str:
    shared = json.dumps([caller.subject, route, query.scope()], sort_keys=True)
    return hashlib.sha256(shared.encode()).hexdigest()[:16]
