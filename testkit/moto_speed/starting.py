"""Starts moto without making again, for each test, what is always the same.

moto registers a thousand addresses at each start, for programs that use the library requests. It also forgets
boto3's session, and each new session reads botocore's large files again.
"""

from functools import cache
from typing import Any

import boto3
import botocore.loaders
from moto.core.config import default_user_config
from moto.core.models import MockAWS, botocore_stubber, responses_mock
from responses import BaseResponse

_enable_at_first = MockAWS._enable_patching
_registered: list[BaseResponse] = []


def keep_session() -> None:
    """Let boto3 keep its session. The one loader would get a further folder from each new session.

    The session reads its credentials now. In a test it would find moto's, and keep them for DynamoDB Local,
    which has other tables for other credentials.
    """
    default_user_config["core"]["reset_boto3_session"] = False
    boto3.setup_default_session()
    boto3._get_default_session().get_credentials()


def _enable_patching(mock: MockAWS, reset: bool = True) -> None:
    if not _registered:
        _enable_at_first(mock, reset=reset)
        _registered.extend(responses_mock.registered())
        return
    botocore_stubber.enabled = True
    if reset:
        mock.reset()
    responses_mock.start()
    for response in _registered:
        responses_mock.add(response)


CHANGES: list[tuple[Any, str, Any]] = [
    (MockAWS, "_enable_patching", _enable_patching),
    (botocore.loaders, "create_loader", cache(botocore.loaders.create_loader)),
]
