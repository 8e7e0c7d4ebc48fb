"""What Lambda hands to a function: events and the context beside them."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from holdfast import times
from local import template


@dataclass(frozen=True)
class LambdaContext:
    function_name: str
    remaining_ms: int = 15_000
    memory_limit_in_mb: int = 1024
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:eu-central-1:123456789012:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining_ms


def load_event(name: str) -> dict[str, Any]:
    """Read events/<name>.json, which `sam local invoke` takes too."""
    event: dict[str, Any] = json.loads((template.ROOT / "events" / f"{name}.json").read_text("utf-8"))
    return event


def called_by(event: Mapping[str, Any]) -> str:
    """Name the function that the template lets serve the event."""
    for name, properties in template.function_properties().items():
        for trigger in properties["Events"].values():
            route = trigger["Properties"]
            if event.get("routeKey") == (f"{route['Method']} {route['Path']}" if "Path" in route else None):
                return name
    raise LookupError(event["routeKey"])


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
    """Build an HTTP API event, payload format 2.0; parts that a request lacks are left out, as AWS does."""
    lowered = {"host": "test.invalid", **{name.lower(): value for name, value in headers.items()}}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{method} {route}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": lowered,
        "requestContext": _request_context(method, path, route, lowered),
        "isBase64Encoded": False,
    }
    optional = {
        "queryStringParameters": _joined(query),
        "pathParameters": {name: unquote(value) for name, value in path_parameters.items()},
        "body": body,
    }
    if claims is not None:
        event["requestContext"]["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": None}}
    return event | {name: value for name, value in optional.items() if value}


def access_claims(subject: str, *groups: str) -> dict[str, str]:
    """Return the claims of an access token as the gateway passes them on: all of them text."""
    claims = {
        "sub": subject,
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_example",
        "client_id": "1example23456789",
        "username": f"user-{subject}",
    }
    return claims | ({"cognito:groups": f"[{' '.join(groups)}]"} if groups else {})


def _request_context(method: str, path: str, route: str, headers: Mapping[str, str]) -> dict[str, Any]:
    now = times.now()
    return {
        "accountId": "123456789012",
        "apiId": "test",
        "domainName": headers["host"],
        "domainPrefix": "test",
        "http": {
            "method": method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": "192.0.2.1",
            "userAgent": "tests",
        },
        "requestId": str(uuid.uuid4()),
        "routeKey": f"{method} {route}",
        "stage": "$default",
        "time": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": now * 1000,
    }


def _joined(query: str) -> dict[str, str]:
    """The gateway joins the values of a repeated parameter with commas."""
    joined: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined
