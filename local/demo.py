"""`make demo`: add sample data through the HTTP API. Each request is sent as a user who has permission."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from local import data, server_file
from local.api import Api
from local.errors import CannotRunError
from local.sample import Owned, Sample, open_from
from local.server_file import RunningServer
from local.sign_in import access_token, subject
from local.users import USERS


def main() -> int:
    """Add the sample data. If that fails, print one line and return 1."""
    parser = argparse.ArgumentParser(prog="python -m local.demo", description=__doc__)
    parser.add_argument("--data", type=Path, default=data.FOLDER, help="where the server keeps its data")
    folder = parser.parse_args().data
    try:
        _fill(server_file.read(folder), f"make -s token USER=alice{data.argument(folder)}")
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _fill(server: RunningServer, sign_in: str) -> None:
    tokens = {user: access_token(server, user) for user in USERS}
    apis = {user: Api(server.url, token) for user, token in tokens.items()}
    subjects = {user: subject(token) for user, token in tokens.items()}
    now = datetime.now(UTC)
    provider, client = Sample(apis, subjects, now).add()
    _suggest(server.url, sign_in, provider, client, open_from(provider, now, 1)[0]["id"])


def _suggest(url: str, sign_in: str, provider: Owned, client: Owned, slot: str) -> None:
    signed = 'curl -s -H "authorization: Bearer $token"'
    print("\nNow try:")
    print(f"  curl -s '{url}/api/providers/availability/{provider.id}?limit=3'")
    print(f"  token=$({sign_in})")
    print(f"  {signed} '{url}/api/appointments?client_id={client.id}'")
    print(f"  {signed} {url}/api/appointments/reserve/{slot} -d '{{\"client_id\": {client.id}}}'")
    print(f"  {signed} -X POST {url}/api/appointments/confirm/{slot}")


if __name__ == "__main__":
    sys.exit(main())
