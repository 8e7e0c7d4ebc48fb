"""The second script in docs/your-page.md writes the settings of a deployment to server.json."""

import json
import re
import subprocess
from dataclasses import fields
from pathlib import Path

from local.server_file import RunningServer
from local.template import ROOT

OUTPUTS = """output() {
  case $1 in
    ApiUrl) echo https://a1.execute-api.eu-west-1.amazonaws.com ;;
    UserPoolId) echo eu-west-1_Ab3 ;;
    UserPoolClientId) echo 4client ;;
  esac
}
"""


def test_the_settings_for_a_deployment_have_the_fields_of_make_run(tmp_path: Path) -> None:
    document = (ROOT / "docs" / "your-page.md").read_text("utf-8")
    _, script = re.findall(r"^```bash\n(.+?)^```$", document, re.DOTALL | re.MULTILINE)
    assert "../my-page" in script
    ours = OUTPUTS + script.replace("../my-page", str(tmp_path))
    subprocess.run(["sh", "-euc", ours], check=True)

    settings = json.loads((tmp_path / "server.json").read_text("utf-8"))
    assert settings == {
        "url": "https://a1.execute-api.eu-west-1.amazonaws.com",
        "cognito": "https://cognito-idp.eu-west-1.amazonaws.com",
        "client_id": "4client",
    }
    assert settings.keys() == {field.name for field in fields(RunningServer)}
