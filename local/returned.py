"""Turns a function's result, in payload format 2.0, into the gateway's response."""

import base64
import json
from typing import Any

from flask import Response


def response_of(returned: Any) -> Response:
    """Return the response. A result without a status code becomes the body of a 200 response."""
    if not isinstance(returned, dict) or "statusCode" not in returned:
        returned = {"statusCode": 200, "body": json.dumps(returned)}
    body = returned.get("body") or ""
    headers = {name.lower(): str(value) for name, value in (returned.get("headers") or {}).items()}
    response = Response(
        base64.b64decode(body) if returned.get("isBase64Encoded") else body,
        int(returned["statusCode"]),
        {"content-type": "application/json"} | headers,
    )
    for cookie in returned.get("cookies") or []:
        response.headers.add("set-cookie", cookie)
    return response
