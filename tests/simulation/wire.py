"""Make HTTP responses for botocore."""

from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

URL = "https://dynamodb.example"


class _Raw:
    """A response body with the `stream` method that botocore calls."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: Any) -> Any:
        yield self._content


def aws_response(status: int, content: bytes) -> AWSResponse:
    return AWSResponse(URL, status, HTTPHeaders(), _Raw(content))
