"""Send each mail once: claim it, send it, and mark it as sent.

A mail goes out twice only if the mail service's response is lost, or the process dies between that response
and the mark. It never gets lost: as long as it is not marked, its event comes back.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from holdfast.core import clock, ids
from holdfast.core.errors import Unavailable
from holdfast.core.utc import DAY
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.expressions import FREE
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.mark import Mark

# Longer than one mail takes at most, with all its retries, and shorter than the queue hides a message. So
# nobody takes over the claim of a process that still sends, and a claim has lapsed when its event comes back.
CLAIM_SECONDS = 60
# Nothing is told of a visit that is over. The mark is kept for longer, because clocks differ.
_KEPT_SECONDS = 2 * DAY


class StillClaimed(Exception):
    """Another process is sending the mail, or died while it was. The event must come back later."""


def send_once(event_id: str, role: str, visit_end: int, send: Callable[[], None]) -> bool:
    """Call `send`, unless the mail was sent before; return whether it was called.

    `visit_end` is in epoch seconds. Raises StillClaimed, Unavailable, and whatever `send` raises.
    """
    claim = Mark(
        key=keys.mark(event_id, role),
        claim_id=ids.random_hex(),
        sent=False,
        expires_at=clock.now() + CLAIM_SECONDS,
    )
    if not _claim(claim):
        return False
    send()
    # If this fails, the event need not come back: that would certainly send the mail again.
    with suppress(Unavailable):
        sent = replace(claim, sent=True, expires_at=visit_end + _KEPT_SECONDS)
        table.write(actions.put(sent.to_item(), None, {}))
    return True


def _claim(claim: Mark) -> bool:
    """Return False if the mail was sent before; raise StillClaimed."""
    try:
        table.write(actions.put(claim.to_item(), FREE, {"now": clock.now()}))
    except ConditionFailed as failed:
        found = Mark.from_item(failed.found[0] or {})
        if found.sent:
            return False
        if (
            found.claim_id != claim.claim_id
        ):  # otherwise, this is a retry of a request whose response was lost
            raise StillClaimed from failed
    return True
