"""Settings from the environment, read once."""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Settings:
    """The settings that template.yaml passes to the functions. Durations are in the unit that they name."""

    table_name: str
    hold_seconds: int
    max_holds_per_client: int
    max_clients_per_owner: int
    history_days: int
    index_shards: int
    time_zone: str
    service: str
    metrics_namespace: str


@cache
def settings() -> Settings:
    """Return the settings; raise RuntimeError if a variable is missing or not a whole number."""
    return Settings(
        table_name=_text("TABLE_NAME"),
        hold_seconds=_number("HOLD_SECONDS"),
        max_holds_per_client=_number("MAX_HOLDS_PER_CLIENT"),
        max_clients_per_owner=_number("MAX_CLIENTS_PER_OWNER"),
        history_days=_number("HISTORY_DAYS"),
        index_shards=_number("INDEX_SHARDS"),
        time_zone=_text("TIME_ZONE"),
        service=_text("POWERTOOLS_SERVICE_NAME"),
        metrics_namespace=_text("POWERTOOLS_METRICS_NAMESPACE"),
    )


@dataclass(frozen=True)
class EventSettings:
    """Where events go: the settings of the function that publishes them."""

    bus_name: str
    dead_letters_url: str


@cache
def event_settings() -> EventSettings:
    """Return the settings; raise RuntimeError if a variable is missing."""
    return EventSettings(bus_name=_text("EVENT_BUS_NAME"), dead_letters_url=_text("DEAD_LETTERS_URL"))


@dataclass(frozen=True)
class MailSettings:
    """How mails are sent, for the functions that send them or let them be sent.

    `sender` is that of all mails; if it is empty, no mail is sent. `public_url` is the address under which
    people reach the API, without a slash at its end; if it is empty, mails have no link. `queue_url` is the
    queue of what is to be mailed.
    """

    sender: str
    public_url: str
    queue_url: str


@cache
def mail_settings() -> MailSettings:
    """Return the settings. A variable that a function does not have is empty."""
    names = ("MAIL_FROM", "PUBLIC_URL", "MAIL_QUEUE_URL")
    return MailSettings(*(os.environ.get(name, "") for name in names))


@dataclass(frozen=True)
class WebhookSettings:
    """How webhooks are told.

    `queue_url` is the queue of deliveries, and `mail_queue_url` that of what is to be mailed. `loopback` is
    True if webhooks may have addresses of this machine; template.yaml never sets it.
    """

    queue_url: str
    mail_queue_url: str
    loopback: bool


@cache
def webhook_settings() -> WebhookSettings:
    """Return the settings. A variable that a function does not have is empty."""
    return WebhookSettings(
        queue_url=os.environ.get("DELIVERY_QUEUE_URL", ""),
        mail_queue_url=os.environ.get("MAIL_QUEUE_URL", ""),
        loopback=os.environ.get("LOOPBACK_WEBHOOKS") == "1",
    )


def _text(name: str) -> str:
    if not (value := os.environ.get(name)):
        raise RuntimeError(f"the environment variable {name} is not set")
    return value


def _number(name: str) -> int:
    try:
        return int(_text(name))
    except ValueError:
        raise RuntimeError(f"the environment variable {name} is not a whole number") from None
