"""A feed with a thousand bookings has them all, on AWS's own engine."""

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import clock
from holdfast.core.slots import QUARTER, Slot
from holdfast.model.footprint import Footprint
from testkit import visits
from testkit.feeds import events, subscribe
from testkit.layer_scenario import bare_provider, new_client
from testkit.users import ALICE

MANY = 1000


def test_a_thousand_bookings_come_back_with_their_uids(table: Table) -> None:
    provider, client = bare_provider(), new_client(ALICE)
    first = clock.now() // QUARTER * QUARTER
    starts = [first + number * QUARTER for number in range(MANY)]
    with table.batch_writer() as batch:
        for number, start in enumerate(starts, 1):
            slot, hold_id = Slot(provider, start), f"{number << 75:032x}"
            head = visits.visit(slot, Footprint(1, 0, 1), client_id=client, hold_id=hold_id, version=number)
            batch.put_item(Item=head.to_item())

    for file in (subscribe("provider", provider), subscribe("client", client)):
        found = events(file)
        assert [each.decoded("dtstart").timestamp() for each in found] == starts
        assert [str(each["uid"]) for each in found] == [f"{number}@holdfast" for number in range(1, MANY + 1)]
        assert [each["sequence"] for each in found] == [*range(1, MANY + 1)]
