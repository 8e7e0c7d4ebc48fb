"""How the web pages sign users in, in a real browser: web/src/api."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from local import users
from tests.e2e.pages.tabs import CHOICE, TOKENS, Tab, harness
from tests.e2e.servers import Server

ANYONE = {"access-control-allow-origin": "*"}
STALE = f"""() => {{
  const tokens = JSON.parse(sessionStorage.getItem("{TOKENS}"));
  sessionStorage.setItem("{TOKENS}", JSON.stringify({{ ...tokens, expiresAt: Date.now() + 59000 }}));
  return tokens;
}}"""


@pytest.fixture(scope="module")
def script() -> bytes:
    return harness()


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    """Return a page that tests share, one after the other."""
    with browser.new_page() as page:
        yield page


@pytest.fixture
def tab(same_page: Page, server: Server, script: bytes) -> Tab:
    """Return a tab that knows nothing, and whose login knows nobody."""
    same_page.unroute_all()
    same_page.context.clear_cookies()
    same_page.goto(f"{server.url}/assets/none")  # of the same origin, and without a script
    same_page.evaluate("sessionStorage.clear()")
    return Tab(same_page, server, script)


@pytest.fixture(scope="module")
def stored(browser: Browser, server: Server, script: bytes) -> str:
    """Sign Bob in once. Return what his tab has stored."""
    with browser.new_context() as context:
        tab = Tab(context.new_page(), server, script)
        assert tab.log_in("bob", "Password", "Password for bob", users.password("bob")) == CHOICE
        return json.dumps(tab.tokens)


@pytest.fixture
def signed_in(tab: Tab, stored: str) -> Tab:
    """Bob's tab, with tokens of its own so that tests may revoke them."""
    tab.open()
    tab.run(f"sessionStorage.setItem('{TOKENS}', {json.dumps(stored)})")
    return tab


@pytest.mark.parametrize(
    ("method", "label", "secret"),
    [
        ("Password", "Password for alice", users.password("alice")),
        ("Email code", "Enter the code we emailed you", "123456"),
    ],
)
def test_a_user_signs_in_and_the_choice_survives(tab: Tab, method: str, label: str, secret: str) -> None:
    choice = tab.log_in("alice", method, label, secret)

    assert choice == CHOICE
    assert tab.page.url == f"{tab.url}?{CHOICE}"
    assert tab.run("session.session().name") == users.email("alice")
    me = tab.run("api.GET('/api/me').then(({ data }) => data)")
    assert me["groups"] == []
    kept = tab.run("[Object.keys(sessionStorage), localStorage.length, document.cookie]")
    assert kept == [[TOKENS], 0, ""]
    tab.page.reload()
    assert tab.run("session.session().name") == users.email("alice")
    allowed = (tab.url, tab.cognito)
    assert [url for url in tab.requests if not url.startswith(allowed)] == []
    # The login itself is not ours: it has no icon.
    assert [text for text in tab.said if "400 (Bad Request)" not in text] == []


@pytest.mark.parametrize(
    ("query", "choice"),
    [
        ("?code=stolen&state=of-another-tab", None),
        ("?code=stolen&state=", None),
        ("?error=access_denied&state=mine", CHOICE),
        ("?code=used-up&state=mine", CHOICE),
    ],
)
def test_a_sign_in_that_failed_or_is_not_ours_signs_nobody_in(
    tab: Tab, query: str, choice: str | None
) -> None:
    tab.open()
    pending = json.dumps({"state": "mine", "verifier": "v" * 43, "choice": f"?{CHOICE}"})
    tab.run(f"sessionStorage.setItem('holdfast.signing-in', {json.dumps(pending)})")
    tab.open(query)

    assert tab.run("session.finishSignIn()") == choice
    assert tab.run("[session.session(), sessionStorage.length]") == [None, 0]
    assert tab.page.url == tab.url + (f"?{CHOICE}" if choice else "")
    redeemed = any(url.endswith("/oauth2/token") for url in tab.requests)
    assert redeemed == ("used-up" in query)


def test_a_page_that_no_login_has_sent_back_has_nothing_to_finish(tab: Tab) -> None:
    tab.open(f"?{CHOICE}")

    assert tab.run("session.finishSignIn()") is None
    assert tab.page.url == f"{tab.url}?{CHOICE}"


