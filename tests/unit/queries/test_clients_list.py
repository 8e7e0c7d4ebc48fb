"""The list of a client's slots covers all providers, and shows a new hold at once."""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.items import hide, item
from testkit.scenario import Practice, ids, listed, new_client, statuses

ALL = "/api/appointments"


def test_a_clients_list_shows_only_its_own_slots_at_any_provider(practice: Practice) -> None:
    there = Practice(practice.api)
    there.book(there.slots[2], practice.client)
    there.hold(there.slots[3], new_client(practice.api))

    items = listed(practice.api, ALL, client_id=practice.client)

    assert ids(items) == [*practice.slots[:2], there.slots[2]]
    assert {item["client_id"] for item in items} == {practice.client}
    of_both = listed(practice.api, ALL, client_id=practice.client, provider_id=there.provider)
    assert ids(of_both) == [there.slots[2]]


def test_a_clients_list_is_ordered_by_time_then_provider(api: Api) -> None:
    practices = sorted((Practice(api) for _ in range(3)), key=lambda practice: practice.provider)
    client = new_client(api)
    for practice in reversed(practices):
        practice.book(practice.slots[1], client)
    practices[2].book(practices[2].slots[0], client)
    practices[1].hold(practices[1].slots[3], client)

    assert ids(listed(api, ALL, client_id=client)) == [
        practices[2].slots[0],
        *(practice.slots[1] for practice in practices),
        practices[1].slots[3],
    ]


def test_a_clients_new_hold_and_appointment_are_listed_before_an_index_shows_them(
    practice: Practice, table: Table
) -> None:
    hide(table, practice.slots[0], "by_day")
    hide(table, practice.slots[1], "by_client")

    items = listed(practice.api, ALL, client_id=practice.client)

    assert ids(items) == practice.slots[:2]
    assert statuses(items) == ["held", "confirmed"]


def test_a_clients_list_omits_slots_that_only_a_late_index_still_shows(
    practice: Practice, table: Table, clock: Clock
) -> None:
    booked = item(table, practice.slots[1])
    assert booked
    practice.cancel(practice.slots[1])
    practice.cancel(practice.slots[0])
    # Simulate a late index, which still lists the appointment under its former client.
    table.put_item(Item=booked | {"client_id": 4711})

    assert listed(practice.api, ALL, client_id=practice.client) == []
