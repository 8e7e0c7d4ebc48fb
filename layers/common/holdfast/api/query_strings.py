"""Query strings of requests. A route refuses parameters that its class does not have."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from holdfast.api.fields import Digits, Flag, Id, TimeText

_LONGEST_LOCAL = len("2026-12-02 09:00:00")  # RFC 3339 is longer, because it has an offset


class PageQuery(BaseModel):
    model_config = ConfigDict(defer_build=True)

    limit: Annotated[int, Field(ge=1, le=1000), Digits] = 100
    cursor: str | None = None

    def scope(self) -> dict[str, Any]:
        """Return the parameters that are the same for every page of a list."""
        return self.model_dump(exclude={"limit", "cursor"})


class ServicesQuery(PageQuery):
    provider_id: Annotated[Id, Digits] | None = None


class WebhooksQuery(PageQuery):
    provider_id: Annotated[Id, Digits] | None = None


class DeliveriesQuery(PageQuery):
    status: Literal["waiting", "delivered", "failed"] | None = None


class SlotsQuery(PageQuery):
    start: TimeText | None = Field(None, alias="from")
    end: TimeText | None = Field(None, alias="to")

    @property
    def may_be_local(self) -> bool:
        """Return True if a provider's time zone may be needed to read the times."""
        return any(len(text) <= _LONGEST_LOCAL for text in (self.start, self.end) if text)


class StartsQuery(SlotsQuery):
    service_id: Annotated[Id, Digits] | None = None


class OpenSlotsQuery(StartsQuery):
    provider_id: Annotated[Id, Digits] | None = None


class AppointmentsQuery(OpenSlotsQuery):
    client_id: Annotated[Id, Digits] | None = None
    status: Literal["available", "held", "confirmed", "taken"] | None = None
    uncovered: Flag = False
    too_soon: Flag = False


class HoursQuery(BaseModel):
    model_config = ConfigDict(defer_build=True)

    preview: Flag = False


class WhyQuery(BaseModel):
    model_config = ConfigDict(defer_build=True)

    service_id: Annotated[Id, Digits] | None = None
