"""Links from a response to operations that can use its ids or its ETag."""

from typing import Any

Json = dict[str, Any]

_ID = "$response.body#/id"
_FIRST = "$response.body#/items/0/id"

# For each operation: which operations can follow, and where in the response their parameters are.
_LINKS: dict[str, dict[str, dict[str, str]]] = {
    "create_provider": {
        "read_provider": {"provider_id": _ID},
        "update_provider": {"provider_id": _ID, "If-Match": "$response.header.ETag"},
        "delete_provider": {"provider_id": _ID},
        "open_time": {"provider_id": _ID},
        "set_hours": {"provider_id": _ID},
        "read_hours": {"provider_id": _ID},
        "list_availability": {"provider_id": _ID},
    },
    "create_client": {
        "read_client": {"client_id": _ID},
        "update_client": {"client_id": _ID, "If-Match": "$response.header.ETag"},
        "delete_client": {"client_id": _ID},
    },
    "create_service": {
        "read_service": {"service_id": _ID},
        "update_service": {"service_id": _ID, "If-Match": "$response.header.ETag"},
        "delete_service": {"service_id": _ID},
    },
    "create_webhook": {
        "read_webhook": {"webhook_id": _ID},
        "update_webhook": {"webhook_id": _ID, "If-Match": "$response.header.ETag"},
        "rotate_secret": {"webhook_id": _ID},
        "send_test_event": {"webhook_id": _ID},
        "list_deliveries": {"webhook_id": _ID},
        "delete_webhook": {"webhook_id": _ID},
    },
    "open_time": {"reserve": {"appointment_id": "$response.body#/opened/0/id"}},
    "list_availability": {"reserve": {"appointment_id": _FIRST}},
    "list_open_slots": {"reserve": {"appointment_id": _FIRST}},
    "reserve": {
        "confirm": {"appointment_id": _ID},
        "cancel": {"appointment_id": _ID},
        "read_appointment": {"appointment_id": _ID},
    },
    "confirm": {"cancel": {"appointment_id": _ID}},
}


def of(operation_id: str) -> Json:
    """Return {"links": ...} for the operation, or {} if it has no links."""
    following = _LINKS.get(operation_id, {})
    links = {name: {"operationId": name, "parameters": parameters} for name, parameters in following.items()}
    return {"links": links} if links else {}
