"""The template has the settings that protect the data and report failures."""

import json
import re
from typing import Any, get_args

import pytest

from holdfast.model.booking_event import Kind
from holdfast.notifications.mail import READERS
from holdfast.notifications.received import CANCELLED, CONFIRMED, HELD, RELEASED, REMINDER, RESCHEDULED
from local import template
from tools import transform

RULE = "AWS::Events::Rule"


def properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = transform.resources()[name]["Properties"]
    return found


@pytest.mark.parametrize("name", ["Table", "UserPool"])
def test_resources_that_cannot_be_recreated_are_retained(name: str) -> None:
    resource = transform.resources()[name]

    assert resource["DeletionPolicy"] == "Retain"
    assert resource["UpdateReplacePolicy"] == "Retain"


def test_the_table_is_protected_from_deletion_and_can_be_restored() -> None:
    table = properties("Table")

    assert table["DeletionProtectionEnabled"] is True
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties("UserPool")["DeletionProtection"] == "ACTIVE"


def test_every_log_is_kept_for_the_configured_number_of_days() -> None:
    logs = transform.of_type("AWS::Logs::LogGroup").values()

    assert [log["RetentionInDays"] for log in logs] == [{"Ref": "LogRetentionDays"}] * 2
    for function in transform.of_type("AWS::Lambda::Function").values():
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": "FunctionLog"}}


def test_the_access_log_is_json_without_personal_data() -> None:
    settings = properties("ApiApiGatewayDefaultStage")["AccessLogSettings"]
    shown = set(re.findall(r"\$context\.([\w.]+)", settings["Format"]))

    assert settings["DestinationArn"] == {"Fn::GetAtt": ["AccessLog", "Arn"]}
    assert len(json.loads(settings["Format"])) == len(shown)
    # The log must not contain a path, because a path contains ids.
    assert shown == {
        "requestTime",
        "requestId",
        "routeKey",
        "status",
        "responseLatency",
        "integrationLatency",
        "responseLength",
        "authorizer.error",
        "integration.error",
    }


def test_only_the_rules_may_send_to_the_dead_letter_queue() -> None:
    (statement,) = properties("DeadLettersPolicy")["PolicyDocument"]["Statement"]

    assert properties("DeadLetters")["SqsManagedSseEnabled"] is True
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Action"] == "sqs:SendMessage"
    assert statement["Condition"].keys() == {"ArnEquals"}
    rules = [
        {"Fn::GetAtt": [rule, "Arn"]}
        for rule in transform.of_type(RULE)
        if rule not in {"MailRule", "WebhookRule"}
    ]
    assert sorted(statement["Condition"]["ArnEquals"]["aws:SourceArn"], key=json.dumps) == sorted(
        rules, key=json.dumps
    )


def test_reminders_are_planned_from_an_encrypted_queue_that_only_their_rule_fills() -> None:
    rule, queue = properties("ReminderRule"), properties("ReminderQueue")
    (statement,) = properties("ReminderQueuePolicy")["PolicyDocument"]["Statement"]
    source = properties("EventsToReminders")
    dead_letters = {"Fn::GetAtt": ["DeadLetters", "Arn"]}

    assert queue["SqsManagedSseEnabled"] is True
    assert queue["RedrivePolicy"] == {"deadLetterTargetArn": dead_letters, "maxReceiveCount": 10}
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["ReminderRule", "Arn"]}}}
    (target,) = rule["Targets"]
    assert target["Arn"] == source["EventSourceArn"] == {"Fn::GetAtt": ["ReminderQueue", "Arn"]}
    assert target["DeadLetterConfig"] == {"Arn": dead_letters}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    function = template.function_properties()["PlanRemindersFunction"]
    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]


def test_cancellations_are_noted_from_an_encrypted_queue_that_only_their_rule_fills() -> None:
    rule, queue = properties("CancellationRule"), properties("CancellationQueue")
    (statement,) = properties("CancellationQueuePolicy")["PolicyDocument"]["Statement"]
    source = properties("EventsToCancellations")
    dead_letters = {"Fn::GetAtt": ["DeadLetters", "Arn"]}

    assert queue["SqsManagedSseEnabled"] is True
    assert queue["RedrivePolicy"] == {"deadLetterTargetArn": dead_letters, "maxReceiveCount": 10}
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    source_arn = {"Fn::GetAtt": ["CancellationRule", "Arn"]}
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": source_arn}}
    (target,) = rule["Targets"]
    assert target["Arn"] == source["EventSourceArn"] == {"Fn::GetAtt": ["CancellationQueue", "Arn"]}
    assert target["DeadLetterConfig"] == {"Arn": dead_letters}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    function = template.function_properties()["NoteCancellationsFunction"]
    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]


