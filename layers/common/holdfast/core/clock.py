"""The time that all rules use, and the only way to wait. Tests replace both."""

import time


def now() -> int:
    """Return the current time in epoch seconds."""
    return int(time.time())


def pause(seconds: float) -> None:
    """Wait between two attempts."""
    time.sleep(seconds)  # DynamoDB does not say when a conflict is over
