"""Requests create webhooks and rotate their secrets at the same time, while their provider is deleted."""

from functools import partial
from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb import webhook_keys
from holdfast.queries import webhooks
from testkit.api import Api
from testkit.crowd import Doctor
from testkit.scenario import new_provider, new_webhook
from testkit.users import ADMIN
from tests.integration.repeated_race import RepeatedRace, said

ROUNDS = 8
MOST = 20
PATH = "/api/webhooks"


def body(provider: int) -> dict[str, Any]:
    return {"url": "https://hooks.example.com/holdfast", "provider_id": provider}


def listed(table: Table, provider: int) -> Any:
    return table.get_item(Key=webhook_keys.webhooks_of(provider)._asdict()).get("Item")


def test_the_last_place_for_a_webhook_is_given_once(
    repeated_race: RepeatedRace, doctor: Doctor, table: Table
) -> None:
    create = partial(doctor.send, "POST", PATH, body(doctor.id))
    key = webhook_keys.webhooks_of(doctor.id)._asdict()
    for _ in range(ROUNDS):
        table.put_item(Item={**key, "ids": set(range(1, MOST))})
        responses = repeated_race(create, create)
        assert sorted(map(said, responses)) == ["201", "409 webhook_limit"]
        assert len(listed(table, doctor.id)["ids"]) == MOST


def test_a_provider_that_is_deleted_leaves_no_list_whatever_comes_first(
    repeated_race: RepeatedRace, api: Api, doctor: Doctor, table: Table
) -> None:
    for _ in range(ROUNDS):
        provider = new_provider(api)
        delete = partial(api.delete, f"/api/providers/{provider}")
        _, deleted = repeated_race(partial(api.post, PATH, body(provider)), delete)
        assert deleted.status == 200
        assert listed(table, provider) is None


def test_two_rotations_at_once_leave_both_new_secrets(
    repeated_race: RepeatedRace, doctor: Doctor, table: Table
) -> None:
    webhook = new_webhook(doctor.api, doctor.id)
    rotate = partial(doctor.send, "POST", f"{PATH}/{webhook}/rotate")
    for _ in range(ROUNDS):
        responses = repeated_race(rotate, rotate)
        assert {response.json["secret"] for response in responses} == {
            *webhooks.read_own(webhook, ADMIN).secrets
        }


def test_a_rotation_that_is_sent_twice_at_once_with_one_key_makes_one_secret(
    repeated_race: RepeatedRace, doctor: Doctor
) -> None:
    webhook = new_webhook(doctor.api, doctor.id)
    for number in range(ROUNDS):
        before = webhooks.read_own(webhook, ADMIN).secrets[0]
        rotate = partial(doctor.send, "POST", f"{PATH}/{webhook}/rotate", idempotency_key=f"key-{number}")
        first, second = repeated_race(rotate, rotate)
        assert first.json["secret"] == second.json["secret"]
        assert webhooks.read_own(webhook, ADMIN).secrets == [first.json["secret"], before]
