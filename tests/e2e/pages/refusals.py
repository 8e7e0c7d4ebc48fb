"""Play responses of the API that refuse, fail or never come."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

Handler = Callable[[Route], None]

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


def welcome(route: Route) -> None:
    """Respond as a hotel's network does: with a page of its own, as if the API had nothing there."""
    route.fulfill(status=404, content_type="text/html", body="<p>Welcome to the hotel</p>")


def in_turn(*handlers: Handler) -> Handler:
    """Return a handler that lets each of these handle one request, and the last one all others."""
    left = list(handlers)

    def handle(route: Route) -> None:
        act = left.pop(0) if len(left) > 1 else left[0]
        act(route)

    return handle


def hold_back(page: Page, url: re.Pattern[str]) -> list[Route]:
    """Hold back one request, which is in the list once it was sent."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(url, keep, times=1)
    return held
