"""Other users' resources cannot be changed. They are not found, or are shown as taken slots."""

from collections.abc import Callable

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.bookings.confirm import confirm
from holdfast.core.caller import Caller
from holdfast.core.errors import AppointmentTaken, HoldExpired, NotFound
from holdfast.dynamodb import keys
from holdfast.profiles import clients, providers
from holdfast.queries import appointments, profiles
from holdfast.queries.shown import ShownSlot
from holdfast.schedule import opening
from testkit.clock import Clock
from testkit.items import day_item, item, overwrite, stored
from testkit.layer_scenario import MORNING, Owned, new_client, new_hold
from testkit.users import ADMIN, ALICE, BOB, DANA

NAME = {"name": "Mallory"}


REFUSED: dict[str, Callable[[Owned, Caller], object]] = {
    "change a provider": lambda owned, caller: providers.update(owned.provider, NAME, caller, None),
    "change a provider at its version": lambda owned, caller: providers.update(
        owned.provider, NAME, caller, 1
    ),
    "change a provider at another version": lambda owned, caller: providers.update(
        owned.provider, NAME, caller, 7
    ),
    "change its rules": lambda owned, caller: providers.update(
        owned.provider, {"min_notice_minutes": 5}, caller, None
    ),
    "delete a provider": lambda owned, caller: providers.delete(owned.provider, caller, None),
    "open time": lambda owned, caller: opening.open_time(owned.provider, MORNING, caller),
    "close time": lambda owned, caller: opening.close_time(owned.provider, MORNING, caller),
    "read a client": lambda owned, caller: profiles.read_own_client(owned.client, caller),
    "change a client": lambda owned, caller: clients.update(owned.client, NAME, caller, None),
    "delete a client": lambda owned, caller: clients.delete(owned.client, caller, None),
    "reserve for a client": lambda owned, caller: new_hold(owned.slots[3], owned.client, caller),
    "cancel a hold": lambda owned, caller: cancel(owned.slots[0], caller),
    "cancel an appointment": lambda owned, caller: cancel(owned.slots[1], caller),
}


@pytest.mark.parametrize("action", REFUSED.values(), ids=REFUSED)
def test_a_resource_of_another_user_is_not_found(
    owned: Owned, table: Table, action: Callable[[Owned, Caller], object]
) -> None:
    owned.hold(owned.slots[0])
    owned.book(owned.slots[1])
    before = stored(table)

    with pytest.raises(NotFound):
        action(owned, BOB)
    assert stored(table) == before


@pytest.mark.parametrize("caller", [BOB, DANA])
def test_other_users_and_the_provider_cannot_confirm_a_hold(
    owned: Owned, table: Table, caller: Caller
) -> None:
    slot = owned.hold(owned.slots[0])
    before = stored(table)

    with pytest.raises(HoldExpired):
        confirm(slot, caller)
    assert stored(table) == before
    assert confirm(slot, ALICE).status == "confirmed"


@pytest.mark.parametrize("caller", [BOB, DANA])
def test_other_users_and_the_provider_cannot_confirm_an_appointment_again(
    owned: Owned, caller: Caller
) -> None:
    slot = owned.book(owned.slots[0])

    with pytest.raises(HoldExpired):
        confirm(slot, caller)


def test_confirming_a_lapsed_hold_leaves_the_next_clients_hold_unchanged(
    owned: Owned, table: Table, clock: Clock
) -> None:
    slot = owned.hold(owned.slots[0])
    clock.advance(1800)
    new_hold(slot, new_client(BOB), BOB)
    before = stored(table)

    with pytest.raises(HoldExpired):
        confirm(slot, ALICE)
    assert stored(table) == before
    assert confirm(slot, BOB).status == "confirmed"


@pytest.mark.parametrize("caller", [ALICE, DANA, ADMIN])
@pytest.mark.parametrize("confirmed", [True, False])
def test_the_client_the_provider_and_an_administrator_may_cancel(
    owned: Owned, table: Table, caller: Caller, confirmed: bool
) -> None:
    slot = owned.book(owned.slots[0]) if confirmed else owned.hold(owned.slots[0])

    assert cancel(slot, caller).status == "available"
    assert item(table, slot.id) is None


def test_an_administrator_may_do_everything(owned: Owned) -> None:
    slot = new_hold(owned.slots[0], owned.client, ADMIN)
    assert slot.client_name == "alice"
    assert confirm(owned.slots[0], ADMIN).status == "confirmed"
    assert providers.update(owned.provider, NAME, ADMIN, None).name == "Mallory"
    assert clients.update(owned.client, NAME, ADMIN, None).name == "Mallory"
    assert opening.close_time(owned.provider, MORNING, ADMIN).still_booked
    cancel(owned.slots[0], ADMIN)
    assert clients.delete(owned.client, ADMIN, None).id == owned.client
    assert providers.delete(owned.provider, ADMIN, None).id == owned.provider


def test_a_hold_belongs_to_the_owner_of_its_client_even_if_an_administrator_made_it(
    owned: Owned, table: Table
) -> None:
    new_hold(owned.slots[0], owned.client, ADMIN)

    hold = item(table, owned.slots[0].id)
    assert hold
    assert (hold["owner"], hold["provider_owner"]) == ("alice", "dana")


def test_a_day_that_is_opened_again_belongs_to_the_provider_that_opens_it(owned: Owned, table: Table) -> None:
    """A new provider that gets the id of a deleted provider takes over the days stored under that id."""
    day = keys.day(owned.provider, owned.slots[0].day)
    opening.close_time(owned.provider, MORNING, DANA)
    overwrite(table, day, provider_owner="bob", time_zone="Asia/Tokyo", min_notice_minutes=1440)

    opening.open_time(owned.provider, MORNING, DANA)
    new_hold(owned.slots[0], owned.client, ALICE)

    hold = item(table, owned.slots[0].id)
    assert hold
    assert hold["provider_owner"] == "dana"
    opened = day_item(table, owned.slots[0].id)
    assert (opened["time_zone"], opened["min_notice_minutes"]) == ("UTC", 0)
    assert confirm(owned.slots[0], ALICE).status == "confirmed"


def test_another_users_slot_is_shown_as_taken_without_its_client(owned: Owned) -> None:
    slot = owned.hold(owned.slots[0])

    shown = appointments.read(slot, BOB)
    assert shown == ShownSlot(slot, shown.zone, "taken")
    with pytest.raises(AppointmentTaken) as refusal:
        new_hold(slot, new_client(BOB), BOB)
    assert "alice" not in str(vars(refusal.value))


@pytest.mark.parametrize("caller", [ALICE, DANA, ADMIN])
def test_the_client_the_provider_and_an_administrator_see_the_client_of_a_slot(
    owned: Owned, caller: Caller
) -> None:
    assert appointments.read(owned.hold(owned.slots[0]), caller).client_name == "alice"
    assert appointments.read(owned.book(owned.slots[1]), caller).client_name == "alice"
