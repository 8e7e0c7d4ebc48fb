"""Read working hours. Read the provider first: its calendar_version says whether the hours are up to date."""

from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound
from holdfast.dynamodb import keys, table
from holdfast.model.hours import Hours
from holdfast.queries import profiles


def find(provider_id: int) -> Hours | None:
    """Return the hours as stored, even if they are being deleted, or None."""
    item = table.get(keys.hours(provider_id))
    return Hours.from_item(item) if item else None


def read_own(provider_id: int, caller: Caller) -> Hours:
    """Return the hours; raise NotFound if there are none or the caller does not own the provider."""
    profiles.read_own_provider(provider_id, caller)
    hours = find(provider_id)
    if not hours or hours.deleted:
        raise NotFound("hours")
    return hours