def test_the_rule_names_exactly_the_events_after_which_a_booking_is_not_where_it_was() -> None:
    left = [f"appointment.{kind}" for kind in get_args(Kind) if kind != "confirmed"]

    assert properties("CancellationRule")["EventPattern"] == {"source": ["holdfast"], "detail-type": left}


def test_each_event_that_leaves_a_booking_confirmed_plans_its_reminders() -> None:
    """The reminders of an older version are dropped, so each new version must plan its own."""
    (pattern,) = [properties("ReminderRule")["EventPattern"]]

    confirmed = [f"appointment.{kind}" for kind in get_args(Kind) if kind != "cancelled"]
    assert pattern == {"source": ["holdfast"], "detail-type": confirmed}


def test_the_mail_queue_is_filled_by_its_rule_only_and_ends_in_dead_letters() -> None:
    (statement,) = properties("MailQueuePolicy")["PolicyDocument"]["Statement"]
    (target,) = properties("MailRule")["Targets"]
    dead = {"Fn::GetAtt": ["MailDeadLetters", "Arn"]}

    assert properties("MailQueuePolicy")["Queues"] == [{"Ref": "MailQueue"}, {"Ref": "MailDeadLetters"}]
    assert (statement["Principal"], statement["Action"]) == (
        {"Service": "events.amazonaws.com"},
        "sqs:SendMessage",
    )
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["MailRule", "Arn"]}}}
    assert properties("MailQueue")["RedrivePolicy"]["deadLetterTargetArn"] == dead
    assert (target["Arn"], target["DeadLetterConfig"]) == (
        {"Fn::GetAtt": ["MailQueue", "Arn"]},
        {"Arn": dead},
    )


@pytest.mark.parametrize(
    "name",
    ["DeadLetters", "MailQueue", "MailDeadLetters", "WebhookQueue", "DeliveryQueue", "WebhookDeadLetters"],
)
def test_every_queue_is_encrypted_and_keeps_messages_for_two_weeks(name: str) -> None:
    assert transform.of_type("AWS::SQS::Queue").keys() >= {name}
    assert properties(name)["SqsManagedSseEnabled"] is True
    assert properties(name)["MessageRetentionPeriod"] == 14 * 24 * 60 * 60


def test_a_failed_mail_comes_back_for_some_hours() -> None:
    queue = properties("MailQueue")

    assert queue["VisibilityTimeout"] * queue["RedrivePolicy"]["maxReceiveCount"] == 5 * 60 * 60


def test_the_webhook_queue_is_filled_by_its_rule_only_with_every_event() -> None:
    (statement,) = properties("WebhookQueuePolicy")["PolicyDocument"]["Statement"]
    (target,) = properties("WebhookRule")["Targets"]
    queue, dead = ({"Fn::GetAtt": [name, "Arn"]} for name in ("WebhookQueue", "WebhookDeadLetters"))

    assert properties("WebhookQueuePolicy")["Queues"] == [
        {"Ref": "WebhookQueue"},
        {"Ref": "WebhookDeadLetters"},
    ]
    assert (statement["Principal"], statement["Action"]) == (
        {"Service": "events.amazonaws.com"},
        "sqs:SendMessage",
    )
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["WebhookRule", "Arn"]}}}
    assert (target["Arn"], target["DeadLetterConfig"]) == (queue, {"Arn": dead})
    assert properties("WebhookRule")["EventPattern"] == {
        "source": ["holdfast"],
        "detail-type": [HELD, RELEASED, CONFIRMED, RESCHEDULED, CANCELLED],
    }
    assert {HELD, RELEASED, CONFIRMED, RESCHEDULED, CANCELLED, REMINDER} == READERS.keys()


