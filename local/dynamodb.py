"""Creates the table that template.yaml defines, and points the SDK of this process at DynamoDB."""

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
    """Point the SDK of this process at MiniStack, and remove all other AWS configuration."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    nobody = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    os.environ.update(_CREDENTIALS | _REGION | nobody | {ENDPOINT: url})
    _bypass_proxies()


def use_given_endpoint() -> str:
    """Return the endpoint from the environment. Set credentials and region, unless they are already set."""
    for name, value in (_CREDENTIALS | _REGION).items():
        os.environ.setdefault(name, value)
    _bypass_proxies()
    return os.environ[ENDPOINT]


def ensure_table() -> None:
    """Create the table unless it exists, and set up its TTL; raise CannotRunError if DynamoDB fails."""
    try:
        client = boto3.client("dynamodb", config=Config(connect_timeout=2, retries={"total_max_attempts": 2}))
        if not _exists(client):
            _create(client)
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


def _ensure_time_to_live(client: "DynamoDBClient") -> None:
    # Check TTL even for an existing table. The process that created the table may have been killed before
    # this step.
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
