"""The check after `sam build` finds a fault even if it is the only one in the build."""

import gzip
import re
import sys
from pathlib import Path
from random import Random

import pytest

from tools.check_build import ELF_MACHINES, LARGEST_LAYER, main, problems

TEMPLATE = """
Globals: {Function: {Runtime: python3.13, Handler: app.handler, Architectures: [{Ref: Architecture}]}}
Resources:
  Hello: {Type: "AWS::Serverless::Function", Properties: {CodeUri: Hello}}
  Layer:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: Layer
      CompatibleRuntimes: [python3.13]
      CompatibleArchitectures: [{Ref: Architecture}]
    Metadata: {BuildArchitecture: arm64}
  Table: {Type: "AWS::DynamoDB::Table", Properties: {}}
"""
MODEL = "Layer/python/botocore/data/{}/2020-01-01/service-2.json"
LIBRARY = "Layer/python/core/_core.cpython-313-aarch64-linux-gnu.so"


HANDLER = "Hello/app.py"
PACKAGE = "Layer/python/holdfast/__init__.py"


def bytecode(module: str) -> str:
    folder, _, file = module.rpartition("/")
    return f"{folder}/__pycache__/{file.removesuffix('.py')}.cpython-313.pyc"


def elf(machine: str) -> bytes:
    magic = b"\x7fELF" if machine in ELF_MACHINES else b"text"
    return magic.ljust(18, b"\0") + ELF_MACHINES.get(machine, ELF_MACHINES["arm64"]).to_bytes(2, "little")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    write(tmp_path, "template.yaml", TEMPLATE.encode())
    for module in (HANDLER, PACKAGE):
        write(tmp_path, module)
        write(tmp_path, bytecode(module))
    write(tmp_path, LIBRARY, elf("arm64"))
    write(tmp_path, MODEL.format("dynamodb"), b'{"operations": {"TransactWriteItems": {}}}')
    return tmp_path


def write(build: Path, name: str, content: bytes = b"") -> None:
    (build / name).parent.mkdir(parents=True, exist_ok=True)
    (build / name).write_bytes(content)


def test_a_correct_build_has_no_problems(build: Path) -> None:
    write(build, "Layer/python/stable.abi3.so", elf("arm64"))

    assert list(problems(build, "arm64")) == []


def test_a_build_for_the_wrong_architecture_is_reported(build: Path) -> None:
    assert list(problems(build, "x86_64")) == [
        "Layer is for arm64, not for x86_64",
        f"Layer: {LIBRARY.removeprefix('Layer/')} is not compiled for x86_64",
    ]


def test_a_function_for_another_architecture_than_the_layer_is_reported(build: Path) -> None:
    write(
        build,
        "template.yaml",
        TEMPLATE.replace("{CodeUri: Hello}", "{CodeUri: Hello, Architectures: [x86_64]}").encode(),
    )

    assert list(problems(build, "arm64")) == ["Hello is for x86_64, not for arm64"]


@pytest.mark.parametrize(
    ("name", "machine", "problem"),
    [
        ("x.cpython-313-x86_64-linux-gnu.so", "x86_64", "is not compiled for arm64"),
        ("x.cpython-313-aarch64-linux-gnu.so", "none", "is not compiled for arm64"),
        ("x.cpython-312-aarch64-linux-gnu.so", "arm64", "is not compiled for python3.13"),
        ("x.cpython-313t-aarch64-linux-gnu.so", "arm64", "is not compiled for python3.13"),
        ("x.so", "arm64", "is not compiled for python3.13"),
    ],
)
@pytest.mark.parametrize("folder", ["Layer/python/some", "Hello"])
def test_a_library_for_the_wrong_python_or_architecture_is_reported(
    build: Path, folder: str, name: str, machine: str, problem: str
) -> None:
    write(build, f"{folder}/{name}", elf(machine))

    assert [found.endswith(f"{name} {problem}") for found in problems(build, "arm64")] == [True]


@pytest.mark.parametrize(
    ("missing", "problem"),
    [
        (HANDLER, "Hello has no app.py"),
        (PACKAGE, "Layer has no python/holdfast/__init__.py"),
        (bytecode(HANDLER), "Hello: app.py has no bytecode for python3.13"),
        (bytecode(PACKAGE), "Layer: python/holdfast/__init__.py has no bytecode for python3.13"),
        (LIBRARY, "nothing compiled is in it: the dependencies are missing"),
    ],
)
def test_a_missing_file_is_reported(build: Path, missing: str, problem: str) -> None:
    (build / missing).unlink()

    assert list(problems(build, "arm64")) == [problem]


def test_a_layer_that_is_too_large_is_reported(build: Path) -> None:
    write(build, "Layer/python/data.gz", Random(1).randbytes(LARGEST_LAYER))

    (problem,) = problems(build, "arm64")
    assert re.fullmatch(r"Layer has 120\d{5} bytes when zipped: more than 12000000", problem)


def test_an_operation_that_a_policy_allows_but_the_layer_lacks_is_reported(build: Path) -> None:
    allowed = "{Action: [dynamodb:GetItem, sqs:SendMessage, events:PutEvents]}"
    policy = f"  Policy: {{Type: 'AWS::IAM::Policy', Properties: {{Statement: [{allowed}]}}}}\n"
    write(build, "template.yaml", (TEMPLATE + policy).encode())
    packed = gzip.compress(b'{"operations": {"PutEvents": {}}}')
    write(build, MODEL.format("events") + ".gz", packed)

    assert list(problems(build, "arm64")) == [
        "Layer cannot call dynamodb:GetItem",
        "Layer cannot call sqs:SendMessage",
        "Layer cannot call sqs:SendMessageBatch",
    ]


def test_the_command_exits_with_the_problems(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["check_build", str(build), "--architecture", "x86_64"])

    with pytest.raises(SystemExit, match="Layer is for arm64, not for x86_64"):
        main()
