"""Each function's policies allow exactly what the function does."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import QUARTER, Slot
from holdfast.core.utc import DAY
from holdfast.dynamodb import keys
from holdfast.model.reminder import Reminder
from local import template
from local.routes import routes
from testkit import api, event_bus, mails, webhook_items, webhooks
from testkit.api import invoke
from testkit.clock import Clock
from testkit.events import called_by, load_event
from testkit.held_slot import HOUR, HOURS, HeldSlot, acting, hold_slot
from testkit.interference import Call, pass_through
from testkit.items import overwrite
from testkit.links import token_of
from testkit.recorded_calls import needed
from testkit.reminders import messages
from testkit.scenario import new_feed, new_webhook
from testkit.visits import visit
from tools import transform

TABLE = {"Fn::GetAtt": ["Table", "Arn"]}
INDEX = "${Table.Arn}/index/"
QUEUE = {"Fn::GetAtt": ["DeadLetters", "Arn"]}
BUS = {"Fn::GetAtt": ["EventBus", "Arn"]}
STREAMS = {"Fn::Sub": "${Table.Arn}/stream/*"}
MAIL_QUEUE = {"Fn::GetAtt": ["MailQueue", "Arn"]}
DELIVERY_QUEUE = {"Fn::GetAtt": ["DeliveryQueue", "Arn"]}
READING = {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
MANAGED = {"service-role/AWSLambdaBasicExecutionRole"}


FUNCTIONS = sorted(template.function_properties())


def role(function: str) -> dict[str, Any]:
    properties: dict[str, Any] = transform.resources()[f"{function}Role"]["Properties"]
    return properties


def allowed(function: str) -> Iterator[tuple[str, Any]]:
    for policy in role(function).get("Policies", []):
        for statement in policy["PolicyDocument"]["Statement"]:
            assert statement.keys() - {"Condition"} == {"Effect", "Action", "Resource"}
            assert statement["Effect"] == "Allow"
            for action in listed(statement["Action"]):
                yield from ((action, resource) for resource in listed(statement["Resource"]))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def used_by_code(function: str) -> Iterator[tuple[str, Any]]:
    """Yield what the function's code may do to the table. Lambda itself reads the stream."""
    for action, resource in allowed(function):
        if action.startswith("dynamodb:") and resource != STREAMS:
            yield action, resource


def on(resource: Any) -> str:
    """Return the name of the index, or an empty string for the table."""
    return "" if resource == TABLE else resource["Fn::Sub"].removeprefix(INDEX)


def do_everything(table: Table, clock: Clock) -> None:
    dana, alice, admin, anyone = (acting(actor) for actor in ("dana", "alice", "admin", "anyone"))
    use_webhooks(held_slot := hold_slot())
    use_calendars(held_slot, table)
    provider, client = f"/api/providers/{held_slot.provider_id}", f"/api/clients/{held_slot.client_id}"
    availability, appointments = f"/api/providers/availability/{held_slot.provider_id}", "/api/appointments"
    anyone.get("/api/providers")
    anyone.get(provider)
    change_hours(f"/api/providers/hours/{held_slot.provider_id}", keys.hours(held_slot.provider_id), table)
    tokyo = {"name": "Dana", "time_zone": "Asia/Tokyo"}
    dana.put(provider, tokyo)
    # An interrupted change leaves a day with the old time zone.
    overwrite(table, keys.day(held_slot.provider_id, "2026-12-02"), time_zone="UTC")
    dana.put(provider, tokyo, headers={"If-Match": '"1"'})
    anyone.get(availability)
    anyone.get("/api/providers/availability/1")  # no slots, so the function looks for the provider
    dana.post(availability, {**HOUR, "end_datetime": "2026-12-02 12:00:00"})
    acting("lee").post("/api/providers", {"name": "Lee"})
    use_services(held_slot)
    alice.get("/api/clients")
    admin.get("/api/clients")
    alice.get(client)
    alice.put(client, {"name": "Al"})
    other = alice.post("/api/clients", {"name": "Kim"}).json["id"]
    alice.get(appointments)
    alice.get(appointments, client_id=held_slot.client_id)
    alice.get(appointments, provider_id=held_slot.provider_id)
    alice.get(f"{appointments}/{held_slot.held}")
    alice.get(f"{appointments}/why/{held_slot.held}")
    api.invoke("send_mail", {"Records": [mails.message(mails.held(held_slot.held))]})
    alice.post(f"{appointments}/confirm/{held_slot.held}")
    alice.get(f"/api/bookings/{held_slot.booking_id}")
    alice.get(f"/api/bookings/{held_slot.booking_id}/history")
    alice.post(f"{appointments}/reserve/{held_slot.held}", {"client_id": other})
    alice.post(f"{appointments}/reserve/{held_slot.open}", {"client_id": other})
    alice.post(f"{appointments}/cancel/{held_slot.open}")
    alice.post(f"{appointments}/reserve/{held_slot.open}", {"client_id": other})
    use_links(f"{held_slot.provider_id}-20261202T0{{}}Z", held_slot.service_id, other)
    clock.advance(40 * DAY)
    api.invoke("expire_holds", load_event("expire_holds"))
    table.delete_item(Key=keys.day(held_slot.provider_id, "2026-12-02")._asdict())  # TTL deletes past days
    alice.post(f"{appointments}/confirm/{held_slot.held}")
    alice.get(f"{appointments}/{held_slot.held}")
    alice.get(f"/api/bookings/{held_slot.booking_id}")
    anyone.get(f"/api/links/{held_slot.booked_token}")
    remind(held_slot.provider_id, table, clock)
    alice.delete(client)
    dana.delete(provider)


