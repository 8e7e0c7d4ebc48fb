"""The token in the path of a link, and the bodies of its requests and responses."""

from typing import Annotated, NotRequired, cast

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from holdfast.api.render import of_slot
from holdfast.api.requests import StrictBody, slot_to_move_to
from holdfast.api.shapes import AppointmentResponse, Instant
from holdfast.core import utc
from holdfast.core.errors import NotFound
from holdfast.core.slots import Slot
from holdfast.model.link import Link
from holdfast.queries.linked import LinkAction, Linked

_PATTERN = r"^[1-9][0-9]{0,15}-[0-9]{8}T[0-9]{4}Z~[1-9][0-9]{0,15}~[A-Za-z0-9_-]{22}$"

Token = Annotated[str, Path(), Field(json_schema_extra={"pattern": _PATTERN})]


def link_of(token: str) -> Link:
    """Return the link with this token; raise NotFound for text that is no token."""
    if not (link := Link.parse(token)):
        raise NotFound("link")
    return link


class LinkDestination(StrictBody):
    to: Annotated[str, Field(max_length=40)]

    def slot(self) -> Slot:
        """Return the slot to move to; raise Invalid if there is no such slot."""
        return slot_to_move_to(self.to)


class LinkResponse(AppointmentResponse):
    """A booking as its link shows it. `actions` are what the link can do now."""

    provider_name: str | None
    service_name: NotRequired[str | None]
    time_zone: str
    confirm_until: NotRequired[Instant]
    actions: list[LinkAction]
    latest: NotRequired[Instant]


def of_link(linked: Linked) -> LinkResponse:
    """Return the body that shows the booking."""
    shown = linked.shown
    response = cast("LinkResponse", of_slot(shown))
    response["provider_name"] = linked.provider.name if linked.provider else None
    response["time_zone"] = shown.zone.key
    response["actions"] = linked.actions
    if shown.service_id is not None:
        response["service_name"] = linked.service.name if linked.service else None
    if shown.expires_at is not None:
        response["confirm_until"] = utc.text(shown.expires_at)
    if linked.latest is not None:
        response["latest"] = utc.text(linked.latest)
    return response
