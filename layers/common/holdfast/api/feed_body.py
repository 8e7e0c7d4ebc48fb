"""The requests and responses of calendar feeds. Only the response to `POST` has the address."""

from typing import Annotated, NotRequired

from pydantic import BaseModel, ConfigDict
from typing_extensions import TypedDict  # before Python 3.12, pydantic refuses typing.TypedDict

from holdfast.api.fields import Digits, Flag, Id, Whole
from holdfast.api.requests import StrictBody
from holdfast.api.shapes import Instant
from holdfast.core import utc
from holdfast.core.errors import Invalid
from holdfast.feeds.addresses import Made
from holdfast.model.feed import Feed, FeedOf


class FeedChoice(StrictBody):
    provider_id: Annotated[Id, Whole] | None = None
    client_id: Annotated[Id, Whole] | None = None
    busy_only: bool = False

    def of(self) -> FeedOf:
        """Return the feed that is meant; raise Invalid."""
        return _one(self.provider_id, self.client_id, busy_only=self.busy_only)


class FeedsQuery(BaseModel):
    model_config = ConfigDict(defer_build=True)

    provider_id: Annotated[Id, Digits] | None = None
    client_id: Annotated[Id, Digits] | None = None

    def all_of_them(self) -> list[FeedOf]:
        """Return all feeds that are meant; raise Invalid."""
        one = _one(self.provider_id, self.client_id, busy_only=False)
        return [one] if one.kind == "client" else [one, FeedOf("busy", one.id)]


class FeedQuery(FeedsQuery):
    busy_only: Flag = False

    def of(self) -> FeedOf:
        """Return the feed that is meant; raise Invalid."""
        return _one(self.provider_id, self.client_id, busy_only=self.busy_only)


def _one(provider_id: int | None, client_id: int | None, *, busy_only: bool) -> FeedOf:
    if provider_id and client_id:
        raise Invalid(("client_id", "This does not go together with provider_id."))
    if client_id and busy_only:
        raise Invalid(("busy_only", "This needs provider_id."))
    if client_id:
        return FeedOf("client", client_id)
    if not provider_id:
        raise Invalid(("provider_id", "This is required, or else client_id."))
    return FeedOf("busy" if busy_only else "provider", provider_id)


class FeedResponse(TypedDict):
    """A calendar feed of a provider or of a client, without its address."""

    provider_id: NotRequired[int]
    client_id: NotRequired[int]
    busy_only: bool
    created_at: Instant


class FeedAddressResponse(FeedResponse):
    """A calendar feed with its address. No other response shows the address."""

    url: str


class FeedList(TypedDict):
    """The calendar feeds that exist."""

    items: list[FeedResponse]


def of_feed(feed: Feed) -> FeedResponse:
    made: FeedResponse = {"busy_only": feed.of.kind == "busy", "created_at": utc.text(feed.created_at)}
    if feed.of.kind == "client":
        return {"client_id": feed.of.id, **made}
    return {"provider_id": feed.of.id, **made}


def of_made(made: Made, public_url: str) -> FeedAddressResponse:
    """Return the body with the address; `public_url` is where programs reach the API."""
    return {**of_feed(made.feed), "url": f"{public_url}/api/calendars/{made.file}"}
