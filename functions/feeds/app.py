"""Serves calendar feeds to programs that have nothing but the address. Its last part is a secret."""

from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api.app import serve, unexpected
from holdfast.api.bodies import Event
from holdfast.api.problems import refuse
from holdfast.core.errors import NotFound, Problem
from holdfast.feeds import addresses, calendar_file, contents
from holdfast.model import feed

# Programs may add parameters to an address, so nothing checks those here.
app = APIGatewayHttpResolver()
app.exception_handler(Problem)(refuse)
app.exception_handler(NotFoundError)(lambda _: refuse(NotFound("calendar")))
app.exception_handler(Exception)(unexpected)

_HEADERS = {
    "Cache-Control": "private, max-age=300",
    "Content-Disposition": 'inline; filename="calendar.ics"',
    "X-Content-Type-Options": "nosniff",
}
# Neither the address nor what it shows may get anywhere else.
_SECRET = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@app.get("/api/calendars/<file>", include_in_schema=False)
def show_feed(file: str) -> Response[str]:
    if not (token := feed.parse(file)):
        raise NotFound("calendar")
    shown = contents.read(addresses.opened_by(*token))
    headers: dict[str, Any] = _HEADERS | {"ETag": f'"{shown.tag}"'}
    if _is_known(shown.tag):
        return Response(304, body="", headers=headers)
    return Response(200, "text/calendar; charset=utf-8", calendar_file.write(shown), headers)


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    response = serve(app, event, context)
    return response | {"headers": response["headers"] | _SECRET}


def _is_known(tag: str) -> bool:
    """Return True if the program has what this tag stands for, by its If-None-Match (RFC 9110)."""
    given = app.current_event.headers.get("if-none-match", "")
    tags = {each.strip().removeprefix("W/") for each in given.split(",")}
    return bool({"*", f'"{tag}"'} & tags)


finish_startup()
