"""A slot, those who may do something with it, and what they may do."""

from collections.abc import Callable
from functools import partial

from requests.structures import CaseInsensitiveDict

from testkit.api import Answer, invoke
from testkit.crowd import Doctor, Patient
from testkit.racing import ahead

Call = Callable[[], Answer]

HOLD = 1800


class Scene:
    """A slot of a provider's, and clients who may want it: of Alice's two, and Bob's."""

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


def reserve(scene: Scene) -> Call:
    return partial(scene.alice.reserve, scene.slot)


def reserve_by_another(scene: Scene) -> Call:
    return partial(scene.bob.reserve, scene.slot)


def confirm(scene: Scene) -> Call:
    return partial(scene.alice.confirm, scene.slot)


def cancel(scene: Scene) -> Call:
    return partial(scene.alice.cancel, scene.slot)


def cancel_by_provider(scene: Scene) -> Call:
    return partial(scene.doctor.send, "POST", f"/api/appointments/cancel/{scene.slot}")


def reserve_lapsed(scene: Scene) -> Call:
    return ahead(HOLD, reserve_by_another(scene))


def reserve_lapsed_for_child(scene: Scene) -> Call:
    return ahead(HOLD, partial(scene.child.reserve, scene.slot))


def sweep_lapsed(scene: Scene) -> Call:
    def sweep() -> Answer:
        report = invoke("expire_holds", {})
        return Answer(200 if report["finished"] else 500, CaseInsensitiveDict(), "{}")

    return ahead(HOLD, sweep)


def open_time(scene: Scene) -> Call:
    return scene.doctor.open


def close_time(scene: Scene) -> Call:
    return scene.doctor.close


def change_zone(scene: Scene) -> Call:
    return partial(scene.doctor.change, time_zone="Asia/Tokyo")


def change_zone_otherwise(scene: Scene) -> Call:
    return partial(scene.doctor.change, time_zone="Europe/Berlin")


def delete_client(scene: Scene) -> Call:
    return scene.alice.leave


def delete_provider(scene: Scene) -> Call:
    return scene.doctor.leave
