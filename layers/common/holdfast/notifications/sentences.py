"""The sentences of each mail: one row for each event and reader. The templates lay them out."""

from typing import Literal, NamedTuple

from holdfast.notifications.received import CANCELLED, CONFIRMED, HELD, REMINDER, RESCHEDULED

Reader = Literal["client", "provider", "former"]  # `former` is the provider that a booking has left


class Sentences(NamedTuple):
    """`change` says what the reader can still do, without the end of the sentence, which says where.

    Only a mail with `change` has a link, and a button with the words of `button`. The texts may contain
    `{what}`; `{with_whom}`, which is empty if nobody is known; `{start}`; `{deadline}`, the end of a hold;
    and `{latest}`, until when the booking can be changed.
    """

    subject: str
    lead: str
    change: str | None = None
    button: str = ""
    closing: str = ""


_MOVE_OR_CANCEL = "You can move or cancel it until {latest},"
_SIGN_IN = "To move or cancel it, please sign in."
_ADDS = "The attached file puts the appointment into your calendar."
_MOVES = "The attached file also moves it in your calendar."
_REMOVES = "The attached file removes it from your calendar."

SENTENCES: dict[tuple[str, Reader], Sentences] = {
    (HELD, "client"): Sentences(
        "Please confirm: {what}{with_whom}, {start}",
        "This time is reserved for you until {deadline}. Please confirm it by then; otherwise it becomes "
        "free again.",
        "You can confirm it, or give the time back,",
        "Confirm the appointment",
    ),
    (CONFIRMED, "client"): Sentences(
        "Confirmed: {what}{with_whom}, {start}",
        "Your appointment is confirmed.",
        _MOVE_OR_CANCEL,
        "Move or cancel the appointment",
        _ADDS,
    ),
    (RESCHEDULED, "client"): Sentences(
        "Moved: {what}{with_whom}, now {start}",
        "Your appointment was moved. This is when it takes place now.",
        _MOVE_OR_CANCEL,
        "Move or cancel the appointment",
        _MOVES,
    ),
    (CANCELLED, "client"): Sentences(
        "Cancelled: {what}{with_whom}, {start}",
        "Your appointment was cancelled. You need not do anything.",
        closing=_REMOVES,
    ),
    (REMINDER, "client"): Sentences(
        "Reminder: {what}{with_whom}, {start}",
        "This is a reminder of your appointment.",
        _MOVE_OR_CANCEL,
        "Move or cancel the appointment",
    ),
    (CONFIRMED, "provider"): Sentences(
        "Booked: {what}{with_whom}, {start}",
        "You have a new appointment.",
        closing=f"{_ADDS} {_SIGN_IN}",
    ),
    (RESCHEDULED, "provider"): Sentences(
        "Moved: {what}{with_whom}, now {start}",
        "An appointment was moved. This is when it takes place now.",
        closing=f"{_MOVES} {_SIGN_IN}",
    ),
    (RESCHEDULED, "former"): Sentences(
        "Moved to another provider: {what}{with_whom}, {start}",
        "An appointment of yours was moved to another provider.",
        closing=_REMOVES,
    ),
    (CANCELLED, "provider"): Sentences(
        "Cancelled: {what}{with_whom}, {start}",
        "An appointment of yours was cancelled.",
        closing=_REMOVES,
    ),
}
