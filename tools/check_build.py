"""Check that a build can run on Lambda and starts fast there.

`sam build` does not check this. It accepts packages for the wrong processor, and even a function without
code.
"""

import argparse
import gzip
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_parse

from tools import trim_botocore

LARGEST_LAYER = 12_000_000  # bytes, zipped
ELF_MACHINES = {"arm64": 183, "x86_64": 62}


@dataclass(frozen=True)
class Artifact:
    """A built function or layer. It must contain the file `required`."""

    name: str
    folder: Path
    required: str
    architectures: tuple[str, ...]
    runtime: str
    is_layer: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("--architecture", required=True)
    arguments = parser.parse_args()
    found = list(problems(arguments.build, arguments.architecture))
    sys.exit("\n".join(["The build is not fit for Lambda:", *found]) if found else None)


def problems(build: Path, architecture: str) -> Iterator[str]:
    """Yield what is wrong with a build. `architecture` is `arm64` or `x86_64`."""
    text = (build / "template.yaml").read_text("utf-8")
    template = yaml_parse(text)
    artifacts = list(_artifacts(template, build, architecture))
    for artifact in artifacts:
        yield from _misfits(artifact, architecture)
        yield from _slow_starts(artifact)
        if artifact.is_layer:
            yield from _missing_operations(artifact, trim_botocore.allowed_operations(text))
    if not any(_libraries(artifact.folder) for artifact in artifacts):
        yield "nothing compiled is in it: the dependencies are missing"


def _artifacts(template: dict[str, Any], build: Path, architecture: str) -> Iterator[Artifact]:
    shared = template.get("Globals", {}).get("Function", {})
    for name, resource in template["Resources"].items():
        properties = resource["Properties"]
        if resource["Type"] == "AWS::Serverless::Function":
            properties = shared | properties
            yield Artifact(
                name=name,
                folder=build / properties["CodeUri"],
                required=properties["Handler"].split(".")[0] + ".py",
                architectures=_resolved(properties["Architectures"], architecture),
                runtime=properties["Runtime"],
            )
        elif resource["Type"] == "AWS::Serverless::LayerVersion":
            built_for = [resource["Metadata"]["BuildArchitecture"]]
            yield Artifact(
                name=name,
                folder=build / properties["ContentUri"],
                required="python/holdfast/__init__.py",
                architectures=_resolved(properties["CompatibleArchitectures"] + built_for, architecture),
                runtime=properties["CompatibleRuntimes"][0],
                is_layer=True,
            )


def _resolved(architectures: list[Any], parameter: str) -> tuple[str, ...]:
    return tuple(parameter if one == {"Ref": "Architecture"} else one for one in architectures)


def _misfits(artifact: Artifact, architecture: str) -> Iterator[str]:
    if not (artifact.folder / artifact.required).is_file():
        yield f"{artifact.name} has no {artifact.required}"
    for other in sorted(set(artifact.architectures) - {architecture}):
        yield f"{artifact.name} is for {other}, not for {architecture}"
    for library in _libraries(artifact.folder):
        path = library.relative_to(artifact.folder)
        if _elf_machine(library) != ELF_MACHINES[architecture]:
            yield f"{artifact.name}: {path} is not compiled for {architecture}"
        if not _importable(library.name, artifact.runtime):
            yield f"{artifact.name}: {path} is not compiled for {artifact.runtime}"


def _slow_starts(artifact: Artifact) -> Iterator[str]:
    for module in sorted(artifact.folder.rglob("*.py")):
        bytecode = f"{module.stem}.{_tag(artifact.runtime)}.pyc"
        if not (module.parent / "__pycache__" / bytecode).is_file():
            path = module.relative_to(artifact.folder)
            yield f"{artifact.name}: {path} has no bytecode for {artifact.runtime}"
    if (size := zipped_size(artifact.folder)) > LARGEST_LAYER:
        yield f"{artifact.name} has {size} bytes when zipped: more than {LARGEST_LAYER}"


def _missing_operations(layer: Artifact, operations: trim_botocore.Operations) -> Iterator[str]:
    """Yield the operations that the functions may call but that the layer's botocore does not know."""
    data = layer.folder / "python/botocore/data"
    for service, used in operations.items():
        known = _known_operations(data / service) if (data / service).is_dir() else set()
        yield from (f"{layer.name} cannot call {service}:{name}" for name in sorted(used - known))


def _known_operations(service: Path) -> set[str]:
    newest = trim_botocore.newest_version(service)
    plain, packed = newest / "service-2.json", newest / "service-2.json.gz"
    model = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    return set(json.loads(model)["operations"])


def zipped_size(folder: Path) -> int:
    """Zip the folder as a deployment does, and return the size of the zip in bytes."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in folder.rglob("*"):
            zipped.write(file, file.relative_to(folder))
    return len(archive.getvalue())


def _libraries(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.so"))


def _elf_machine(library: Path) -> int | None:
    with library.open("rb") as file:
        header = file.read(20)
    return int.from_bytes(header[18:20], "little") if header.startswith(b"\x7fELF") else None


def _importable(name: str, runtime: str) -> bool:
    return bool(re.search(rf"\.({_tag(runtime)}(-[\w-]+)?|abi3)\.so$", name))


def _tag(runtime: str) -> str:
    return runtime.replace("python", "cpython-").replace(".", "")


if __name__ == "__main__":
    main()
