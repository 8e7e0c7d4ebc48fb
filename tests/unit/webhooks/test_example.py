"""The example in docs/webhooks.md verifies what is sent with the secret that the API shows."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from holdfast.model.delivery import Delivery
from holdfast.webhooks.body import body_of
from local.template import ROOT
from testkit.api import Api

DETAIL: dict[str, Any] = {
    "id": "5-1",
    "type": "appointment.confirmed",
    "time": "2026-12-05T10:38:48Z",
    "booking_id": 5,
}


@pytest.fixture
def example() -> dict[str, Any]:
    """Return what the example in Python defines."""
    document = (ROOT / "docs" / "webhooks.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.+?)^```$", document, re.DOTALL | re.MULTILINE)
    defined: dict[str, Any] = {}
    exec(code, defined)
    return defined


def signed(secret: str, body: str) -> dict[str, str]:
    now = datetime.now(UTC)
    return {
        "webhook-id": DETAIL["id"],
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(DETAIL["id"], now, body),
    }


def test_the_example_accepts_what_is_signed_with_the_secret_that_the_api_shows(
    api: Api, example: dict[str, Any]
) -> None:
    created = api.post("/api/webhooks", {"url": "https://example.com"}).json
    rotated = api.post(f"/api/webhooks/{created['id']}/rotate").json
    body = body_of(DETAIL)

    for secret in (created["secret"], rotated["secret"]):
        example["SECRET"] = secret
        event = example["receive"](body.encode(), signed(secret, body))
        assert event == {"type": DETAIL["type"], "timestamp": DETAIL["time"], "data": DETAIL}
        with pytest.raises(WebhookVerificationError):
            example["receive"](body.replace("5", "6").encode(), signed(secret, body))
    with pytest.raises(WebhookVerificationError):
        example["receive"](body.encode(), signed(created["secret"], body))


def test_a_delivery_can_be_found_under_the_id_of_its_event() -> None:
    delivery = Delivery(4, "5-1", "appointment.confirmed", body_of(DETAIL), "waiting", 1, 1)

    assert Delivery.from_item(delivery.to_item()) == delivery
