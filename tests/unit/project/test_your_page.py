"""The scripts in docs/your-page.md make a page for `make run`, and a page for a deployment."""

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


def test_the_page_for_a_deployment_has_its_own_settings(tmp_path: Path) -> None:
    document = (ROOT / "docs" / "your-page.md").read_text("utf-8")
    first, deployment = re.findall(r"^```bash\n(.+?)^```$", document, re.DOTALL | re.MULTILINE)
    *local, _serve = first.splitlines()
    work_tree = tmp_path / "holdfast"
    for name in ("docs", ".local"):
        (work_tree / name).mkdir(parents=True)
    (work_tree / "docs" / "your-page.md").write_text(document, "utf-8")
    local_settings = work_tree / ".local" / "server.json"
    local_settings.write_text("of make run", "utf-8")

    subprocess.run(["sh", "-euc", "\n".join([OUTPUTS, *local, deployment])], cwd=work_tree, check=True)

    page, deployed = tmp_path / "my-page", tmp_path / "my-deployed-page"
    assert (page / "server.json").read_text("utf-8") == local_settings.read_text("utf-8") == "of make run"
    assert (deployed / "index.html").read_text("utf-8") == (page / "index.html").read_text("utf-8")
    settings = json.loads((deployed / "server.json").read_text("utf-8"))
    assert settings == {
        "url": "https://a1.execute-api.eu-west-1.amazonaws.com",
        "cognito": "https://cognito-idp.eu-west-1.amazonaws.com",
        "client_id": "4client",
    }
    assert settings.keys() == {field.name for field in fields(RunningServer)}
