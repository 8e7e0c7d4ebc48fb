"""The status, code and text of each refusal, and the text of each fault in a time."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from holdfast.core import errors
from holdfast.core.errors import Problem


class Words(NamedTuple):
    """A status, a stable code and a sentence."""

    status: int
    code: str
    detail: str

    @property
    def title(self) -> str:
        return phrase(self.status)


WORDS: Mapping[type[Problem], Words] = {
    errors.Malformed: Words(400, "malformed", "The body is not a JSON object, or nests too deeply."),
    errors.Forbidden: Words(403, "forbidden", "Your role may not do this."),
    errors.NotFound: Words(404, "not_found", "No such {kind}."),
    errors.AlreadyExists: Words(409, "already_exists", "You already have a provider of your own."),
    errors.AppointmentTaken: Words(409, "taken", "Somebody else has this slot."),
    errors.ClientLimit: Words(409, "client_limit", "Your account cannot have any more clients."),
    errors.ServiceLimit: Words(409, "service_limit", "There cannot be any more services."),
    errors.WebhookLimit: Words(409, "webhook_limit", "There cannot be any more webhooks of this kind."),
    errors.WebhookOff: Words(409, "not_active", "The webhook is not active, so nothing is sent to it."),
    errors.InUse: Words(409, "in_use", "It still has working hours, open time, holds or appointments."),
    errors.SlotWithdrawn: Words(409, "slot_withdrawn", "The provider has closed this time."),
    errors.AlreadyStarted: Words(
        409, "already_started", "The appointment has started and can no longer be cancelled."
    ),
    errors.TooLate: Words(409, "too_late", "Clients can no longer cancel or move this appointment."),
    errors.HoldExpired: Words(
        410, "hold_expired", "You have no live hold of this time: it has lapsed, or there was none."
    ),
    errors.Stale: Words(412, "stale", "It has changed since the version that the request names."),
    errors.TooLarge: Words(413, "too_large", "The body is larger than 16 KB."),
    errors.Invalid: Words(422, "invalid", "Some fields or parameters are not valid."),
    errors.TooSoon: Words(422, "too_soon", "The slot starts sooner than the provider allows."),
    errors.NotConfirmed: Words(409, "not_confirmed", "The booking is only held. Confirm it, then move it."),
    errors.OffGrid: Words(422, "off_grid", "The service does not start at this time of day."),
    errors.TooShort: Words(409, "too_short", "The provider closes before the visit would end."),
    errors.KeyReused: Words(422, "key_reused", "This Idempotency-Key was used before with another body."),
    errors.HoldLimit: Words(429, "hold_limit", "The client made too many reservations in one hold period."),
    errors.Unavailable: Words(503, "unavailable", "Please send the same request again."),
}
# The text that says what is wrong with a time, keyed by the reason of a TimeFault.
TIME_REASONS = {
    "skipped": "A change of clocks in the provider's time zone skips this time.",
    "repeated": "This time comes twice in the provider's time zone. Write it with its offset.",
    "off_grid": "This must be on a quarter-hour.",
    "past": "This is in the past.",
    "not_after_start": "This must be after start_datetime.",
    "too_long": "This must be at most {days} days after start_datetime.",
    "too_far_ahead": "This must be at most {days} days ahead.",
}
# Python 3.13 adopted these phrases from RFC 9110; older versions of Python have different ones.
_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}


def phrase(status: int) -> str:
    """Return the phrase of an HTTP status, the same in every version of Python."""
    return _PHRASES.get(status) or HTTPStatus(status).phrase
