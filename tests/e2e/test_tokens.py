"""A refused token causes no request to DynamoDB."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from holdfast.api.permissions import RULES, Access
from local import dynamodb
from tests.e2e.bad_tokens import FORBIDDEN, REFUSED_BY_FUNCTIONS, UNAUTHORIZED, Make
from tests.e2e.recorder import Recorder, recording
from tests.e2e.servers import Server
from tests.e2e.tokens import TokenMaker

REQUESTS = (("GET", "/api/clients", None), ("POST", "/api/providers", {"name": "Dr. Lena Vogt"}))


class Watched(NamedTuple):
    server: Server
    recorder: Recorder

    def refusals(self, token: str) -> Iterator[tuple[int, Any, str]]:
        """Send REQUESTS with the token and yield the responses. Fail if DynamoDB receives a request."""
        before = self.recorder.operations
        for method, path, body in REQUESTS:
            response = self.server.send(method, path, headers={"authorization": f"Bearer {token}"}, json=body)
            yield response.status_code, response.json(), response.headers.get("www-authenticate", "")
        assert self.recorder.operations == before


@pytest.fixture(scope="module")
def watched(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("watched")
    with (
        recording(endpoint) as recorder,
        Server(data=folder, env={dynamodb.ENDPOINT: recorder.url}) as server,
    ):
        yield Watched(server, recorder)


@pytest.fixture(scope="module")
def maker(watched: Watched) -> TokenMaker:
    return TokenMaker(watched.server)


@pytest.mark.parametrize("make", UNAUTHORIZED.values(), ids=UNAUTHORIZED)
def test_an_invalid_token_is_unauthorized(watched: Watched, maker: TokenMaker, make: Make) -> None:
    for status, body, challenge in watched.refusals(make(maker)):
        assert (status, body) == (401, {"message": "Unauthorized"})
        assert challenge.startswith("Bearer scope=")


@pytest.mark.parametrize("make", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_token_without_the_scope_is_forbidden(watched: Watched, maker: TokenMaker, make: Make) -> None:
    for status, body, _ in watched.refusals(make(maker)):
        assert (status, body) == (403, {"message": "Forbidden"})


@pytest.mark.parametrize("make", REFUSED_BY_FUNCTIONS.values(), ids=REFUSED_BY_FUNCTIONS)
def test_the_functions_refuse_an_invalid_access_token(
    watched: Watched, maker: TokenMaker, make: Make
) -> None:
    for status, body, _ in watched.refusals(make(maker)):
        assert (status, body["code"]) == (403, "forbidden")


@pytest.mark.parametrize("route", RULES)
def test_a_route_needs_a_token_unless_it_is_open_to_anyone(watched: Watched, route: str) -> None:
    method, _, path = route.partition(" ")
    path = path.format(
        provider_id=1,
        service_id=1,
        client_id=1,
        booking_id=1,
        webhook_id=1,
        delivery_id="5-1",
        appointment_id="1-20261202T0900Z",
        token=f"1-20261202T0900Z~1~{'a' * 22}",
        file=f"p1-{'a' * 22}.ics" if "calendars" in path else "openapi.json",
    )
    before = watched.recorder.operations
    responses = [
        watched.server.send(method, path, headers=headers)
        for headers in ({}, {"authorization": ""}, {"authorization": "Bearer"})
    ]
    if RULES[route].anyone is Access.NO:
        assert {response.status_code for response in responses} == {401}
        assert {response.headers["www-authenticate"] for response in responses} == {"Bearer"}
        assert watched.recorder.operations == before
    else:
        statuses = {response.status_code for response in responses}
        assert statuses <= {200, 404, 422}
        # A move that names no slot is refused before any read.
        is_file = path in ("/", "/calendar") or path.startswith(("/api/docs", "/assets/"))
        reads_nothing = is_file or statuses == {422}
        assert (watched.recorder.operations == before) is reads_nothing


def test_a_valid_token_reaches_dynamodb(watched: Watched, maker: TokenMaker) -> None:
    """The other tests rely on this: the recorder sees requests, and an unchanged token is valid."""
    for method, path, body in REQUESTS:
        before = watched.recorder.operations
        bearer = {"authorization": f"Bearer {maker.sign()}"}
        assert watched.server.send(method, path, headers=bearer, json=body).ok
        assert watched.recorder.operations != before


def test_an_open_route_ignores_the_token(watched: Watched) -> None:
    response = watched.server.send("GET", "/api/providers", headers={"authorization": "Bearer garbage"})
    assert response.status_code == 200


def test_the_authorization_header_has_several_valid_forms(watched: Watched, maker: TokenMaker) -> None:
    for header in (f"bearer {maker.good}", f"BEARER   {maker.good}", maker.good):
        assert watched.server.send("GET", "/api/clients", headers={"authorization": header}).ok
    for header in (
        f"Basic {maker.good}",
        f"Bearer{maker.good}",
        f"Bearer {maker.good} {maker.good}",
    ):
        response = watched.server.send("GET", "/api/clients", headers={"authorization": header})
        assert response.status_code == 401
