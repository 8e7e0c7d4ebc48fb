"""Create an HTTP API's routes from its OpenAPI document. MiniStack does not create them."""

from collections.abc import Mapping
from typing import Any

from local import REGION, template
from local.intrinsics import resolved

_ACCOUNT = "000000000000"


def create(gateway: Any, api: str, body: Mapping[str, Any], ids: Mapping[str, str]) -> None:
    """Create the routes, integrations and authorizers. `ids` maps resource names to physical ids."""
    document = resolved({name: body[name] for name in ("paths", "components")}, _known(ids))
    authorizers = {
        name: _create_authorizer(gateway, api, name, scheme["x-amazon-apigateway-authorizer"])
        for name, scheme in document["components"]["securitySchemes"].items()
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _create_route(gateway, api, f"{method.upper()} {path}", operation, authorizers)


def _known(ids: Mapping[str, str]) -> dict[str, str]:
    arns = {f"{name}.Arn": f"arn:aws:lambda:{REGION}:{_ACCOUNT}:function:{id_}" for name, id_ in ids.items()}
    return template.known({**ids, **arns})


def _create_authorizer(gateway: Any, api: str, name: str, said: Mapping[str, Any]) -> str:
    jwt = said["jwtConfiguration"]
    made = gateway.create_authorizer(
        ApiId=api,
        Name=name,
        AuthorizerType=said["type"].upper(),
        IdentitySource=[said["identitySource"]],
        JwtConfiguration={"Issuer": jwt["issuer"], "Audience": jwt["audience"]},
    )
    return str(made["AuthorizerId"])


def _create_route(
    gateway: Any, api: str, key: str, operation: Mapping[str, Any], authorizers: Mapping[str, str]
) -> None:
    integration = operation["x-amazon-apigateway-integration"]
    made = gateway.create_integration(
        ApiId=api,
        IntegrationType=integration["type"].upper(),
        IntegrationMethod=integration["httpMethod"],
        IntegrationUri=integration["uri"],
        PayloadFormatVersion=integration["payloadFormatVersion"],
    )
    target = f"integrations/{made['IntegrationId']}"
    gateway.create_route(ApiId=api, RouteKey=key, Target=target, **_authorization(operation, authorizers))


def _authorization(operation: Mapping[str, Any], authorizers: Mapping[str, str]) -> dict[str, Any]:
    ((name, scopes),) = operation["security"][0].items()
    if name == "NONE":
        return {}
    return {
        "AuthorizationType": "JWT",
        "AuthorizerId": authorizers[name],
        "AuthorizationScopes": scopes,
    }
