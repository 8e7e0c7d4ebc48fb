"""The booking page in a frame of another site. EmbedOrigins allows one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.booking_steps import console_of, heading
from tests.e2e.pages.practice import Practice, visit


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with visit(browser) as page:
        yield page


@pytest.fixture
def host(site: Path, practice: Practice) -> str:
    """Return the path of a page of another site, which frames the practice's page."""
    frame = f'<!doctype html><iframe title="Book" width="700" height="900" src="{practice.address}"></iframe>'
    (site / "practice.html").write_text(frame, "utf-8")
    return "practice.html"


def test_in_a_frame_a_tap_on_a_time_goes_on_in_a_new_tab(
    page: Page, practice: Practice, host: str, port: int
) -> None:
    console = console_of(page)
    page.goto(f"http://localhost:{port}/{host}")
    frame = page.frame_locator("iframe")
    time = frame.get_by_role("button", name=re.compile(r"\d\d:\d\d, 45 minutes")).first
    name = time.get_attribute("aria-label")
    with page.context.expect_page() as opened:
        time.click()
    tab = opened.value
    heading(tab, "Your time")
    expect(tab.get_by_role("main")).to_contain_text(str(name))
    assert tab.url.startswith(f"{practice.address}&time=")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Choose a time")
    expect(frame.get_by_text("Your booking goes on in a new tab.")).to_be_visible()
    assert console == []


def test_no_other_site_may_frame_the_page(page: Page, practice: Practice, host: str, port: int) -> None:
    policy = practice.server.get("/").headers["content-security-policy"]
    assert re.findall("frame-ancestors ([^;]+)", policy) == [f"http://localhost:{port}"]
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(f"http://127.0.0.1:{port}/{host}")
    shown = page.frame_locator("iframe").get_by_role("heading", name="Choose a time")
    expect(shown).to_have_count(0)
