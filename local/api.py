"""A small client of the HTTP API, for `make demo`."""

import json
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

from local.errors import CannotRunError
from local.loopback import fetch


class NotThereError(CannotRunError):
    """The response was 404."""


class Api:
    """Calls the API with one user's token. A call that fails raises CannotRunError."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}

    def get(self, path: str) -> Any:
        """Return the response's JSON."""
        return self._send("GET", path, None, {})[1]

    def post(self, path: str, **body: Any) -> Any:
        """Send the body as JSON and return the response's JSON."""
        return self._send("POST", path, body or None, {})[1]

    def find(self, path: str) -> Any:
        """Return the response's JSON, or None if it is 404."""
        try:
            return self.get(path)
        except NotThereError:
            return None

    def put(self, path: str, body: dict[str, Any]) -> Any:
        """Send the body as JSON and return the response's JSON."""
        return self._send("PUT", path, body, {})[1]

    def create(self, path: str, name: str, **body: Any) -> tuple[dict[str, Any], bool]:
        """Create the resource with this name, unless it exists. Return it, and whether it is new."""
        key = {"idempotency-key": f"demo {name}"}
        status, created = self._send("POST", path, {"name": name, **body}, key)
        return created, status == HTTPStatus.CREATED

    def _send(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]
    ) -> tuple[int, Any]:
        data = json.dumps(body).encode() if body is not None else None
        sent = self._headers | headers
        request = Request(self._url + path, data, sent, method=method)  # noqa: S310 - the local server's URL
        try:
            return fetch(request)
        except HTTPError as error:
            said = error.read().decode(errors="replace")
            kind = NotThereError if error.code == HTTPStatus.NOT_FOUND else CannotRunError
            raise kind(f"{method} {path} returned {error.code}: {said}") from error
        except OSError as error:
            raise CannotRunError("The server does not respond; start it with `make run`.") from error
