"""Predict the response to each request about providers, clients or open time, and update the model."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.core.slots import Slot
from tests.simulation.practice.cleanup import is_ahead
from tests.simulation.practice.looks import booked, looks, shown
from tests.simulation.practice.model import (
    FORBIDDEN,
    IN_FLIGHT,
    INVALID,
    NOT_FOUND,
    ROLES,
    Practice,
    Verdict,
    day_of,
    refused,
)
from tests.simulation.practice.things import DAY, QUARTER, Provider


def create_provider(practice: Practice, who: str, made: Provider, own_ids: dict[str, int]) -> Verdict:
    """Return the expected response. The caller adds the provider to the model, once its id is known."""
    if ROLES[who] == "client":
        return FORBIDDEN
    if ROLES[who] == "provider" and own_ids.get(who) in practice.providers:
        return refused(409, "already_exists")
    return Verdict(201, made.rules._asdict())


def update_provider(practice: Practice, who: str, provider_id: int, change: dict[str, Any]) -> Verdict:
    if ROLES[who] == "client":
        return FORBIDDEN
    if not (provider := practice.own_provider(who, provider_id)):
        return NOT_FOUND
    provider.rules = provider.rules._replace(**change)
    today = Slot(provider_id, practice.now).day
    ahead = [day for day in practice.days if day[0] == provider_id and day[1] >= today]
    practice.days |= dict.fromkeys(ahead, provider.rules)
    return Verdict(200, change)


def delete_provider(practice: Practice, who: str, provider_id: int) -> Verdict:
    if ROLES[who] == "client":
        return FORBIDDEN
    if not practice.own_provider(who, provider_id):
        return NOT_FOUND
    ahead = practice.open | {slot for slot in practice.taken if practice.live(slot)}
    if any(slot.provider_id == provider_id and is_ahead(practice, slot) for slot in ahead):
        return refused(409, "in_use")
    del practice.providers[provider_id]
    for service in practice.services.values():
        service["provider_ids"] = [each for each in service["provider_ids"] if each != provider_id]
    return Verdict(200)


def create_client(practice: Practice, who: str) -> Verdict:
    mine = [client for client in practice.clients.values() if client.owner == who]
    if ROLES[who] == "client" and len(mine) >= practice.max_clients:
        return refused(409, "client_limit")
    return Verdict(201)


def delete_client(practice: Practice, who: str, client_id: int) -> Verdict:
    if not (client := practice.own_client(who, client_id)):
        return NOT_FOUND
    if ROLES[who] == "client" and practice.counted(client):
        return refused(409, "in_use")
    for visit in practice.heads():
        until = None if visit.expires_at is None else visit.expires_at + IN_FLIGHT
        is_over = visit.end <= practice.now or (until and until <= practice.now)
        if visit.client_id == client_id and not is_over:
            return refused(409, "in_use")
    del practice.clients[client_id]
    return Verdict(200)


Texts = tuple[str, str]


def open_time(practice: Practice, who: str, provider_id: int, texts: Texts) -> Verdict:
    def change(slots: list[Slot]) -> dict[str, Any]:
        was_open = practice.open & set(slots)
        practice.open |= set(slots)
        days = {day_of(slot) for slot in slots if slot not in was_open}
        practice.days |= dict.fromkeys(days, practice.providers[provider_id].rules)
        return {
            "opened": [shown(practice, slot, who) for slot in slots if slot not in was_open],
            "already_open": [shown(practice, slot, who) for slot in slots if slot in was_open],
        }

    return _change_time(practice, who, provider_id, texts, change)


def close_time(practice: Practice, who: str, provider_id: int, texts: Texts) -> Verdict:
    def change(slots: list[Slot]) -> dict[str, Any]:
        taken = {slot: practice.taken[slot] for slot in slots if slot in practice.taken}
        visits = {slot: visit for slot, visit in taken.items() if not visit.expires_at}
        closed = [slot for slot in slots if slot in practice.open and slot not in visits]
        practice.open -= set(slots)
        in_order = sorted({*visits.values()}, key=lambda visit: visit.head)
        return {
            "closed": [looks(practice, slot, "closed") for slot in closed],
            "still_booked": [booked(practice, visit) for visit in in_order],
        }

    return _change_time(practice, who, provider_id, texts, change)


def _change_time(
    practice: Practice,
    who: str,
    provider_id: int,
    texts: Texts,
    change: Callable[[list[Slot]], dict[str, Any]],
) -> Verdict:
    if ROLES[who] == "client":
        return FORBIDDEN
    if not (provider := practice.own_provider(who, provider_id)):
        return NOT_FOUND
    start, end = (instant(text, provider.zone) for text in texts)
    if start is None or end is None or end <= start:
        return INVALID
    left = [Slot(provider_id, at) for at in range(start, end, QUARTER) if at >= practice.now]
    return Verdict(200, change(left)) if left else INVALID


def instant(text: str, zone: ZoneInfo) -> int | None:
    """Return the time in epoch seconds, or None for a local time that a clock change skips or repeats."""
    if " " not in text:
        return int(datetime.fromisoformat(text).timestamp())
    about = int(datetime.fromisoformat(f"{text}+00:00").timestamp())
    around = range(about - DAY, about + DAY, QUARTER)
    meant = [at for at in around if datetime.fromtimestamp(at, zone).strftime("%Y-%m-%d %H:%M:%S") == text]
    return meant[0] if len(meant) == 1 else None
