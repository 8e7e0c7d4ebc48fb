"""Dana's calendar of three UTC dates, and her working hours.

It is Tuesday, 2026-12-01, 12:20 UTC. Slots 0 to 3 are from 15:00 to 16:00 UTC on Wednesday. Dana's clock
shows New York's time, so the horizon of two local dates ends on a third UTC date. In Kathmandu it ends on the
second.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from holdfast.api.hours_body import HoursBody
from holdfast.core import utc
from holdfast.core.errors import NotFound, Unavailable
from holdfast.core.slots import QUARTER
from holdfast.dynamodb import keys
from holdfast.model.hours import Hours, Rules
from holdfast.schedule import hours
from testkit.api import handler
from testkit.events import LambdaContext
from testkit.scenario import new_client, new_provider, range_body
from testkit.users import DANA
from tests.simulation.engine import NOON
from tests.simulation.hours.model import DAY, HORIZON_DAYS, NEW_YORK, WEEKS, Outcome, State
from tests.simulation.visits.told import UNKNOWN, Told
from tests.simulation.visits.world import USERS, Visits

RULES: dict[str, Rules] = {
    name: HoursBody.model_validate({"weekly": week, "horizon_days": HORIZON_DAYS}).rules()
    for name, week in WEEKS.items()
}
_A_MINUTE = 60_000  # in milliseconds; the schedule stops when little of its time is left


@dataclass
class Calendar(Visits):
    start: int = NOON + DAY + 3 * 3600
    state: State = field(default_factory=lambda: State(0))  # what the model says before the operations
    outcomes: dict[tuple[str, int], Outcome] = field(
        default_factory=dict
    )  # by the table's digest and the time

    def found(self) -> None:
        """Create the provider, with open time that has begun, and the client."""
        self.provider = new_provider(USERS["dana"], name="Dana", time_zone=NEW_YORK)
        noon = range_body(utc.text(NOON), utc.text(NOON + QUARTER))
        response = USERS["dana"].post(f"/api/providers/availability/{self.provider}", noon)
        assert response.status == 200, response.body
        self.clients = {"alice": new_client(USERS["alice"], name="alice")}
        self.engine.now += 20 * 60
        self.state = self.first_state

    @property
    def first_state(self) -> State:
        return State(NOON + 20 * 60, opened=frozenset({NOON}))

    @property
    def hours_item(self) -> Mapping[str, Any] | None:
        return self._stored(keys.hours(self.provider))

    @property
    def hours(self) -> Hours | None:
        item = self.hours_item
        return Hours.from_item(dict(item)) if item else None

    def starts(self, first: int, end: int) -> frozenset[int]:
        return frozenset(self.slot(number).start for number in range(first, end))

    def set_hours(self, week: str) -> Told:
        return _told(lambda: hours.put(self.provider, RULES[week], DANA, None))

    def delete_hours(self) -> Told:
        return _told(lambda: hours.delete(self.provider, DANA, None))

    def extend(self) -> Any:
        """Run the schedule that opens the days which the hours have not reached yet."""
        return handler("extend_calendars")({}, LambdaContext("extend_calendars", remaining_ms=_A_MINUTE))

    def pass_a_day(self) -> None:
        self.engine.now += DAY


def _told(run: Callable[[], Any]) -> Told:
    try:
        run()
    except NotFound:
        return Told(404, "not_found")
    except Unavailable:
        return UNKNOWN
    return Told(200)
