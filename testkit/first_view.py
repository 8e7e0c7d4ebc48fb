"""The first view of a page, as a browser gets it."""

import base64
import gzip
import re
from collections.abc import Mapping
from typing import Any

from local.template import ROOT
from testkit.api import invoke

_ACCEPTED = {"accept-encoding": "gzip, br"}


def file_of(route: str) -> str:
    """Return the name of a file that the route serves. Each build gives the pages' files other names."""
    if "/assets/" not in route:
        return "openapi.json"
    return next(path.stem for path in (ROOT / "functions/pages/built/assets").glob("*.gz"))


def sizes(path: str = "/") -> dict[str, int]:
    """Return the bytes of each response's body, by path. The page at `path` names the others."""
    page = _body(f"GET {path}", {})
    names = re.findall(r'"/assets/([^"]+)"', gzip.decompress(page).decode())
    assets = {f"/assets/{name}": len(_asset(name)) for name in names}
    return {path: len(page), **assets}


def _asset(name: str) -> bytes:
    return _body("GET /assets/{file}", {"pathParameters": {"file": name}})


def _body(route: str, event: Mapping[str, Any]) -> bytes:
    response = invoke("pages", {"routeKey": route, "headers": _ACCEPTED, **event})
    return base64.b64decode(response["body"])
