"""Sets environment variables for the code under test: those of template.yaml, and test credentials."""

import os

from local.template import environment

SENT_TO = {
    "PagesClient": "1pages23456789",
    "UserPoolDomain": "holdfast-test",
    "EventBus": "holdfast",
    "DeadLetters": "https://sqs.invalid/123456789012/dead-letters",
    "MailQueue": "https://sqs.invalid/123456789012/mail",
    "DeliveryQueue": "https://sqs.invalid/123456789012/deliveries",
}


def isolate() -> None:
    """Replace the machine's AWS settings with test settings, in this process and its child processes.

    Call this before you import a Lambda function's code. The import reads some of these variables.
    """
    for name in [name for name in os.environ if name.startswith(("AWS_", "POWERTOOLS_"))]:
        del os.environ[name]
    os.environ |= {
        **environment({"Table": "made-for-each-test", **SENT_TO}),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "SAM_CLI_TELEMETRY": "0",
    }
