"""How each history begins."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from tests.simulation.practice.arrivals import cut_offs, notices
from tests.simulation.practice.desk import OWNER
from tests.simulation.practice.move_rules import MoveRules
from tests.simulation.practice.services import DEFAULTS
from tests.simulation.practice.things import DAY
from tests.simulation.practice.time import CHANGES, TimeRange, zones

OPEN = (
    TimeRange("now", first=1, length=8),
    TimeRange("midnight", first=-4, length=8),
    TimeRange("change", first=-4, length=10),
)


class Beginning(MoveRules):
    @initialize(
        change=st.sampled_from(CHANGES),
        ahead=st.integers(0, 2 * DAY),
        their_zones=st.tuples(zones, zones),
        notice=notices,
        cut_off=cut_offs,
    )
    def begin(self, change: int, ahead: int, their_zones: tuple[str, str], notice: int, cut_off: int) -> None:
        """Create two providers with open time and a service, and three clients.

        The first client has reached its limit of holds. It has a lapsed hold, an appointment and two live
        holds. The slot of one live hold has been closed. The last client has a visit.
        """
        self.wait_until(change - ahead)
        self.create_provider("dana", "dana", their_zones[0], 0, cut_off)
        self.create_provider("lee", "lee", their_zones[1], notice, 0)
        for who in ("alice", "alice", "bob"):
            self.create_client(who)
        for n in (0, 1):
            for near in OPEN:
                self.open_or_close(n, OWNER, near, opens=True)
        for minutes, numbers in ((45, [0, 1]), (30, [0])):
            its = DEFAULTS | {"duration_minutes": minutes, "buffer_before_minutes": 15}
            self.create_service(OWNER, its, numbers)
        slots = sorted(slot for slot in self.practice.open if slot.provider_id == self.provider_ids[0])
        self._reserve(slots[0], 0, OWNER)
        self.wait_until(self.practice.now + self.practice.hold_seconds)
        for slot in slots[-3:]:
            self._reserve(slot, 0, OWNER, "k")
        self._go_on(slots[-2], OWNER, "confirm")
        self._open_or_close(slots[-1], OWNER, opens=False)
        visit = self._start(self.service_ids[0], 0, 0)
        self._reserve(visit, 2, OWNER, service_id=self.service_ids[0])
        self._go_on(visit, OWNER, "confirm")
