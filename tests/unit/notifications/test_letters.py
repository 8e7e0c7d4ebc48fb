"""What the mails say."""

import re

import pytest

from holdfast.core.settings import mail_settings
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from testkit.clock import Clock
from testkit.items import overwrite
from testkit.mails import PUBLIC_URL, Outbox, Sent, deliver
from tests.unit.notifications.office import Office

HOUR = 60 * 60
WHEN = "Wednesday 2 December 2026, 10:00 to 10:45 (Europe/Berlin, UTC+01:00)"


def only_mail(outbox: Outbox) -> Sent:
    (sent,) = outbox.take()
    return sent


def to_client(outbox: Outbox) -> Sent:
    return outbox.take()[0]


def test_a_hold_says_until_when_to_confirm(office: Office, outbox: Outbox) -> None:
    deliver(office.held())
    text = only_mail(outbox).text

    assert text.startswith("Hello Alice,\n\n")
    assert f"What:   Consultation\nWith:   Dr. Dana\nWhen:   {WHEN}\n" in text
    assert "reserved for you until Tuesday 1 December 2026, 09:30." in text  # by the clock in Berlin


def test_the_first_url_is_the_link_and_ends_in_the_token(office: Office, outbox: Outbox) -> None:
    events = [office.held(), office.confirmed(office.slots[4])]
    events.append(office.moved(events[1], office.slots[8]))
    tokens = [office.token(office.slots[at]) for at in (0, 8)]
    for name, key in (
        ("https://evil.example/a", keys.provider(office.provider)),
        ("http://b", keys.service(office.service)),
    ):
        office.rename(key, name)

    deliver(events[0], events[2])
    mails = [sent for sent in outbox.take() if sent.to == "alice@example.com"]

    for sent, token in zip(mails, tokens, strict=True):
        urls = re.findall(r"https?://\S+", sent.text)
        assert urls == [f"{PUBLIC_URL}/links/{token}"]


def test_the_link_stands_in_the_raw_mail_in_one_piece(office: Office, outbox: Outbox) -> None:
    event = office.held()
    deliver(event)

    assert f"\r\n{PUBLIC_URL}/links/{office.token(office.slots[0])}\r\n".encode() in outbox.raw[0]


def test_the_html_has_one_button_and_the_link_as_text(office: Office, outbox: Outbox) -> None:
    deliver(office.held())
    html, link = only_mail(outbox).html, f"{PUBLIC_URL}/links/{office.token(office.slots[0])}"

    assert re.findall(r"<a [^>]*>([^<]*)</a>", html) == ["Confirm the appointment"]
    assert html.count(f'href="{link}"') == 1
    assert html.count(f">{link}<") == 1


@pytest.mark.parametrize("address", ["", PUBLIC_URL])
def test_the_html_loads_nothing_and_leaves_the_colours_to_the_reader(
    office: Office, outbox: Outbox, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = office.confirmed()
    monkeypatch.setenv("PUBLIC_URL", address)
    mail_settings.cache_clear()
    deliver(event)
    html = to_client(outbox).html

    assert not re.findall(r"<(img|script|link|iframe|style|form)\b|url\(|@import| src=| on\w+=", html)
    assert '<meta name="color-scheme" content="light dark">' in html
    # The button has both colours. Nothing else has one, so that it can be read on dark and on light.
    assert (
        len(re.findall(r"(?<![-\w])color:", html))
        == len(re.findall("background-color:", html))
        == bool(address)
    )
    assert '<html lang="en">' in html


def test_names_are_escaped_in_html_and_only_there(office: Office, outbox: Outbox) -> None:
    name = '<b>Ana & "Bo"</b> {{ 7 * 7 }} {lead}'
    office.change_client(name=name)
    office.change_provider(name=name)
    overwrite(office.table, keys.service(office.service), name=name)

    deliver(office.confirmed())

    for sent in outbox.take():
        assert sent.text.count(name) == 3
        assert name not in sent.html
        assert sent.html.count("&lt;b&gt;Ana &amp; &#34;Bo&#34;&lt;/b&gt; {{ 7 * 7 }} {lead}") == 5


def test_without_a_public_address_a_mail_has_no_link(
    office: Office, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [office.held(), office.confirmed(office.slots[4])]
    monkeypatch.setenv("PUBLIC_URL", "")
    mail_settings.cache_clear()

    deliver(*events)
    held, confirmed = outbox.take()[:2]

    assert "You can confirm it, or give the time back, where you booked it.\n" in held.text
    assert (
        "You can move or cancel it until Wednesday 2 December 2026, 11:00, where you booked it.\n"
        in confirmed.text
    )
    for sent in (held, confirmed):
        assert "://" not in sent.text
        assert "<a " not in sent.html


def test_a_booking_without_a_secret_has_no_link(office: Office, outbox: Outbox) -> None:
    """It was made before there were links."""
    event = office.held()
    office.table.update_item(
        Key=keys.appointment(Slot.from_id(office.slots[0]))._asdict(), UpdateExpression="REMOVE secret"
    )

    deliver(event)

    assert "://" not in only_mail(outbox).text


def test_a_confirmation_says_until_when_it_can_be_changed(office: Office, outbox: Outbox) -> None:
    office.change_provider(cancel_notice_minutes=120)

    deliver(office.confirmed())

    assert (
        "You can move or cancel it until Wednesday 2 December 2026, 08:00, here:\n" in to_client(outbox).text
    )


def test_after_the_cut_off_a_mail_offers_no_change(office: Office, outbox: Outbox, clock: Clock) -> None:
    office.change_provider(cancel_notice_minutes=23 * 60)
    event = office.confirmed()
    clock.advance(2 * HOUR + 1)  # the first second after the cut-off
    deliver(event)
    sent = to_client(outbox)

    assert "too late to move or cancel it online. If you cannot come, please tell Dr. Dana.\n" in sent.text
    assert "://" not in sent.text
    assert "<a " not in sent.html


def test_until_the_cut_off_a_mail_offers_changes(office: Office, outbox: Outbox, clock: Clock) -> None:
    office.change_provider(cancel_notice_minutes=23 * 60)
    event = office.confirmed()
    clock.advance(2 * HOUR)  # the last second

    deliver(event)

    assert "You can move or cancel it until" in to_client(outbox).text


def test_the_cut_off_does_not_bind_a_hold(office: Office, outbox: Outbox) -> None:
    office.change_provider(cancel_notice_minutes=366 * 1440)

    deliver(office.held())

    assert "/links/" in only_mail(outbox).text


def test_a_move_says_when_it_was_before(office: Office, outbox: Outbox) -> None:
    deliver(office.moved(office.confirmed(), office.slots[4]))

    for sent in outbox.take():
        assert "When:   Wednesday 2 December 2026, 11:00 to 11:45 (Europe/Berlin, UTC+01:00)\n" in sent.text
        assert f"Before: {WHEN}\n" in sent.text


def test_a_cancellation_offers_nothing(office: Office, outbox: Outbox) -> None:
    deliver(office.cancelled(office.confirmed()))

    for sent in outbox.take():
        assert f"When:   {WHEN}\n" in sent.text
        assert "://" not in sent.text
        assert "<a " not in sent.html


def test_a_provider_gets_no_link_because_it_acts_as_the_client(office: Office, outbox: Outbox) -> None:
    event = office.confirmed()
    deliver(event, office.moved(event, office.slots[4]))

    assert not [
        sent for sent in outbox.take() if sent.to != "alice@example.com" and "://" in sent.text + sent.html
    ]
