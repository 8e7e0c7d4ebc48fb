"""How the deployed pages sign users in."""

import json
import re
from typing import Any

import pytest

from local import template
from local.intrinsics import resolved
from local.template import ROOT
from tools import transform

PAGES, API = "PagesClient", "UserPoolClient"


def clients() -> dict[str, Any]:
    return template.resources("AWS::Cognito::UserPoolClient")


def test_no_client_has_a_secret_and_tokens_can_be_revoked() -> None:
    assert clients().keys() == {PAGES, API}
    for client in clients().values():
        assert client["GenerateSecret"] is False
        assert client["EnableTokenRevocation"] is True


def test_the_pages_get_tokens_only_by_a_code_with_the_scope_that_the_api_needs() -> None:
    client = clients()[PAGES]
    authorizers = template.single("AWS::Serverless::HttpApi")[1]["Auth"]["Authorizers"]

    assert (client["AllowedOAuthFlowsUserPoolClient"], client["AllowedOAuthFlows"]) == (True, ["code"])
    assert client["AllowedOAuthScopes"] == ["openid", *authorizers["Cognito"]["AuthorizationScopes"]]
    assert client["ExplicitAuthFlows"] == ["ALLOW_USER_AUTH"]
    assert "AllowedOAuthFlows" not in clients()[API]


def test_the_scopes_that_the_page_asks_for_are_those_of_its_client() -> None:
    asked = re.findall(r'SCOPES = "([^"]+)"', (ROOT / "web/src/api/session.ts").read_text("utf-8"))

    assert [text.split() for text in asked] == [clients()[PAGES]["AllowedOAuthScopes"]]


def test_refresh_tokens_are_rotated() -> None:
    client = clients()[PAGES]

    assert client["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60}
    # Cognito refuses this flow together with rotation.
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["ExplicitAuthFlows"]


@pytest.mark.parametrize(
    ("public_url", "origin"), [("", "http://localhost:3000"), ("https://a.example", "https://a.example")]
)
def test_the_login_sends_users_back_only_to_a_page_at_the_public_address(
    public_url: str, origin: str
) -> None:
    client, known = clients()[PAGES], template.known({"PublicUrl": public_url})

    for addresses in (client["CallbackURLs"], client["LogoutURLs"]):
        assert resolved(addresses, known) == [f"{origin}/", f"{origin}/calendar"]


def test_nothing_that_the_api_needs_refers_to_the_api() -> None:
    """AWS refuses a template in which the API needs a client that needs the API's own address."""
    for name in (PAGES, API, "UserPool", "UserPoolDomain"):
        references = json.dumps(transform.resources()[name])
        assert not re.findall(r'"Ref": "Api"|\["Api"|\$\{Api[.}]', references), name


def test_the_managed_login_has_a_branding_exactly_when_it_is_used() -> None:
    raw = template.load()["Resources"]

    assert raw["ManagedLoginBranding"]["Condition"] == "HasPublicUrl"
    assert raw["ManagedLoginBranding"]["Properties"]["ClientId"] == {"Ref": PAGES}
    version = raw["UserPoolDomain"]["Properties"]["ManagedLoginVersion"]
    assert version == {"Fn::If": ["HasPublicUrl", 2, 1]}


@pytest.mark.parametrize(
    ("sender", "factors", "account"),
    [("", ["PASSWORD"], "COGNITO_DEFAULT"), ("a@b.example", ["PASSWORD", "EMAIL_OTP"], "DEVELOPER")],
)
def test_codes_by_mail_are_offered_if_mail_is_sent(sender: str, factors: list[str], account: str) -> None:
    _, pool = template.single("AWS::Cognito::UserPool")
    known = template.known({"MailFrom": sender})

    assert pool["UserPoolTier"] == "ESSENTIALS"
    policies = resolved(pool["Policies"]["SignInPolicy"], known)
    assert policies == {"AllowedFirstAuthFactors": factors}
    assert resolved(pool["EmailConfiguration"], known)["EmailSendingAccount"] == account


@pytest.mark.parametrize("origins", ["", "https://a.example", "http://a.example:80,https://b.example"])
def test_origins_that_may_embed_the_page(origins: str) -> None:
    assert re.fullmatch(template.load()["Parameters"]["EmbedOrigins"]["AllowedPattern"], origins)


@pytest.mark.parametrize(
    "origins",
    ["a.example", "https://a.example/", "https://a.example; script-src *", "https://a, https://b", "'self'"],
)
def test_nothing_else_gets_into_the_policy(origins: str) -> None:
    assert not re.fullmatch(template.load()["Parameters"]["EmbedOrigins"]["AllowedPattern"], origins)
