"""What a function returns, in payload format 2.0, as the response that the gateway makes of it."""

import base64
import json
from typing import Any

from flask import Response


def response_of(returned: Any) -> Response:
    """Make the response; a value without a status code is the body of a 200."""
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
