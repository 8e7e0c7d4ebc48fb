"""Remove from a built layer the parts of botocore that we do not use. Each cold start reads botocore's data.

Only the services that the template's policies name stay. Each keeps its endpoints in all regions, and the
operations that the policies allow.
"""

import gzip
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_parse

# We do not use these types of DynamoDB's attributes. Without them, botocore parses responses faster.
_UNUSED_TYPES = ("B", "BS", "SS")
_UNUSED_FILES = ("examples-1.json", "paginators-1.json", "waiters-2.json")
_ALIASES = re.compile(r"^EVENT_ALIASES = \{.*?^\}$", re.MULTILINE | re.DOTALL)
# No function calls these. Lambda itself reads the stream and the queues, and transactions check conditions.
_NOT_CALLED = {
    "ConditionCheckItem",
    *("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"),
    *("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
}
# Operations that no policy can name: the action of another operation allows them.
_ALSO_ALLOWED = {"SendMessage": "SendMessageBatch"}
# In botocore's list of endpoints, this service has another name.
_ENDPOINTS = {"ses": "email"}

Operations = Mapping[str, set[str]]  # the names of the operations in use, by service


def trim(botocore: Path, operations: Operations) -> None:
    """Remove from the folder everything that these operations do not need."""
    data = botocore / "data"
    for folder in data.iterdir():
        if folder.is_dir() and folder.name not in operations:
            shutil.rmtree(folder)
    for service, used in operations.items():
        newest = newest_version(data / service)
        for version in (data / service).iterdir():
            if version != newest:
                shutil.rmtree(version)
        for unused in _UNUSED_FILES:
            (newest / unused).unlink(missing_ok=True)
        _trim_model(newest, used)
    _trim_endpoints(data / "endpoints.json", {_ENDPOINTS.get(service, service) for service in operations})
    _trim_aliases(botocore / "utils.py")


def allowed_operations(template: str) -> dict[str, set[str]]:
    """Return the operations that a template's policies let functions call, by service.

    TransactWriteItems is always among them. No policy can name it, because it is not an IAM action.
    """
    found: defaultdict[str, set[str]] = defaultdict(set, dynamodb={"TransactWriteItems"})
    for allowed in _actions(yaml_parse(template)):
        service, _, action = allowed.partition(":")
        if action not in _NOT_CALLED:
            found[service] |= {action, _ALSO_ALLOWED.get(action, action)}
    return dict(found)


def _actions(part: Any) -> Iterator[str]:
    """Yield the actions of all policies in a part of the template."""
    if isinstance(part, dict):
        action = part.get("Action", [])
        yield from [action] if isinstance(action, str) else action
    members = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for member in members:
        yield from _actions(member)


def newest_version(service: Path) -> Path:
    """Return the folder of the service's newest API, which botocore uses."""
    return max(service.iterdir())


def _trim_endpoints(file: Path, used: Container[str]) -> None:
    endpoints = json.loads(file.read_bytes())
    for partition in endpoints["partitions"]:
        services = partition["services"]
        partition["services"] = {name: services[name] for name in services if name in used}
    _write(file, endpoints)


def _trim_model(folder: Path, operations: Container[str]) -> None:
    packed = folder / "service-2.json.gz"
    model = json.loads(gzip.decompress(packed.read_bytes()))
    model["operations"] = {name: one for name, one in model["operations"].items() if name in operations}
    if values := model["shapes"].get("AttributeValue"):
        for unused in _UNUSED_TYPES:
            del values["members"][unused]
    reached: set[str] = set()
    waiting = list(_references(model["operations"]))
    while waiting:
        if (name := waiting.pop()) not in reached:
            reached.add(name)
            waiting += _references(model["shapes"][name])
    model["shapes"] = {name: shape for name, shape in model["shapes"].items() if name in reached}
    for operation in model["operations"].values():
        # These parameters make botocore search each request for a table's ARN. We send no ARNs.
        operation.pop("operationContextParams", None)
    # Do not compress the model. Without documentation, it is smaller than the compressed file was.
    _write(folder / "service-2.json", _without_documentation(model))
    packed.unlink()


def _trim_aliases(module: Path) -> None:
    """Remove the aliases of event names. We use no old name, but botocore searches them often."""
    text, found = _ALIASES.subn("EVENT_ALIASES = {}", module.read_text("utf-8"))
    if found != 1:
        raise ValueError(f"{module} has no aliases")
    module.write_text(text, "utf-8")


def _references(part: Any) -> Iterator[str]:
    """Yield the names of the shapes that this part of the model refers to."""
    if isinstance(part, dict):
        if isinstance(part.get("shape"), str):
            yield part["shape"]
        for member in part.values():
            yield from _references(member)
    elif isinstance(part, list):
        for member in part:
            yield from _references(member)


def _without_documentation(part: Any) -> Any:
    if isinstance(part, dict):
        kept = {name: member for name, member in part.items() if not _documents(name, member)}
        return {name: _without_documentation(member) for name, member in kept.items()}
    return [_without_documentation(member) for member in part] if isinstance(part, list) else part


def _documents(name: str, member: Any) -> bool:
    return name in {"documentation", "documentationUrl"} and isinstance(member, str)


def _write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, separators=(",", ":")), "utf-8")
