"""`make run`: the API on loopback, the real handlers in this process, DynamoDB and Cognito beneath."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from local import PORT, data
from local.errors import CannotRunError

_STOPPING = (signal.SIGINT, signal.SIGTERM)


def main() -> int:
    """Serve until Ctrl-C; whatever was started has ended by the time this returns."""
    options = _options()
    for number in _STOPPING:
        signal.signal(number, _stop)
    try:
        # The imports take a second, and Ctrl-C may come before they are done.
        from local import server  # noqa: PLC0415 - see above

        given = {"HoldSeconds": options.hold_seconds, "AllowedOrigins": options.origins}
        parameters = {name: str(value) for name, value in given.items() if value is not None}
        server.serve(options.port, options.data.resolve(), parameters)
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help="0 takes any free one")
    parser.add_argument("--hold-seconds", type=int, help="instead of the template's default")
    parser.add_argument("--origins", help="whose pages may call it, with commas; also instead")
    parser.add_argument("--data", type=Path, default=data.FOLDER, help="where everything is stored")
    return parser.parse_args()


def _stop(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: a second Ctrl-C must not interrupt the stopping.
    for number in _STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
