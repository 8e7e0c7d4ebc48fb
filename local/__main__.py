"""`make run`: serve the API on this machine, with the real handlers and an emulator of AWS."""

import argparse
import sys
from pathlib import Path

from local import PORT, data, interrupts
from local.errors import CannotRunError


def main() -> int:
    """Serve until Ctrl-C, then stop everything that was started."""
    options = _options()
    try:
        interrupts.enable()
        from local import parameters, server  # noqa: PLC0415 - slow; enable Ctrl-C first

        given = {
            "HOLD_SECONDS": options.hold_seconds,
            "ORIGINS": options.origins,
            "EMBED_ORIGINS": options.embed_origins,
        }
        port = parameters.checked_port(options.port)
        server.serve(port, options.data.resolve(), parameters.checked(given))
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("--port", default=str(PORT), help="0 picks any free port")
    parser.add_argument("--hold-seconds", help="overrides the template's default")
    parser.add_argument("--origins", help="overrides the template's origins; separated by commas")
    parser.add_argument("--embed-origins", help="sites that may frame the booking page; separated by commas")
    parser.add_argument("--data", type=Path, default=data.FOLDER, help="the folder for all stored data")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
