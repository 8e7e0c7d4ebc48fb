"""Over two days with a run each minute, every reminder comes once and within two minutes, and no other."""

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import settings, utc
from holdfast.core.slots import Slot
from holdfast.notifications.send_reminders import send_reminders
from testkit.clock import Clock
from testkit.reminders import MailQueue, details, plan, stored_reminders
from testkit.scenario import Practice, new_service

MINUTE = 60
TWO_MINUTES = 2 * MINUTE
MINUTES = {None: [1440], "often": [1500, 300, 60, 20, 15], "never": []}
Expected = dict[tuple[int, str, int], int]  # a booking, the start and the minutes before: when it is due


@dataclass
class Day:
    """A practice with random bookings, and the reminders that its clients should get."""

    table: Table
    practice: Practice
    services: dict[str | None, int | None]
    clock: Clock
    rng: random.Random
    stands: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    expected: Expected = field(default_factory=dict)
    on_its_way: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    due: list[int] = field(default_factory=list)
    last_run: int = 0

    def act(self) -> None:
        free = sorted({*self.practice.slots} - {slot for slot, _ in self.stands.values()})
        free = [slot for slot in free if start_of(slot) > self.clock.now]
        choice = self.rng.choice(["book", "book", "book", "move", "cancel"])
        if choice == "book" and free:
            self._book(self.rng.choice(free), self.rng.choice([*MINUTES]))
        elif choice == "move" and free and self.stands:
            self._move(self.rng.choice(sorted(self.stands)), self.rng.choice(free))
        elif self.stands:
            self._cancel(self.rng.choice(sorted(self.stands)))

    def arrive(self) -> None:
        """Plan what the bus delivers by now, each twice."""
        come = [detail for at, detail in self.on_its_way if at <= self.clock.now]
        self.on_its_way = [(at, detail) for at, detail in self.on_its_way if at > self.clock.now]
        if come:
            plan(*come, *come)
            self.due = [reminder.due for reminder in stored_reminders(self.table)]

    def run(self, mail: MailQueue) -> list[dict[str, Any]]:
        """Send what is due, and return the details of the messages. Skip a run that would find nothing."""
        self.last_run, waiting = self.clock.now, [due for due in self.due if due > self.clock.now]
        if waiting == self.due:
            return []
        self.due = waiting
        sent = send_reminders(lambda: True).sent
        messages = [message["detail"] for message in mail.taken()]
        assert len(messages) == sent
        return messages

    def _book(self, slot: str, service: str | None) -> None:
        self.practice.hold(slot, service=self.services[service])
        booking = self.practice.confirm(slot).json["booking_id"]
        self._stand(booking, slot, service)

    def _move(self, booking: int, to: str) -> None:
        slot, service = self.stands[booking]
        if self.practice.reschedule(slot, to).status == 200:
            self._forget(booking)
            self._stand(booking, to, service)

    def _cancel(self, booking: int) -> None:
        if self.practice.cancel(self.stands[booking][0]).status == 200:
            self._forget(booking)
            del self.stands[booking]

    def _stand(self, booking: int, slot: str, service: str | None) -> None:
        self.stands[booking] = slot, service
        self.on_its_way.append((self.clock.now + self.rng.randint(0, 20), details(booking)[-1]))
        for minutes in MINUTES[service]:
            due = start_of(slot) - minutes * MINUTE
            if due > self.clock.now:
                self.expected[booking, utc.text(start_of(slot)), minutes] = due

    def _forget(self, booking: int) -> None:
        """Expect no reminder of the booking, except for those that have come."""
        for key in [key for key, due in self.expected.items() if key[0] == booking and due > self.last_run]:
            del self.expected[key]


def start_of(slot: str) -> int:
    return Slot.from_id(slot).start


@pytest.fixture
def day(
    table: Table, practice: Practice, clock: Clock, rng: random.Random, monkeypatch: pytest.MonkeyPatch
) -> Day:
    monkeypatch.setenv("MAX_HOLDS_PER_CLIENT", "50")
    settings.settings.cache_clear()
    practice.open("2026-12-02T10:00:00Z", "2026-12-02T12:00:00Z")
    practice.open("2026-12-01T12:00:00Z", "2026-12-01T14:00:00Z")
    fields = {"duration_minutes": 15, "start_every_minutes": 15}
    services: dict[str | None, int | None] = {
        name: new_service(practice.api, practice.provider, reminder_minutes=minutes, **fields)
        for name, minutes in MINUTES.items()
        if name
    }
    return Day(table, practice, services | {None: None}, clock, rng)


def test_each_reminder_comes_once_within_two_minutes(day: Day, mail: MailQueue) -> None:
    came: Expected = {}
    start = day.clock.now
    for minute in range(29 * 60):
        # The schedule starts its run some seconds after the full minute.
        day.clock.now = start + minute * MINUTE + day.rng.randint(0, 30)
        if day.rng.random() < 0.06:
            day.act()
        day.arrive()
        for detail in day.run(mail):
            key = detail["booking_id"], detail["start"], detail["minutes"]
            assert key not in came, "a second reminder"
            came[key] = day.clock.now
    assert stored_reminders(day.table) == []
    assert came.keys() == day.expected.keys()
    assert {key for key, at in came.items() if not 0 <= at - day.expected[key] <= TWO_MINUTES} == set()
    assert len(came) > 2
