"""Predict the response to each request about a service, and update the model."""

from typing import Any

from tests.simulation.practice.model import FORBIDDEN, INVALID, NOT_FOUND, ROLES, Practice, Verdict, is_own

DEFAULTS = {
    "description": "",
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 0,
    "start_every_minutes": None,
    "min_notice_minutes": None,
    "reminder_minutes": [1440],
    "provider_ids": [],
    "active": True,
}


def create(practice: Practice, who: str, made: dict[str, Any]) -> Verdict:
    """Return the expected response. The caller adds the service to the model, once its id is known."""
    if ROLES[who] == "client":
        return FORBIDDEN
    return Verdict(201, looks(made)) if _is_valid(practice, who, made, before=[]) else INVALID


def update(practice: Practice, who: str, service_id: int, change: dict[str, Any]) -> Verdict:
    if ROLES[who] == "client":
        return FORBIDDEN
    service = practice.services.get(service_id)
    if not service or not _is_own(practice, who, service["provider_ids"]):
        return NOT_FOUND
    reset = {name: DEFAULTS[name] if value is None else value for name, value in change.items()}
    changed = service | reset
    if not _is_valid(practice, who, changed, before=service["provider_ids"]):
        return INVALID
    practice.services[service_id] = changed
    return Verdict(200, {"id": service_id} | looks(changed))


def delete(practice: Practice, who: str, service_id: int) -> Verdict:
    if ROLES[who] == "client":
        return FORBIDDEN
    service = practice.services.get(service_id)
    if not service or not _is_own(practice, who, service["provider_ids"]):
        return NOT_FOUND
    del practice.services[service_id]
    return Verdict(200, {"id": service_id} | looks(service))


def looks(service: dict[str, Any]) -> dict[str, Any]:
    """Return the service as anybody sees it, without its id."""
    default = 30 if service["duration_minutes"] % 30 == 0 else 15
    return service | {
        "start_every_minutes": service["start_every_minutes"] or default,
        "provider_ids": sorted({*service["provider_ids"]}),
        "reminder_minutes": sorted({*service["reminder_minutes"]}, reverse=True),
    }


def _is_valid(practice: Practice, who: str, service: dict[str, Any], before: list[int]) -> bool:
    minutes = ("duration_minutes", "buffer_before_minutes", "buffer_after_minutes")
    if sum(service[name] for name in minutes) > 480:
        return False
    new = {*service["provider_ids"]} - {*before}
    if who != "admin" and (new or not service["provider_ids"]):
        return _is_own(practice, who, service["provider_ids"])
    return new <= practice.providers.keys()


def _is_own(practice: Practice, who: str, provider_ids: list[int]) -> bool:
    """Return True if the service belongs to `who`: an administrator, or the owner of all its providers."""
    if who == "admin":
        return True
    owned = {number for number, provider in practice.providers.items() if is_own(who, provider.owner)}
    return bool(provider_ids) and owned.issuperset(provider_ids)
