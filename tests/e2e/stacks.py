"""Deploy template.yaml to MiniStack with `sam`."""

import os
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from mypy_boto3_dynamodb.service_resource import Table

from local import user_pool
from local.server_file import RunningServer
from local.sign_in import access_token
from local.template import ROOT
from tests.e2e import routes
from tests.e2e.builds import ARCHITECTURE
from tests.e2e.callers import Caller

NAME = "holdfast"
_BUCKET = "artifacts"


def missing() -> str | None:
    """Return why this machine cannot run the deployed functions, or None if it can."""
    # MiniStack runs the functions with its own Python, which must be 3.13.
    if not (ROOT / ".venv-ministack/lib/python3.13").exists():
        return "MiniStack was installed before python3.13; remove .venv-ministack and run `make test`"
    return None


class Stack(Caller):
    """Deploys a stack with the given parameters, and calls its API through MiniStack's gateway."""

    def __init__(self, build: Path, endpoint: str, **parameters: object) -> None:
        super().__init__(lambda user: access_token(self._running, user))
        self._build = build
        self._endpoint = endpoint
        region = {"LocationConstraint": os.environ["AWS_REGION"]}
        self.client("s3").create_bucket(Bucket=_BUCKET, CreateBucketConfiguration=region)
        self.deploy(**parameters)
        self.url = f"{endpoint}/_aws/execute-api/{self.ids['Api']}/$default"
        routes.create(self.client("apigatewayv2"), self.ids["Api"], self._body, self.ids)
        user_pool.ensure_users(self.client("cognito-idp"), self.ids["UserPool"])

    def client(self, service: Any) -> Any:
        return boto3.client(service, endpoint_url=self._endpoint)

    def deploy(self, **parameters: object) -> None:
        """Create or update the stack. An update keeps the values of omitted parameters."""
        given = [f"{name}={value}" for name, value in {"Architecture": ARCHITECTURE, **parameters}.items()]
        options = ("--s3-bucket", _BUCKET, "--capabilities", "CAPABILITY_IAM", "--no-progressbar")
        self._sam("deploy", *options, "--parameter-overrides", *given)

    def delete(self) -> None:
        self._sam("delete", "--no-prompts", "--s3-bucket", _BUCKET)

    @cached_property
    def ids(self) -> dict[str, str]:
        """Return the physical ids of the resources, keyed by their names in the template."""
        found = self.client("cloudformation").describe_stack_resources(StackName=NAME)["StackResources"]
        return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in found}

    def table(self) -> Table:
        return boto3.resource("dynamodb", endpoint_url=self._endpoint).Table(self.ids["Table"])

    def describe_table(self) -> Any:
        return self.client("dynamodb").describe_table(TableName=self.ids["Table"])["Table"]

    def items(self) -> list[dict[str, Any]]:
        return self.table().scan(ConsistentRead=True)["Items"]

    @property
    def _running(self) -> RunningServer:
        return RunningServer(self.url, self._endpoint, self.ids["UserPoolClient"])

    @property
    def _body(self) -> dict[str, Any]:
        """Return the OpenAPI document of the deployed API."""
        response = self.client("cloudformation").get_template(StackName=NAME, TemplateStage="Processed")
        body: dict[str, Any] = response["TemplateBody"]["Resources"]["Api"]["Properties"]["Body"]
        return body

    def _sam(self, command: str, *options: str) -> None:
        sam = Path(sys.executable).with_name("sam")
        # Without SAM_CLI_POLL_DELAY, sam would check the stack only every five seconds.
        env = {**os.environ, "AWS_ENDPOINT_URL": self._endpoint, "SAM_CLI_POLL_DELAY": "0.2"}
        done = subprocess.run(
            [sam, command, "--stack-name", NAME, *options],
            cwd=self._build,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