def use_services(held_slot: HeldSlot) -> None:
    dana, anyone = acting("dana"), acting("anyone")
    anyone.get("/api/services")
    service = f"/api/services/{held_slot.service_id}"
    anyone.get(service)
    dana.put(service, {"name": "Consultation"})
    offer = {"name": "Check-up", "duration_minutes": 15, "provider_ids": [held_slot.provider_id]}
    dana.delete(dana.post("/api/services", offer).headers["Location"])


def use_webhooks(held_slot: HeldSlot) -> None:
    dana, admin = acting("dana"), acting("admin")
    path = f"/api/webhooks/{held_slot.webhook_id}"
    dana.get("/api/webhooks", provider_id=held_slot.provider_id)
    admin.get("/api/webhooks")
    dana.get(path)
    dana.get(f"{path}/deliveries")
    dana.post(f"{path}/test")
    dana.post(f"{path}/deliveries/{held_slot.delivery_id}/redeliver")
    dana.post(f"{path}/rotate")
    dana.put(path, {"active": False})
    dana.put(path, {"active": True})
    dana.delete(path)


def use_links(slot: str, service: int, client: int) -> None:
    alice, anyone = acting("alice"), acting("anyone")
    first, second = slot.format("100"), slot.format("115")
    body = {"client_id": client, "service_id": service}
    assert alice.post(f"/api/appointments/reserve/{first}", body).status == 201
    link = f"/api/links/{token_of(first)}"
    anyone.post(f"{link}/confirm")
    anyone.get(link.removeprefix("/api"))  # lists other starts
    anyone.post(f"{link}/reschedule", {"to": second})
    anyone.post(f"{link}/cancel")


def use_calendars(held_slot: HeldSlot, table: Table) -> None:
    alice, dana = acting("alice"), acting("dana")
    slot = Slot(held_slot.provider_id, Slot.from_id(held_slot.booked).start + 4 * QUARTER)
    booked = visit(slot, client_id=held_slot.client_id, service_id=held_slot.service_id, version=1)
    table.put_item(Item=booked.to_item())
    file = new_feed(alice, client_id=held_slot.client_id)
    alice.get("/api/calendars", client_id=held_slot.client_id)
    acting("anyone").get(f"/api/calendars/{file}")
    acting("anyone").get(f"/api/calendars/{held_slot.calendar}")
    dana.send("DELETE", "/api/calendars", provider_id=held_slot.provider_id)
    table.delete_item(Key=keys.appointment(slot)._asdict())
    api.invoke("note_cancellations", load_event("note_cancellations"))


def remind(provider: int, table: Table, clock: Clock) -> None:
    (message,) = load_event("plan_reminders")["Records"]
    detail = json.loads(message["body"])["detail"] | {"service_id": 4711}
    api.invoke("plan_reminders", messages(detail))
    start = clock.now - clock.now % QUARTER + 4 * QUARTER
    due = Reminder(booking_id=5, slot=Slot(provider, start), version=1, minutes=60)
    table.put_item(Item=due.to_item())
    api.invoke("send_reminders", load_event("send_reminders"))
    tell_webhooks(clock)


def tell_webhooks(clock: Clock) -> None:
    webhook_items.stored_webhook(7)
    webhook_items.stored_webhook(8, url="https://example.com.invalid/")
    api.invoke("plan_deliveries", load_event("plan_deliveries"))
    event = load_event("send_deliveries")
    event["Records"][0]["body"] = '{"webhook_id":7,"event_id":"4503599627370497-1","at_once":false}'
    api.invoke("send_deliveries", event)
    webhook_items.stored_delivery(8, next_at=clock.now)
    api.invoke("retry_deliveries", load_event("retry_deliveries"))


