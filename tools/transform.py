"""Turn template.yaml into plain CloudFormation as SAM does, but without a connection to AWS."""

import argparse
from functools import cache
from pathlib import Path
from typing import Any

from samcli.lib.translate.sam_template_validator import SamTemplateValidator
from samcli.yamlhelper import yaml_parse

from local import REGION, template


class _NoManagedPolicies:
    """Replaces the part of SAM that looks up managed policies in AWS. The template uses none."""

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
    """Return the transformed template's resources by name."""
    found: dict[str, dict[str, Any]] = yaml_parse(_transformed())["Resources"]
    return found


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of every transformed resource of a type, by name."""
    found = resources().items()
    return {name: resource["Properties"] for name, resource in found if resource["Type"] == kind}


def _transformed() -> str:
    validator = SamTemplateValidator(template.load(), _NoManagedPolicies(), region=REGION)
    text: str = validator.get_translated_template_if_valid()
    return text


if __name__ == "__main__":
    main()
