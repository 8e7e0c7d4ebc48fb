"""The events for `sam local invoke`. The OpenAPI document uses their requests as examples."""

import json
from typing import Any

from local.template import ROOT

_FOUND = [json.loads(file.read_text("utf-8")) for file in sorted((ROOT / "events").glob("*.json"))]

# Keyed by route key. A schedule's event has no route key, so it is left out.
EVENTS: dict[str, dict[str, Any]] = {event["routeKey"]: event for event in _FOUND if "routeKey" in event}
