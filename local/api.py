"""A client of the HTTP API, small enough for a demonstration."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from local.errors import CannotRunError

# A proxy that the environment names has no way to this machine's loopback.
_opener = build_opener(ProxyHandler({}))


class Api:
    """Calls that succeed, or end the demonstration with one line that says why not."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def get(self, path: str) -> Any:
        """Return the answer's JSON."""
        return self._send("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        """Send the body as JSON and return the answer's."""
        return self._send("POST", path, body or None)

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        headers = {"content-type": "application/json"}
        request = Request(self.url + path, data, headers, method=method)  # noqa: S310  # the user's own URL
        try:
            with _opener.open(request, timeout=30) as answer:
                return json.load(answer)
        except HTTPError as error:
            said = error.read().decode(errors="replace")
            raise CannotRunError(f"{method} {path} was answered {error.code}: {said}") from error
        except (URLError, TimeoutError, ConnectionError) as error:
            raise CannotRunError(f"No server at {self.url}; start it with `make run`.") from error
