"""Who is calling and what they may do. Every route is open: everybody calls as the same administrator."""

from dataclasses import dataclass

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2


@dataclass(frozen=True)
class Caller:
    """`subject` is what ownership is compared with; an administrator may act for any owner."""

    subject: str
    is_admin: bool = False

    def may_see(self, *owners: str) -> bool:
        return self.is_admin or self.subject in owners


EVERYBODY = Caller("everybody", is_admin=True)


def caller_of(_event: APIGatewayProxyEventV2) -> Caller:
    return EVERYBODY
