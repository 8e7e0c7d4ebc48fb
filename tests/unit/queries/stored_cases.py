"""Stores a case with the items that the operations would leave."""

from collections.abc import Iterator
from itertools import count

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import Slot, by_day
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.model.provider import Provider
from holdfast.model.service import Service
from testkit import visits
from testkit.users import DANA
from tests.unit.queries.cases import Case, Plain

ids = count(1_000)


class Stored:
    """A case in the table, with new ids."""

    def __init__(self, table: Table, case: Case) -> None:
        self.table, self.case = table, case
        self.plain = {next(ids): Plain(case, calendar) for calendar in case.calendars}
        self.service = self._service()
        with table.batch_writer() as batch:
            for item in self._items():
                batch.put_item(Item=item)
        visits.store(table, *self._visits())

    def _service(self) -> Service:
        duration, before, after = self.case.minutes
        return Service(
            id=next(ids),
            name="Consultation",
            description="",
            duration_minutes=duration,
            buffer_before_minutes=before,
            buffer_after_minutes=after,
            start_every_minutes=self.case.every,
            min_notice_minutes=self.case.notice,
            reminder_minutes=[],
            provider_ids={*self.plain},
            active=True,
            version=1,
            write_id="",
            request_id="",
            body_hash="",
        )

    def _items(self) -> Iterator[dict[str, object]]:
        yield self.service.to_item()
        for number, plain in self.plain.items():
            provider = Provider(
                id=number,
                name="Dr. Dana",
                time_zone=plain.calendar.zone,
                min_notice_minutes=plain.calendar.notice,
                owner=DANA.subject,
                version=1,
                calendar_version=0,
                write_id="",
                request_id="",
                body_hash="",
            )
            yield provider.to_item()
            # A day on which a visit starts was open once, even if it has been closed since.
            visited = {first for first, _, _ in plain.calendar.visits}
            touched = by_day(self._slot(number, quarter) for quarter in plain.calendar.open | visited)
            opened = by_day(self._slot(number, quarter) for quarter in plain.calendar.open)
            for date in touched:
                day = Day.new(provider, date)
                day.open.update(opened.get(date, ()))
                yield day.to_item()

    def _visits(self) -> Iterator[Appointment]:
        now = self.case.now
        ends = {"held": now + 1, "lapsed": now, "confirmed": None}
        for number, plain in self.plain.items():
            for first, footprint, state in plain.calendar.visits:
                yield visits.visit(self._slot(number, first), footprint, expires_at=ends[state])

    def _slot(self, provider_id: int, quarter: int) -> Slot:
        return Slot(provider_id, self.case.at(quarter))

    def fitting(self, provider_id: int) -> list[Slot]:
        quarters = range(*self.case.window)
        free = [quarter for quarter in quarters if not self.plain[provider_id].reasons(quarter)]
        return [self._slot(provider_id, quarter) for quarter in free]

    def clear(self) -> None:
        with self.table.batch_writer() as batch:
            for item in self.table.scan()["Items"]:
                batch.delete_item(Key={"PK": item["PK"], "SK": item["SK"]})
