"""Prepare the output of `sam build` for deployment: trim it, add bytecode, and check it.

These steps halve the size of the build, and make the functions start several times faster.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse

from tools import check_build, trim_botocore
from tools.lazy_imports import defer

# These modules import much that we do not use, such as the code that writes botocore's documentation.
_BROAD = (
    "aws_lambda_powertools/__init__.py",
    "aws_lambda_powertools/package_logger.py",
    "aws_lambda_powertools/event_handler/__init__.py",
    "aws_lambda_powertools/event_handler/openapi/__init__.py",
    "aws_lambda_powertools/utilities/data_classes/__init__.py",
    "botocore/docs/__init__.py",
    "botocore/docs/docstring.py",
    "urllib3/http2/__init__.py",
)
# This module searches the metadata of all packages for plugins, but we use no plugins.
_PLUGINS = "pydantic/plugin/_loader.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("--architecture", required=True)
    arguments = parser.parse_args()
    finish(arguments.build)
    found = list(check_build.problems(arguments.build, arguments.architecture))
    sys.exit("\n".join(["The build is not fit for Lambda:", *found]) if found else None)


def finish(build: Path) -> None:
    template = (build / "template.yaml").read_text("utf-8")
    operations = trim_botocore.allowed_operations(template)
    for resource in yaml_parse(template)["Resources"].values():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            layer = build / resource["Properties"]["ContentUri"]
            trim_botocore.trim(layer / "python/botocore", operations)
            for module in _BROAD:
                defer(layer / "python" / module)
            (layer / "python" / _PLUGINS).write_text("def get_plugins():\n    return ()\n", "utf-8")
            add_bytecode(layer, "/opt")
        elif resource["Type"] == "AWS::Serverless::Function":
            add_bytecode(build / resource["Properties"]["CodeUri"], "/var/task")


def add_bytecode(folder: Path, deployed: str) -> None:
    """Compile all modules in the folder. Otherwise, each cold start would compile them.

    `deployed` is the folder's path on Lambda.
    """
    unchecked = ["--invalidation-mode", "unchecked-hash"]  # a deployment changes the files' times
    # -I makes Python ignore PYTHONPYCACHEPREFIX, which would put the bytecode elsewhere.
    command = ["python3.13", "-I", "-m", "compileall", "-q", *unchecked, "-s", str(folder), "-p", deployed]
    subprocess.run([*command, str(folder)], check=True)  # noqa: S603 - our own arguments and paths


if __name__ == "__main__":
    main()
