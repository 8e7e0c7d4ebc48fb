"""The token of a link, and the secret in it."""

import pytest

from holdfast.core import ids
from holdfast.core.ids import MAX_ID
from holdfast.core.slots import Slot
from holdfast.dynamodb.values import encode_item
from holdfast.model.appointment import CONFIRMED, HELD, Appointment
from holdfast.model.footprint import Footprint
from holdfast.model.link import Link
from testkit.capacity import size
from testkit.users import subject

SECRET = "Ab0_-" + "x" * 17
SLOT = Slot.at(8137, "2026-12-02", 36)
LINK = Link(SLOT, 5123, SECRET)
TOKEN = f"8137-20261202T0900Z~5123~{SECRET}"


def longest(**fields: object) -> Appointment:
    """Return a booking with the longest values that people can cause."""
    numbers = {"client_id": MAX_ID, "service_id": MAX_ID, "version": 123_456}
    texts = {"client_name": "A" * 100, "owner": subject("alice"), "provider_owner": subject("dana")}
    hashes = {"hold_id": "a" * 32, "request_id": "b" * 32, "body_hash": "c" * 64}
    values = {**numbers, **texts, **hashes, "footprint": Footprint(30, 1, 1), "secret": SECRET} | fields
    return Appointment(Slot(MAX_ID, SLOT.start), **values)  # type: ignore[arg-type]


def test_a_token_names_the_slot_the_booking_and_the_secret() -> None:
    assert LINK.token == TOKEN
    assert Link.parse(TOKEN) == LINK


@pytest.mark.parametrize(
    "token",
    [
        "",
        "~~",
        TOKEN[:-1],
        TOKEN + "x",
        TOKEN + "\n",
        f" {TOKEN}",
        TOKEN.replace("~", "-"),
        TOKEN.replace(SECRET, ""),
        TOKEN.replace("_", "+"),
        TOKEN.replace("x", "\u0445"),  # a Cyrillic letter
        TOKEN.replace("5123", "05123"),
        TOKEN.replace("5123", "0"),
        TOKEN.replace("5123", str(MAX_ID + 1)),
        TOKEN.replace("5123", "9" * 17),
        TOKEN.replace("5123", "\u0665"),  # an Arabic digit
        TOKEN.replace("0900", "0901"),
        TOKEN.replace("1202", "1302"),
        TOKEN.replace("2026", "0000"),
        TOKEN.replace("8137", "08137"),
        TOKEN * 100,
    ],
)
def test_other_text_is_no_token(token: str) -> None:
    assert Link.parse(token) is None


def test_neither_a_link_nor_a_booking_shows_its_secret_in_a_traceback() -> None:
    booking = longest(status=CONFIRMED)

    assert SECRET not in repr((LINK, booking, LINK.caller(booking)))


def test_a_secret_has_128_random_bits_and_fits_into_a_token() -> None:
    secrets = {ids.random_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert {Link.parse(Link(SLOT, 1, secret).token) for secret in secrets} == {
        Link(SLOT, 1, secret) for secret in secrets
    }


@pytest.mark.parametrize("secret", [SECRET[:-1] + "y", "y" + SECRET[1:], SECRET.swapcase(), ""])
def test_only_the_whole_secret_is_the_secret(secret: str) -> None:
    assert longest(status=CONFIRMED).has_secret(SECRET)
    assert not longest(status=CONFIRMED).has_secret(secret)
    assert not longest(status=CONFIRMED, secret=None).has_secret(secret)


def test_a_booking_keeps_its_secret_in_its_item() -> None:
    for booking in (longest(status=CONFIRMED), longest(status=CONFIRMED, secret=None)):
        assert Appointment.from_item(booking.to_item()) == booking
    assert "secret" not in longest(status=CONFIRMED, secret=None).to_item()


def test_a_booking_with_the_longest_values_costs_one_write_unit() -> None:
    """A write costs one unit for each kilobyte, and two in a transaction."""
    held = longest(status=HELD, expires_at=SLOT.start, by_day_pk="DAY#2026-12-02#63")

    assert size(encode_item(held.to_item())) <= 1024
    assert size(encode_item(longest(status=CONFIRMED).to_item())) <= 1024
