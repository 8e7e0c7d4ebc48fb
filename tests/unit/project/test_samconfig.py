"""samconfig.toml has two stages that fit the template. It contains nothing of a specific AWS account."""

import re

import pytest
from samcli.lib.config.samconfig import SamConfig

from local import template
from local.template import ROOT


@pytest.mark.parametrize(("stage", "stack"), [("dev", "holdfast-dev"), ("prod", "holdfast")])
def test_each_stage_has_settings_that_fit_the_template(stage: str, stack: str) -> None:
    settings = SamConfig(ROOT).get_all(["deploy"], "parameters", env=stage)
    overrides = dict(each.split("=") for each in settings["parameter_overrides"])

    assert settings["stack_name"] == stack
    assert settings["resolve_s3"] is True
    assert settings["capabilities"] == "CAPABILITY_IAM"
    assert overrides.keys() <= template.load()["Parameters"].keys()
    assert (
        int(overrides["LogRetentionDays"])
        in template.load()["Parameters"]["LogRetentionDays"]["AllowedValues"]
    )


def test_samconfig_names_no_account_bucket_or_region() -> None:
    text = (ROOT / "samconfig.toml").read_text("utf-8")

    assert not re.search(r"\d{12}|arn:|s3_bucket|region =|profile", text)
