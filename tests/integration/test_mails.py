"""Mails on DynamoDB itself: workers that get the same event at once, and what telling an event costs."""

from functools import partial

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit import api as handlers
from testkit import mails
from testkit.api import Api
from testkit.clock import Clock
from testkit.mails import Outbox, deliver
from testkit.meter import metered
from testkit.racing import race
from testkit.scenario import Practice, new_client, new_service

WORKERS = 8
GET, PUT = "get_item", "put_item"


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    return mails.outbox(monkeypatch)


@pytest.fixture
def office(api: Api, outbox: Outbox) -> Practice:
    practice = Practice(api, email="dana@practice.example")
    practice.client = new_client(api, email="alice@example.com")
    return practice


def confirmed(office: Practice, table: Table, number: int, service: int | None = None) -> mails.Detail:
    slot = office.book(office.slots[number], service=service)
    booking = office.api.get(f"/api/appointments/{slot}").json["booking_id"]
    return mails.history(booking)[-1]


def test_of_many_workers_with_the_same_event_one_sends_each_mail(
    office: Practice, table: Table, outbox: Outbox, clock: Clock
) -> None:
    handlers.handler("send_mail")
    for number in range(4):
        event = confirmed(office, table, number)

        race(*[partial(deliver, event)] * WORKERS)

        assert sorted(sent.to for sent in outbox.take()) == ["alice@example.com", "dana@practice.example"]
        clock.advance(1)
        assert (deliver(event), outbox.take()) == ([], [])


def test_of_many_workers_that_find_a_lapsed_claim_one_takes_it_over(
    office: Practice, table: Table, outbox: Outbox, clock: Clock
) -> None:
    slot = office.hold(office.slots[0])
    event = mails.held(slot)
    outbox.errors = [ConnectionError()]
    assert deliver(event) == [event["id"]]
    clock.advance(60)

    race(*[partial(deliver, event)] * WORKERS)

    assert [sent.to for sent in outbox.take()] == ["alice@example.com"]


def test_what_it_costs_to_tell_an_event(
    office: Practice, table: Table, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = new_service(office.api, office.provider, start_every_minutes=15)
    event = confirmed(office, table, 0, service)
    with metered(monkeypatch) as bill:
        deliver(event)
    assert (bill.calls, bill.read, bill.written) == ([GET] * 4 + [PUT] * 4, 4, 4)

    with metered(monkeypatch) as again:
        deliver(event)
    assert (again.calls, again.read, again.written) == ([GET] * 4 + [PUT] * 2, 4, 2)