def test_a_token_is_renewed_once_shortly_before_it_expires(signed_in: Tab) -> None:
    before = signed_in.tokens
    assert before
    assert signed_in.run("session.freshToken()") == before["accessToken"]
    signed_in.run(STALE)
    signed_in.requests.clear()

    tokens = signed_in.run("Promise.all([session.freshToken(), session.freshToken()])")

    assert tokens[0] == tokens[1] != before["accessToken"]
    assert len(signed_in.requests) == 1
    assert signed_in.run("api.GET('/api/me').then(({ response }) => response.status)") == 200


def test_the_next_refresh_token_takes_the_place_of_the_one_that_was_used(signed_in: Tab) -> None:
    """MiniStack does not rotate refresh tokens, so this response is made up."""
    sent: list[Any] = []
    before = signed_in.run(STALE)
    result = {
        "AccessToken": "next",
        "IdToken": before["accessToken"],
        "RefreshToken": "second",
        "ExpiresIn": 30,
    }

    def rotate(route: Route) -> None:
        sent.append(route.request.post_data_json)
        route.fulfill(json={"AuthenticationResult": result}, headers=ANYONE)

    signed_in.page.route(f"{signed_in.cognito}/", rotate)
    for _ in range(2):
        assert signed_in.run("session.freshToken()") == "next"
    assert [each["RefreshToken"] for each in sent] == [before["refreshToken"], "second"]


def test_a_token_that_the_gateway_refuses_is_renewed_and_the_request_sent_again(signed_in: Tab) -> None:
    spoiled = json.dumps({**(signed_in.tokens or {}), "accessToken": "expired"})
    signed_in.run(f"sessionStorage.setItem('{TOKENS}', {json.dumps(spoiled)})")

    made = signed_in.run(
        """api.POST("/api/clients", { body: { name: "Bob" } }).then(({ data }) => data.name)"""
    )

    assert made == "Bob"
    assert signed_in.requests.count(f"{signed_in.url}api/clients") == 2


@pytest.mark.parametrize(
    "response",
    [
        None,
        {"status": 400, "json": {"__type": "TooManyRequestsException"}, "headers": ANYONE},
        {"status": 500, "json": {}, "headers": ANYONE},
    ],
)
def test_without_a_decision_the_user_stays_signed_in(signed_in: Tab, response: Any) -> None:
    before = signed_in.run(STALE)
    signed_in.page.route(f"{signed_in.cognito}/", lambda route: fulfil(route, response))

    assert signed_in.run("session.freshToken()") == before["accessToken"]
    assert signed_in.run("session.session().accessToken") == before["accessToken"]


def test_who_signs_out_has_no_token_and_the_refresh_token_is_revoked(tab: Tab) -> None:
    tab.log_in("carol", "Password", "Password for carol", users.password("carol"))
    old = json.dumps(json.dumps(tab.tokens))

    tab.leave("session.signOut()", re.escape(tab.url) + "$")

    assert tab.run("[session.session(), sessionStorage.length]") == [None, 0]
    assert any("/logout?client_id=" in url for url in tab.requests)
    tab.run(f"sessionStorage.setItem('{TOKENS}', {old})")
    tab.run(STALE)
    assert tab.run("session.freshToken()") is None
    assert tab.run("session.session()") is None


@pytest.mark.parametrize(
    ("response", "problem"),
    [
        (None, {"status": 0, "code": ""}),
        ({"status": 200, "body": "<p>Welcome to the hotel"}, {"status": 0, "code": ""}),
        ({"status": 429, "json": {"message": "Too Many Requests"}}, {"status": 429, "code": ""}),
        (
            {
                "status": 503,
                "json": {"code": "unavailable", "detail": "Wait."},
                "headers": {"retry-after": "7"},
            },
            {"status": 503, "code": "unavailable", "detail": "Wait.", "retryAfter": 7},
        ),
    ],
)
def test_whatever_fails_is_described(tab: Tab, response: Any, problem: dict[str, Any]) -> None:
    tab.open()
    tab.page.route("**/api/services", lambda route: fulfil(route, response))

    found = tab.run("api.GET('/api/services').then((result) => [result.data, problemOf(result)])")

    assert found[0] is None
    assert found[1]["title"]
    assert found[1]["detail"]
    assert {name: found[1][name] for name in problem} == problem
    assert ("retryAfter" in found[1]) == ("retryAfter" in problem)


def fulfil(route: Route, response: dict[str, Any] | None) -> None:
    if response is None:
        route.abort()
    else:
        route.fulfill(**response)
