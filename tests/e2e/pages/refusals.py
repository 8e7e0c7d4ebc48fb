"""Play responses of the API that refuse, fail or never come."""

import re
from typing import Any

from playwright.sync_api import Route

RESERVE = re.compile(r"/api/appointments/reserve($|/)")


def problem(status: int, code: str = "", retry_after: int = 0, **more: object) -> Any:
    """Return a handler that refuses."""
    body = {"title": "No", "status": status, "code": code, "detail": "No.", **more}
    headers = {"content-type": "application/problem+json"}
    if retry_after:
        headers["retry-after"] = str(retry_after)
    return lambda route: route.fulfill(status=status, json=body, headers=headers)


def abort(route: Route) -> None:
    route.abort()


def lose(route: Route) -> None:
    """Let the request have its effect, and lose the response."""
    route.fetch()
    route.abort()
