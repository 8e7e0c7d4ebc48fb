"""Run web pages in Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def installed() -> str | None:
    """Return the path of Chromium, or None if it is not installed."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def running() -> Iterator[Browser]:
    # Chromium cannot use its sandbox as root, and processes in a container often run as root.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=installed(), args=as_root) as browser,
    ):
        yield browser


def console_of(page: Page) -> list[str]:
    """Return a list that grows with each console error, console warning and uncaught exception."""
    shown: list[str] = []

    def collect(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            shown.append(message.text)

    page.on("console", collect)
    page.on("pageerror", lambda error: shown.append(str(error)))
    return shown
