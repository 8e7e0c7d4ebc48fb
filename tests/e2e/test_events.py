"""Under `make run`, what happens to a booking reaches a queue by a rule, and the terminal."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

from local import server_file
from local.template import ROOT
from tests.e2e.bookings import new_client, new_provider, open_hour, reserve
from tests.e2e.event_queues import EventQueue
from tests.e2e.servers import Server, eventually


def client(server: Server, service: Any) -> Any:
    return boto3.client(service, endpoint_url=server_file.read(server.data).cognito)


@pytest.fixture
def queue(server: Server) -> EventQueue:
    return EventQueue(client(server, "events"), client(server, "sqs"), "holdfast")


def test_each_change_of_a_booking_reaches_a_queue_and_the_terminal(server: Server, queue: EventQueue) -> None:
    first, second = open_hour(server, new_provider(server))[:2]
    number = reserve(server, first, new_client(server))["booking_id"]
    for path, body in (
        (f"confirm/{first['id']}", None),
        (f"reschedule/{first['id']}", {"to": second["id"]}),
        (f"cancel/{second['id']}", None),
    ):
        assert server.post(f"/api/appointments/{path}", body, "admin").status_code == 200

    wanted = [f"{number}-{version}" for version in range(4)]
    eventually(lambda: set(wanted) <= queue.seen().keys(), server, seconds=30)
    kinds = [queue.seen()[each]["type"] for each in wanted]
    assert kinds == [f"appointment.{kind}" for kind in ("held", "confirmed", "rescheduled", "cancelled")]
    for kind, each in zip(kinds, wanted, strict=True):
        server.wait_to_say(f" event {kind} {each}\n")


def test_a_hold_that_is_cancelled_is_released(server: Server, queue: EventQueue) -> None:
    slot = open_hour(server, new_provider(server))[0]
    number = reserve(server, slot, new_client(server))["booking_id"]
    assert server.post(f"/api/appointments/cancel/{slot['id']}", user="admin").status_code == 200

    eventually(lambda: f"{number}-released" in queue.seen(), server, seconds=30)
    assert f"{number}-1" not in queue.seen()


def test_the_events_of_a_booking_can_be_published_again(server: Server, queue: EventQueue) -> None:
    slot = open_hour(server, new_provider(server))[0]
    number = reserve(server, slot, new_client(server))["booking_id"]
    assert server.post(f"/api/appointments/confirm/{slot['id']}", user="admin").status_code == 200
    eventually(lambda: {f"{number}-0", f"{number}-1"} <= queue.seen().keys(), server, seconds=30)

    endpoint = {"AWS_ENDPOINT_URL": server_file.read(server.data).cognito}
    named = ("--table", "holdfast", "--bus", "holdfast", str(number))
    again = [sys.executable, "-m", "tools.republish", *named]
    done = subprocess.run(again, cwd=ROOT, env={**os.environ, **endpoint}, capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (0, b"1 events published\n"), done.stderr
    eventually(lambda: queue.seen() and queue.deliveries[f"{number}-1"] == 2, server, seconds=30)
    assert queue.deliveries[f"{number}-0"] == 1


def test_what_happened_before_a_stop_is_published(tmp_path: Path) -> None:
    with Server(data=tmp_path) as first:
        queue = EventQueue(client(first, "events"), client(first, "sqs"), "holdfast")
        held = [reserve(first, slot, new_client(first)) for slot in open_hour(first, new_provider(first))]
        assert first.stop() in (0, 130)
    with Server(data=tmp_path) as again:
        queue._sqs = client(again, "sqs")
        wanted = {f"{each['booking_id']}-0" for each in held}
        eventually(lambda: wanted <= queue.seen().keys(), again, seconds=30)
