"""Records one real reservation: its event, and the requests to DynamoDB with their responses."""

import json
import time
from http import HTTPStatus
from typing import Any, NamedTuple

from bench.engine import engine
from bench.runtime_api import TABLE
from holdfast.core import utc
from holdfast.dynamodb import connection
from testkit.api import invoke
from testkit.crowd import Doctor, Patient
from testkit.events import load_event


class Recording(NamedTuple):
    """`calls` has botocore methods and their arguments. `responses` has a JSON body for each operation."""

    event: dict[str, Any]
    calls: list[tuple[str, dict[str, Any]]]
    responses: dict[str, str]


def reservation() -> Recording:
    """Record a reservation. Its slot is tomorrow, because a replay needs a slot that has not started."""
    calls: list[tuple[str, dict[str, Any]]] = []
    responses: dict[str, str] = {}

    def call(operation: str, **request: Any) -> Any:
        response = connection.call(operation, **request)
        calls.append((operation, request))
        body = {name: value for name, value in response.items() if name != "ResponseMetadata"}
        responses[connection.client().meta.method_to_api_mapping[operation]] = json.dumps(body)
        return response

    with engine() as (_, store, patch):
        store.clock.now = int(time.time())
        nine = utc.start_of(utc.day_of(store.clock.now)) + 33 * 3600
        slots = Doctor().slots(utc.text(nine), quarters=32)
        event = load_event("appointments_reserve")
        event["rawPath"] = f"/api/appointments/reserve/{slots[10]}"
        event["body"] = json.dumps({"client_id": Patient().id})
        patch.setattr("holdfast.dynamodb.table.call", call)
        response = invoke("appointments", event)
        if response["statusCode"] != HTTPStatus.CREATED:
            raise RuntimeError(response["body"])
        text = json.dumps([event, calls, responses]).replace(store.table.name, TABLE)
    return Recording(*json.loads(text))
