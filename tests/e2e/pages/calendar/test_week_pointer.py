"""Choose a range of the week with the mouse, and with a finger."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.pages.calendar.next_week import WIDE, at_work, day, monday
from tests.e2e.pages.calendar.week_steps import block_of, done, expect_blocks, open_week
from tests.e2e.pages.practice import visit
from tests.e2e.servers import Server

SMALL = {"width": 400, "height": 800}


def test_a_range_is_dragged_and_nothing_is_sent_before_the_button(browser: Browser, server: Server) -> None:
    dana = at_work(server)
    with visit(browser, dana.user, viewport=WIDE) as page:
        open_week(page, dana, day=monday())
        _press_and_leave(page)
        _drag_and_close(page)


def _press_and_leave(page: Page) -> None:
    """Press in one day, and release in the next. Nothing is chosen, then or later."""
    here, there = (block_of(page, f"{day(number)}, 09:00 to 17:00, open") for number in (0, 1))
    here.hover()
    page.mouse.down()
    there.hover()
    page.mouse.up()
    here.hover(position={"x": 20, "y": 100})
    here.hover(position={"x": 20, "y": 300})
    expect(page.locator(".mark")).to_have_count(0)


def _drag_and_close(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if "availability" in request.url else None)
    _drag(page, block_of(page, f"{day()}, 09:00 to 17:00, open"), 0.26, 0.49)
    expect(page.get_by_role("heading", name="Open or close time")).to_be_focused()
    assert _chosen(page) == ("11:00", "13:00")
    assert not sent
    page.get_by_role("button", name="Close this time").click()
    done(page, f"Closed: {day()}, 11:00 to 13:00.")
    expect_blocks(
        page,
        day(),
        "08:00 to 09:00, closed",
        "09:00 to 11:00, open",
        "11:00 to 13:00, closed",
        "13:00 to 17:00, open",
        "17:00 to 18:00, closed",
    )
    assert sent == ["DELETE"]


def _drag(page: Page, over: Locator, start: float, end: float) -> None:
    """Drag within a block_of, from one part of its height to another."""
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    assert box
    across = box["x"] + box["width"] / 2
    page.mouse.move(across, box["y"] + box["height"] * start)
    page.mouse.down()
    page.mouse.move(across, box["y"] + box["height"] * (start + end) / 2)
    page.mouse.move(across, box["y"] + box["height"] * end)
    page.mouse.up()


def test_a_finger_chooses_a_range_after_a_long_press_and_scrolls_otherwise(
    browser: Browser, server: Server
) -> None:
    dana = at_work(server)
    with visit(browser, dana.user, viewport=SMALL, has_touch=True, is_mobile=True) as page:
        open_week(page, dana, day=monday())
        over = block_of(page, f"{day()}, 09:00 to 17:00, open")
        over.scroll_into_view_if_needed()
        box = over.bounding_box()
        assert box
        across, top = box["x"] + box["width"] / 2, box["y"]
        finger = page.context.new_cdp_session(page)

        def touch(kind: str, *heights: float) -> None:
            points = [{"x": across, "y": top + box["height"] * height} for height in heights]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", 0.1)
        expect(page.locator(".mark")).to_be_visible()
        touch("touchMove", 0.2)
        touch("touchMove", 0.3)
        touch("touchEnd")
        expect(page.get_by_role("heading", name="Open or close time")).to_be_focused()
        assert _chosen(page) == ("09:45", "11:30")
        page.keyboard.press("Escape")
        expect(page.get_by_role("heading", name="Open or close time")).not_to_be_visible()
        touch("touchStart", 0.3)
        touch("touchMove", 0.1)
        touch("touchMove", 0)
        touch("touchEnd")
        expect(page.get_by_role("heading", name="Open or close time")).not_to_be_visible()


def _chosen(page: Page) -> tuple[str, ...]:
    chosen = "(element) => element.selectedOptions[0].text"
    return tuple(page.get_by_label(name, exact=True).evaluate(chosen) for name in ("From", "To"))
