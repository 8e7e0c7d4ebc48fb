"""Tell schemathesis what the OpenAPI document does not say, such as which slots and clients exist.

schemathesis.toml loads this module. test_contract.py sets the environment variables that this module reads.
"""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import schemathesis
from hypothesis import strategies as st

from holdfast.api.permissions import RULES, Access, Role
from holdfast.core.wall_clock import WEEKDAYS

_TOMORROW = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
_QUARTERS = st.integers(0, 2 * 96).map(lambda number: _TOMORROW + timedelta(minutes=15 * number))
_STYLES = st.sampled_from(["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S+01:00"])
_CLIENTS = [int(number) for number in os.environ["CLIENTS"].split()]
_SLOTS = os.environ["SLOTS"].split()
_TOKENS = os.environ["LINKS"].split()
_KEPT = {*os.environ["CLIENTS"].split(), *(slot.partition("-")[0] for slot in _SLOTS)}
_ROLE = Role(os.environ["ROLE"])

# A schema cannot express rules about time or ownership. A request that fits the schema may therefore get
# one of these statuses or codes, or errors in these fields.
_LATE = {404, 409, 410, 412, 429}
_CODES = {"too_soon", "off_grid", "key_reused", "too_large"}
_FIELDS = {
    "cursor",
    "from",
    "to",
    "start_datetime",
    "end_datetime",
    "owner",
    "duration_minutes",
    "provider_ids",
    "provider_id",  # of a webhook: one's own
    "service_id",
    "start",
    *WEEKDAYS,  # times may overlap
    "hours",
    "overrides",
}
_ONE_OF = {"provider_id", "client_id", "busy_only"}  # a feed is of a provider or of a client
_NOT_TOGETHER = {"status", "client_id", "service_id", "uncovered"}

schemathesis.openapi.format("iana-time-zone", st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu"]))
schemathesis.openapi.format("utc-or-local-time", st.builds(datetime.strftime, _QUARTERS, _STYLES))

_URLS = st.sampled_from(["https://example.com/hook", "https://a.example:8443/?b=c", "https://EXAMPLE.org"])
schemathesis.openapi.format("https-url", _URLS)


@schemathesis.hook
def map_path_parameters(context: schemathesis.HookContext, found: Any) -> Any:
    """Replace most appointment ids and tokens with those of slots and links that exist."""
    drawn = found.get("appointment_id") if found else None
    if isinstance(drawn, str) and drawn[:1].isdigit() and sum(drawn.encode()) % 4:
        return found | {"appointment_id": _SLOTS[sum(drawn.encode()) % len(_SLOTS)]}
    token = found.get("token") if found else None
    if isinstance(token, str) and token[:1].isdigit() and sum(token.encode()) % 4:
        return found | {"token": _TOKENS[sum(token.encode()) % len(_TOKENS)]}
    return found


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case[Any], how: Any) -> None:
    """Send mostly existing client ids. Never delete a client or a provider that other requests need."""
    body: Any = case.body
    drawn = body.get("client_id") if isinstance(body, dict) else None
    if type(drawn) is int and drawn > 0 and drawn % 4:
        body["client_id"] = _CLIENTS[drawn % len(_CLIENTS)]
    if case.method == "DELETE":
        for name, number in case.path_parameters.items():
            if str(number) in _KEPT:
                case.path_parameters[name] = int(number) - 1


@schemathesis.check
def valid_data_is_accepted(
    context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case[Any]
) -> None:
    """Fail if a request that fits the schema is refused, except for a reason that no schema can express."""
    if not case.meta or not case.meta.generation.mode.is_positive:
        return
    if response.status_code < 400 or response.status_code in _LATE:
        return
    if response.status_code == 403:
        assert RULES[case.operation.label].of(_ROLE) is Access.NO
        return
    problem = response.json()
    fields = {error["field"] for error in problem.get("errors", [])}
    query = case.query or {}
    expected = _FIELDS | (_NOT_TOGETHER if query.get("uncovered") or query.get("too_soon") else set())
    expected |= _ONE_OF if case.path == "/api/calendars" else set()
    assert problem["code"] in _CODES or (fields and fields <= expected), f"valid data was refused: {problem}"
