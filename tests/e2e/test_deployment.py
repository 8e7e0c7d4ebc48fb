"""Deploy template.yaml with `sam` to an emulator of AWS. The tests run in order, on one stack."""

import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from holdfast.dynamodb import webhook_keys
from local import data
from local.ministack import MiniStack
from testkit import webhook_items
from tests.e2e import bookings, event_queues, stacks
from tests.e2e.stacks import Stack

# Long enough to confirm a hold on a busy machine, and short enough to wait until a hold lapses.
HOLD_SECONDS = 20
SCHEDULE_SECONDS = 60
SENDER = "appointments@practice.example"


@pytest.fixture(scope="module")
def stack(build: Path, scratch: Path) -> Iterator[Stack]:
    if missing := stacks.missing():
        pytest.skip(f"Nothing can be deployed: {missing}")
    folder = scratch / "stack"
    with data.claimed(folder) as lock, MiniStack(folder, lock) as ministack:
        ministack.wait_until_ready()
        yield Stack(build, ministack.url, HoldSeconds=60, MailFrom=SENDER)


# Keep this test first: after a function has run, MiniStack takes seconds to replace it in an update.
def test_an_update_changes_the_functions_and_keeps_the_table(stack: Stack) -> None:
    item = {"PK": "UPDATE#1", "SK": "PROFILE"}
    stack.table().put_item(Item=item)
    before = stack.describe_table()
    stack.deploy(HoldSeconds=HOLD_SECONDS)
    assert hold_seconds(stack) == HOLD_SECONDS
    assert stack.describe_table()["TableId"] == before["TableId"]
    assert stack.table().get_item(Key=item)["Item"] == item


def test_a_booking_from_opening_to_cancelling(stack: Stack) -> None:
    made = stack.post("/api/providers", {"name": "Dr. Dana", "time_zone": "Europe/Berlin"}, "dana")
    assert made.status_code == 201, made.text
    availability = f"/api/providers/availability/{made.json()['id']}"
    assert stack.post(availability, bookings.hour_of_tomorrow(), "dana").status_code == 200
    client = bookings.new_client(stack, "alice")
    slot = stack.get(availability).json()["items"][0]["id"]

    reserve = f"/api/appointments/reserve/{slot}"
    held = stack.post(reserve, {"client_id": client["id"]}, "alice")
    assert (held.status_code, held.json()["status"]) == (201, "held")
    # Confirm at once, before the hold lapses.
    for verb, user, status in (("confirm", "alice", "confirmed"), ("cancel", "dana", "available")):
        response = stack.post(f"/api/appointments/{verb}/{slot}", user=user)
        assert (response.status_code, response.json()["status"]) == (200, status), response.text
    assert stack.post(reserve, {"client_id": client["id"]}, "bob").status_code == 404


def test_a_rule_on_the_stacks_bus_gets_each_event(stack: Stack) -> None:
    queue = event_queues.EventQueue(stack.client("events"), stack.client("sqs"), stack.ids["EventBus"])
    slot = bookings.open_hour(stack, bookings.new_provider(stack))[0]
    held = bookings.reserve(stack, slot, bookings.new_client(stack))
    number = held["booking_id"]
    assert stack.post(f"/api/appointments/confirm/{slot['id']}", user="admin").status_code == 200
    assert stack.post(f"/api/appointments/cancel/{slot['id']}", user="admin").status_code == 200

    wait(lambda: {f"{number}-0", f"{number}-1", f"{number}-2"} <= queue.seen().keys(), 60)
    assert queue.seen()[f"{number}-0"]["expires_at"] == held["expires_at"]
    assert not [each for each in queue.seen() if each.endswith("released") and each.startswith(f"{number}-")]


def test_a_booking_is_told_by_mail(stack: Stack) -> None:
    stack.client("ses").verify_email_identity(EmailAddress=SENDER)
    slot = bookings.open_hour(stack, bookings.new_provider(stack))[0]
    client = stack.post("/api/clients", {"name": "Ana", "email": "ana@example.com"}, "admin").json()
    number = bookings.reserve(stack, slot, client)["booking_id"]
    for version, action in ((1, "confirm"), (2, "cancel")):
        assert stack.post(f"/api/appointments/{action}/{slot['id']}", user="admin").status_code == 200
        mark = f"SENT#{number}-{version}/client"
        wait(partial(is_marked, stack, mark), 60)


def test_an_event_is_planned_for_a_webhook_and_is_never_sent_to_loopback(stack: Stack) -> None:
    """Only `make run` may send there. So this shows the whole way, up to the refusal before the request."""
    provider = bookings.new_provider(stack)
    hook = webhook_items.webhook(31, url="http://127.0.0.1:1/in", provider_id=provider["id"])
    stack.table().put_item(Item=hook.to_item())
    listed = webhook_keys.webhooks_of(provider["id"])._asdict()
    stack.table().put_item(Item={**listed, "ids": {hook.id}})
    slot = bookings.open_hour(stack, provider)[0]
    number = bookings.reserve(stack, slot, bookings.new_client(stack))["booking_id"]

    wait(lambda: outcome(stack, hook.id, f"{number}-0") == "not_allowed", 60)


