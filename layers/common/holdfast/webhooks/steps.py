"""How long to wait after attempts that failed. Durations are in seconds, instants in epoch seconds."""

from holdfast.core.utc import DAY
from holdfast.model.health import Health

_MINUTE, _HOUR = 60, 60 * 60
# After the first attempt that failed, after the second, and so on; the last one is repeated.
STEPS = (5, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR)
# For so long an event is tried, and for so long an endpoint may fail until its webhook is disabled.
LONGEST = 5 * DAY
# A delivery whose message was sent from the index is sent again after so long, unless its attempt has ended.
MOVED_SECONDS = 30 * _MINUTE
_BORNE = 1  # an endpoint that has failed more often in a row is paused


def after(failures: int) -> int:
    """Return how long to wait after so many attempts that failed, at least one."""
    return STEPS[min(failures, len(STEPS)) - 1]


def is_failing(health: Health) -> bool:
    """Return True if the endpoint has failed so often that it gets one attempt at a time, after a pause."""
    return health.failures > _BORNE


def pause_end(health: Health) -> int:
    """Return when the endpoint may be called again; 0 if it is not paused."""
    if not is_failing(health) or health.failed_at is None:
        return 0
    return health.failed_at + after(health.failures)
