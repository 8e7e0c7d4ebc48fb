"""GitHub deploys a commit after its tests passed, with no more permissions than deploying needs."""

import re
from typing import Any

import yaml

from local.template import ROOT

TEXT = (ROOT / ".github/workflows/ci.yml").read_text("utf-8")
WORKFLOW: dict[str, Any] = yaml.safe_load(TEXT)


def test_only_a_push_that_passed_the_tests_is_deployed() -> None:
    test, deploy = WORKFLOW["jobs"]["test"], WORKFLOW["jobs"]["deploy"]

    assert {"run": ".ci/run"} in test["steps"]
    assert deploy["needs"] == "test"
    assert deploy["if"].startswith("github.event_name == 'push' && ")


def test_only_the_deploy_job_may_assume_a_role() -> None:
    rights = {name: job.get("permissions") for name, job in WORKFLOW["jobs"].items()}

    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert rights == {"test": None, "deploy": {"contents": "read", "id-token": "write"}}
    assert "secrets." not in TEXT


def test_third_party_actions_are_pinned_to_a_commit() -> None:
    used = re.findall(r"uses: (.+)", TEXT)

    assert used
    assert [each for each in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", each)] == []
