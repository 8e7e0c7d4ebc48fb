"""A practice whose booking page visitors use, and the visitors themselves."""

import itertools
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page

from local import server_file, user_pool
from local.users import email, password
from tests.e2e.servers import Server

MINUTES = 45
ZONE = "Europe/Berlin"
_WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
_NAMES = ("Dr. Lena Vogt", "Dr. Ida Brandt", "Dr. Tom Adler", "Dr. Eva Roth")
_names = itertools.count(1)


class Practice:
    """Providers who work every day, and one service that all of them provide."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.providers = [self._provider(name) for name in _NAMES]
        self.service = self._service()

    @property
    def address(self) -> str:
        return f"{self.server.url}/?service={self.service}"

    def starts(self, count: int = 1000) -> list[dict[str, Any]]:
        path = f"/api/appointments/reserve?service_id={self.service}&limit={count}"
        items: list[dict[str, Any]] = self.server.get(path).json()["items"]
        return items

    def _provider(self, name: str) -> int:
        made = self._made("/api/providers", {"name": name, "time_zone": ZONE})
        hours = {"weekly": _WEEK, "horizon_days": 3}
        path = f"/api/providers/hours/{made['id']}"
        assert self.server.send("PUT", path, "admin", json=hours).status_code == 200
        return int(made["id"])

    def _service(self) -> int:
        sent = {"name": f"Consultation {uuid.uuid4().hex[:6]}", "duration_minutes": MINUTES}
        return int(self._made("/api/services", {**sent, "provider_ids": self.providers})["id"])

    def _made(self, path: str, body: object) -> dict[str, Any]:
        response = self.server.post(path, body, "admin")
        assert response.status_code == 201, response.text
        made: dict[str, Any] = response.json()
        return made


class Visitor(NamedTuple):
    """A user of the local user pool, the clients that the user has, and the tokens of a sign-in."""

    user: str
    clients: list[int]
    tokens: dict[str, str]

    def kept(self, **changes: object) -> str:
        """Return what the page keeps of a sign-in, which a script can put into the session storage."""
        kept: dict[str, object] = {
            "accessToken": self.tokens["AccessToken"],
            "refreshToken": self.tokens["RefreshToken"],
            "expiresAt": (time.time() + 3000) * 1000,
            "name": email(self.user),
        }
        return json.dumps(kept | changes)


def new_visitor(server: Server, *names: str, group: str = "") -> Visitor:
    """Make a user with a client of each name. The user is in the group, if one is given."""
    user = f"visitor{next(_names)}{uuid.uuid4().hex[:6]}"
    known = server_file.read(server.data)
    cognito = user_pool._connect(known.cognito)
    pool = user_pool._existing_pool(cognito)
    attributes = [{"Name": "email", "Value": email(user)}, {"Name": "email_verified", "Value": "true"}]
    cognito.admin_create_user(
        UserPoolId=pool, Username=user, UserAttributes=attributes, MessageAction="SUPPRESS"
    )
    cognito.admin_set_user_password(UserPoolId=pool, Username=user, Password=password(user), Permanent=True)
    if group:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=user, GroupName=group)
    signed_in = cognito.initiate_auth(
        ClientId=known.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user, "PASSWORD": password(user)},
    )
    tokens: dict[str, str] = signed_in["AuthenticationResult"]
    server._tokens[user] = tokens["AccessToken"]
    bodies = [{"name": name, "email": email(user)} for name in names]
    clients = [server.post("/api/clients", body, user).json()["id"] for body in bodies]
    return Visitor(user, clients, tokens)


@contextmanager
def visit(browser: Browser, visitor: Visitor | None = None, **how: Any) -> Iterator[Page]:
    """Open a page of a visitor, who is signed in if given."""
    how = {"viewport": {"width": 1000, "height": 800}, "timezone_id": ZONE, "locale": "en-GB", **how}
    with browser.new_context(**how) as context:
        if visitor:
            remember(context, visitor.kept())
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


def become(page: Page, server: Server, visitor: Visitor) -> None:
    """Let a page that tests share be that of this visitor, and forget what was before."""
    page.unroute_all()
    page.context.clear_cookies()
    page.goto(f"{server.url}/assets/none")  # of the same origin, and without a script
    kept = f"sessionStorage.clear(); sessionStorage['holdfast.tokens'] = {json.dumps(visitor.kept())}"
    page.evaluate(kept)


def remember(context: BrowserContext, kept: str) -> None:
    """Let each new page of the context find the tokens, unless it has some already."""
    script = """try {{ sessionStorage["holdfast.tokens"] ??= {kept} }} catch {{}}"""
    context.add_init_script(script.format(kept=json.dumps(kept)))
