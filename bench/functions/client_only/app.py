"""REF-init, the reference for cold starts: create boto3's DynamoDB client with the garbage collector off."""

import gc

gc.disable()

import boto3  # noqa: E402 - the collector must be off first

client = boto3.client("dynamodb")
gc.enable()


def handler(event, context):
    return {}
