"""Transform template.yaml as SAM does for CloudFormation, but without AWS. Fail if SAM rejects the file."""

import argparse
from functools import cache
from pathlib import Path
from typing import Any

from samcli.lib.translate.sam_template_validator import SamTemplateValidator
from samcli.yamlhelper import yaml_parse

from local import REGION, template


class _NoManagedPolicies:
    """Replaces SAM's lookup of managed policies in AWS. The template names no managed policies."""

    def load(self) -> dict[str, str]:
        return {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="where to write it")
    path: Path = parser.parse_args().path
    path.parent.mkdir(exist_ok=True)
    path.write_text(_transformed(), "utf-8")


@cache
def resources() -> dict[str, dict[str, Any]]:
    """Return the resources, by the names that SAM gives them."""
    found: dict[str, dict[str, Any]] = yaml_parse(_transformed())["Resources"]
    return found


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of every resource of a type, by the names that SAM gives the resources."""
    found = resources().items()
    return {name: resource["Properties"] for name, resource in found if resource["Type"] == kind}


def _transformed() -> str:
    validator = SamTemplateValidator(template.load(), _NoManagedPolicies(), region=REGION)
    text: str = validator.get_translated_template_if_valid()
    return text


if __name__ == "__main__":
    main()
