"""How much a browser loads to show the booking page for the first time."""

from collections.abc import Iterator

from bench.report import Row
from testkit.first_view import sizes


def rows() -> Iterator[Row]:
    loaded = sizes()
    each = ", ".join(f"{size / 1000:.1f}" for size in loaded.values())
    total = round(sum(loaded.values()) / 1000, 1)
    yield Row("kB of the booking page's first view, compressed", f"HTML, style and script: {each}", total, 40)
    yield Row("its requests, before those to the API", "", len(loaded), 3)
