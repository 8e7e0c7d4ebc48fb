"""Operations for tests to run: those of the API, and the scheduled deletion of lapsed holds.

Each method creates what its operation needs, and returns the operation without running it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from holdfast.core.slots import QUARTER, Slot
from holdfast.core.utc import DAY
from testkit.api import invoke
from testkit.clock import HOLD
from testkit.crowd import Doctor, Patient, Person
from testkit.links import token_of
from testkit.plain_hours import every_day
from testkit.scenario import NINE, new_service
from testkit.store import Store

Operation = Callable[[], Any]

EIGHT_HOURS = 32  # quarter-hours
OTHER_DAYS = [f"2026-12-{day}T09:00:00Z" for day in ("03", "04", "07", "08")]


@dataclass(frozen=True)
class Operations:
    """A free slot on a day of eight open hours, the doctor who opened it, and two patients."""

    doctor: Doctor
    alice: Patient
    bob: Patient
    store: Store
    slot: str

    def open_day(self) -> Operation:
        return partial(self.doctor.open, OTHER_DAYS[0], EIGHT_HOURS)

    def open_day_again(self) -> Operation:
        return partial(self.doctor.open, NINE, EIGHT_HOURS)

    def open_33_days(self) -> Operation:
        """Open 31 days in Sydney, from 23:30 UTC. One day has 25 hours, so the range touches 33 UTC days."""
        doctor = Doctor("sydney", time_zone="Australia/Sydney")
        return partial(doctor.open, "2027-03-10T23:30:00Z", 31 * 96 + 4)

    def set_hours(self) -> Operation:
        """Set hours on every weekday, which open 60 days."""
        path = f"/api/providers/hours/{self.doctor.id}"
        return partial(self.doctor.send, "PUT", path, every_day(("09:00", "17:00"), horizon_days=60))

    def extend_calendar(self) -> Operation:
        """Open the one day that is due on the day after the hours were set."""
        self.set_hours()()
        self.store.clock.advance(DAY)
        return partial(invoke, "extend_calendars", {})

    def close_day(self) -> Operation:
        return partial(self.doctor.close, NINE, EIGHT_HOURS)

    def list_week(self) -> Operation:
        for start in OTHER_DAYS:
            self.doctor.open(start, EIGHT_HOURS)
        return self._get(f"/api/providers/availability/{self.doctor.id}?limit=200")

    def list_busy_day(self) -> Operation:
        for number, slot in enumerate(self.doctor.slots(OTHER_DAYS[0], EIGHT_HOURS)[:20]):
            Patient(f"patient-{number}").hold(slot)
        day = "from=2026-12-03T00:00:00Z&to=2026-12-04T00:00:00Z"
        return self._get(f"/api/providers/availability/{self.doctor.id}?{day}")

    def list_everybodys_day(self) -> Operation:
        for number in range(9):
            Doctor(f"doctor-{number}").open(NINE, EIGHT_HOURS)
        day = "from=2026-12-02T00:00:00Z&to=2026-12-03T00:00:00Z"
        return self._get(f"/api/appointments/reserve?{day}&limit=1000")

    def list_own(self) -> Operation:
        self.alice.hold(self.slot)
        return self._get(f"/api/appointments?client_id={self.alice.id}")

    def read_slot(self) -> Operation:
        return self._get(f"/api/appointments/{self.slot}")

    def reserve(self) -> Operation:
        return partial(self.alice.reserve, self.slot)

    def reserve_visit(self) -> Operation:
        return partial(self.alice.reserve, self.slot, service=self.hour_of_service())

    def reserve_lapsed(self) -> Operation:
        self.bob.hold(self.slot)
        self.store.clock.advance(HOLD)
        return self.reserve()

    def reserve_taken(self) -> Operation:
        self.bob.hold(self.slot)
        return self.reserve()

    def reserve_own(self) -> Operation:
        self.alice.hold(self.slot)
        return self.reserve()

    def reserve_fifth(self) -> Operation:
        for slot in self.doctor.slots(OTHER_DAYS[0], 4):
            self.alice.hold(slot)
        return self.reserve()

    def confirm(self) -> Operation:
        return partial(self.alice.confirm, self.alice.hold(self.slot))

    def confirm_visit(self) -> Operation:
        return partial(self.alice.confirm, self.alice.hold(self.slot, service=self.hour_of_service()))

    def confirm_again(self) -> Operation:
        return partial(self.alice.confirm, self.alice.book(self.slot))

    def cancel_held(self) -> Operation:
        return partial(self.alice.cancel, self.alice.hold(self.slot))

    def cancel_confirmed(self) -> Operation:
        return partial(self.alice.cancel, self.alice.book(self.slot))

    def cancel_held_visit(self) -> Operation:
        return partial(self.alice.cancel, self.alice.hold(self.slot, service=self.hour_of_service()))

    def cancel_confirmed_visit(self) -> Operation:
        return partial(self.alice.cancel, self.alice.book(self.slot, service=self.hour_of_service()))

    def move(self) -> Operation:
        """Move a plain slot within its day, to a slot that nobody has taken."""
        return partial(self.alice.reschedule, self.alice.book(self.slot), self._later(4))

    def move_visit(self) -> Operation:
        """Move a visit within its day, to four other quarter-hours."""
        slot = self.alice.book(self.slot, service=self.hour_of_service())
        return partial(self.alice.reschedule, slot, self._later(4))

    def move_visit_a_quarter(self) -> Operation:
        """Move a visit by a quarter-hour, so that it keeps three of its four."""
        slot = self.alice.book(self.slot, service=self.hour_of_service())
        return partial(self.alice.reschedule, slot, self._later(1))

    def show_link(self) -> Operation:
        slot = self.alice.hold(self.slot, service=self.hour_of_service())
        return self._get(f"/api/links/{token_of(slot)}")

    def show_moved_link(self) -> Operation:
        slot = self.alice.book(self.slot)
        token = token_of(slot)
        self.alice.reschedule(slot, self._later(4))
        return self._get(f"/api/links/{token}")

    def confirm_by_link(self) -> Operation:
        return self._by_link(self.alice.hold(self.slot), "confirm")

    def cancel_by_link(self) -> Operation:
        return self._by_link(self.alice.book(self.slot), "cancel")

    def move_by_link(self) -> Operation:
        return self._by_link(self.alice.book(self.slot), "reschedule", {"to": self._later(4)})

    def sweep_one(self) -> Operation:
        self.alice.hold(self.slot)
        self.store.clock.advance(HOLD)
        return self.sweep()

    def sweep_visit(self) -> Operation:
        self.alice.hold(self.slot, service=self.hour_of_service())
        self.store.clock.advance(HOLD)
        return self.sweep()

    def sweep(self) -> Operation:
        return partial(invoke, "expire_holds", {})

    def create_provider(self) -> Operation:
        return partial(Person("new").send, "POST", "/api/providers", {"name": "Dr. Dana"})

    def create_client(self) -> Operation:
        return partial(Person("new").send, "POST", "/api/clients", {"name": "Alice"})

    def rename_provider(self) -> Operation:
        return partial(self.doctor.change, name="Dr. Dana")

    def move_provider(self) -> Operation:
        """Change the time zone of a provider with five future days. Each day has a copy of the time zone."""
        self.list_week()
        return partial(self.doctor.change, time_zone="Asia/Tokyo")

    def rename_client(self) -> Operation:
        return partial(self.alice.send, "PUT", f"/api/clients/{self.alice.id}", {"name": "Alicia"})

    def delete_provider(self) -> Operation:
        self.doctor.close(NINE, EIGHT_HOURS)
        return self.doctor.leave

    def delete_client(self) -> Operation:
        return self.alice.leave

    def delete_client_that_reserved(self) -> Operation:
        self.alice.cancel(self.alice.hold(self.slot))
        return self.alice.leave

    def hour_of_service(self) -> int:
        """Create a service of four quarter-hours without buffers."""
        fields = {"duration_minutes": 60, "start_every_minutes": 15}
        return new_service(self.doctor.api, self.doctor.id, **fields)

    def _get(self, path: str) -> Operation:
        return partial(self.alice.send, "GET", path)

    def _by_link(self, slot: str, action: str, body: Any = None) -> Operation:
        return partial(self.alice.send, "POST", f"/api/links/{token_of(slot)}/{action}", body)

    def _later(self, quarters: int) -> str:
        slot = Slot.from_id(self.slot)
        return slot._replace(start=slot.start + quarters * QUARTER).id
