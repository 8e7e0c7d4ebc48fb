"""Write the examples of mails in docs/mail.md again: `python -m tools.mail`. A test checks them."""

import os
import sys

from local import template

FILE = template.ROOT / "docs" / "mail.md"
sys.path.insert(0, str(template.ROOT / "layers" / "common"))


def main() -> None:
    from tools.mail import examples  # noqa: PLC0415  # the import needs the layer on sys.path

    os.environ.update(template.environment_of("SendMailFunction", {"Table": "none", **examples.PARAMETERS}))
    FILE.write_text(examples.in_document(FILE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
