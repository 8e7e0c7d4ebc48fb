"""Act as a user on the page of docs/your-page.md, and see what the page sends and shows."""

import re
from typing import Any

from playwright.sync_api import Page, Request, expect

from local.users import password


def label(slot: dict[str, Any]) -> str:
    return str(slot["local_start"][:16].replace("T", " "))


def sign_in(page: Page, user: str = "alice") -> None:
    submit(page, user, password(user))
    expect_said(page, f"^Signed in as {user}.$")


def submit(page: Page, user: str, secret: str) -> None:
    page.get_by_label("User").fill(user)
    page.get_by_label("Password").fill(secret)
    click(page, "Sign in")


def choose(page: Page, provider_id: int) -> None:
    page.get_by_label("With").select_option(str(provider_id))


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def expect_said(page: Page, pattern: str) -> None:
    expect(page.get_by_role("status")).to_have_text(re.compile(pattern))


def hold_and_let_go(page: Page, slot: dict[str, Any], minutes: int) -> None:
    page.clock.fast_forward(minutes * 60_000)
    click(page, label(slot))
    click(page, "Let it go")
    expect_said(page, "is available.$")


def requests_of(page: Page) -> list[Request]:
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - playwright rejects sent.append
    return sent


def tokens_of(sent: list[Request]) -> set[str]:
    return {each.headers["authorization"] for each in sent if "authorization" in each.headers}
