"""The events that start a function, with the fields and the spelling that AWS gives them."""

import base64
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Request

from local import REGION

ACCOUNT = "123456789012"
_TEXT = {"application/json", "application/javascript", "application/xml"}


def http_request(request: Request, route_key: str, authorizer: Mapping[str, Any] | None) -> dict[str, Any]:
    """A request in payload format 2.0, as an HTTP API hands it to a function; what is empty is absent."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    optional = {
        "cookies": [cookie.strip() for cookie in headers.pop("cookie", "").split(";") if cookie],
        "queryStringParameters": {name: ",".join(values) for name, values in request.args.lists()},
        "pathParameters": dict(request.view_args or {}),
        "body": _body(request),
    }
    return {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": request.path,  # decoded, whatever its name says: so it is on AWS
        "rawQueryString": request.query_string.decode("latin-1"),
        "headers": headers | _forwarded(request),
        "requestContext": _context(request, route_key, authorizer),
        "isBase64Encoded": not _is_text(request),
        **{name: value for name, value in optional.items() if value},
    }


def scheduled(name: str) -> dict[str, Any]:
    """What EventBridge sends when a schedule is due."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{name}"],
        "detail": {},
    }


def _is_text(request: Request) -> bool:
    return not request.get_data() or request.mimetype.startswith("text/") or request.mimetype in _TEXT


def _body(request: Request) -> str:
    sent = request.get_data()
    return sent.decode("utf-8", "replace") if _is_text(request) else base64.b64encode(sent).decode("ascii")


def _forwarded(request: Request) -> dict[str, str]:
    return {
        "x-amzn-trace-id": f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]}",
        "x-forwarded-for": str(request.remote_addr),
        "x-forwarded-port": request.host.partition(":")[2] or "80",
        "x-forwarded-proto": request.scheme,
    }


def _context(request: Request, route_key: str, authorizer: Mapping[str, Any] | None) -> dict[str, Any]:
    now = datetime.now(UTC)
    domain = request.host.partition(":")[0]
    return {
        "accountId": ACCOUNT,
        "apiId": "local",
        **({"authorizer": dict(authorizer)} if authorizer else {}),
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
            "sourceIp": request.remote_addr,
            "userAgent": request.headers.get("User-Agent", ""),
        },
        "requestId": str(uuid.uuid4()),
        "routeKey": route_key,
        "stage": "$default",
        "time": f"{now:%d/%b/%Y:%H:%M:%S} +0000",
        "timeEpoch": int(now.timestamp() * 1000),
    }
