"""Makes the events and the context that Lambda passes to a function."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from holdfast.core import clock
from local import events, mappings, template
from local.events import Received
from local.mappings import EventSourceMapping
from local.routes import by_key


@dataclass(frozen=True)
class LambdaContext:
    function_name: str
    remaining_ms: int = 50_000
    memory_limit_in_mb: int = 1024
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:eu-central-1:123456789012:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining_ms


def load_event(name: str) -> dict[str, Any]:
    """Read a sample event, events/<name>.json."""
    event: dict[str, Any] = json.loads((template.ROOT / "events" / f"{name}.json").read_text("utf-8"))
    return event


def called_by(event: Mapping[str, Any]) -> str:
    """Return the name of the function that serves the event, according to the template."""
    if "routeKey" in event:
        return by_key()[event["routeKey"]].resource
    if "Records" in event:
        (mapping,) = _mappings(event["Records"][0]["eventSourceARN"])
        return mapping.function
    rule = event["resources"][0].rpartition("holdfast-")[2]
    (scheduled,) = (
        function.name for function in template.functions() if function.folder.name == rule.replace("-", "_")
    )
    return scheduled


def _mappings(source: str) -> list[EventSourceMapping]:
    """Return the mappings of the stream or the queue with this ARN."""
    if "/stream/" in source:
        return mappings.of_table()
    return [mapping for mapping in mappings.of_queues() if source.endswith(f":holdfast-{mapping.source}")]


def http_event(
    method: str,
    path: str,
    *,
    route: str,
    path_parameters: Mapping[str, str],
    query: str,
    headers: Mapping[str, str],
    body: str | None,
    claims: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Make the event for a request. `claims` are those of its token, or None if it has no token."""
    received = Received(
        method,
        unquote(path),  # AWS puts the decoded path into rawPath
        query,
        parse_qsl(query, keep_blank_values=True),
        {"host": "test.invalid", "user-agent": "tests", **headers},
        body or "",
        clock.now(),
        source="192.0.2.1",
    )
    parameters = {name: unquote(value) for name, value in path_parameters.items()}
    authorizer = None if claims is None else {"jwt": {"claims": dict(claims), "scopes": None}}
    return events.http_event(received, f"{method} {route}", parameters, authorizer)


def access_claims(subject: str, *groups: str) -> dict[str, str]:
    """Return an access token's claims in the gateway's form, in which every value is text."""
    claims = {
        "sub": subject,
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_example",
        "client_id": "1example23456789",
        "username": f"user-{subject}",
    }
    return claims | ({"cognito:groups": f"[{' '.join(groups)}]"} if groups else {})
