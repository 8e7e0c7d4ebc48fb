"""Read the items of a batch one by one, so that other requests can write between them.

DynamoDB reads each item of a BatchGetItem on its own: the batch is no snapshot. In moto it is one.
"""

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any

from botocore.awsrequest import AWSResponse

from tests.simulation.wire import aws_response

# Divides the request for a batch into the requests that are sent in its place.
Tear = Callable[[Any], list[Any]]


def whole(request: Any) -> list[Any]:
    """Read all items at once."""
    return [request]


def in_order(request: Any) -> list[Any]:
    """Read the first key's item first."""
    ((table, asked),) = json.loads(request.body)["RequestItems"].items()
    return [_asking(request, {table: asked | {"Keys": [key]}}) for key in asked["Keys"]]


def backwards(request: Any) -> list[Any]:
    """Read the last key's item first."""
    return in_order(request)[::-1]


def joined(responses: Sequence[AWSResponse]) -> AWSResponse:
    """Make one response of those to the parts of a batch."""
    first, *others = responses
    if not others:
        return first
    everything = json.loads(first.content)
    for other in others:
        for table, items in json.loads(other.content)["Responses"].items():
            everything["Responses"][table] += items
    return aws_response(first.status_code, json.dumps(everything).encode())


def _asking(request: Any, items: dict[str, Any]) -> Any:
    part = copy.copy(request)
    part.body = json.dumps({"RequestItems": items}).encode()
    return part
