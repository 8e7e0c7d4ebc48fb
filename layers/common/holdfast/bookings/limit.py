"""The limit on a client's reservations within one hold period."""

from collections.abc import Sequence

from holdfast.core.errors import HoldLimit
from holdfast.core.settings import settings
from holdfast.model.client import Client, RecentHold

# The client's item contains its recent reservations, so even those that do not count are limited.
_MOST_REMEMBERED = 50


def counts(client: Client, now: int, *, may_exceed: bool) -> bool:
    """Return True if the next reservation counts against the limit, False if it is exempt; raise HoldLimit.

    `may_exceed` is True for administrators and for a provider who books her own time. Their reservations
    count as long as the limit is not reached.
    """
    hold_seconds, most = settings().hold_seconds, settings().max_holds_per_client
    remembered = client.remembered_holds(now, hold_seconds)
    check_room(remembered, now)
    counted = client.counted_holds(now, hold_seconds)
    if len(counted) < most:
        return True
    if not may_exceed:
        raise HoldLimit(retry_after=counted[-most] - now)
    return False


def check_room(remembered: Sequence[RecentHold], now: int) -> None:
    """Raise HoldLimit if the client's item has no room for another reservation."""
    if len(remembered) >= _MOST_REMEMBERED:
        ends = (hold.kept_until(settings().hold_seconds) for hold in remembered)
        raise HoldLimit(retry_after=min(ends) - now)