def test_a_calendar_feed_follows_a_booking(stack: Stack) -> None:
    provider = bookings.new_provider(stack)
    made = stack.post("/api/calendars", {"provider_id": provider["id"], "busy_only": True}, "admin").json()
    path = urlsplit(made["url"]).path
    slot = bookings.open_hour(stack, provider)[0]
    number = bookings.reserve(stack, slot, bookings.new_client(stack))["booking_id"]
    assert stack.post(f"/api/appointments/confirm/{slot['id']}", user="admin").status_code == 200
    assert f"UID:{number}@" in stack.get(path).text

    assert stack.post(f"/api/appointments/cancel/{slot['id']}", user="admin").status_code == 200
    wait(lambda: "STATUS:CANCELLED" in stack.get(path).text, 60)
    assert stack.get(f"{path}x").status_code == 404


def test_without_a_token_only_open_routes_are_served(stack: Stack) -> None:
    paths = ("/api/clients", "/api/appointments", "/api/providers", "/", "/calendar")
    assert [stack.get(path).status_code for path in paths] == [401, 401, 200, 200, 200]
    forged = {"authorization": f"Bearer {stack.token('alice')[:-8]}deadbeef"}
    assert stack.send("GET", "/api/clients", headers=forged).status_code == 401


def test_the_booking_page_signs_in_at_the_stacks_own_login(stack: Stack) -> None:
    page = stack.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    found = dict(re.findall(r'name="holdfast-([\w-]+)" content="([^"]*)"', page.text))
    assert found["client-id"] == stack.ids["PagesClient"]
    domain = stack.ids["UserPoolDomain"]
    assert re.fullmatch("holdfast-[0-9a-f]+", domain)
    assert found["login"].startswith(f"https://{domain}.auth.")
    assert found["login"] in page.headers["content-security-policy"]
    for asset in re.findall(r'"(/assets/[^"]+)"', page.text):
        assert "immutable" in stack.get(asset).headers["cache-control"]

    ids = {"UserPoolId": stack.ids["UserPool"], "ClientId": found["client-id"]}
    client = stack.client("cognito-idp").describe_user_pool_client(**ids)["UserPoolClient"]
    addresses = ["http://localhost:3000/", "http://localhost:3000/calendar"]
    assert client["CallbackURLs"] == client["LogoutURLs"] == addresses
    assert "ClientSecret" not in client


def test_the_schedule_clears_a_lapsed_hold_by_itself(stack: Stack) -> None:
    slot = bookings.open_hour(stack, bookings.new_provider(stack))[0]
    bookings.reserve(stack, slot, bookings.new_client(stack))
    assert holds(stack)
    # The table in MiniStack has no TTL, so nothing but the scheduled function deletes the hold.
    wait(lambda: not holds(stack), HOLD_SECONDS + SCHEDULE_SECONDS)
    assert stack.get(f"/api/appointments/{slot['id']}", "admin").json()["status"] == "available"


def test_deletion_keeps_the_table_and_the_users_until_they_are_deleted_too(stack: Stack) -> None:
    provider = bookings.new_provider(stack)
    cognito, dynamodb = stack.client("cognito-idp"), stack.client("dynamodb")
    pool, table = {"UserPoolId": stack.ids["UserPool"]}, {"TableName": stack.ids["Table"]}
    stack.delete()
    assert stack.get(f"/api/providers/{provider['id']}").status_code == 404
    assert f"PROVIDER#{provider['id']}" in {item["PK"] for item in stack.items()}
    assert cognito.list_users(**pool)["Users"]

    dynamodb.update_table(**table, DeletionProtectionEnabled=False)
    dynamodb.delete_table(**table)
    cognito.update_user_pool(**pool, DeletionProtection="INACTIVE")
    cognito.delete_user_pool(**pool)
    assert dynamodb.list_tables()["TableNames"] == []
    assert cognito.list_user_pools(MaxResults=1)["UserPools"] == []


def outcome(stack: Stack, webhook_id: int, event_id: str) -> Any:
    key = webhook_keys.delivery(webhook_id, event_id)
    return stack.table().get_item(Key=key._asdict()).get("Item", {}).get("outcome")


def is_marked(stack: Stack, mark: str) -> bool:
    """Return True if the mail service accepted the mail with this mark; False while it is only claimed."""
    return any(item["sent"] for item in stack.items() if item["PK"] == mark)


def holds(stack: Stack) -> list[dict[str, Any]]:
    return [item for item in stack.items() if item.get("status") == "held"]


def hold_seconds(stack: Stack) -> int:
    """Read HOLD_SECONDS from the function version that the gateway calls."""
    name = stack.ids["AppointmentsFunction"]
    function = stack.client("lambda").get_function_configuration(FunctionName=name, Qualifier="live")
    return int(function["Environment"]["Variables"]["HOLD_SECONDS"])


def wait(until: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds + 60
    while not until():
        assert time.monotonic() < deadline, "that never came"
        time.sleep(0.5)
