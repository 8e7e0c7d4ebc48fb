"""Links: each opens one booking without signing in. Whoever has the link may do what its client may do."""

import re
from dataclasses import dataclass, field
from typing import Self

from holdfast.core.caller import Caller
from holdfast.core.ids import MAX_ID
from holdfast.core.slots import Slot
from holdfast.model.appointment import Appointment

_TOKEN = re.compile(r"([0-9]{1,16}-[0-9]{8}T[0-9]{4}Z)~([1-9][0-9]{0,15})~([A-Za-z0-9_-]{22})")


@dataclass(frozen=True)
class Link:
    """`slot` is where the booking stood when the link was made. It may have been moved since."""

    slot: Slot
    booking_id: int
    secret: str = field(repr=False)

    @classmethod
    def parse(cls, token: str) -> Self | None:
        """Return the link with this token, or None for text that is no token."""
        if not (match := _TOKEN.fullmatch(token)) or int(match[2]) > MAX_ID:
            return None
        try:
            slot = Slot.from_id(match[1])
        except ValueError:
            return None
        return cls(slot, int(match[2]), match[3])

    @property
    def token(self) -> str:
        return f"{self.slot.id}~{self.booking_id}~{self.secret}"

    def names(self, booking: Appointment | None) -> bool:
        """Return True if the link is for this booking. Whether it also opens it depends on the secret."""
        return booking is not None and booking.booking_id == self.booking_id

    def caller(self, booking: Appointment) -> Caller:
        """Return who acts on the booking through the link: the owner of its client, by the secret."""
        return Caller(booking.owner, secret=self.secret)
