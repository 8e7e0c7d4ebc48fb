"""A small client of the HTTP API, for `make demo`."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

from local.errors import CannotRunError
from local.loopback import fetch_json


class Api:
    """Calls the API with one user's token. A failed call raises CannotRunError and ends the demonstration."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}

    def get(self, path: str) -> Any:
        """Return the response's JSON."""
        return self._send("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        """Send the body as JSON and return the response's JSON."""
        return self._send("POST", path, body or None)

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        request = Request(self._url + path, data, self._headers, method=method)  # noqa: S310 - make run's URL
        try:
            return fetch_json(request)
        except HTTPError as error:
            said = error.read().decode(errors="replace")
            raise CannotRunError(f"{method} {path} returned {error.code}: {said}") from error
        except OSError as error:
            raise CannotRunError("The server does not respond; start it with `make run`.") from error
