"""The rule of the cut-off: whom it binds, and what happens if it passes during a cancellation."""

from dataclasses import replace

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings import cut_off
from holdfast.bookings.cancel import cancel
from holdfast.core import utc
from holdfast.core.caller import Caller
from holdfast.core.errors import TooLate
from holdfast.core.utc import DAY
from holdfast.dynamodb.connection import Conflict
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.profiles import providers
from holdfast.queries import appointments
from testkit.clock import Clock
from testkit.interference import WRITE, raising
from testkit.items import item
from testkit.layer_scenario import Owned
from testkit.scenario import NINE
from testkit.users import ADMIN, ALICE, DANA

HOUR = {"cancel_notice_minutes": 60}
START = utc.instant(NINE)
LATEST = START - 3600


@pytest.fixture
def owned_booking(owned: Owned) -> tuple[Appointment, Day]:
    slot = owned.book(owned.slots[0])
    current = appointments.read_current(slot, 0)
    assert current.appointment
    assert current.day
    return current.appointment, replace(current.day, cancel_notice_minutes=2880)


@pytest.mark.parametrize("caller", [ALICE, Caller("bob")])
def test_the_rule_binds_everybody_but_the_provider_and_administrators(
    owned_booking: tuple[Appointment, Day], caller: Caller
) -> None:
    latest = START - 2 * DAY

    cut_off.check(*owned_booking, caller, latest)
    with pytest.raises(TooLate) as refusal:
        cut_off.check(*owned_booking, caller, latest + 1)
    assert refusal.value.latest == latest
    for exempt in (DANA, ADMIN):
        cut_off.check(*owned_booking, exempt, START - 1)


def test_the_rule_does_not_bind_a_hold(owned: Owned, owned_booking: tuple[Appointment, Day]) -> None:
    booked, day = owned_booking

    cut_off.check(replace(booked, status="held"), day, ALICE, START - 1)


def test_a_cancel_whose_response_is_lost_succeeds_although_the_cut_off_passes(
    owned: Owned, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    providers.update(owned.provider, dict(HOUR), ADMIN, None)
    slot = owned.book(owned.slots[0])
    clock.now = LATEST
    monkeypatch.setattr("holdfast.core.clock.pause", lambda _: clock.advance(60))
    raising(monkeypatch, WRITE, [Conflict()], applied=True)

    assert cancel(slot, ALICE).status == "available"
    assert clock.now > LATEST


def test_a_retry_after_the_cut_off_is_refused(
    owned: Owned, clock: Clock, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    providers.update(owned.provider, dict(HOUR), ADMIN, None)
    slot = owned.book(owned.slots[0])
    clock.now = LATEST
    monkeypatch.setattr("holdfast.core.clock.pause", lambda _: clock.advance(60))
    raising(monkeypatch, WRITE, [Conflict()])

    with pytest.raises(TooLate) as refusal:
        cancel(slot, ALICE)
    assert refusal.value.latest == LATEST
    assert item(table, slot.id)
