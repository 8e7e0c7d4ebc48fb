"""What a provider offers: created, changed, no longer offered, deleted."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.pages.booking_steps import heading, hurry, log_in, press, said
from tests.e2e.pages.calendar.staff import Staff, administrator, staff
from tests.e2e.pages.looker import Looker
from tests.e2e.pages.practice import become, visit
from tests.e2e.pages.refusals import hold_back, in_turn, lose, problem, welcome
from tests.e2e.servers import Server

SERVICE = re.compile(r"/api/services/\d+$")
CHANGED = "Somebody else has changed this in the meantime. Your own changes are still here"


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser, reduced_motion="reduce") as page:
        hurry(page)
        yield page


@pytest.fixture(scope="module")
def lena(server: Server) -> Staff:
    return staff(server, min_notice_minutes=120)


@pytest.fixture
def page(same_page: Page, server: Server, lena: Staff) -> Page:
    become(same_page, server, lena.user)
    return same_page


def edit(page: Page, provider: Staff, service: int) -> None:
    page.goto(provider.address(view="services", service=service))
    expect(page.get_by_role("button", name="Save")).to_be_visible()


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=name)


def stored(provider: Staff, service: int) -> dict[str, Any]:
    found: dict[str, Any] = provider.send("GET", f"/api/services/{service}")
    return found


def test_a_first_service_is_created_by_keyboard_and_only_once(page: Page, server: Server) -> None:
    noa = staff(server, "Dr. Noa Gil")
    become(page, server, noa.user)
    looker = Looker(page)
    page.goto(noa.address(view="services"))
    expect(page.get_by_role("link", name="Set the working hours")).to_be_visible()
    looker.look()
    page.get_by_role("link", name="Add a first service").press("Enter")
    expect(page.get_by_role("heading", name="New service")).to_be_focused()
    looker.look()
    page.keyboard.press("Tab")
    page.keyboard.type("Consultation")
    page.keyboard.press("Tab")
    page.keyboard.type("Bring your documents.")
    page.keyboard.press("Tab")
    page.keyboard.type("1 hour 30")
    page.get_by_label("Free time after").select_option("15")
    page.get_by_label("7 days before").press("Space")
    page.route("**/api/services", lose)
    page.get_by_label("Name").press("Enter")
    said(page, "No reply came. We do not know whether this was saved. Trying again is safe.")
    page.unroute_all()
    page.get_by_label("Name").press("Enter")
    expect(page.get_by_text("Created: Consultation.")).to_be_focused()
    (made,) = server.get(f"/api/services?provider_id={noa.provider}").json()["items"]
    assert (made["name"], made["description"]) == ("Consultation", "Bring your documents.")
    assert (made["duration_minutes"], made["buffer_after_minutes"]) == (90, 15)
    assert (made["reminder_minutes"], made["provider_ids"]) == ([10080, 1440], [noa.provider])
    expect(card(page, "Consultation")).to_contain_text("1 hour 30 minutes, 15 minutes free after it")
    looker.look()
    page.get_by_role("link", name="Booking page of Consultation").click()
    heading(page, "Choose a time")
    expect(page.get_by_role("main")).to_contain_text("Consultation")


def test_a_refused_entry_stays_and_says_what_is_wrong(page: Page, lena: Staff) -> None:
    page.goto(lena.address(view="services", service=0))
    name = page.get_by_label("Name")
    press(page, "Create the service")
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description("Please enter a name.")
    name.fill("Check-up")
    expect(page.get_by_text(re.compile(r"Empty: as in the settings \(2 hours\)\."))).to_be_visible()
    page.get_by_label("Length").select_option("480")
    page.get_by_label("Free time before").select_option("15")
    press(page, "Create the service")
    expect(page.get_by_label("Length")).to_be_focused()
    page.get_by_label("Length").select_option("45")
    errors = [{"field": "description", "detail": "Not this one."}]
    page.route("**/api/services", problem(422, "invalid", errors=errors))
    press(page, "Create the service")
    description = page.get_by_label("Description")
    expect(description).to_be_focused()
    expect(description).to_have_accessible_description(re.compile("Not this one."))
    for refusal, words in (
        (problem(409, "service_limit"), "There are as many services as there can be."),
        (problem(429, retry_after=3), "Too many requests at once. Please try again in 3 seconds."),
        (problem(503, "unavailable"), "The server is busy. Please try again. We do not know whether"),
    ):
        page.route("**/api/services", refusal)
        press(page, "Create the service")
        said(page, words)
        expect(name).to_have_value("Check-up")
    Looker(page).look()


def test_a_service_is_changed_and_no_longer_offered(page: Page, lena: Staff) -> None:
    service = lena.offer("Massage", 60, reminder_minutes=[90], start_every_minutes=15)
    edit(page, lena, service)
    expect(page.get_by_label("90 minutes before")).to_be_checked()
    expect(page.get_by_label("A visit can start")).to_have_value("15")
    page.get_by_label("A visit can start").select_option("")
    page.get_by_label("Minimum notice", exact=True).fill("2")
    page.get_by_label("Unit of: Minimum notice").select_option("days")
    page.get_by_label("Clients can book it").uncheck()
    page.route(SERVICE, in_turn(lose, problem(429, retry_after=3)))
    press(page, "Save")
    said(
        page,
        "Too many requests at once. Please try again in 3 seconds. We do not know whether this was saved.",
    )
    page.unroute_all()
    page.get_by_label("1 day before").check()
    press(page, "Save")
    expect(page.get_by_text("Saved: Massage.")).to_be_focused()
    expect(card(page, "Massage")).to_contain_text("Not offered")
    expect(page.get_by_role("link", name="Booking page of Massage")).to_have_count(0)
    now = stored(lena, service)
    assert (now["active"], now["min_notice_minutes"], now["start_every_minutes"]) == (False, 2880, 30)
    assert now["reminder_minutes"] == [1440, 90]


def test_what_somebody_else_changed_meanwhile_is_kept(page: Page, lena: Staff) -> None:
    service = lena.offer("Physio", 30)
    edit(page, lena, service)
    page.get_by_label("Name").fill("Physiotherapy")
    change = {"name": "Physio", "duration_minutes": 45}
    lena.send("PUT", f"/api/services/{service}", change)
    held = hold_back(page, SERVICE)
    save = page.get_by_role("button", name="Save")
    with page.expect_request(SERVICE):
        save.press("Enter")
    expect(save).to_be_focused()
    page.get_by_label("Description").fill("Typed meanwhile")
    save.focus()
    held[0].continue_()
    said(page, CHANGED)
    expect(save).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("Physiotherapy")
    expect(page.get_by_label("Description")).to_have_value("Typed meanwhile")
    expect(page.get_by_label("Length")).to_have_value("45")
    assert stored(lena, service)["name"] == "Physio"
    press(page, "Save")
    expect(page.get_by_text("Saved: Physiotherapy.")).to_be_focused()
    now = stored(lena, service)
    assert (now["name"], now["duration_minutes"]) == ("Physiotherapy", 45)


def test_a_save_that_ends_elsewhere_pulls_nobody_back(page: Page, lena: Staff) -> None:
    service = lena.offer("Hypnosis")
    lena.offer("Reiki")
    edit(page, lena, service)
    page.get_by_label("Name").fill("Deep hypnosis")
    held = hold_back(page, SERVICE)
    with page.expect_request(SERVICE):
        press(page, "Save")
    page.get_by_role("link", name="All services").click()
    heading(page, "Services")
    page.get_by_role("link", name="Change Reiki").click()
    heading(page, "Change Reiki")
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    heading(page, "Change Reiki")
    page.get_by_role("link", name="All services").click()
    expect(page.get_by_text("Saved: Deep hypnosis.")).to_be_focused()


def test_entries_survive_the_end_of_the_session(page: Page, lena: Staff) -> None:
    service = lena.offer("Advice", 30)
    edit(page, lena, service)
    page.get_by_label("Name").fill("Good advice")
    page.route(SERVICE, problem(401))
    press(page, "Save")
    said(page, "You have been signed out.")
    page.get_by_label("Length").select_option("60")
    page.unroute_all()
    press(page, "Sign in and go on")
    log_in(page, lena.user.user)
    expect(page.get_by_text("What you entered is still here.")).to_be_visible()
    press(page, "Save")
    expect(page.get_by_text("Saved: Good advice.")).to_be_focused()
    assert stored(lena, service)["duration_minutes"] == 60
    edit(page, lena, service)
    expect(page.get_by_text("What you entered is still here.")).to_have_count(0)


def test_a_service_is_deleted_after_a_question(page: Page, server: Server, lena: Staff) -> None:
    service = lena.offer("Old \u202eoffer")
    edit(page, lena, service)
    opener = page.get_by_role("button", name="Delete this service")
    opener.click()
    expect(page.get_by_text("Delete \u2068Old offer\u2069? Nobody can book it any more.")).to_be_focused()
    Looker(page).look()
    press(page, "Keep it")
    expect(opener).to_be_focused()
    opener.click()
    page.route(SERVICE, welcome)
    press(page, "Yes, delete it")
    said(page, "No reply came. We do not know whether this was deleted.")
    page.unroute_all()
    lena.send("PUT", f"/api/services/{service}", {"name": "Newer offer"})
    press(page, "Yes, delete it")
    said(page, "It has been changed in the meantime.")
    page.reload()
    opener.click()
    page.route(SERVICE, lose)
    press(page, "Yes, delete it")
    said(page, "No reply came.")
    page.unroute_all()
    press(page, "Yes, delete it")
    expect(page.get_by_text("Deleted: Newer offer.")).to_be_focused()
    assert server.get(f"/api/services/{service}").status_code == 404
    page.goto(lena.address(view="services", service=service))
    said(page, "There is no such service, or no longer.")


def test_a_service_of_several_providers_is_changed_by_an_administrator(
    page: Page, server: Server, lena: Staff
) -> None:
    tom = staff(server, "Dr. Tom Adler")
    service = lena.offer("Joint session")
    become(page, server, administrator(server))
    others = [{"id": number, "name": f"Provider {number}", "time_zone": "UTC"} for number in range(1, 40)]
    known = [*others, *({"id": each.provider, "name": name} for each, name in ((lena, "Lena"), (tom, "Tom")))]
    page.route("**/api/providers?*", lambda route: route.fulfill(json={"items": known, "next_cursor": None}))
    edit(page, lena, service)
    providers = page.get_by_role("group", name="Provided by")
    expect(providers.get_by_label("Lena")).to_be_checked()
    expect(providers).to_contain_text("1 chosen. 21 more: type a part of the name.")
    providers.get_by_label("Part of the name").fill("tom")
    page.keyboard.press("Enter")
    providers.get_by_label("Tom").check()
    expect(providers).to_contain_text("2 chosen.")
    Looker(page).look()
    press(page, "Save")
    expect(page.get_by_text("Saved: Joint session.")).to_be_focused()
    assert set(stored(lena, service)["provider_ids"]) == {lena.provider, tom.provider}
    lonely = server.post("/api/services", {"name": "Orphan", "duration_minutes": 15}, "admin").json()["id"]
    press(page, "Services that others provide, or nobody")
    expect(card(page, "Orphan")).to_be_visible()
    assert server.send("DELETE", f"/api/services/{lonely}", "admin").status_code == 200
    become(page, server, lena.user)
    page.goto(lena.address(view="services"))
    page.get_by_role("link", name="Look at Joint session").click()
    expect(page.get_by_text("so only an administrator can change it.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    Looker(page).look()


def test_a_service_that_others_provide_by_now_says_so(page: Page, server: Server, lena: Staff) -> None:
    eva = staff(server, "Dr. Eva Roth")
    service = lena.offer("Course")
    edit(page, lena, service)
    both = {"name": "Course", "provider_ids": [lena.provider, eva.provider]}
    assert server.send("PUT", f"/api/services/{service}", "admin", json=both).status_code == 200
    press(page, "Save")
    said(page, "By now others provide this service as well, so only an administrator can change it.")
    press(page, "Delete this service")
    press(page, "Yes, delete it")
    expect(page.get_by_role("alert").last).to_contain_text("only an administrator can delete it.")
    assert server.send("DELETE", f"/api/services/{service}", "admin").status_code == 200
    page.reload()
    said(page, "There is no such service, or no longer.")
