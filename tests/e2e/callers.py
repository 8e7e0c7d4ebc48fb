"""Call the API over HTTP as a user from local/users.py."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests


class Caller:
    """Calls the API at `url`, which a subclass must set."""

    url: str

    def __init__(self, sign_in: Callable[[str], str]) -> None:
        self._sign_in = sign_in
        self._tokens: dict[str, str] = {}

    def token(self, user: str) -> str:
        """Return the user's access token. The first call signs the user in."""
        if user not in self._tokens:
            self._tokens[user] = self._sign_in(user)
        return self._tokens[user]

    def get(self, path: str, user: str | None = None) -> requests.Response:
        return self.send("GET", path, user)

    def post(self, path: str, body: object = None, user: str | None = None) -> requests.Response:
        return self.send("POST", path, user, json=body)

    def send(
        self,
        method: str,
        path: str,
        user: str | None = None,
        headers: Mapping[str, str] | None = None,
        **how: Any,
    ) -> requests.Response:
        """Send a request as the user, or without a token if no user is given."""
        signed = {"authorization": f"Bearer {self.token(user)}"} if user else {}
        with _session() as session:
            sent = {**signed, **(headers or {})}
            return session.request(method, self.url + path, headers=sent, timeout=30, **how)


@contextmanager
def _session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False  # ignore proxy settings, because a proxy cannot reach loopback
        yield session
