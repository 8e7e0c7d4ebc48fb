"""What the table in DynamoDB Local says about visits."""

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import Slot
from holdfast.dynamodb import connection
from tests.simulation.visits.picture import Picture


def picture_of(table: Table) -> Picture:
    pages = connection.client().get_paginator("scan").paginate(TableName=table.name, ConsistentRead=True)
    items = [item for page in pages for item in page["Items"]]
    return Picture.of({(item["PK"]["S"], item["SK"]["S"]): item for item in items})


def owners(picture: Picture) -> dict[Slot, int]:
    """Return the client of each slot that a hold or an appointment has."""
    heads = {head.slot: head.client_id for head in picture.heads.values()}
    return heads | {part.slot: heads[part.head] for part in picture.parts.values()}
