"""How much a browser loads to show a page for the first time."""

from collections.abc import Iterator

from bench.report import Row
from testkit.first_view import sizes


def rows() -> Iterator[Row]:
    for name, path, most in (("booking page", "/", 40), ("calendar", "/calendar", 90)):
        loaded = sizes(path)
        each = ", ".join(f"{size / 1000:.1f}" for size in loaded.values())
        total = round(sum(loaded.values()) / 1000, 1)
        yield Row(
            f"kB of the {name}'s first view, compressed", f"HTML, style and script: {each}", total, most
        )
        yield Row("its requests, before those to the API", "", len(loaded), 3)
