"""The clients of the services that tell others: the event bus and the queues."""

from functools import cache
from typing import Any

import botocore.session

from holdfast.dynamodb.connection import CONFIG


@cache
def client(service: str) -> Any:
    """Return the client of `events` or `sqs`, with the time-outs and retries of the one for DynamoDB."""
    return botocore.session.get_session().create_client(service, config=CONFIG)
