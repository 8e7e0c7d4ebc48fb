"""Read a list page by page, and compare the pages with the model."""

from dataclasses import dataclass, field
from typing import Any

from tests.simulation.practice.desk import Desk
from tests.simulation.practice.lists import ALL, OPEN, Asked, shown
from tests.simulation.practice.model import FORBIDDEN, INVALID, NOT_FOUND, Verdict


@dataclass
class Reading:
    """How far a list has been read.

    `stood` has the ids that were in the list before the first page was read, and have stayed in it since.
    `seen` has the ids on the pages read so far.
    """

    asked: Asked
    limit: int
    stood: set[str] = field(default_factory=set)
    cursor: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)


class Pages(Desk):
    def read_all(self, asked: Asked, limit: int) -> None:
        """Read all pages. Check that they contain exactly the model's items, in the model's order."""
        reading = Reading(asked, limit)
        items: list[Any] = []
        while page := self.next_page(reading):
            items += page["items"]
            if not reading.cursor:
                break
        found, right = self.settled(items), self.settled(shown(self.practice, asked) if page else [])
        assert found == right, f"{asked}: {found}, not {right}"

    def next_page(self, reading: Reading) -> dict[str, Any] | None:
        """Read the next page. Return None if the request must be refused."""
        verdict = self.verdict(reading.asked)
        page = self.page(reading.asked, reading.limit, verdict, **reading.cursor)
        if verdict.status != 200:
            return None
        assert len(page["items"]) <= reading.limit
        reading.cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
        return page

    def page(self, asked: Asked, limit: int, verdict: Verdict, **cursor: str) -> dict[str, Any]:
        query = {**asked.query, "limit": limit, **cursor}
        page: dict[str, Any] = self.ask(verdict, asked.who, "GET", asked.path, **query).json
        return page

    def verdict(self, asked: Asked) -> Verdict:
        if asked.path == ALL and not asked.who:
            return FORBIDDEN
        if asked.path == ALL and asked.service_id and (asked.status != "available" or asked.client_id):
            return INVALID
        is_of_one = asked.path not in {ALL, OPEN}
        if is_of_one and asked.provider_id not in self.practice.providers:
            return NOT_FOUND
        if is_of_one and asked.service_id and asked.service_id not in self.practice.services:
            return NOT_FOUND
        return Verdict(200)
