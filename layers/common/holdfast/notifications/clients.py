"""The clients of the services that tell others: the event bus, the queues and the mail service."""

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

from holdfast.dynamodb.connection import CONFIG


@cache
def client(service: str, config: Config = CONFIG) -> Any:
    """Return the client of `events`, `sqs` or `ses`; by default, it is as patient as the one of DynamoDB."""
    return botocore.session.get_session().create_client(service, config=config)
