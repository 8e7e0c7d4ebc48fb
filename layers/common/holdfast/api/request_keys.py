"""Makes a RequestKey from the Idempotency-Key, caller, method, path and body of the current request."""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from holdfast.api.app import caller_of
from holdfast.model.request_key import RequestKey


def request_key_of(app: APIGatewayHttpResolver, header: str | None, body: dict[str, Any]) -> RequestKey:
    """Return the key of the request that is being served."""
    event = app.current_event
    method, path = event["requestContext"]["http"]["method"], event["rawPath"]
    return RequestKey.of(header, caller_of(app), method, path, body)
