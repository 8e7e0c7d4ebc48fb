"""A page of providers, each with all its fields."""

from holdfast.dynamodb import keys, table
from holdfast.model.provider import Provider
from holdfast.queries import profiles
from holdfast.queries.pages import Page


def providers_after(after: int, limit: int) -> Page[Provider, int]:
    """Return up to `limit` providers with ids above `after`."""
    page = profiles.providers_after(after, limit)
    # The index has no `cancel_notice_minutes`, and CloudFormation cannot add an attribute to an index. A row
    # does not say whether its provider has a cut-off, so read all of them, at half a unit each. Few requests
    # list providers, compared with those that list slots.
    wanted = [keys.provider(each.id) for each in page.items]
    found = table.batch_get(wanted, consistent=False)
    return Page([Provider.from_item(found[key]) for key in wanted if key in found], page.last)
