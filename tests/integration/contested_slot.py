"""A slot, those who may do something with it, and what they may do."""

from collections.abc import Callable
from functools import partial

from requests.structures import CaseInsensitiveDict

from testkit import people
from testkit.api import Answer, Api, invoke
from testkit.racing import ahead

Call = Callable[[], Answer]

HOLD = 1800


class Scene:
    """A slot of a provider's, and clients who may want it: of Ana's two, and Ben's."""

    def __init__(self, api: Api, state: str) -> None:
        self.doctor = people.doctor(api)
        self.ana, self.child = people.patient(api, "ana"), people.patient(api, "ana")
        self.ben = people.patient(api, "ben")
        (self.slot,) = self.doctor.slots()
        match state:
            case "held":
                self.ana.hold(self.slot)
            case "confirmed":
                self.ana.book(self.slot)
            case "closed":
                self.doctor.close()


def reserve(scene: Scene) -> Call:
    return partial(scene.ana.reserve, scene.slot)


def reserve_by_another(scene: Scene) -> Call:
    return partial(scene.ben.reserve, scene.slot)


def confirm(scene: Scene) -> Call:
    return partial(scene.ana.confirm, scene.slot)


def cancel(scene: Scene) -> Call:
    return partial(scene.ana.cancel, scene.slot)


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
    return scene.ana.leave


def delete_provider(scene: Scene) -> Call:
    return scene.doctor.leave
