"""Creates the user pool that template.yaml defines, and the local users."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local import REGION, template, users
from local.errors import CannotRunError
from local.intrinsics import resolved

_NAME = "holdfast"
_POOL_KIND = "AWS::Cognito::UserPool"
_CLIENT_KIND = "AWS::Cognito::UserPoolClient"
_API_CLIENT = "UserPoolClient"
# Properties with the same name in CloudFormation and in Cognito's API. MiniStack accepts all of them.
_FIXED = {"AliasAttributes", "UsernameConfiguration"}  # cannot be changed later
_POOL = {
    "AccountRecoverySetting",
    "AdminCreateUserConfig",
    "AutoVerifiedAttributes",
    "DeletionProtection",
    "EmailConfiguration",
    "Policies",
    "UserPoolTier",
    *_FIXED,
}
_MFA = {"EnabledMfas", "MfaConfiguration"}
_CLIENT = {
    "AccessTokenValidity",
    "AllowedOAuthFlows",
    "AllowedOAuthFlowsUserPoolClient",
    "AllowedOAuthScopes",
    "CallbackURLs",
    "EnableTokenRevocation",
    "ExplicitAuthFlows",
    "GenerateSecret",
    "IdTokenValidity",
    "LogoutURLs",
    "PreventUserExistenceErrors",
    "RefreshTokenRotation",  # MiniStack does not rotate, and its refresh tokens stay the same
    "RefreshTokenValidity",
    "SupportedIdentityProviders",
    "TokenValidityUnits",
    "UserPoolId",
}
_GROUP = {"Description", "GroupName", "Precedence", "UserPoolId"}


@dataclass(frozen=True)
class UserPool:
    """The endpoint, which is also the login, and the ids that Cognito gave the pool and its clients."""

    endpoint: str
    id: str
    client_ids: Mapping[str, str]

    @property
    def client_id(self) -> str:
        """Return the id of the client that takes passwords itself, as `make token` sends them."""
        return self.client_ids[_API_CLIENT]

    @property
    def known(self) -> dict[str, str]:
        """Return the ids of the pool, its clients and its domain, keyed by their names in the template."""
        domains = template.resources("AWS::Cognito::UserPoolDomain")
        return {template.single(_POOL_KIND)[0]: self.id, **self.client_ids, **dict.fromkeys(domains, "local")}

    @property
    def keys_url(self) -> str:
        """Return the URL of the pool's public keys in MiniStack."""
        return f"{self.endpoint}/{self.id}/.well-known/jwks.json"


def ensure(endpoint: str, known: Mapping[str, str]) -> UserPool:
    """Create the pool, its clients, its groups and its users; change those that exist to what `known` says.

    `known` has the value of each parameter, such as the address to which the login sends users back. Raises
    CannotRunError if Cognito fails, or if this module does not know a property in template.yaml.
    """
    try:
        cognito = _connect(endpoint)
        there = _existing_pool(cognito)
        pool_id = _change_pool(cognito, there, known) if there else _make_pool(cognito, known)
        _set_mfa(cognito, pool_id)
        clients = _ensure_clients(cognito, {**known, template.single(_POOL_KIND)[0]: pool_id})
        _ensure_groups(cognito, pool_id)
        ensure_users(cognito, pool_id)
    except (BotoCoreError, ClientError) as error:
        raise CannotRunError(f"Cognito at {endpoint}: {error}") from error
    return UserPool(endpoint, pool_id, clients)


def _connect(endpoint: str) -> Any:
    return boto3.client(
        "cognito-idp",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106  # not a secret
        config=Config(connect_timeout=2, retries={"total_max_attempts": 2}),
    )


def _existing_pool(cognito: Any) -> str | None:
    pools = cognito.list_user_pools(MaxResults=60)["UserPools"]
    return next((pool["Id"] for pool in pools if pool["Name"] == _NAME), None)


def _make_pool(cognito: Any, known: Mapping[str, str]) -> str:
    pool_id: str = cognito.create_user_pool(PoolName=_NAME, **_wanted_pool(known))["UserPool"]["Id"]
    return pool_id


