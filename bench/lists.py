"""Measures the cost of listing a day's open slots: in our design, and with one item per slot."""

from collections.abc import Iterator

from bench import baseline, filling
from bench.engine import engine
from bench.report import Row
from holdfast.core.slots import Slot
from testkit.meter import metered

_PROVIDERS = 300
_QUARTERS = range(36, 68)  # 09:00 to 17:00
_DAY = "2026-12-02"
_ROWS_IN_A_PAGE = 1000


def rows() -> Iterator[Row]:
    slots = [Slot.at(filling.FIRST_PROVIDER + n, _DAY, q) for n in range(_PROVIDERS) for q in _QUARTERS]
    with engine() as (api, store, patch):
        filling.days(store.table, _PROVIDERS, [_DAY], set(_QUARTERS))
        with metered(patch) as ours:
            found = list(
                filling.pages(api, f"from={_DAY}T00:00:00Z&to={_DAY}T23:59:59Z&limit={_ROWS_IN_A_PAGE}")
            )
        filling.put(store.table, map(baseline.item, slots))
        with metered(patch) as usual:
            listed = list(baseline.all_open_slots(_DAY, _ROWS_IN_A_PAGE))
    if len(found) != len(slots) or len(listed) != len(slots):
        raise RuntimeError(f"{len(found)} and {len(listed)} of {len(slots)} slots are listed")
    beside = f"units read: {usual.read:g} with an item per slot / {ours.read:g} with ours"
    yield Row(
        f"listing {len(slots):,} open slots of a day",
        beside,
        round(usual.read / ours.read, 1),
        20,
        least=True,
    )
