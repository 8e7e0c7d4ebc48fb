"""Requests that show, set and delete working hours."""

from typing import Any

import pytest

from testkit.api import Api
from testkit.scenario import Practice, ids, listed, problem

WEEK = {"mon": [["09:00", "12:00"], ["22:00", "02:00"]], "wed": [["00:00", "24:00"]]}
BODY: dict[str, Any] = {
    "weekly": WEEK,
    "overrides": [{"from": "2026-12-24", "to": "2026-12-26", "hours": []}],
    "horizon_days": 3,
}
SHOWN = BODY | {"weekly": {day: [] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")} | WEEK}


@pytest.fixture
def dana(api: Api) -> Api:
    return Api.signed_in("dana", "providers")


@pytest.fixture
def own(dana: Api) -> Practice:
    return Practice(dana)


def path(practice: Practice) -> str:
    return f"/api/providers/hours/{practice.provider}"


def test_hours_are_shown_as_they_were_set(own: Practice, dana: Api) -> None:
    assert problem(dana.get(path(own))) == (404, "not_found")

    changed = dana.put(path(own), BODY)

    assert (changed.status, changed.json) == (200, SHOWN | {"still_booked": [], "more": False})
    shown = dana.get(path(own))
    assert (shown.status, shown.json) == (200, SHOWN)
    assert shown.headers["ETag"] == changed.headers["ETag"]


def test_a_change_of_a_version_that_was_replaced_is_refused(own: Practice, dana: Api) -> None:
    first = {"If-Match": dana.put(path(own), BODY).headers["ETag"]}
    second = dana.put(path(own), BODY | {"horizon_days": 4}, headers=first)
    assert second.status == 200

    for stale in (dana.put(path(own), BODY, headers=first), dana.delete(path(own), headers=first)):
        assert problem(stale) == (412, "stale")
    assert dana.get(path(own)).json["horizon_days"] == 4
    assert dana.delete(path(own), headers={"If-Match": second.headers["ETag"]}).status == 200


@pytest.mark.parametrize("query", ["", "?preview=true"])
def test_first_hours_are_set_only_if_there_are_none(own: Practice, dana: Api, query: str) -> None:
    first = {"If-None-Match": "*"}
    assert dana.put(path(own) + query, BODY, headers=first).status == 200
    dana.put(path(own), BODY)

    assert problem(dana.put(path(own) + query, BODY | {"horizon_days": 4}, headers=first)) == (412, "stale")
    assert dana.get(path(own)).json["horizon_days"] == 3


def test_if_none_match_with_a_version_is_invalid(own: Practice, dana: Api) -> None:
    assert problem(dana.put(path(own), BODY, headers={"If-None-Match": '"1"'})) == (422, "invalid")


@pytest.mark.parametrize("version", ['"0"', '"1"'])
def test_a_version_of_hours_that_do_not_exist_is_refused(own: Practice, dana: Api, version: str) -> None:
    assert problem(dana.put(path(own), BODY, headers={"If-Match": version})) == (412, "stale")
    assert problem(dana.delete(path(own), headers={"If-Match": '"1"'})) == (404, "not_found")


def test_a_preview_changes_nothing(own: Practice, dana: Api) -> None:
    preview = dana.put(path(own) + "?preview=true", BODY)

    assert (preview.status, preview.json) == (200, SHOWN | {"still_booked": [], "more": False})
    assert "ETag" not in preview.headers
    assert problem(dana.get(path(own))) == (404, "not_found")


def test_a_preview_of_hours_that_somebody_has_changed_or_deleted_is_stale(own: Practice, dana: Api) -> None:
    preview = path(own) + "?preview=true"

    assert problem(dana.put(preview, BODY, headers={"If-Match": '"1"'})) == (412, "stale")
    seen = dana.put(path(own), BODY).headers["ETag"]
    assert dana.put(preview, BODY, headers={"If-Match": seen}).status == 200
    dana.put(path(own), BODY | {"horizon_days": 5})
    assert problem(dana.put(preview, BODY, headers={"If-Match": seen})) == (412, "stale")
    assert dana.put(preview, BODY, headers={"If-Match": "*"}).status == 200


def test_a_change_shows_the_owner_who_is_booked_outside(own: Practice, dana: Api) -> None:
    own.book(own.slots[0])
    nights = BODY | {"weekly": {"tue": [["22:00", "02:00"]]}}
    dana.put(path(own), BODY)
    own.close("2026-12-02T09:00:00Z", "2026-12-02T10:00:00Z")

    preview, changed = dana.put(path(own) + "?preview=true", nights), dana.put(path(own), nights)

    assert ids(changed.json["still_booked"]) == [own.slots[0]]
    assert changed.json["still_booked"][0]["client_name"] == "Alice"
    assert preview.json == changed.json
    assert dana.delete(path(own)).json["still_booked"] == changed.json["still_booked"]


def test_hours_deleted_are_shown_and_then_not_found(own: Practice, dana: Api) -> None:
    dana.put(path(own), BODY)

    assert dana.delete(path(own)).json == SHOWN | {"still_booked": [], "more": False}
    assert problem(dana.delete(path(own))) == (404, "not_found")


def test_a_provider_with_hours_is_in_use(own: Practice, dana: Api) -> None:
    own.close("2026-12-02T09:00:00Z", "2026-12-02T10:00:00Z")
    dana.put(path(own), {"weekly": {}, "horizon_days": 1})
    provider = f"/api/providers/{own.provider}"

    assert problem(dana.delete(provider)) == (409, "in_use")
    dana.delete(path(own))
    assert dana.delete(provider).status == 200


def test_another_providers_hours_are_not_found(own: Practice, dana: Api, api: Api) -> None:
    dana.put(path(own), BODY)
    bob = Api.signed_in("bob", "providers")

    for response in (bob.get(path(own)), bob.put(path(own), BODY), bob.delete(path(own))):
        assert problem(response) == (404, "not_found")
    assert problem(bob.put(path(own) + "?preview=true", BODY)) == (404, "not_found")
    assert api.get(path(own)).status == 200


def test_nothing_after_the_horizon_can_be_reserved_unless_it_was_opened_by_hand(
    own: Practice, dana: Api
) -> None:
    dana.put(path(own), {"weekly": {"fri": [["09:00", "09:30"]]}, "horizon_days": 8})
    fridays = [f"{own.provider}-202612{day}T0900Z" for day in ("04", "11")]

    slots = ids(listed(dana, own.availability))
    assert [slot in slots for slot in fridays] == [True, False]
    assert problem(own.reserve(fridays[1])) == (404, "not_found")

    own.open("2026-12-11T09:00:00Z", "2026-12-11T09:15:00Z")
    assert fridays[1] in ids(listed(dana, own.availability))
    assert own.reserve(fridays[1]).status == 201
