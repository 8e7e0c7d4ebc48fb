"""The permissions: one row for each route, read by the handlers and by the tests."""

from enum import Enum
from typing import NamedTuple


class Role(Enum):
    """The role that a caller's token gives. A user in both groups, admins and providers, is an ADMIN."""

    ANYONE = "anyone"  # no token
    CLIENT = "client"  # in neither group
    PROVIDER = "provider"
    ADMIN = "admin"


class Access(Enum):
    """NO: refused. OPEN: no personal data is shown. OWN: only what the caller owns. ALL: everything."""

    NO = "no"
    OPEN = "open"
    OWN = "own"
    ALL = "all"


class Rule(NamedTuple):
    """The access of each role to a route."""

    anyone: Access
    client: Access
    provider: Access
    admin: Access

    def of(self, role: Role) -> Access:
        access: Access = getattr(self, role.value)
        return access


_OPEN = Rule(Access.OPEN, Access.OPEN, Access.OPEN, Access.OPEN)
_SIGNED_IN = Rule(Access.NO, Access.OWN, Access.OWN, Access.ALL)
_PROVIDERS = Rule(Access.NO, Access.NO, Access.OWN, Access.ALL)

# The keys are the gateway's route keys. A caller with the access OWN still sees the holds and appointments of
# other users, but only as `taken`.
RULES = {
    "GET /api/providers": _OPEN,
    "GET /api/providers/{provider_id}": _OPEN,
    "GET /api/providers/availability/{provider_id}": _OPEN,
    "GET /api/appointments/reserve": _OPEN,
    "GET /api/services": _OPEN,
    "GET /api/services/{service_id}": _OPEN,
    # Whoever has the token of a link may do what the client of its booking may do.
    "GET /api/links/{token}": _OPEN,
    "POST /api/links/{token}/confirm": _OPEN,
    "POST /api/links/{token}/reschedule": _OPEN,
    "POST /api/links/{token}/cancel": _OPEN,
    "GET /links/{token}": _OPEN,
    "POST /links/{token}/confirm": _OPEN,
    "POST /links/{token}/reschedule": _OPEN,
    "POST /links/{token}/cancel": _OPEN,
    # Calendar programs cannot sign in. Whoever has the address of a calendar can read it.
    "GET /api/calendars/{file}": _OPEN,
    "GET /": _OPEN,
    "GET /calendar": _OPEN,
    "GET /assets/{file}": _OPEN,
    "GET /api/docs": _OPEN,
    "GET /api/docs/{file}": _OPEN,
    "POST /api/providers": _PROVIDERS,
    "PUT /api/providers/{provider_id}": _PROVIDERS,
    "DELETE /api/providers/{provider_id}": _PROVIDERS,
    "POST /api/providers/availability/{provider_id}": _PROVIDERS,
    "DELETE /api/providers/availability/{provider_id}": _PROVIDERS,
    "GET /api/providers/hours/{provider_id}": _PROVIDERS,
    "PUT /api/providers/hours/{provider_id}": _PROVIDERS,
    "DELETE /api/providers/hours/{provider_id}": _PROVIDERS,
    "POST /api/services": _PROVIDERS,
    "PUT /api/services/{service_id}": _PROVIDERS,
    "DELETE /api/services/{service_id}": _PROVIDERS,
    "GET /api/webhooks": _PROVIDERS,
    "POST /api/webhooks": _PROVIDERS,
    "GET /api/webhooks/{webhook_id}": _PROVIDERS,
    "PUT /api/webhooks/{webhook_id}": _PROVIDERS,
    "DELETE /api/webhooks/{webhook_id}": _PROVIDERS,
    "POST /api/webhooks/{webhook_id}/rotate": _PROVIDERS,
    "POST /api/webhooks/{webhook_id}/test": _PROVIDERS,
    "GET /api/webhooks/{webhook_id}/deliveries": _PROVIDERS,
    "POST /api/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": _PROVIDERS,
    "GET /api/providers/account/{provider_id}": _SIGNED_IN,
    "GET /api/me": _SIGNED_IN,
    "GET /api/calendars": _SIGNED_IN,
    "POST /api/calendars": _SIGNED_IN,
    "DELETE /api/calendars": _SIGNED_IN,
    "GET /api/clients": _SIGNED_IN,
    "POST /api/clients": _SIGNED_IN,
    "GET /api/clients/{client_id}": _SIGNED_IN,
    "PUT /api/clients/{client_id}": _SIGNED_IN,
    "DELETE /api/clients/{client_id}": _SIGNED_IN,
    "GET /api/appointments": _SIGNED_IN,
    "GET /api/appointments/{appointment_id}": _SIGNED_IN,
    "GET /api/appointments/why/{appointment_id}": _SIGNED_IN,
    "GET /api/bookings/{booking_id}": _SIGNED_IN,
    "GET /api/bookings/{booking_id}/history": _SIGNED_IN,
    "POST /api/appointments/reserve": _SIGNED_IN,
    "POST /api/appointments/reserve/{appointment_id}": _SIGNED_IN,
    "POST /api/appointments/confirm/{appointment_id}": _SIGNED_IN,
    "POST /api/appointments/reschedule/{appointment_id}": _SIGNED_IN,
    "POST /api/appointments/cancel/{appointment_id}": _SIGNED_IN,
}
