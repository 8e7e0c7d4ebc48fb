"""One slot that several users want, and the operations that race for the slot."""

from collections.abc import Callable
from functools import partial

from requests.structures import CaseInsensitiveDict

from testkit.api import Api, Response, invoke
from testkit.clock import HOLD
from testkit.crowd import Doctor, Patient
from testkit.links import token_of
from testkit.racing import ahead

Call = Callable[[], Response]


class ContestedSlot:
    """A slot, its provider, two clients of Alice and one client of Bob."""

    def __init__(self, state: str) -> None:
        self.doctor = Doctor()
        self.alice, self.child = Patient("alice"), Patient("alice")
        self.bob = Patient("bob")
        (self.slot,) = self.doctor.slots()
        match state:
            case "held":
                self.alice.hold(self.slot)
            case "confirmed":
                self.alice.book(self.slot)
            case "closed":
                self.doctor.close()


def reserve(contested: ContestedSlot) -> Call:
    return partial(contested.alice.reserve, contested.slot)


def reserve_by_another(contested: ContestedSlot) -> Call:
    return partial(contested.bob.reserve, contested.slot)


def confirm(contested: ContestedSlot) -> Call:
    return partial(contested.alice.confirm, contested.slot)


def cancel(contested: ContestedSlot) -> Call:
    return partial(contested.alice.cancel, contested.slot)


def cancel_by_provider(contested: ContestedSlot) -> Call:
    return partial(contested.doctor.send, "POST", f"/api/appointments/cancel/{contested.slot}")


def confirm_by_link(contested: ContestedSlot) -> Call:
    return _by_link(contested, "confirm")


def cancel_by_link(contested: ContestedSlot) -> Call:
    return _by_link(contested, "cancel")


def _by_link(contested: ContestedSlot, action: str) -> Call:
    return partial(Api(None).post, f"/api/links/{token_of(contested.slot)}/{action}")


def reserve_lapsed(contested: ContestedSlot) -> Call:
    return ahead(HOLD, reserve_by_another(contested))


def reserve_lapsed_for_child(contested: ContestedSlot) -> Call:
    return ahead(HOLD, partial(contested.child.reserve, contested.slot))


def sweep_lapsed(contested: ContestedSlot) -> Call:
    def sweep() -> Response:
        report = invoke("expire_holds", {})
        return Response(200 if report["finished"] else 500, CaseInsensitiveDict(), "{}")

    return ahead(HOLD, sweep)


def open_time(contested: ContestedSlot) -> Call:
    return contested.doctor.open


def close_time(contested: ContestedSlot) -> Call:
    return contested.doctor.close


def change_zone(contested: ContestedSlot) -> Call:
    return partial(contested.doctor.change, time_zone="Asia/Tokyo")


def change_zone_otherwise(contested: ContestedSlot) -> Call:
    return partial(contested.doctor.change, time_zone="Europe/Berlin")


def delete_client(contested: ContestedSlot) -> Call:
    return contested.alice.leave


def delete_provider(contested: ContestedSlot) -> Call:
    return contested.doctor.leave
