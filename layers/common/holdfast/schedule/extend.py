"""Open the days that working hours have not reached yet, for all providers."""

from collections.abc import Callable
from dataclasses import dataclass

from holdfast.core import clock, telemetry
from holdfast.dynamodb import index_keys, keys, table
from holdfast.dynamodb.expressions import KIND_UNTIL
from holdfast.schedule import walk

_ROWS_A_PAGE = 100
_HOUR = 60 * 60


@dataclass
class Extension:
    """The result of a run.

    `providers` were extended, by `days` in all. `oldest_age` is the number of seconds since the first of them
    was due. `failed` counts providers that could not be extended; the next run tries again. `finished`
    is False if time ran out.
    """

    providers: int = 0
    days: int = 0
    oldest_age: int = 0
    failed: int = 0
    finished: bool = True


def extend_calendars(has_time: Callable[[], bool]) -> Extension:
    """Extend each calendar that is due, the longest due first, as long as `has_time` returns True."""
    run, now = Extension(), clock.now()
    for partition in _partitions(now):
        values = {"partition": partition, "until": now}
        for due in table.query(KIND_UNTIL, values, index="by_kind", page_size=_ROWS_A_PAGE):
            if due["by_kind_sk"]:  # 0 is for hours that are being deleted
                run.oldest_age = max(run.oldest_age, now - due["by_kind_sk"])
            if not has_time():
                run.finished = False
                return run
            _extend(keys.number_of(due["PK"]), run)
    return run


def _extend(provider_id: int, run: Extension) -> None:
    try:
        days = walk.finish(provider_id)
    except Exception as error:  # noqa: BLE001 - one provider must not keep the others waiting
        run.failed += 1
        telemetry.annotate(error=telemetry.error_name(error))
        return
    run.providers += bool(days)
    run.days += days


def _partitions(now: int) -> list[str]:
    """Return the partitions of hours. Each hour, start with the next one, because a run may end early."""
    partitions = index_keys.all_hours_pks()
    first = now // _HOUR % len(partitions)
    return partitions[first:] + partitions[:first]
