"""`make -s token USER=alice`: print an access token for a running server, and nothing else.

This module uses only the standard library, so that `make token` starts fast.
"""

import argparse
import json
import sys
from base64 import urlsafe_b64decode
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request

from local import data, server_file
from local.errors import CannotRunError
from local.loopback import fetch_json
from local.server_file import RunningServer
from local.users import USERS, password

_TARGET = "AWSCognitoIdentityProviderService.InitiateAuth"


def main() -> int:
    """Print the token. If that fails, print one line and return 1."""
    parser = argparse.ArgumentParser(prog="python -m local.sign_in", description=__doc__)
    parser.add_argument("user", nargs="?")
    parser.add_argument("--data", type=Path, default=data.FOLDER, help="where the server keeps its data")
    options = parser.parse_args()
    try:
        print(access_token(server_file.read(options.data), options.user))
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def access_token(server: RunningServer, user: str | None) -> str:
    """Sign in and return the access token. The API needs this token, not the ID token."""
    return tokens(server, user)["AccessToken"]


def tokens(server: RunningServer, user: str | None) -> dict[str, str]:
    """Sign in with the user's local password and return all tokens; raise CannotRunError if that fails."""
    if user not in USERS:
        known = ", ".join(USERS)
        raise CannotRunError(f"Say make -s token USER=..., which is one of {known}.")
    body = {
        "ClientId": server.client_id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": user, "PASSWORD": password(user)},
    }
    headers = {"X-Amz-Target": _TARGET, "Content-Type": "application/x-amz-json-1.1"}
    request = Request(server.cognito, json.dumps(body).encode(), headers)  # noqa: S310  # the server's own URL
    try:
        response = fetch_json(request)
    except HTTPError as error:
        said = error.read().decode(errors="replace")
        raise CannotRunError(f"{user} cannot sign in: {said}") from error
    except (OSError, ValueError) as error:
        raise CannotRunError("The server does not respond; start it with `make run`.") from error
    if "AuthenticationResult" not in response:
        raise CannotRunError(f"{user} cannot sign in: {response.get('ChallengeName')}")
    result: dict[str, str] = response["AuthenticationResult"]
    return result


def subject(token: str) -> str:
    """Return the token's subject. Do not verify the token, because the gateway does that."""
    payload = token.split(".")[1]
    claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return str(claims["sub"])


if __name__ == "__main__":
    sys.exit(main())
