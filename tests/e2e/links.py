"""Find the links of bookings. A secret is in no response, so read it from the server's own DynamoDB."""

import boto3

from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.model.appointment import Appointment
from local import dynamodb, server_file
from testkit.links import link_of
from tests.e2e.servers import Server


def token_of(server: Server, slot_id: str) -> str:
    """Return the token of the booking in the slot, of a server with a DynamoDB of its own."""
    # One MiniStack serves both Cognito and DynamoDB.
    ministack = server_file.read(server.data).cognito
    table = boto3.resource("dynamodb", endpoint_url=ministack).Table(dynamodb.TABLE)
    key = keys.appointment(Slot.from_id(slot_id))._asdict()
    item = table.get_item(Key=key, ConsistentRead=True)["Item"]
    return link_of(Appointment.from_item(item)).token
