"""`make screenshots`: write docs/images again, from a running server that `make demo` has filled."""

import argparse
import json
import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, Page, sync_playwright

from local import data, server_file
from local.errors import CannotRunError
from local.server_file import RunningServer
from local.sign_in import tokens
from local.template import ROOT
from tools.screenshots.palette import with_palette

if TYPE_CHECKING:
    from collections.abc import Callable

_IMAGES = ROOT / "docs" / "images"
_CLIENT, _PROVIDER = "carol", "dana"
_WIDE = {"width": 960, "height": 720}
_PHONE = {"width": 360, "height": 720}
_DESK = {"width": 1200, "height": 900}


def main() -> None:
    """Write the images. Without a running server, print one line and exit with 1."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("--data", type=Path, default=data.FOLDER, help="where the server keeps its data")
    try:
        server = server_file.read(parser.parse_args().data)
    except CannotRunError as error:
        sys.exit(str(error))
    with sync_playwright() as playwright:
        chromium = next(
            filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
        )
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []  # root cannot use the sandbox
        browser = playwright.chromium.launch(executable_path=chromium, args=as_root)
        _write(browser, server)
        browser.close()


def _write(browser: Browser, server: RunningServer) -> None:
    images: dict[str, tuple[str, dict[str, int], str, Callable[[Page], None]]] = {
        "choose-light": (_CLIENT, _WIDE, "light", _choose),
        "choose-dark": (_CLIENT, _WIDE, "dark", _choose),
        "confirm-phone": (_CLIENT, _PHONE, "light", _hold),
        "mine-phone": (_CLIENT, _PHONE, "dark", _mine),
        "week-light": (_PROVIDER, _DESK, "light", _week),
        "hours-dark": (_PROVIDER, _DESK, "dark", _hours),
        "week-phone": (_PROVIDER, _PHONE, "light", _week),
    }
    _IMAGES.mkdir(exist_ok=True)
    for name, (user, size, scheme, go) in images.items():
        how: dict[str, Any] = {"viewport": size, "color_scheme": scheme, "timezone_id": "Europe/London"}
        with browser.new_context(**how) as context:
            context.add_init_script(
                f'sessionStorage["holdfast.tokens"] ??= {json.dumps(_kept(server, user))}'
            )
            page = context.new_page()
            page.goto(server.url)
            go(page)
            page.wait_for_load_state("networkidle")
            (_IMAGES / f"{name}.png").write_bytes(with_palette(page.screenshot(animations="disabled")))


def _kept(server: RunningServer, user: str) -> str:
    """Return what the page keeps of a sign-in."""
    said = tokens(server, user)
    expires = (time.time() + 3000) * 1000
    kept = {"accessToken": said["AccessToken"], "refreshToken": said["RefreshToken"], "expiresAt": expires}
    return json.dumps(kept | {"name": f"{user}@example.com"})


def _choose(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Consultation.*Vogt", re.DOTALL)).click()
    page.get_by_role("button", name=re.compile(r"\d\d:\d\d")).first.wait_for()


def _hold(page: Page) -> None:
    _choose(page)
    page.get_by_role("button", name=re.compile(r"\d\d:\d\d")).nth(3).click()
    page.get_by_role("button", name="Hold this time").click()
    page.get_by_role("button", name="Confirm this appointment").wait_for()


def _mine(page: Page) -> None:
    page.get_by_role("link", name="My appointments").click()
    page.get_by_role("article").first.wait_for()


def _week(page: Page) -> None:
    """Show the coming week with the one booking that its provider looks at."""
    page.goto(f"{page.url}calendar")
    page.get_by_role("link", name="Week after").click()
    page.get_by_role("button", name=re.compile("Ana Costa")).first.click()
    page.get_by_role("button", name="Cancel").wait_for()


def _hours(page: Page) -> None:
    page.goto(f"{page.url}calendar?view=hours")
    page.get_by_role("button", name="Preview").wait_for()


if __name__ == "__main__":
    main()
