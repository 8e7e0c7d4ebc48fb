"""The sample requests in events/. The OpenAPI document uses them as examples."""

import json
from typing import Any

from local.template import ROOT

_FOUND = [json.loads(file.read_text("utf-8")) for file in sorted((ROOT / "events").glob("*.json"))]

# Keyed by route key. The scheduled event is not a request and has no route key.
EVENTS: dict[str, dict[str, Any]] = {event["routeKey"]: event for event in _FOUND if "routeKey" in event}
