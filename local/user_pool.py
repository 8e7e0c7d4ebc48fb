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
# Properties with the same name in CloudFormation and in Cognito's API. MiniStack accepts all of them.
_POOL = {
    "AccountRecoverySetting",
    "AdminCreateUserConfig",
    "AliasAttributes",
    "AutoVerifiedAttributes",
    "DeletionProtection",
    "Policies",
    "UsernameConfiguration",
}
_MFA = {"EnabledMfas", "MfaConfiguration"}
_CLIENT = {
    "AccessTokenValidity",
    "EnableTokenRevocation",
    "ExplicitAuthFlows",
    "GenerateSecret",
    "IdTokenValidity",
    "PreventUserExistenceErrors",
    "RefreshTokenValidity",
    "TokenValidityUnits",
    "UserPoolId",
}
_GROUP = {"Description", "GroupName", "Precedence", "UserPoolId"}


@dataclass(frozen=True)
class UserPool:
    """The endpoint, and the ids that Cognito gave the pool and its client."""

    endpoint: str
    id: str
    client_id: str

    @property
    def known(self) -> dict[str, str]:
        """Return the ids of the pool and its client, keyed by their resource names in the template."""
        names = (template.single(kind)[0] for kind in (_POOL_KIND, _CLIENT_KIND))
        return dict(zip(names, (self.id, self.client_id), strict=True))

    @property
    def keys_url(self) -> str:
        """Return the URL of the pool's public keys in MiniStack."""
        return f"{self.endpoint}/{self.id}/.well-known/jwks.json"


def ensure(endpoint: str) -> UserPool:
    """Create the pool, its client, its groups and its users, unless they exist.

    Raises CannotRunError if Cognito fails, or if this module does not know a property in template.yaml.
    """
    try:
        cognito = _connect(endpoint)
        pool_id = _existing_pool(cognito) or _make_pool(cognito)
        _set_mfa(cognito, pool_id)
        client_id = _existing_client(cognito, pool_id) or _make_client(cognito, pool_id)
        _ensure_groups(cognito, pool_id)
        ensure_users(cognito, pool_id)
    except (BotoCoreError, ClientError) as error:
        raise CannotRunError(f"Cognito at {endpoint}: {error}") from error
    return UserPool(endpoint, pool_id, client_id)


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


def _make_pool(cognito: Any) -> str:
    _, properties = template.single(_POOL_KIND)
    pool = {name: value for name, value in properties.items() if name not in _MFA}
    pool_id: str = cognito.create_user_pool(PoolName=_NAME, **parameters(pool, _POOL))["UserPool"]["Id"]
    return pool_id


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


def _existing_client(cognito: Any, pool_id: str) -> str | None:
    clients = cognito.list_user_pool_clients(UserPoolId=pool_id, MaxResults=60)["UserPoolClients"]
    return next((client["ClientId"] for client in clients if client["ClientName"] == _NAME), None)


def _make_client(cognito: Any, pool_id: str) -> str:
    _, properties = template.single(_CLIENT_KIND)
    made = cognito.create_user_pool_client(ClientName=_NAME, **parameters(properties, _CLIENT, pool_id))
    client_id: str = made["UserPoolClient"]["ClientId"]
    return client_id


def _ensure_groups(cognito: Any, pool_id: str) -> None:
    there = {group["GroupName"] for group in cognito.list_groups(UserPoolId=pool_id)["Groups"]}
    for properties in template.resources("AWS::Cognito::UserPoolGroup").values():
        if properties["GroupName"] not in there:
            cognito.create_group(**parameters(properties, _GROUP, pool_id))


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


def parameters(properties: Mapping[str, Any], known: set[str], pool_id: str = "") -> dict[str, Any]:
    """Turn CloudFormation's properties into API parameters of the same names.

    Raises CannotRunError if a property is not in `known` or cannot be resolved.
    """
    if unknown := properties.keys() - known:
        raise CannotRunError(f"template.yaml: local/user_pool.py does not know {', '.join(sorted(unknown))}")
    values: dict[str, Any] = resolved(properties, {template.single(_POOL_KIND)[0]: pool_id})
    return values
