"""Creates the table that template.yaml defines, and makes this process's AWS SDK use a local DynamoDB."""

import os
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local import REGION, template
from local.errors import CannotRunError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
TABLE = "holdfast"
_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
_REGION = {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}


def use_ministack(url: str) -> None:
    """Replace all AWS settings of this process with those for MiniStack, an AWS emulator."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    nobody = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    os.environ.update(_CREDENTIALS | _REGION | nobody | {ENDPOINT: url})
    _bypass_proxies()


def use_given_endpoint() -> str:
    """Return the endpoint from the environment. If credentials and region are not set, set them."""
    for name, value in (_CREDENTIALS | _REGION).items():
        os.environ.setdefault(name, value)
    _bypass_proxies()
    return os.environ[ENDPOINT]


def ensure_table() -> None:
    """Create the table unless it exists, and set up its stream and its TTL.

    Raises CannotRunError if DynamoDB fails.
    """
    try:
        client = boto3.client("dynamodb", config=Config(connect_timeout=2, retries={"total_max_attempts": 2}))
        if not _exists(client):
            _create(client)
        _ensure_stream(client)
        _ensure_time_to_live(client)
    except (BotoCoreError, ClientError) as error:
        raise CannotRunError(f"DynamoDB at {os.environ[ENDPOINT]}: {error}") from error


def _exists(client: "DynamoDBClient") -> bool:
    try:
        client.describe_table(TableName=TABLE)
    except client.exceptions.ResourceNotFoundException:
        return False
    return True


def _create(client: "DynamoDBClient") -> None:
    client.create_table(TableName=TABLE, **template.table_definition())
    client.get_waiter("table_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1})


def _ensure_stream(client: "DynamoDBClient") -> None:
    """Turn the stream on if an earlier version of this program made the table."""
    if "StreamSpecification" not in client.describe_table(TableName=TABLE)["Table"]:
        client.update_table(TableName=TABLE, StreamSpecification=template.stream_specification())
        client.get_waiter("table_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1})


def _ensure_time_to_live(client: "DynamoDBClient") -> None:
    # Check TTL even for an existing table. The process that created the table may have been killed before
    # it set up TTL.
    stands = client.describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]["TimeToLiveStatus"]
    expiry = template.time_to_live()
    if stands == "DISABLED":
        client.update_time_to_live(
            TableName=TABLE,
            TimeToLiveSpecification={"AttributeName": expiry["AttributeName"], "Enabled": expiry["Enabled"]},
        )


def _bypass_proxies() -> None:
    own = "127.0.0.1,localhost"
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = f"{os.environ[name]},{own}" if os.environ.get(name) else own
