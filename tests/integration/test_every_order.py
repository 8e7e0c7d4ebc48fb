"""Two operations that overlap give the same result as if one had run after the other.

The tests try every order in which the requests of both operations can reach DynamoDB. Threads that race
would reach only a few of these orders.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from testkit.api import Api, Response
from testkit.scenario import ids
from testkit.store import Store
from tests.integration import contested_slot as acts
from tests.integration.contested_slot import Call, ContestedSlot
from tests.integration.every_order import every_order
from tests.integration.repeated_race import said

Act = Callable[[ContestedSlot], Call]

# Pairs of operations that use the same item, grouped by the slot's initial state.
PAIRS: dict[str, list[tuple[Act, Act]]] = {
    "free": [
        (acts.reserve, acts.reserve),
        (acts.reserve, acts.reserve_by_another),
        (acts.reserve, acts.close_time),
        (acts.reserve, acts.delete_client),
        (acts.delete_client, acts.delete_client),
    ],
    "held": [
        (acts.confirm, acts.confirm),
        (acts.confirm, acts.cancel),
        (acts.confirm, acts.cancel_by_provider),
        (acts.confirm_by_link, acts.confirm),
        (acts.confirm_by_link, acts.cancel),
        (acts.confirm_by_link, acts.reserve_lapsed),
        (acts.cancel_by_link, acts.confirm),
        (acts.cancel_by_link, acts.cancel_by_provider),
        (acts.cancel_by_link, acts.sweep_lapsed),
        (acts.confirm, acts.reserve_lapsed),
        (acts.confirm, acts.sweep_lapsed),
        (acts.confirm, acts.close_time),
        (acts.confirm, acts.delete_client),
        (acts.cancel, acts.cancel_by_provider),
        (acts.cancel, acts.reserve_lapsed),
        (acts.cancel, acts.reserve_lapsed_for_child),
        (acts.cancel, acts.sweep_lapsed),
        (acts.cancel, acts.delete_client),
        (acts.reserve_lapsed, acts.reserve_lapsed),
        (acts.reserve_lapsed, acts.sweep_lapsed),
        (acts.sweep_lapsed, acts.sweep_lapsed),
    ],
    "confirmed": [
        (acts.cancel, acts.confirm),
        (acts.cancel, acts.cancel_by_provider),
        (acts.cancel, acts.close_time),
        (acts.cancel, acts.delete_client),
        (acts.cancel, acts.reserve_by_another),
        (acts.cancel_by_link, acts.cancel),
        (acts.cancel_by_link, acts.reserve_by_another),
    ],
    "closed": [
        (acts.open_time, acts.open_time),
        (acts.open_time, acts.close_time),
        (acts.open_time, acts.change_zone),
        (acts.open_time, acts.reserve),
        (acts.change_zone, acts.change_zone_otherwise),
        (acts.open_time, acts.delete_provider),
        (acts.delete_provider, acts.delete_provider),
    ],
}
ENDINGS = {
    acts.cancel,
    acts.cancel_by_link,
    acts.cancel_by_provider,
    acts.delete_client,
    acts.delete_provider,
}


def _id(state: str, pair: tuple[Act, Act]) -> str:
    return "-".join([state, *(act.__name__ for act in pair)])


CASES = [pytest.param(state, pair, id=_id(state, pair)) for state, pairs in PAIRS.items() for pair in pairs]


@pytest.mark.parametrize(("state", "pair"), CASES)
def test_two_operations_end_as_if_one_ran_after_the_other(
    api: Api, store: Store, monkeypatch: pytest.MonkeyPatch, state: str, pair: tuple[Act, Act]
) -> None:
    contested = ContestedSlot(state)
    first, second = (act(contested) for act in pair)
    before = store.items()

    def orders(*calls: Call) -> Iterator[list[Response]]:
        return every_order(calls, lambda: store.restore(before), monkeypatch)

    in_turn = [_outcome(pair, next(orders(second, first))[::-1], store)]
    seen = []
    for responses in orders(first, second):
        seen.append(_outcome(pair, responses, store))
        in_turn += seen[:1]
        assert seen[-1] in in_turn
    print(f"{len(seen)} orders")


def _outcome(pair: tuple[Act, Act], responses: list[Response], store: Store) -> Any:
    """Return the responses and the stored items, without their random ids."""
    both = [_response(act, response) for act, response in zip(pair, responses, strict=True)]
    items = store.check()
    noted = [hold for item in items.values() for hold in item.get("recent_holds", [])]
    for each in [*items.values(), *noted]:
        each.pop("hold_id", None)
        each.pop("secret", None)
        each.pop("request_id", None)
        each.pop("write_id", None)
    return both, items


def _response(act: Act, response: Response) -> Any:
    """Return the status, and the slot ids in a successful response.

    Treat 200 and 404 as equal for a cancellation or a deletion, because the target is gone in both cases.
    """
    if act in ENDINGS and said(response) in {"200", "404 not_found"}:
        return "gone"
    return said(response), response.status < 400 and {
        name: ids(slots) for name, slots in response.json.items() if isinstance(slots, list)
    }
