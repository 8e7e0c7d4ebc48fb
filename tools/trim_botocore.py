"""Remove from a built layer the parts of botocore that we do not use. Each cold start reads botocore's data.

DynamoDB is the only service that stays. It keeps its endpoints in all regions, and the operations that the
template's policies allow.
"""

import gzip
import json
import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

SERVICE = "dynamodb/2012-08-10"
# We do not use these attribute types. Without them, botocore parses responses faster.
_UNUSED_TYPES = ("B", "BS", "SS")
_ALIASES = re.compile(r"^EVENT_ALIASES = \{.*?^\}$", re.MULTILINE | re.DOTALL)


def trim(botocore: Path, operations: Collection[str]) -> None:
    """Remove from the folder everything that these DynamoDB operations do not need."""
    data = botocore / "data"
    for folder in data.iterdir():
        if folder.is_dir() and folder.name != "dynamodb":
            shutil.rmtree(folder)
    for version in (data / "dynamodb").iterdir():
        if version != data / SERVICE:
            shutil.rmtree(version)
    for unused in ("examples-1.json", "paginators-1.json", "waiters-2.json"):
        (data / SERVICE / unused).unlink()
    _trim_endpoints(data / "endpoints.json")
    _trim_model(data / SERVICE, operations)
    _trim_aliases(botocore / "utils.py")


def allowed_operations(template: str) -> set[str]:
    """Return the operations that a template's policies allow, and TransactWriteItems.

    No policy can name TransactWriteItems, because it is not an IAM action.
    """
    return {"TransactWriteItems", *re.findall(r"\bdynamodb:([A-Z]\w+)", template)}


def _trim_endpoints(file: Path) -> None:
    endpoints = json.loads(file.read_bytes())
    for partition in endpoints["partitions"]:
        services = partition["services"]
        partition["services"] = {name: services[name] for name in services if name == "dynamodb"}
    _write(file, endpoints)


def _trim_model(folder: Path, operations: Collection[str]) -> None:
    packed = folder / "service-2.json.gz"
    model = json.loads(gzip.decompress(packed.read_bytes()))
    model["operations"] = {name: one for name, one in model["operations"].items() if name in operations}
    for unused in _UNUSED_TYPES:
        del model["shapes"]["AttributeValue"]["members"][unused]
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
    """Remove the aliases of event names. All are for other services, but botocore searches them often."""
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
