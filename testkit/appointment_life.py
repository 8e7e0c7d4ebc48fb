"""The sample requests in events/, in the order of one appointment's life.

The requests create a provider, a client and a service, and later requests contain their ids. These ids are
known in advance, because the API derives them from the Idempotency-Key.

The scheduled events are not among these requests.
"""

import json
from collections.abc import Mapping
from typing import Any

# Each event with the status of its response.
EVENTS_IN_ORDER = [
    ("pages_booking", 200),
    ("pages_calendar", 200),
    ("pages_asset", 404),  # each build gives the files other names
    ("docs_page", 200),
    ("docs_file", 200),
    ("providers_create", 201),
    ("providers_read", 200),
    ("providers_account", 200),
    ("providers_list", 200),
    ("services_create", 201),
    ("services_read", 200),
    ("services_list", 200),
    ("services_update", 200),
    ("webhooks_create", 201),
    ("webhooks_read", 200),
    ("webhooks_list", 200),
    ("webhooks_update", 200),
    ("webhooks_rotate", 200),
    ("webhooks_test", 202),
    ("webhooks_deliveries", 200),
    ("webhooks_redeliver", 202),
    ("webhooks_delete", 200),
    ("clients_create", 201),
    ("clients_read", 200),
    ("clients_me", 200),
    ("clients_list", 200),
    ("calendars_make", 200),
    ("calendars_list", 200),
    ("feeds_show", 404),  # the secret of an address is random
    ("calendars_revoke", 200),
    ("availability_set_hours", 200),
    ("availability_read_hours", 200),
    ("availability_open", 200),
    ("availability_list", 200),
    ("appointments_list_open", 200),
    ("appointments_reserve", 201),
    ("appointments_reserve_any", 409),  # the only provider is taken then
    ("appointments_read", 200),
    ("appointments_why", 200),
    ("appointments_confirm", 200),
    ("appointments_list", 200),
    ("bookings_read", 404),  # the id of a booking is random, so no sample can name it
    ("bookings_history", 404),
    *((f"links_{name}", 404) for name in ("read", "confirm", "reschedule", "cancel")),  # so are secrets
    *((f"links_page{name}", 404) for name in ("", "_confirm", "_reschedule", "_cancel")),
    ("appointments_reschedule", 200),
    ("appointments_cancel", 200),
    ("availability_delete_hours", 200),
    ("availability_close", 200),
    ("clients_update", 200),
    ("clients_delete", 200),
    ("services_delete", 200),
    ("providers_update", 200),
    ("providers_delete", 200),
]


def check(name: str, status: int, response: Mapping[str, Any]) -> None:
    assert response.get("statusCode") == status, (name, response)
    if response["headers"].get("Content-Type") == "application/json":
        assert "items" not in (body := json.loads(response["body"])) or body["items"], name