@pytest.mark.parametrize(
    ("name", "function", "mapping", "size"),
    [
        ("WebhookQueue", "PlanDeliveriesFunction", "EventsToWebhooks", 10),
        ("DeliveryQueue", "SendDeliveriesFunction", "DeliveriesToWebhooks", 1),
    ],
)
def test_what_cannot_be_sent_to_webhooks_comes_back_for_five_hours(
    name: str, function: str, mapping: str, size: int
) -> None:
    queue, source = properties(name), properties(mapping)
    redrive = queue["RedrivePolicy"]

    assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": ["WebhookDeadLetters", "Arn"]}
    assert queue["VisibilityTimeout"] * redrive["maxReceiveCount"] == 5 * 60 * 60
    assert queue["VisibilityTimeout"] == 6 * template.function_properties()[function]["Timeout"]
    assert source["FunctionName"] == {"Ref": f"{function}Aliaslive"}
    assert (source["FunctionResponseTypes"], source["BatchSize"]) == (["ReportBatchItemFailures"], size)


def test_only_the_local_server_may_send_to_loopback() -> None:
    assert "LOOPBACK_WEBHOOKS" not in template.PATH.read_text("utf-8")


def test_the_rule_names_exactly_the_events_that_are_told_by_mail() -> None:
    pattern = properties("MailRule")["EventPattern"]

    assert pattern == {
        "source": ["holdfast"],
        "detail-type": [kind for kind, told in READERS.items() if told and kind != REMINDER],
    }


def test_without_a_sender_no_event_is_put_into_the_queue_and_nothing_reads_it() -> None:
    conditions = {name: each.get("Condition") for name, each in transform.resources().items()}
    conditional = [name for name, condition in conditions.items() if condition == "MailIsSent"]

    assert sorted(conditional) == ["EventsToMail", "MailQueuePolicy", "MailRule"]
    assert {condition for condition in conditions.values() if condition} == {"MailIsSent", "HasPublicUrl"}
    empty = {"Fn::Equals": [{"Ref": "MailFrom"}, ""]}
    assert template.load()["Conditions"]["MailIsSent"] == {"Fn::Not": [empty]}


def test_a_message_whose_mail_failed_comes_back_alone() -> None:
    mapping = properties("EventsToMail")

    assert mapping["EventSourceArn"] == {"Fn::GetAtt": ["MailQueue", "Arn"]}
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_no_function_has_reserved_or_provisioned_concurrency() -> None:
    for function in template.function_properties().values():
        assert "ReservedConcurrentExecutions" not in function
        assert "ProvisionedConcurrencyConfig" not in function


def test_every_parameter_has_a_description_a_group_and_a_constraint() -> None:
    loaded = template.load()
    groups = loaded["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]

    assert sorted(name for group in groups for name in group["Parameters"]) == sorted(loaded["Parameters"])
    for name, parameter in loaded["Parameters"].items():
        assert parameter["Description"].endswith("."), name
        assert parameter.keys() & {"AllowedValues", "AllowedPattern", "MinValue"}, name


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("AllowedOrigins", "http://localhost:5173", True),
        ("AllowedOrigins", "https://a.example,https://b.example:8443", True),
        ("AllowedOrigins", "*", True),
        ("AllowedOrigins", "https://a.example/", False),
        ("AllowedOrigins", "https://a.example, https://b.example", False),
        ("AllowedOrigins", "a.example", False),
        ("MailFrom", "", True),
        ("MailFrom", "appointments@practice.example", True),
        ("MailFrom", "Practice <appointments@practice.example>", False),
        ("MailFrom", "appointments@localhost", False),
        ("PublicUrl", "", True),
        ("PublicUrl", "https://book.example.com", True),
        ("PublicUrl", "http://127.0.0.1:3000", True),
        ("PublicUrl", "https://book.example.com/", False),
        ("PublicUrl", "book.example.com", False),
        ("AlarmTopicArn", "", True),
        ("AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:on-call", True),
        ("AlarmTopicArn", "arn:aws-us-gov:sns:us-gov-west-1:123456789012:on_call", True),
        ("AlarmTopicArn", "ada@example.com", False),
    ],
)
def test_a_mistyped_parameter_does_not_match_its_allowed_pattern(name: str, value: str, fits: bool) -> None:
    assert bool(re.fullmatch(template.load()["Parameters"][name]["AllowedPattern"], value)) is fits