def change_hours(path: str, key: keys.Key, table: Table) -> None:
    dana, extend = acting("dana"), partial(api.invoke, "extend_calendars", load_event("extend_calendars"))
    dana.put(path, HOURS)
    overwrite(table, key, rolled_until="2026-12-01", by_kind_sk=1)  # as if some days had passed
    extend()
    dana.get(path)
    dana.delete(path)
    dana.put(path, HOURS)
    overwrite(table, key, deleted=True, by_kind_sk=0)  # an interrupted deletion
    extend()


@pytest.fixture
def used(table: Table, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[tuple[str, str]]]:
    """Return a dict that collects each function's DynamoDB actions, as pairs of action and index."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    mails.outbox(monkeypatch)
    webhooks.opened(monkeypatch)
    needs = needed(monkeypatch)

    def invoking(function: str, event: Mapping[str, Any]) -> Any:
        needs.clear()
        response = invoke(function, event)
        found[called_by(event)] |= needs
        return response

    monkeypatch.setattr(api, "invoke", invoking)
    return found


@pytest.mark.usefixtures("deliveries")
def test_a_function_is_allowed_exactly_the_actions_that_it_uses(
    used: dict[str, set[tuple[str, str]]], table: Table, clock: Clock
) -> None:
    do_everything(table, clock)

    assert {function: used[function] for function in FUNCTIONS} == {
        function: {(action, on(resource)) for action, resource in used_by_code(function)}
        for function in FUNCTIONS
    }


def test_the_sweeper_may_only_query_delete_and_report_a_failure() -> None:
    assert sorted(allowed("ExpireHoldsFunction"), key=str) == [
        ("dynamodb:DeleteItem", TABLE),
        ("dynamodb:Query", {"Fn::Sub": f"{INDEX}by_kind"}),
        ("sqs:SendMessage", QUEUE),
    ]


def test_the_publisher_may_do_what_it_does_and_lambda_may_read_the_stream(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bus = event_bus.used(monkeypatch)
    (record,) = load_event("publish_events")["Records"]
    invoke("publish_events", {"Records": [record, {"dynamodb": {"SequenceNumber": "1"}}]})

    reading = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
    assert set(bus.requests) == {"events:PutEvents", "sqs:SendMessage"}
    assert sorted(allowed("PublishEventsFunction"), key=str) == [
        *((f"dynamodb:{action}", STREAMS) for action in reading),
        ("events:PutEvents", BUS),
        ("sqs:SendMessage", QUEUE),
    ]


def test_reminders_are_planned_and_sent_without_access_to_anything_else() -> None:
    assert sorted(limited("PlanRemindersFunction")) == [
        ("dynamodb:GetItem", "SERVICE#*"),
        ("dynamodb:PutItem", "REMINDER#*"),
    ]
    assert sorted(limited("SendRemindersFunction")) == [
        ("dynamodb:BatchGetItem", "PROVIDER#*"),
        ("dynamodb:DeleteItem", "REMINDER#*"),
    ]
    assert ("sqs:SendMessage", MAIL_QUEUE) in allowed("SendRemindersFunction")
    others = {function for function in FUNCTIONS if ("sqs:SendMessage", MAIL_QUEUE) in allowed(function)}
    assert others == {"SendRemindersFunction", "SendDeliveriesFunction"}


def test_webhooks_are_told_without_access_to_anything_else() -> None:
    assert sorted(limited("PlanDeliveriesFunction"), key=str) == [
        ("dynamodb:BatchGetItem", ["WEBHOOKS", "PROVIDER#*", "WEBHOOK#*"]),
        ("dynamodb:PutItem", "WEBHOOK#*"),
    ]
    assert list(limited("SendDeliveriesFunction")) == [
        (["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], "WEBHOOK#*"),
    ]
    assert list(limited("RetryDeliveriesFunction")) == [("dynamodb:UpdateItem", "WEBHOOK#*")]
    sending = {function for function in FUNCTIONS if ("sqs:SendMessage", DELIVERY_QUEUE) in allowed(function)}
    others = {"PlanDeliveriesFunction", "SendDeliveriesFunction", "RetryDeliveriesFunction"}
    assert sending == {"WebhooksFunction", *others}


def test_feeds_reach_nobody_but_providers_clients_and_services() -> None:
    people = ["PROVIDER#*", "CLIENT#*"]
    writing = ["GetItem", "PutItem", "DeleteItem", "ConditionCheckItem"]

    assert list(limited("CalendarsFunction")) == [([f"dynamodb:{each}" for each in writing], people)]
    assert list(limited("CalendarsReadFunction")) == [(["dynamodb:GetItem", "dynamodb:BatchGetItem"], people)]
    assert list(limited("FeedsFunction")) == [
        (["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"], [*people, "SERVICE#*"])
    ]
    assert list(limited("NoteCancellationsFunction")) == [("dynamodb:PutItem", people)]


def limited(function: str) -> Iterator[tuple[Any, Any]]:
    """Yield the actions that the function may only use on items with these partition keys."""
    for policy in role(function)["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            if "Condition" in statement:
                (found,) = statement["Condition"]["ForAllValues:StringLike"].items()
                assert found[0] == "dynamodb:LeadingKeys"
                yield statement["Action"], found[1]


def test_the_mail_function_may_read_people_mark_mails_and_send_them_and_nothing_else() -> None:
    queue = {"Fn::GetAtt": ["MailQueue", "Arn"]}
    identity, settings = (
        {"Fn::Sub": f"arn:${{AWS::Partition}}:ses:${{AWS::Region}}:${{AWS::AccountId}}:{kind}/*"}
        for kind in ("identity", "configuration-set")
    )

    assert statements("SendMailFunction") == [
        (["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue, None),
        ("dynamodb:GetItem", TABLE, under("PROVIDER#*", "CLIENT#*", "SERVICE#*", "WEBHOOK#*")),
        ("dynamodb:PutItem", TABLE, under("SENT#*")),
        (
            "ses:SendRawEmail",
            [identity, settings],
            {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}},
        ),
    ]


def test_the_functions_for_webhooks_may_use_nothing_but_webhooks_their_lists_and_providers() -> None:
    queue = {"Fn::GetAtt": ["DeliveryQueue", "Arn"]}
    by_kind, by_client = ({"Fn::Sub": f"{INDEX}{name}"} for name in ("by_kind", "by_client"))

    assert statements("WebhooksFunction") == [
        (["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"], TABLE, under("WEBHOOK#*")),
        ("dynamodb:UpdateItem", TABLE, under("WEBHOOK#*", "WEBHOOKS", "PROVIDER#*")),
        (["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem"], TABLE, under("PROVIDER#*")),
        ("sqs:SendMessage", queue, None),
    ]
    assert statements("WebhooksReadFunction") == [
        (
            ["dynamodb:GetItem", "dynamodb:BatchGetItem"],
            TABLE,
            under("WEBHOOK#*", "WEBHOOKS", "PROVIDER#*"),
        ),
        ("dynamodb:Query", by_kind, under("WEBHOOK")),
        ("dynamodb:Query", by_client, under("WEBHOOK#*")),
    ]


def test_requests_about_webhooks_use_only_the_keys_that_the_policies_name(
    table: Table, clock: Clock, deliveries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_slot = hold_slot()
    seen: set[str] = set()

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        seen.update(partitions(request))
        return real(name, **request)

    pass_through(monkeypatch, passing)
    use_webhooks(held_slot)
    new_webhook(acting("dana"), held_slot.provider_id)
    new_webhook(acting("admin"))

    prefixes = {partition.partition("#")[0] for partition in seen}
    assert prefixes == {"WEBHOOK", "WEBHOOKS", "PROVIDER"}


def partitions(request: dict[str, Any]) -> Iterator[str]:
    """Yield the partition keys that a request to DynamoDB names."""
    for action in request.get("TransactItems", []):
        yield from partitions(*action.values())
    for asked in request.get("RequestItems", {}).values():
        yield from (key["PK"]["S"] for key in asked["Keys"])
    for key in (request.get("Key"), request.get("Item")):
        yield from [key["PK"]["S"]] if key else []
    if "IndexName" in request:
        yield request["ExpressionAttributeValues"][":partition"]["S"]


def statements(function: str) -> list[tuple[Any, Any, Any]]:
    (policy,) = role(function)["Policies"]
    return [
        (each["Action"], each["Resource"], each.get("Condition"))
        for each in policy["PolicyDocument"]["Statement"]
    ]


def under(*keys: str) -> dict[str, Any]:
    return {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [*keys]}}


def test_a_function_that_serves_get_serves_nothing_else_and_cannot_write() -> None:
    methods: defaultdict[str, set[str]] = defaultdict(set)
    for route in routes():
        methods[route.resource].add(route.method)
    read = [name for name, served in methods.items() if "GET" in served]

    assert read
    for name in read:
        assert methods[name] == {"GET"}
        assert {action for action, _ in allowed(name)} <= READING


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_index_can_only_be_queried_and_nothing_can_be_scanned(function: str) -> None:
    granted = list(used_by_code(function))

    assert {action for action, resource in granted if resource != TABLE} <= {"dynamodb:Query"}
    assert not [action for action, _ in granted if "*" in action or "Scan" in action]


def test_the_only_managed_policy_of_a_function_is_for_its_log() -> None:
    for function in FUNCTIONS:
        assert {each.partition(":policy/")[2] for each in role(function)["ManagedPolicyArns"]} == MANAGED
