"""The mail service: Amazon SES."""

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

from holdfast.core.settings import settings

# With both attempts, a mail takes at most 13 s. A test adds up what a claim has to cover.
_CONFIG = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 2},
    user_agent="holdfast",
)


@cache
def client() -> Any:
    return botocore.session.get_session().create_client("ses", config=_CONFIG)


def send(raw: bytes, to: str) -> None:
    """Send the mail, with all its headers, to one address; raise botocore's errors."""
    client().send_raw_email(Source=settings().mail_from, Destinations=[to], RawMessage={"Data": raw})