def _change_pool(cognito: Any, pool_id: str, known: Mapping[str, str]) -> str:
    wanted = _wanted_pool(known)
    cognito.update_user_pool(UserPoolId=pool_id, **{name: wanted[name] for name in wanted.keys() - _FIXED})
    return pool_id


def _wanted_pool(known: Mapping[str, str]) -> dict[str, Any]:
    _, properties = template.single(_POOL_KIND)
    return parameters({name: properties[name] for name in properties.keys() - _MFA}, _POOL, known)


def _set_mfa(cognito: Any, pool_id: str) -> None:
    """Set up MFA, which needs a separate call to Cognito's API."""
    _, properties = template.single(_POOL_KIND)
    kinds = properties.get("EnabledMfas", [])
    if unknown := set(kinds) - {"SOFTWARE_TOKEN_MFA"}:
        raise CannotRunError(f"template.yaml: local/user_pool.py does not know {', '.join(sorted(unknown))}")
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool_id,
        MfaConfiguration=properties.get("MfaConfiguration", "OFF"),
        SoftwareTokenMfaConfiguration={"Enabled": bool(kinds)},
    )


def _ensure_clients(cognito: Any, known: Mapping[str, str]) -> dict[str, str]:
    """Return the clients' ids, keyed by their names in the template."""
    pool = {"UserPoolId": known[template.single(_POOL_KIND)[0]]}
    listed = cognito.list_user_pool_clients(**pool, MaxResults=60)["UserPoolClients"]
    there = {client["ClientName"]: client["ClientId"] for client in listed}
    ids = {}
    for name, properties in template.resources(_CLIENT_KIND).items():
        client, wanted = _client_name(name), parameters(properties, _CLIENT, known)
        if client in there:
            ids[name] = there[client]
            del wanted["GenerateSecret"]  # it cannot be changed later
            cognito.update_user_pool_client(ClientId=ids[name], ClientName=client, **wanted)
        else:
            made = cognito.create_user_pool_client(ClientName=client, **wanted)
            ids[name] = made["UserPoolClient"]["ClientId"]
    return ids


def _client_name(name: str) -> str:
    # Folders of data from before there were pages know the first client by this name.
    return _NAME if name == _API_CLIENT else f"{_NAME}-{name}"


def _ensure_groups(cognito: Any, pool_id: str) -> None:
    there = {group["GroupName"] for group in cognito.list_groups(UserPoolId=pool_id)["Groups"]}
    for properties in template.resources("AWS::Cognito::UserPoolGroup").values():
        if properties["GroupName"] not in there:
            cognito.create_group(**parameters(properties, _GROUP, {template.single(_POOL_KIND)[0]: pool_id}))


def ensure_users(cognito: Any, pool_id: str) -> None:
    """Create the local users that are missing. The pool must have its groups already."""
    there = {user["Username"]: user["UserStatus"] for user in cognito.list_users(UserPoolId=pool_id)["Users"]}
    for name, groups in users.USERS.items():
        who = {"UserPoolId": pool_id, "Username": name}
        if name not in there:
            email = {"email": users.email(name), "email_verified": "true"}
            attributes = [{"Name": key, "Value": value} for key, value in email.items()]
            cognito.admin_create_user(**who, UserAttributes=attributes, MessageAction="SUPPRESS")
        # A user is CONFIRMED after the last step below. If an earlier run was interrupted, repeat the steps.
        if there.get(name) != "CONFIRMED":
            for group in groups:
                cognito.admin_add_user_to_group(**who, GroupName=group)
            cognito.admin_set_user_password(**who, Password=users.password(name), Permanent=True)


def parameters(properties: Mapping[str, Any], names: set[str], known: Mapping[str, str]) -> dict[str, Any]:
    """Turn CloudFormation's properties into API parameters of the same names.

    Raises CannotRunError if a property is not in `names` or cannot be resolved.
    """
    if unknown := properties.keys() - names:
        raise CannotRunError(f"template.yaml: local/user_pool.py does not know {', '.join(sorted(unknown))}")
    values: dict[str, Any] = resolved(properties, known)
    return values
