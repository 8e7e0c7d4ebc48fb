"""Write the API's OpenAPI document, generated from the handlers: `python -m tools.openapi [--check]`.

With --check, write nothing, and fail if the file is out of date.
"""

import argparse
import json
import sys
from pathlib import Path

from local.template import ROOT

FILE = ROOT / "functions" / "docs" / "openapi.json"
sys.path.insert(0, str(ROOT / "layers" / "common"))


def main() -> None:
    from tools.openapi.document import document  # noqa: PLC0415  # the import needs the layer on sys.path

    parser = argparse.ArgumentParser(prog="python -m tools.openapi", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the file is out of date")
    checking = parser.parse_args().check
    content = json.dumps(document(), indent=1, ensure_ascii=False) + "\n"
    if not checking:
        FILE.write_text(content, "utf-8")
    elif not _same(FILE, content):
        sys.exit(f"{FILE} is out of date: run make openapi, and commit the file.")


def _same(file: Path, content: str) -> bool:
    return file.is_file() and file.read_text("utf-8") == content


if __name__ == "__main__":
    main()
