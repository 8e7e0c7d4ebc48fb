"""Creates the queues, the event bus and its rules that template.yaml defines, in MiniStack."""

import json
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local import template
from local.errors import CannotRunError
from local.intrinsics import resolved

_QUEUE = "AWS::SQS::Queue"
_BUS = "AWS::Events::EventBus"
_RULE = "AWS::Events::Rule"
# How long messages are kept, and how they are encrypted, does not matter here.
_ATTRIBUTES = {"VisibilityTimeout", "RedrivePolicy", "DelaySeconds"}


def connect(service: Any, endpoint: str) -> Any:
    """Return a client for one thread. A call waits no longer than a long poll, and is not repeated."""
    patient = Config(connect_timeout=2, read_timeout=30, retries={"total_max_attempts": 1})
    return boto3.client(service, endpoint_url=endpoint, config=patient)


def ensure(endpoint: str) -> dict[str, str]:
    """Create what does not exist yet; return the names that functions and other resources refer to.

    Raises CannotRunError if MiniStack fails.
    """
    try:
        return _ensure(connect("sqs", endpoint), connect("events", endpoint))
    except (BotoCoreError, ClientError) as error:
        raise CannotRunError(f"Events at {endpoint}: {error}") from error


def queue(sqs: Any, name: str) -> tuple[str, str]:
    """Create the queue, unless it exists. Return its URL and its ARN."""
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def rule(events: Any, bus: str, name: str, pattern: Any, targets: Mapping[str, str]) -> None:
    """Create the rule, or replace it. `targets` are the ARNs of queues by id."""
    events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern))
    there = [{"Id": key, "Arn": arn} for key, arn in targets.items()]
    events.put_targets(Rule=name, EventBusName=bus, Targets=there)


def _ensure(sqs: Any, events: Any) -> dict[str, str]:
    known = template.known({})
    queues = template.resources(_QUEUE)
    for name in queues:
        known[name], known[f"{name}.Arn"] = queue(sqs, f"holdfast-{name}")
    for name, properties in queues.items():
        _set_attributes(sqs, known[name], resolved(properties, known))
    for name, properties in template.resources(_BUS).items():
        known[name] = resolved(properties["Name"], known)
        known[f"{name}.Arn"] = _bus(events, known[name])
    for name, properties in template.resources(_RULE).items():
        said = resolved(properties, known)
        rule(events, said["EventBusName"], name, said["EventPattern"], _targets(said["Targets"]))
    return {name: value for name, value in known.items() if name not in template.known({})}


def _set_attributes(sqs: Any, url: str, properties: dict[str, Any]) -> None:
    wanted = {name: properties[name] for name in _ATTRIBUTES & properties.keys()}
    texts = {
        name: json.dumps(value) if isinstance(value, dict) else str(value) for name, value in wanted.items()
    }
    if texts:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=texts)


def _bus(events: Any, name: str) -> str:
    try:
        arn: str = events.create_event_bus(Name=name)["EventBusArn"]
    except events.exceptions.ResourceAlreadyExistsException:
        arn = events.describe_event_bus(Name=name)["Arn"]
    return arn


def _targets(targets: list[dict[str, Any]]) -> dict[str, str]:
    return {target["Id"]: target["Arn"] for target in targets}
