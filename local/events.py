"""Makes the events that AWS sends to functions."""

import base64
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Request

from local import ACCOUNT, REGION

_TEXT = {"application/json", "application/javascript", "application/xml"}


@dataclass(frozen=True)
class Received:
    """A request as the gateway received it. A body that is not text is in base64."""

    method: str
    path: str
    query: str
    arguments: Iterable[tuple[str, str]]  # the query parameters, decoded
    headers: Mapping[str, str]
    body: str
    at: float
    is_base64: bool = False
    source: str = "127.0.0.1"
    protocol: str = "HTTP/1.1"
    scheme: str = "http"


def http_request(request: Request, route_key: str, authorizer: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the event for a Flask request."""
    received = Received(
        request.method,
        request.path,  # AWS puts the decoded path into rawPath
        request.query_string.decode("latin-1"),
        request.args.items(multi=True),
        {"host": request.host} | {name.lower(): value for name, value in request.headers.items()},
        _body(request),
        time.time(),
        not _is_text(request),
        str(request.remote_addr),
        request.environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
        request.scheme,
    )
    return http_event(received, route_key, request.view_args or {}, authorizer)


def http_event(
    received: Received,
    route_key: str,
    path_parameters: Mapping[str, str],
    authorizer: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return an HTTP API's event in payload format 2.0, without empty optional fields."""
    headers = {name.lower(): value for name, value in received.headers.items()}
    optional = {
        "cookies": [cookie.strip() for cookie in headers.pop("cookie", "").split(";") if cookie],
        "queryStringParameters": _joined(received.arguments),
        "pathParameters": dict(path_parameters),
        "body": received.body,
    }
    return {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": received.path,
        "rawQueryString": received.query,
        "headers": headers | _forwarded(received, headers["host"]),
        "requestContext": _context(received, route_key, headers, authorizer),
        "isBase64Encoded": received.is_base64,
        **{name: value for name, value in optional.items() if value},
    }


def scheduled(name: str) -> dict[str, Any]:
    """Return the event that EventBridge sends when a schedule is due."""
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


def of_stream(records: Iterable[Mapping[str, Any]], arn: str) -> dict[str, Any]:
    """Return the event for records that GetRecords returned. Lambda gives their times in seconds."""
    return {"Records": [_of_record(record) | {"eventSourceARN": arn} for record in records]}


def of_queue(messages: Iterable[Mapping[str, Any]], arn: str) -> dict[str, Any]:
    """Return the event for messages that SQS's ReceiveMessage returned."""
    return {"Records": [_of_message(message) | {"eventSourceARN": arn} for message in messages]}


def _of_record(record: Mapping[str, Any]) -> dict[str, Any]:
    change = record["dynamodb"]
    at = int(change["ApproximateCreationDateTime"].timestamp())
    return {**record, "eventSource": "aws:dynamodb", "dynamodb": change | {"ApproximateCreationDateTime": at}}


def _of_message(message: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": message.get("MessageAttributes", {}),
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "awsRegion": REGION,
    }


def _joined(arguments: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Join the values of a repeated parameter with commas."""
    joined: dict[str, str] = {}
    for name, value in arguments:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _is_text(request: Request) -> bool:
    return not request.get_data() or request.mimetype.startswith("text/") or request.mimetype in _TEXT


def _body(request: Request) -> str:
    sent = request.get_data()
    return sent.decode("utf-8", "replace") if _is_text(request) else base64.b64encode(sent).decode("ascii")


def _forwarded(received: Received, host: str) -> dict[str, str]:
    return {
        "x-amzn-trace-id": f"Root=1-{int(received.at):08x}-{uuid.uuid4().hex[:24]}",
        "x-forwarded-for": received.source,
        "x-forwarded-port": host.partition(":")[2] or "80",
        "x-forwarded-proto": received.scheme,
    }


def _context(
    received: Received, route_key: str, headers: Mapping[str, str], authorizer: Mapping[str, Any] | None
) -> dict[str, Any]:
    domain = headers["host"].partition(":")[0]
    return {
        "accountId": ACCOUNT,
        "apiId": "local",
        **({"authorizer": dict(authorizer)} if authorizer else {}),
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "http": {
            "method": received.method,
            "path": received.path,
            "protocol": received.protocol,
            "sourceIp": received.source,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": str(uuid.uuid4()),
        "routeKey": route_key,
        "stage": "$default",
        "time": f"{datetime.fromtimestamp(received.at, UTC):%d/%b/%Y:%H:%M:%S} +0000",
        "timeEpoch": int(received.at * 1000),
    }
