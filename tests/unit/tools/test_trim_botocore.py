"""The trimmed botocore still serves every region and every operation that the IAM policies allow."""

import json
import runpy
import shutil
from pathlib import Path

import botocore
import botocore.session
import pytest
from botocore.handlers import BUILTIN_HANDLERS
from botocore.loaders import Loader
from botocore.model import StructureShape
from botocore.utils import EVENT_ALIASES

from holdfast.dynamodb import values
from local.template import PATH
from tools.trim_botocore import allowed_operations, trim

DATA = Path(botocore.__file__).parent / "data"
USED = {
    "dynamodb": {
        "get_item",
        "batch_get_item",
        "query",
        "put_item",
        "update_item",
        "delete_item",
        "transact_write_items",
    },
    "events": {"put_events"},
    "sqs": {"send_message", "send_message_batch"},
    "ses": {"send_raw_email"},
}
OTHER = "ssm"  # a service that we do not use


@pytest.fixture
def data(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=lambda folder, names: _others(names) if Path(folder) == DATA else [])
    shutil.copy(DATA.parent / "utils.py", tmp_path)
    trim(tmp_path, allowed_operations(PATH.read_text("utf-8")))
    return copy


def _others(names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".json") and name not in {*USED, OTHER}]


@pytest.mark.parametrize("service", USED)
@pytest.mark.parametrize("region", ["eu-central-1", "us-east-1", "cn-north-1", "us-gov-west-1", "xx-new-1"])
def test_trimming_keeps_the_endpoint_of_every_region(data: Path, region: str, service: str) -> None:
    trimmed, whole = (client(folder, region, service) for folder in (data, DATA))
    assert trimmed.meta.endpoint_url == whole.meta.endpoint_url


def test_only_operations_that_the_policies_allow_can_be_called(data: Path) -> None:
    found = {service: set(client(data, service=service).meta.method_to_api_mapping) for service in USED}
    assert found == USED
    assert {folder.name for folder in data.iterdir() if folder.is_dir()} == USED.keys()


def test_a_condition_of_a_policy_is_not_an_operation() -> None:
    statement = {"Action": ["sqs:SendMessage"], "Condition": {"StringEquals": {"sqs:Example": "a"}}}
    found = allowed_operations(json.dumps({"Resources": {"A": {"Statement": [statement]}}}))

    assert found == {"dynamodb": {"TransactWriteItems"}, "sqs": {"SendMessage", "SendMessageBatch"}}


def test_the_only_attribute_types_kept_are_those_that_the_layer_decodes(data: Path) -> None:
    model = client(data).meta.service_model
    shape = model.shape_for("AttributeValue")
    assert isinstance(shape, StructureShape)
    assert set(shape.members) == set(values._DECODE)


def test_all_event_aliases_are_removed_and_no_handler_needs_one(data: Path) -> None:
    """An alias is another name of a service, under which a handler may have been registered."""
    assert runpy.run_path(str(data.parent / "utils.py"))["EVENT_ALIASES"] == {}
    named = {part for event, *_ in BUILTIN_HANDLERS for part in event.split(".")}
    ours = {alias for alias, service in EVENT_ALIASES.items() if service in USED}
    assert named.isdisjoint(ours)


def client(data: Path, region: str = "eu-central-1", service: str = "dynamodb") -> botocore.client.BaseClient:
    session = botocore.session.Session()
    loader = Loader(extra_search_paths=[str(data)], include_default_search_paths=False)
    session.register_component("data_loader", loader)
    return session.create_client(service, region_name=region)
