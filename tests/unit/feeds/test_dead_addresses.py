"""An address that does not open a feed gets one and the same 404, whatever is wrong with it."""

from collections.abc import Callable

import pytest

from holdfast.core.ids import MAX_ID
from holdfast.feeds import addresses
from holdfast.model.feed import FeedOf
from testkit.feeds import fetch, subscribe
from testkit.layer_scenario import Owned
from testkit.users import ADMIN

SECRET = "A" * 22


@pytest.fixture
def unknown(owned: Owned) -> tuple[int, str]:
    """Return the status and the body that an address gets that never existed."""
    response = fetch(f"p{owned.provider + 1}-{SECRET}.ics")
    assert "No such calendar" in response.body
    assert response.headers["Referrer-Policy"] == "no-referrer"
    return response.status, response.body


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.replace("-", "-" + SECRET[:1], 1)[: len(file) - 4] + ".ics",
        lambda file: file[:-4],
        lambda file: file + "x",
        lambda file: file + "%0A",
        lambda file: f"{file}%20",
        lambda file: "b" + file[1:],
        lambda file: "c" + file[1:],
        lambda file: "P" + file[1:],
        lambda file: "p0" + file[1:],
        lambda file: f"p{MAX_ID + 1}-{SECRET}.ics",
        lambda file: file.partition("-")[0] + f"-{SECRET}.ics",
        lambda file: file.replace("-", "~", 1),
        lambda file: file.replace("-", "%2D%2D", 1),
        lambda file: "%F0%9F%98%80",
        lambda file: "%22",
        lambda file: "openapi.json",
    ],
)
def test_every_wrong_address_gets_the_same_response(
    owned: Owned, unknown: tuple[int, str], change: Callable[[str], str]
) -> None:
    file = subscribe("provider", owned.provider)
    subscribe("busy", owned.provider)
    subscribe("client", owned.client)

    response = fetch(change(file))

    assert (response.status, response.body) == unknown
    assert unknown[0] == 404


def test_an_address_that_ended_gets_the_same_response(owned: Owned, unknown: tuple[int, str]) -> None:
    replaced, revoked = subscribe("provider", owned.provider), subscribe("client", owned.client)
    subscribe("provider", owned.provider)
    addresses.revoke(FeedOf("client", owned.client), ADMIN)

    for file in (replaced, revoked):
        response = fetch(file)
        assert (response.status, response.body) == unknown


def test_an_address_may_be_encoded_and_have_parameters(owned: Owned) -> None:
    file = subscribe("provider", owned.provider)

    assert fetch(file.replace("-", "%2D", 1)).status == 200
    assert fetch(f"{file}?nocache=1&x").status == 200
