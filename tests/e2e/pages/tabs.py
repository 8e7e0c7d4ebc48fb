"""A tab with the real page and its policy, whose script only gives tests the session and the API."""

import json
import re
import subprocess
from typing import Any

from playwright.sync_api import Page

from local.template import ROOT
from tests.e2e.pages import browsers
from tests.e2e.servers import Server

HARNESS = """
import * as session from "./session";
import { api, problemOf } from "./client";
Object.assign(window, { session, api, problemOf });
"""
TOKENS = "holdfast.tokens"
CHOICE = "service=3&day=2026-12-02"


def harness() -> bytes:
    """Return the script, bundled as that of the page is."""
    (esbuild,) = (ROOT / "web/node_modules/@esbuild").glob("*/bin/esbuild")
    options = ("--bundle", "--format=esm", "--sourcefile=harness.ts", "--loader=ts")
    source = HARNESS.encode()
    return subprocess.run(
        [esbuild, *options], input=source, cwd=ROOT / "web/src/api", capture_output=True, check=True
    ).stdout


class Tab:
    """A tab with the harness. `requests` has the addresses that it requested, and `said` its console."""

    def __init__(self, page: Page, server: Server, script: bytes) -> None:
        self.page, self.url = page, f"{server.url}/"
        self.requests: list[str] = []
        self.said = browsers.console_of(page)
        page.on("request", lambda request: self.requests.append(request.url))
        page.route(
            re.compile(r"/assets/booking-\w+\.js$"),
            lambda route: route.fulfill(body=script, content_type="text/javascript"),
        )

    def open(self, query: str = "") -> None:
        self.page.goto(self.url + query)

    def run(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def leave(self, expression: str, pattern: str) -> None:
        """Evaluate what leaves the page, and wait for the address that it leaves for."""
        with self.page.expect_navigation(url=re.compile(pattern)):
            self.page.evaluate(f"() => void {expression}")

    def log_in(self, name: str, method: str, label: str, secret: str) -> Any:
        """Sign in, and return what `finishSignIn` returns."""
        self.open("?" + CHOICE)
        self.leave("session.beginSignIn(location.search)", r"/oauth2/authorize\?")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_role("button", name="Next").click()
        self.page.get_by_role("button", name=method).click()
        self.page.get_by_label(label).fill(secret)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(re.compile(re.escape(self.url) + r"\?code="))
        return self.run("session.finishSignIn()")

    @property
    def tokens(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = json.loads(self.run(f"sessionStorage.getItem('{TOKENS}')") or "null")
        return found

    @property
    def cognito(self) -> str:
        return str(self.run("""document.querySelector("meta[name=holdfast-cognito]").content"""))
