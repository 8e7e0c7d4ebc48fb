"""Cursors of lists: each contains the last id or position of a page.

A cursor also contains a hash of the caller, the route and the query, so that it works only for its own list.
"""

import base64
import hashlib
import json
import re
from typing import Any, NamedTuple

from holdfast.api.query_strings import PageQuery
from holdfast.core import utc
from holdfast.core.caller import Caller
from holdfast.core.errors import Invalid
from holdfast.core.ids import MAX_ID
from holdfast.core.slots import QUARTERS_PER_DAY
from holdfast.queries.pages import Position

_TEXT = re.compile(r"[0-9A-Za-z:#-]{1,100}")


class Cursors(NamedTuple):
    """The cursors of one list: one route, one query and one caller."""

    route: str
    query: PageQuery
    caller: Caller

    def next(self, last: int | str | Position | None) -> str | None:
        """Return the cursor of the page after `last`."""
        if last is None:
            return None
        return base64.urlsafe_b64encode(json.dumps([last, self._scope]).encode()).decode()

    def after_id(self) -> int:
        """Return the id after which the page starts; raise Invalid for a cursor of another list."""
        after = self._after()
        if after is None:
            return 0
        if type(after) is int and 0 < after <= MAX_ID:
            return after
        raise _foreign()

    def after_text(self) -> str | None:
        """Return the text after which the page starts; raise Invalid for a cursor of another list."""
        after = self._after()
        if after is None or (isinstance(after, str) and _TEXT.fullmatch(after)):
            return after
        raise _foreign()

    def after_position(self, end: int) -> Position | None:
        """Return the position after which the page starts; raise Invalid for a cursor of another list.

        `end` is the end of the window, in epoch seconds.
        """
        after = self._after()
        if after is None:
            return None
        if isinstance(after, list) and [type(each) for each in after] == [str, int, int]:
            position = Position(*after)
            if _exists(position):
                # A position after the window would give an empty range of keys, which DynamoDB rejects.
                return min(position, Position(utc.day_of(end - 1), MAX_ID, QUARTERS_PER_DAY))
        raise _foreign()

    def _after(self) -> Any:
        if self.query.cursor is None:
            return None
        try:
            after, scope = json.loads(base64.urlsafe_b64decode(self.query.cursor))
        except (ValueError, TypeError, RecursionError):
            raise _foreign() from None
        if scope != self._scope or after is None:
            raise _foreign()
        return after

    @property
    def _scope(self) -> str:
        shared = json.dumps([self.caller.subject, self.route, self.query.scope()], sort_keys=True)
        return hashlib.sha256(shared.encode()).hexdigest()[:16]


def _exists(position: Position) -> bool:
    try:
        is_date = utc.day_of(utc.start_of(position.date)) == position.date
    except ValueError:
        return False
    return is_date and 0 < position.provider_id <= MAX_ID and 0 <= position.quarter <= QUARTERS_PER_DAY


def _foreign() -> Invalid:
    return Invalid(("cursor", "This is not a next_cursor of this list."))
