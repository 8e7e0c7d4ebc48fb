"""Clear lapsed holds, each minute."""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast import expiry

logger = Logger()

_MARGIN = 10_000  # milliseconds: enough for a last delete and its retries, and for the report


def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Report how many holds were cleared, and how late the oldest was, in seconds."""
    report = asdict(expiry.expire_holds(lambda: context.get_remaining_time_in_millis() > _MARGIN))
    logger.info("holds expired", extra=report)
    return report
