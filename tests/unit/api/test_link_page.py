"""The page of a link: plain HTML with forms, which works without a script."""

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.utc import DAY
from holdfast.dynamodb import connection
from testkit.api import Api, Response
from testkit.clock import HOLD, Clock
from testkit.interference import Raising
from testkit.items import claims, stored
from testkit.links import token_of
from testkit.logs import written
from testkit.scenario import NINE, Practice, new_client, new_service
from testkit.users import signed_in

anyone = Api(None)

NASTY = '<script>alert("&")</script>'


class Page(HTMLParser):
    """The tags of a page, each with its attributes, and its text."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.text = ""
        self.open: list[str] = []
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        self.feed(response.body)
        assert self.open == [], "a tag is not closed"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in {"meta", "link", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data

    def all(self, tag: str) -> Iterator[dict[str, Any]]:
        return (attributes for found, attributes in self.tags if found == tag)

    @property
    def actions(self) -> list[str]:
        return [form["action"].rpartition("/")[2] for form in self.all("form")]

    @property
    def choices(self) -> list[str]:
        return [each["value"] for each in self.all("input")]


def open_page(token: str, query: str = "") -> Page:
    response = anyone.get(f"/links/{token}{query}")
    assert response.status == 200, response.body
    return Page(response)


def send(token: str, action: str, body: str | None = None) -> Response:
    return anyone.post(f"/links/{token}/{action}", body)


@pytest.fixture
def practice(table: Table, clock: Clock) -> Practice:
    return Practice(signed_in("dana"), time_zone="Europe/Berlin", cancel_notice_minutes=60)


@pytest.fixture
def held(practice: Practice) -> str:
    return token_of(practice.hold(practice.slots[0]))


@pytest.fixture
def booked(practice: Practice) -> str:
    return token_of(practice.book(practice.slots[0]))


def test_the_page_of_a_hold_says_what_with_whom_and_when_and_asks_to_confirm(held: str) -> None:
    page = open_page(held)

    assert "Please confirm your appointment" in page.text
    assert "Dr. Dana" in page.text
    assert "Wednesday, 2 December 2026, 10:00 (UTC+01:00) to 10:15 (UTC+01:00)" in page.text
    assert "Europe/Berlin" in page.text
    assert "if you confirm it before Tuesday, 1 December 2026, 09:30 (UTC+01:00)" in page.text
    assert page.actions == ["confirm", "cancel"]


def test_the_page_of_an_appointment_offers_other_times(practice: Practice, booked: str) -> None:
    page = open_page(booked)

    assert "You can move or cancel it until Wednesday, 2 December 2026, 09:00 (UTC+01:00)." in page.text
    assert page.actions == ["reschedule", "cancel"]
    assert page.choices == practice.slots[1:]


def test_the_page_of_a_visit_names_its_service_and_offers_whole_visits(practice: Practice) -> None:
    service = new_service(practice.api, practice.provider, duration_minutes=30, start_every_minutes=15)
    practice.open("2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")
    token = token_of(practice.book(practice.slots[0], service=service))

    page = open_page(token)

    assert "Consultation" in page.text
    assert page.choices == [practice.slots[2], *practice.slots[4:7]]


def test_a_page_is_readable_by_a_screen_reader_and_on_a_phone(held: str, booked_too: str) -> None:
    for page in (open_page(held), open_page(booked_too), Page(anyone.get("/links/x"))):
        tags = [tag for tag, _ in page.tags]
        assert next(page.all("html")) == {"lang": "en"}
        assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all("meta")
        assert [tags.count(tag) for tag in ("title", "main", "h1")] == [1, 1, 1]
        assert tags.count("label") == tags.count("input")
        assert tags.count("legend") == tags.count("fieldset") == (1 if "input" in tags else 0)
        assert all(form["method"] == "post" for form in page.all("form"))


@pytest.fixture
def booked_too(practice: Practice) -> str:
    return token_of(practice.book(practice.slots[1]))


def test_a_page_has_no_script_and_loads_and_sends_nothing_elsewhere(held: str) -> None:
    response = anyone.get(f"/links/{held}")
    policy = dict(each.split(" ", 1) for each in response.headers["Content-Security-Policy"].split("; "))
    (style,) = re.findall(r"<style>(.*)</style>", response.body, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert policy == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert not {"script", "iframe", "img"} & {tag for tag, _ in Page(response).tags}
    assert not re.findall(r'(?:src|href|action)="(?:https?:|//)', response.body)
    assert " on" not in "".join(f" {name}" for _, attributes in Page(response).tags for name in attributes)


def test_what_people_wrote_is_escaped(table: Table, clock: Clock) -> None:
    dana = signed_in("dana")
    practice = Practice(dana)
    dana.put(f"/api/providers/{practice.provider}", {"name": NASTY})
    client = new_client(dana, name=NASTY)
    service = new_service(dana, practice.provider, name=NASTY, duration_minutes=15)
    token = token_of(practice.hold(practice.slots[0], client, service))

    response = anyone.get(f"/links/{token}")

    assert "<script" not in response.body
    assert response.body.count(html.escape(NASTY)) == 3


def test_opening_a_page_changes_nothing(held: str, booked_too: str, table: Table) -> None:
    before = stored(table)
    for token in (held, booked_too, "x"):
        anyone.get(f"/links/{token}")
        anyone.get(f"/links/{token}?after=x&utm_source=mail")

    assert stored(table) == before


def test_the_buttons_confirm_move_and_cancel(practice: Practice, held: str, table: Table) -> None:
    confirmed = send(held, "confirm")
    assert (confirmed.status, confirmed.headers["Location"]) == (303, f"../{held}")
    assert "It is confirmed." in open_page(held).text

    moved = send(held, "reschedule", f"to={practice.slots[2]}")
    assert (moved.status, moved.headers["Location"]) == (303, f"../{held}")
    assert "10:30 (UTC+01:00)" in open_page(held).text

    cancelled = Page(send(held, "cancel"))
    assert "Your appointment is cancelled" in cancelled.text
    assert "Wednesday, 2 December 2026, 10:30 (UTC+01:00)" in cancelled.text
    assert claims(table) == {}
    assert "This link does not work" in Page(anyone.get(f"/links/{held}")).text


def test_a_second_click_is_no_error_unless_it_cancels(practice: Practice, held: str) -> None:
    assert [send(held, "confirm").status for _ in range(2)] == [303, 303]
    assert [send(held, "reschedule", f"to={practice.slots[1]}").status for _ in range(2)] == [303, 303]
    assert [send(held, "cancel").status for _ in range(2)] == [200, 404]


def test_forms_and_links_of_a_page_lead_to_routes_beside_it(practice: Practice, booked: str) -> None:
    """They are relative, because a custom domain may put a path in front of them."""
    page = open_page(booked)
    later = [each["href"] for each in page.all("a")]

    assert [form["action"] for form in page.all("form")] == [f"{booked}/reschedule", f"{booked}/cancel"]
    assert later == [f"?after={practice.slots[-1]}"]
    practice.hold(practice.slots[1])
    refused = Page(send(booked, "reschedule", f"to={practice.slots[1]}"))
    assert [each["href"] for each in refused.all("a")] == [f"../{booked}"]


def test_later_times_follow_those_that_are_shown(practice: Practice, booked: str) -> None:
    for day in ("04", "05"):
        practice.open(f"2026-12-{day}T08:00:00Z", f"2026-12-{day}T12:00:00Z")
    first = open_page(booked)
    (later,) = [each["href"] for each in first.all("a")]

    assert first.choices == practice.slots[1:21]
    assert open_page(booked, later).choices == practice.slots[21:]


@pytest.mark.parametrize("after", ["", "x", "1-99991231T0000Z", "1-20200101T0000Z"])
def test_any_other_text_in_place_of_a_time_does_no_harm(booked: str, after: str) -> None:
    open_page(booked, f"?after={after}")


def test_without_another_time_the_page_says_so(table: Table, clock: Clock) -> None:
    practice = Practice(signed_in("dana"), NINE, "2026-12-02T09:15:00Z")
    page = open_page(token_of(practice.book(practice.slots[0])))

    assert "No other times were found." in page.text
    assert page.actions == ["cancel"]


def test_a_refusal_is_said_in_words(practice: Practice, booked: str, clock: Clock) -> None:
    practice.hold(practice.slots[1])
    closed = f"{practice.provider}-20261202T1500Z"
    for body, status, said in (
        (f"to={practice.slots[1]}", 409, "This time is no longer free. Please choose another one."),
        (f"to={closed}", 404, "This time is no longer free. Please choose another one."),
        (None, 422, "Please choose one of the times."),
        ("to=", 422, "Please choose one of the times."),
        ("to=x&to=y", 422, "Please choose one of the times."),
        ("\0&&==;%", 422, "Please choose one of the times."),
    ):
        response = send(booked, "reschedule", body)
        assert (response.status, said in Page(response).text) == (status, True), body
    clock.now = utc.instant(NINE) - 3599
    late = send(booked, "cancel")
    assert (late.status, "Clients can no longer cancel or move" in Page(late).text) == (409, True)


def test_after_the_cut_off_the_page_offers_nothing(booked: str, clock: Clock) -> None:
    clock.now = utc.instant(NINE) - 3599
    page = open_page(booked)

    assert "You can no longer move or cancel it here." in page.text
    assert page.actions == []


def test_a_page_of_time_long_gone_is_shown(booked: str, clock: Clock) -> None:
    clock.advance(20 * DAY)

    assert open_page(booked).actions == []


def test_a_dead_page_has_no_way_back(held: str, clock: Clock) -> None:
    clock.advance(HOLD)
    page = Page(send(held, "confirm"))

    assert "This link does not work" in page.text
    assert not list(page.all("a"))


def test_a_page_says_that_the_store_is_unavailable(held: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error = ReadTimeoutError(endpoint_url="https://dynamodb.invalid")
    monkeypatch.setattr(connection, "client", lambda: Raising(error))

    shown = anyone.get(f"/links/{held}"), send(held, "confirm"), send(held, "cancel")
    backs = [each["href"] for response in shown for each in Page(response).all("a")]
    assert backs == [held, f"../{held}", f"../{held}"]
    for response in shown:
        assert (response.status, response.headers["Retry-After"]) == (503, "1")
        assert "Please send the same request again." in Page(response).text


def test_a_failure_is_logged_with_the_route_and_without_the_token(
    held: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise KeyError(held)

    capsys.readouterr()
    monkeypatch.setattr(connection, "client", fail)
    with pytest.raises(RuntimeError, match=r"^KeyError$"):
        anyone.get(f"/links/{held}")

    (line,) = written(capsys)
    assert (line["route"], line["status"], held in str(line)) == ("GET /links/{token}", 500, False)


def test_a_refusal_is_counted(held: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    send(held, "reschedule", "to=x")

    (line,) = written(capsys)
    assert (line["code"], line["Refusals"], line["status"]) == ("invalid", 1, 422)
