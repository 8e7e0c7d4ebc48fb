"""Starts the server's parts in order, serves, and stops the parts in reverse order."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from local import (
    HOST,
    data,
    dynamodb,
    event_bus,
    gateway,
    interrupts,
    log,
    outbox,
    queues,
    route_auth,
    schedules,
    server_file,
    stream,
    template,
    user_pool,
)
from local.authorizer import Authorizer, public_keys
from local.cors import Cors
from local.ministack import MiniStack
from local.runner import Runner
from local.server_file import RunningServer
from local.users import USERS

_SERVICES = ("cognito-idp", "events", "sqs")
# MiniStack serves Cognito's API and the login at the same address.
_ENDPOINTS = ("AWS_ENDPOINT_URL_EVENTBRIDGE", "AWS_ENDPOINT_URL_SQS", "COGNITO_URL", "LOGIN_URL")
_LOOPBACK = "LOOPBACK_WEBHOOKS"  # webhooks may go to this machine; in AWS they never may


def serve(port: int, folder: Path, parameters: Mapping[str, str]) -> None:
    """Serve the API until the process is interrupted; `parameters` override the template's defaults."""
    log.to_terminal()
    with ExitStack() as parts:
        # Another server of this folder mostly has the port as well, and the folder is the better clue.
        data.refuse_in_use(folder)
        listening = parts.enter_context(gateway.listen(port))
        ministack, stored = _start_aws(folder, parts)
        parts.enter_context(log.to_file(folder))
        url = f"http://{HOST}:{listening.getsockname()[1]}"
        given = {**parameters, "Table": dynamodb.TABLE, "MailFrom": outbox.SENDER, "PublicUrl": url}
        pool = user_pool.ensure(ministack.url, template.known(given))
        bus = event_bus.ensure(ministack.url)
        known = template.known({**given, **pool.known, **bus})
        _set_environment(known, ministack.url, parts.enter_context(outbox.running(folder / "outbox")))
        functions = template.functions()
        runner = Runner(functions)
        runner.import_all()
        authorizer = Authorizer(route_auth.by_route(known), public_keys(pool.keys_url))
        api = gateway.server(listening, runner, authorizer, Cors.of_template(known))
        parts.enter_context(queues.read(ministack.url, known, runner))
        parts.enter_context(stream.followed(runner))
        parts.enter_context(schedules.fired(functions, runner))
        parts.enter_context(server_file.written(folder, RunningServer(url, ministack.url, pool.client_id)))
        ministack.when_ended(api.shutdown)
        _greet(url, stored, folder)
        api.serve_forever()
        ministack.check_alive()


def _start_aws(folder: Path, parts: ExitStack) -> tuple[MiniStack, str]:
    """Start MiniStack. Return it, and a text that says where the data is stored.

    If the environment names a DynamoDB endpoint, use that endpoint instead of MiniStack's DynamoDB.
    """
    if os.environ.get(dynamodb.ENDPOINT):
        stored = dynamodb.use_given_endpoint()
        ministack = _start_ministack(folder, parts, *_SERVICES)
    else:
        stored = str(folder) if folder != data.FOLDER else f"{folder.name}, until `make reset`"
        ministack = _start_ministack(folder, parts, *_SERVICES, "dynamodb", "dynamodbstreams")
        dynamodb.use_ministack(ministack.url)
    dynamodb.ensure_table()
    return ministack, stored


def _start_ministack(folder: Path, parts: ExitStack, *services: str) -> MiniStack:
    lock = parts.enter_context(data.claimed(folder))
    with interrupts.delayed():
        ministack = parts.enter_context(MiniStack(folder, lock, *services))
    ministack.wait_until_ready()
    return ministack


def _set_environment(known: Mapping[str, str], ministack: str, mail_service: str) -> None:
    endpoints = {
        **dict.fromkeys(_ENDPOINTS, ministack),
        dynamodb.ENDPOINT: os.environ[dynamodb.ENDPOINT],
        outbox.ENDPOINT: mail_service,
        _LOOPBACK: "1",
    }
    os.environ.update(template.environment(known) | endpoints)


def _greet(url: str, stored: str, folder: Path) -> None:
    users = (f"{name} ({', '.join(groups)})" if groups else name for name, groups in USERS.items())
    lines = (
        f"Holdfast is at {url}",
        f"  docs   {url}/api/docs",
        f"  data   {stored}",
        f"  log    {_short(log.file(folder))}",
        f"  mail   {_short(folder / 'outbox')}",
        "  hooks  may also go to http://127.0.0.1:<port>, on this machine",
        f"  users  {', '.join(users)}",
        f"  token  make -s token USER=alice{data.argument(folder)}, in another terminal",
        f"  fill   make demo{data.argument(folder)}, in another terminal",
        "  stop   Ctrl-C\n",
    )
    # Print everything in one write, so that no request's line comes in between.
    print("\n".join(lines), end="", flush=True)


def _short(path: Path) -> Path:
    return path.relative_to(template.ROOT) if path.is_relative_to(template.ROOT) else path
