"""All refusals, as subclasses of Problem. Their status, code and text are in `api/words.py`.

A refusal never carries a value that the caller sent.

    Problem
    ├── Malformed
    ├── Forbidden
    ├── NotFound
    ├── AlreadyExists
    ├── AppointmentTaken
    ├── ClientLimit
    ├── ServiceLimit
    ├── WebhookLimit
    ├── WebhookOff
    ├── InUse
    ├── SlotWithdrawn
    ├── AlreadyStarted
    ├── TooLate
    ├── HoldExpired
    ├── Stale
    ├── TooLarge
    ├── Invalid
    ├── InvalidTimes
    ├── TooSoon
    ├── NotConfirmed
    ├── OffGrid
    ├── TooShort
    ├── KeyReused
    ├── HoldLimit
    └── Unavailable
"""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

Kind = Literal[
    "provider",
    "client",
    "service",
    "appointment",
    "booking",
    "hours",
    "link",
    "webhook",
    "delivery",
    "calendar",
    "file",
    "path",
]


class Problem(Exception):
    """A refusal."""


class Malformed(Problem):
    """The body is not a JSON object, or is nested too deeply."""


class Forbidden(Problem):
    """The caller's role may not do this."""


class NotFound(Problem):
    """The thing that `kind` names does not exist, or it belongs to another user."""

    def __init__(self, kind: Kind = "path") -> None:
        super().__init__()
        self.kind = kind


class AlreadyExists(Problem):
    """The caller already has a provider of its own."""


class AppointmentTaken(Problem):
    """Another client has the slot.

    `available_at` is when that client's hold ends, in epoch seconds, or None for an appointment.
    `alternatives` are available slots near this one.
    """

    def __init__(self, alternatives: Sequence[Any], available_at: int | None) -> None:
        super().__init__()
        self.alternatives = alternatives
        self.available_at = available_at


class ClientLimit(Problem):
    """The account cannot have any more clients."""


class ServiceLimit(Problem):
    """There cannot be any more services."""


class WebhookLimit(Problem):
    """The provider, or the list of those that are told of every provider, cannot have any more webhooks."""


class WebhookOff(Problem):
    """The webhook is not active, so nothing can be sent to it."""


class InUse(Problem):
    """The provider or client still has open time, holds or appointments, so it cannot be deleted."""


class SlotWithdrawn(Problem):
    """The provider has closed the time of a hold."""


class AlreadyStarted(Problem):
    """The appointment has started and can no longer be cancelled."""


class TooLate(Problem):
    """The provider's cut-off has passed, so clients can no longer cancel or move the appointment.

    `latest` is the last instant at which they could, in epoch seconds.
    """

    def __init__(self, latest: int) -> None:
        super().__init__()
        self.latest = latest


class HoldExpired(Problem):
    """The caller has no live hold on the slot."""


class Stale(Problem):
    """The item has changed since the version that the caller names."""


class TooLarge(Problem):
    """The body is larger than allowed."""


class Invalid(Problem):
    """Fields of the request are not valid; `errors` pairs each field with what is wrong with it."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        super().__init__()
        self.errors = errors


class TimeFault(NamedTuple):
    """What is wrong with one end of a range; `days` is the limit for `too_long` and `too_far_ahead`."""

    end: Literal["start", "end"]
    reason: Literal["skipped", "repeated", "off_grid", "past", "not_after_start", "too_long", "too_far_ahead"]
    days: int = 0


class InvalidTimes(Problem):
    """A range of time that cannot be opened or closed."""

    def __init__(self, *faults: TimeFault) -> None:
        super().__init__()
        self.faults = faults


class TooSoon(Problem):
    """The slot has started, or starts within the minimum notice; `earliest_start` is in epoch seconds."""

    def __init__(self, earliest_start: int) -> None:
        super().__init__()
        self.earliest_start = earliest_start


class NotConfirmed(Problem):
    """The booking is only held, so it cannot be moved."""


class OffGrid(Problem):
    """The service does not start at this time of day."""


class TooShort(Problem):
    """The provider closes before the visit would end."""


class KeyReused(Problem):
    """The Idempotency-Key was used before with another body."""


class HoldLimit(Problem):
    """The client made too many reservations in one hold period.

    The next reservation is possible in `retry_after` seconds.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class Unavailable(Problem):
    """The outcome may be unknown. It is safe to send the request again with the same Idempotency-Key."""
