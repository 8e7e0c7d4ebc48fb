"""The keys with which a user pool signs, as it publishes them."""

import math
import threading
import time

from jwt import PyJWK, PyJWKSet

from local.loopback import fetch_json

_PAUSE_SECONDS = 10.0


class Keys:
    """Fetched when first needed, and again for a key that is not known, though not at every such token."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: dict[str | None, PyJWK] = {}
        self._fetched = -math.inf
        self._turn = threading.Lock()

    def get(self, kid: str) -> PyJWK | None:
        """Return the key of that id."""
        with self._turn:
            if kid not in self._keys and time.monotonic() - self._fetched > _PAUSE_SECONDS:
                self._keys = {key.key_id: key for key in PyJWKSet.from_dict(self._fetch()).keys}
                self._fetched = time.monotonic()
            return self._keys.get(kid)

    def _fetch(self) -> dict[str, object]:
        document: dict[str, object] = fetch_json(self._url, timeout=5)
        return document
