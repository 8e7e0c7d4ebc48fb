"""Services: what follows from their minutes, and how they are stored."""

import pytest

from holdfast.dynamodb.values import decode_item, encode_item
from holdfast.model.service import Service


def service(duration: int = 45, every: int | None = None, providers: frozenset[int] = frozenset()) -> Service:
    return Service(
        id=3,
        name="Consultation",
        description="",
        duration_minutes=duration,
        buffer_before_minutes=15,
        buffer_after_minutes=120,
        start_every_minutes=every,
        min_notice_minutes=None,
        reminder_minutes=[1440, 60],
        provider_ids={*providers},
        active=True,
        version=1,
        write_id="w",
        request_id="r",
        body_hash="b",
    )


def test_minutes_are_counted_in_quarter_hours() -> None:
    made = service(45)

    assert (made.before, made.quarters, made.after) == (1, 3, 8)


@pytest.mark.parametrize(
    ("duration", "every", "grid"),
    [
        (15, None, 15),
        (30, None, 30),
        (45, None, 15),
        (60, None, 30),
        (480, None, 30),
        (45, 60, 60),
        (60, 15, 15),
    ],
)
def test_starts_are_30_minutes_apart_if_that_divides_the_duration(
    duration: int, every: int | None, grid: int
) -> None:
    assert service(duration, every).grid_minutes == grid


@pytest.mark.parametrize("providers", [frozenset[int](), frozenset({7, 8})])
def test_a_service_is_read_back_as_it_was_stored(providers: frozenset[int]) -> None:
    made = service(providers=providers)
    stored = encode_item(made.to_item())

    assert ("provider_ids" in stored) is bool(providers)  # DynamoDB refuses an empty set
    assert Service.from_item(decode_item(stored)) == made
