"""`make reset`: delete what `make run` has stored."""

import shutil
import sys

from local import data
from local.errors import CannotRunError


def main() -> int:
    """Delete the data folder. Refuse if a server uses it, because that server would write its data again."""
    if not data.FOLDER.exists():
        print(f"There is no {data.FOLDER}, so nothing was deleted.")
        return 0
    try:
        with data.claimed(data.FOLDER, patience=0):
            shutil.rmtree(data.FOLDER)
    except CannotRunError:
        print(f"Another `make run` keeps its data in {data.FOLDER}; stop that one first.", file=sys.stderr)
        return 1
    print(f"Deleted {data.FOLDER}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
