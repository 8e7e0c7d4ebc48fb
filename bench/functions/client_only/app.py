"""REF-init, a minimal function. The benchmarks compare the cold starts of our functions with its cold start.

It creates boto3's DynamoDB client while the garbage collector is off.
"""

import gc

gc.disable()

import boto3  # noqa: E402 - the collector must be off during this import

client = boto3.client("dynamodb")
gc.enable()


def handler(event, context):
    return {}
