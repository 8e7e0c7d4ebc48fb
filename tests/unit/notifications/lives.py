"""Random lives of bookings, and what the images of their records show by themselves."""

import random
from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import invoke
from testkit.clock import HOLD, Clock
from testkit.events import load_event
from testkit.items import claims, erase
from testkit.scenario import Practice, new_client, new_service
from testkit.stream import Record

VISIT = {"start_every_minutes": 15, "duration_minutes": 30}
BUFFERED = {"start_every_minutes": 15, "duration_minutes": 15, "buffer_after_minutes": 15}


class Life:
    """A practice in which anything may happen next."""

    def __init__(self, practice: Practice, table: Table, clock: Clock, rng: random.Random) -> None:
        self.practice, self.table, self.clock, self.rng = practice, table, clock, rng
        self.clients = [practice.client, new_client(practice.api)]
        services = (new_service(practice.api, practice.provider, **each) for each in (VISIT, BUFFERED))
        self.services = [None, *services]
        self.holds = 0

    def live(self, steps: int) -> None:
        """Take that many steps, and more until one in twenty has begun a hold. Then let all holds end."""
        for _ in range(steps):
            self.step()
        while self.holds <= steps / 20:
            self.step()
        self.clock.advance(HOLD)
        self.sweep()

    def step(self) -> None:
        often = [self.reserve] * 6 + [self.confirm, self.move] * 4 + [self.cancel, self.pass_time] * 2
        self.rng.choice([*often, self.sweep, self.time_to_live])()

    def reserve(self) -> None:
        client, service = self.rng.choice(self.clients), self.rng.choice(self.services)
        self.holds += self.practice.reserve(self._slot(), client, service=service).status == 201

    def confirm(self) -> None:
        self.practice.confirm(self._slot())

    def cancel(self) -> None:
        self.practice.cancel(self._slot())

    def move(self) -> None:
        self.practice.reschedule(self._slot(), self._slot())

    def pass_time(self) -> None:
        self.clock.advance(self.rng.choice((60, HOLD)))

    def sweep(self) -> None:
        invoke("expire_holds", load_event("expire_holds"))

    def time_to_live(self) -> None:
        ends = {slot: item["expires_at"] for slot, item in claims(self.table).items() if "expires_at" in item}
        lapsed = [slot for slot, end in ends.items() if end <= self.clock.now]
        if lapsed:
            erase(self.table, self.rng.choice(lapsed).id)

    def _slot(self) -> str:
        return self.rng.choice(self.practice.slots)


def begun(records: list[Record]) -> set[int]:
    """Return the ids of all bookings that were ever held."""
    images: list[dict[str, Any]] = [record["dynamodb"].get("NewImage", {}) for record in records]
    held = [image for image in images if image.get("status") == {"S": "held"}]
    return {int(image["hold_id"]["S"], 16) >> (128 - 53) for image in held}
