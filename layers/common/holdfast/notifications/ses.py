"""The mail service: Amazon SES."""

from botocore.config import Config

from holdfast.core.settings import mail_settings
from holdfast.notifications import clients

# With both attempts, a mail takes at most 13 s. A test adds up what a claim has to cover.
CONFIG = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 2},
    user_agent="holdfast",
)


def send(raw: bytes, to: str) -> None:
    """Send the mail, with all its headers, to one address; raise botocore's errors."""
    ses = clients.client("ses", CONFIG)
    ses.send_raw_email(Source=mail_settings().sender, Destinations=[to], RawMessage={"Data": raw})
