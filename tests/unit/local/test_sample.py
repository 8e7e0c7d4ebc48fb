"""A repeated `make demo` adds the sample data that is missing, and nothing else."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from local.api import Api, NotThereError
from local.sample import Sample
from local.users import USERS
from testkit.api import Api as Handlers
from testkit.clock import HOLD, Clock
from testkit.items import stored
from testkit.users import signed_in, subject

DAY = 86_400
NOTHING = "All sample data is already there; nothing was added."


class InProcess(Api):
    """Calls the handlers directly, without a server."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers

    def _send(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]
    ) -> tuple[int, Any]:
        response = self._handlers.send(method, path, body, headers=headers)
        if response.status == 404:
            raise NotThereError(path)
        assert response.status in {200, 201}, response.body
        return response.status, json.loads(response.body)


def kinds(clock: Clock, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Add the sample data. Return the printed lines; if there are several, only the first word of each."""
    apis = {user: InProcess(Handlers.signed_in(subject(user), *USERS[user])) for user in USERS}
    Sample(apis, {user: subject(user) for user in USERS}, datetime.fromtimestamp(clock.now, UTC)).add()
    lines = capsys.readouterr().out.splitlines()
    said = [line for line in lines if not line.startswith("{")]  # skip log lines
    return [line.split()[0] for line in said] if len(said) > 1 else said


def ids(path: str) -> list[int]:
    return [each["id"] for each in signed_in("admin").get(path).json["items"]]


def upcoming() -> list[int]:
    """Return how many visits each client has to come."""
    admin = signed_in("admin")
    return [
        len(admin.get("/api/appointments", client_id=number).json["items"]) for number in ids("/api/clients")
    ]


def services_of(provider: int) -> dict[str, list[int]]:
    """Return the ids of the providers of each of the provider's services, by name."""
    items = signed_in("admin").get("/api/services", provider_id=provider).json["items"]
    return {item["name"]: item["provider_ids"] for item in items}


@pytest.fixture(scope="session")
def _first_run() -> list[tuple[list[str], list[dict[str, Any]]]]:
    return []


@pytest.fixture
def first(
    table: Table,
    clock: Clock,
    capsys: pytest.CaptureFixture[str],
    _first_run: list[tuple[list[str], list[dict[str, Any]]]],
) -> list[str]:
    """Add the sample data to the empty table, and return what that printed.

    Only the first test runs the code for it. For each further test, copy the items, which is faster.
    """
    if not _first_run:
        _first_run.append((kinds(clock, capsys), stored(table)))
    else:
        with table.batch_writer() as batch:
            for item in _first_run[0][1]:
                batch.put_item(Item=item)
    return _first_run[0][0]


def test_the_second_time_nothing_is_added(
    first: list[str], table: Table, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(table)

    assert first == (
        ["provider"] * 3
        + ["service"] * 7
        + ["client"] * 6
        + ["hours"] * 3
        + [*["confirmed"] * 3, "confirmed", "confirmed", "held"] * 3
    )
    assert kinds(clock, capsys) == [NOTHING]
    assert stored(table) == before


def test_a_hold_that_lapsed_is_made_again(
    first: list[str], clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.advance(HOLD + 1)

    assert kinds(clock, capsys) == ["held"] * 3
    assert kinds(clock, capsys) == [NOTHING]


def test_on_a_later_day_only_what_is_over_is_booked_again(
    first: list[str], clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ids("/api/providers"), ids("/api/services"), ids("/api/clients")
    clock.advance(3 * DAY)
    left = upcoming()
    assert 0 < sum(left) < 18

    assert len(kinds(clock, capsys)) == 18 - sum(left)
    assert upcoming() == [3] * 6
    assert (ids("/api/providers"), ids("/api/services"), ids("/api/clients")) == before
    assert kinds(clock, capsys) == [NOTHING]


def test_two_providers_share_a_service_beside_their_own(first: list[str]) -> None:
    services = {number: services_of(number) for number in ids("/api/providers")}
    shared = [each["First visit"] for each in services.values() if "First visit" in each]

    assert [sorted(each.keys() - {"First visit"}) for each in services.values()] == [
        ["Check-up", "Consultation"]
    ] * 3
    assert shared == [sorted(number for number, each in services.items() if "First visit" in each)] * 2
    for number, each in services.items():
        assert each["Check-up"] == each["Consultation"] == [number]


def test_each_provider_has_six_visits_of_several_services_on_several_days(first: list[str]) -> None:
    for number in ids("/api/providers"):
        items = signed_in("admin").get("/api/appointments", provider_id=number, limit=1000).json["items"]
        visits = [item for item in items if item["status"] != "available"]

        assert len(visits) == 6
        assert len({visit["service_id"] for visit in visits}) >= 2
        assert len({visit["local_start"][:10] for visit in visits}) >= 3


def test_hours_that_somebody_has_set_meanwhile_are_kept(
    first: list[str], clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    admin = signed_in("admin")
    hours = f"/api/providers/hours/{ids('/api/providers')[0]}"
    admin.put(hours, {"weekly": {"sun": [["10:00", "12:00"]]}})
    written = admin.get(hours)

    assert kinds(clock, capsys) == [NOTHING]
    assert admin.get(hours).headers["ETag"] == written.headers["ETag"]
