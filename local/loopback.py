"""Sends HTTP requests to servers on this machine.

This module uses only the standard library, so that `make token` starts fast.
"""

import json
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

# Ignore proxies from the environment, because they cannot reach this machine's loopback.
_opener = build_opener(ProxyHandler({}))


def fetch_json(request: Request | str, timeout: float = 30) -> Any:
    """Return the response's JSON; raise what urllib raises."""
    return fetch(request, timeout)[1]


def fetch(request: Request | str, timeout: float = 30) -> tuple[int, Any]:
    """Return the response's status and JSON; raise what urllib raises."""
    with _opener.open(request, timeout=timeout) as response:
        return response.status, json.load(response)
