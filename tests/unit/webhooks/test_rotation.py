"""The rotation of a secret: the new one signs at once, the one before for a day more, and none is lost."""

import pytest

from holdfast.core.errors import NotFound, Stale, Unavailable
from holdfast.core.utc import DAY
from holdfast.dynamodb.connection import Conflict
from holdfast.model.webhook import Webhook
from holdfast.queries import webhooks
from holdfast.webhooks import registration, rotation
from testkit.api import Api
from testkit.clock import Clock
from testkit.interference import before, no_sleep, raising, twice
from testkit.layer_scenario import bare_provider, fresh_key
from testkit.layer_scenario import new_webhook as new
from testkit.scenario import new_webhook
from testkit.users import ADMIN, BOB, DANA

pytestmark = pytest.mark.usefixtures("table", "clock")


def rotate(webhook: Webhook) -> Webhook:
    return rotation.rotate(webhook.id, ADMIN, None, fresh_key())


def as_stored(webhook: Webhook) -> Webhook:
    return webhooks.read_own(webhook.id, ADMIN)


def test_both_secrets_sign_for_a_day_and_then_the_new_one(clock: Clock) -> None:
    webhook = new()
    rotated = rotate(webhook)

    assert rotated.valid_secrets(clock.now + DAY - 1) == [rotated.secrets[0], *webhook.secrets]
    assert rotated.valid_secrets(clock.now + DAY) == [rotated.secrets[0]]
    assert rotated.secrets[0] not in webhook.secrets
    assert (rotated.version, as_stored(webhook)) == (2, rotated)


def test_a_second_rotation_keeps_two_secrets_and_begins_a_new_day(clock: Clock) -> None:
    first = rotate(new())
    clock.advance(DAY // 2)

    second = rotate(first)

    assert second.secrets[1:] == first.secrets[:1]
    assert second.valid_secrets(clock.now + DAY - 1) == second.secrets


def test_the_response_shows_the_new_secret_and_the_version(api: Api) -> None:
    path = f"/api/webhooks/{new_webhook(api)}"

    response = api.post(f"{path}/rotate")

    assert (response.status, response.headers["ETag"]) == (200, '"2"')
    assert response.json == api.get(path).json | {"secret": response.json["secret"]}


def test_a_repeat_with_the_same_key_shows_the_same_secret_even_after_a_change(api: Api) -> None:
    path, key = f"/api/webhooks/{new_webhook(api)}", {"Idempotency-Key": "one"}
    first = api.post(f"{path}/rotate", headers=key)
    assert api.put(path, {"description": "B"}).status == 200

    again = api.post(f"{path}/rotate", headers=key | {"If-Match": '"1"'})

    assert again.json["secret"] == first.json["secret"]
    assert api.get(path).headers["ETag"] == again.headers["ETag"] == '"3"'
    other = api.post(f"{path}/rotate", headers={"Idempotency-Key": "two"})
    assert other.json["secret"] != first.json["secret"]


def test_a_rotation_whose_response_is_lost_is_found_by_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    webhook, key = new(), fresh_key()
    raising(monkeypatch, "put_item", [Unavailable()], applied=True)
    with pytest.raises(Unavailable):
        rotation.rotate(webhook.id, ADMIN, None, key)

    again = rotation.rotate(webhook.id, ADMIN, None, key)

    assert again == as_stored(webhook)
    assert again.secrets[1:] == webhook.secrets


def test_a_rotation_that_is_sent_twice_takes_effect_once(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    webhook = new()
    twice(monkeypatch, "put_item")

    assert rotate(webhook) == as_stored(webhook)
    assert as_stored(webhook).secrets[1:] == webhook.secrets


def test_two_rotations_at_once_leave_the_two_new_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    webhook = new()
    others: list[Webhook] = []
    before(monkeypatch, "put_item", lambda: others.append(rotate(webhook)))

    mine = rotate(webhook)

    assert mine.secrets == as_stored(webhook).secrets
    assert mine.secrets[1] == others[0].secrets[0]


def test_two_repeats_at_once_rotate_once(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    webhook, key = new(), fresh_key()
    others: list[Webhook] = []
    before(monkeypatch, "put_item", lambda: others.append(rotation.rotate(webhook.id, ADMIN, None, key)))

    assert rotation.rotate(webhook.id, ADMIN, None, key) == others[0]
    assert others[0].secrets[1:] == webhook.secrets


def test_a_rotation_and_a_change_at_once_both_take_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    webhook = new()
    change = {"description": "B"}
    before(monkeypatch, "put_item", lambda: registration.update(webhook.id, change, ADMIN, None))

    rotated = rotate(webhook)

    assert (rotated.description, rotated.secrets[1:]) == ("B", webhook.secrets)


def test_a_change_recognizes_its_own_write_after_a_rotation(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    webhook = new()
    raising(monkeypatch, "put_item", [Conflict()], applied=True)
    before(monkeypatch, "get_item", lambda: rotate(webhook), nth=2)

    changed = registration.update(webhook.id, {"description": "B"}, ADMIN, 1)

    assert (changed.description, changed.version) == ("B", 3)


def test_if_match_stops_a_rotation_of_a_newer_version(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    webhook = new()
    before(monkeypatch, "put_item", lambda: rotate(webhook))

    with pytest.raises(Stale):
        rotation.rotate(webhook.id, ADMIN, 1, fresh_key())
    assert as_stored(webhook).version == 2


def test_only_the_owner_of_the_provider_may_rotate() -> None:
    webhook = new(bare_provider())

    with pytest.raises(NotFound):
        rotation.rotate(webhook.id, BOB, None, fresh_key())
    assert rotation.rotate(webhook.id, DANA, None, fresh_key()).version == 2
