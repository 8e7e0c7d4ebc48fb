"""What the link of a booking shows and does, without signing in: as JSON, and as a page with forms.

A GET changes nothing, because programs that check mail open every link. The token in the path is a secret.
"""

from typing import Annotated, Any
from urllib.parse import parse_qs

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import link_page, responses
from holdfast.api.app import resolver, serve, unexpected
from holdfast.api.bodies import Event
from holdfast.api.link_body import LinkDestination, LinkResponse, Token, link_of, of_link
from holdfast.api.problems import refuse
from holdfast.api.render import of_slot
from holdfast.api.requests import slot_to_move_to
from holdfast.api.shapes import AppointmentResponse
from holdfast.bookings import links
from holdfast.core.errors import (
    AlreadyStarted,
    AppointmentTaken,
    HoldLimit,
    NotConfirmed,
    NotFound,
    OffGrid,
    Problem,
    SlotWithdrawn,
    TooLate,
    TooShort,
    TooSoon,
)
from holdfast.core.slots import Slot
from holdfast.queries import linked

app = resolver()
pages = APIGatewayHttpResolver()

PATH, PAGE = "/api/links/<token>", "/links/<token>"
_HTML = "text/html; charset=utf-8"
_STARTS = 20  # that a page offers
# Neither the address of a page, which contains the token, nor the page itself may get anywhere else.
_HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
_PAGE_HEADERS = responses.PRIVATE | {"Content-Security-Policy": link_page.POLICY}


@app.get(
    PATH,
    summary="Show the booking of a link",
    description=(
        "Needs no sign-in, only the link. A link works as long as its hold or appointment stands, wherever "
        "it is moved. Afterwards it returns the same 404 as a link that never existed."
    ),
    responses=responses.ok(LinkResponse),
)
def read_link(token: Token) -> Response[str]:
    return responses.respond(of_link(linked.read(link_of(token))))


@app.post(
    f"{PATH}/confirm",
    summary="Confirm the hold of a link",
    description="A repeat returns the same.",
    responses=responses.ok(AppointmentResponse, SlotWithdrawn),
)
def confirm_link(token: Token) -> Response[str]:
    return responses.respond(of_slot(links.confirm(link_of(token))))


@app.post(
    f"{PATH}/reschedule",
    summary="Move the appointment of a link",
    description=(
        "The rules are those for clients. The link stays the same. If the appointment cannot be moved, it "
        "stays where it is. A repeat returns the same."
    ),
    responses=responses.ok(
        AppointmentResponse,
        AppointmentTaken,
        NotConfirmed,
        AlreadyStarted,
        TooLate,
        TooShort,
        TooSoon,
        OffGrid,
        HoldLimit,
    ),
)
def reschedule_link(token: Token, body: Annotated[LinkDestination, Body()]) -> Response[str]:
    to = body.slot()  # first, so that every link gets the same refusal of a wrong one
    return responses.respond(of_slot(links.reschedule(link_of(token), to)))


@app.post(
    f"{PATH}/cancel",
    summary="Cancel the hold or the appointment of a link",
    description=(
        "The rules are those for clients. The link ends with it, so a repeat returns the 404 of every link "
        "that has ended."
    ),
    responses=responses.ok(AppointmentResponse, AlreadyStarted, TooLate),
)
def cancel_link(token: Token) -> Response[str]:
    return responses.respond(of_slot(links.cancel(link_of(token))))


@pages.get(PAGE)
def show_page(token: str) -> Response[str]:
    found = linked.read(link_of(token))
    after = _slot_after((pages.current_event.query_string_parameters or {}).get("after", ""))
    starts = linked.starts_of(found, after, _STARTS) if "reschedule" in found.actions else []
    return _page(200, link_page.of_booking(token, found, starts))


@pages.post(f"{PAGE}/confirm")
def confirm_on_page(token: str) -> Response[str]:
    links.confirm(link_of(token))
    return _back_to(token)


@pages.post(f"{PAGE}/reschedule")
def reschedule_on_page(token: str) -> Response[str]:
    sent = parse_qs(pages.current_event.body or "")
    to = slot_to_move_to(sent.get("to", [""])[0])
    links.reschedule(link_of(token), to)
    return _back_to(token)


@pages.post(f"{PAGE}/cancel")
def cancel_on_page(token: str) -> Response[str]:
    return _page(200, link_page.cancelled(links.cancel(link_of(token))))


def explain(problem: Problem) -> Response[str]:
    refusal = refuse(problem)
    is_dead = isinstance(problem, NotFound) and problem.kind == "link"
    page = link_page.dead() if is_dead else link_page.refused(problem, _way_back())
    return _page(refusal.status_code, page, {**refusal.headers, "Content-Type": _HTML})


pages.exception_handler(Problem)(explain)
pages.exception_handler(NotFoundError)(lambda _: explain(NotFound("link")))
pages.exception_handler(Exception)(unexpected)


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    response = serve(pages if " /links/" in event["routeKey"] else app, event, context)
    return response | {"headers": response["headers"] | _HEADERS}


def _page(status: int, page: str, headers: dict[str, Any] | None = None) -> Response[str]:
    return Response(status, _HTML, page, _PAGE_HEADERS | (headers or {}))


def _back_to(token: str) -> Response[str]:
    # The location is relative, because a custom domain may put a path in front of it.
    return Response(303, body="", headers=_PAGE_HEADERS | {"Location": f"../{token}"})


def _way_back() -> str:
    """Return the page's address, relative to that of the request."""
    token: str = pages.current_event["pathParameters"]["token"]
    is_page = pages.current_event["requestContext"]["http"]["method"] == "GET"
    return token if is_page else f"../{token}"


def _slot_after(slot_id: str) -> int:
    """Return the start of the slot after which to list times, or 0 without one that is valid."""
    try:
        return Slot.from_id(slot_id).start
    except ValueError:
        return 0


finish_startup()
