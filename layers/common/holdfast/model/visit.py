"""What a client wants to book: a plain slot, or a visit of a service."""

from typing import NamedTuple, Self

from holdfast.core.slots import QUARTER
from holdfast.model.footprint import PLAIN, Footprint
from holdfast.model.service import Service


class Visit(NamedTuple):
    """`grid_minutes` is the distance between two starts on the provider's clock: 15, 30 or 60.

    `min_notice_minutes` is None if the provider's own minimum notice counts. A plain slot has no service.
    """

    footprint: Footprint = PLAIN
    grid_minutes: int = QUARTER // 60
    min_notice_minutes: int | None = None
    service_id: int | None = None

    @classmethod
    def of(cls, service: Service) -> Self:
        footprint = Footprint(service.quarters, service.before, service.after)
        return cls(footprint, service.grid_minutes, service.min_notice_minutes, service.id)

    @classmethod
    def as_booked(cls, footprint: Footprint, service_id: int | None, service: Service | None) -> Self:
        """Return a visit as it was booked, with the grid and the notice that its service has now.

        `service` is None if a plain slot was booked, or if the service has been deleted.
        """
        visit = cls(footprint, service_id=service_id)
        if not service:
            return visit
        return visit._replace(
            grid_minutes=service.grid_minutes, min_notice_minutes=service.min_notice_minutes
        )

    def notice(self, provider_minutes: int) -> int:
        """Return the minimum notice in minutes; `provider_minutes` is that of the provider."""
        return provider_minutes if self.min_notice_minutes is None else self.min_notice_minutes


PLAIN_VISIT = Visit()
