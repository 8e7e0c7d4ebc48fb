"""REF-warm, a minimal function. The benchmarks compare our warm requests with requests to this function.

It has a hand-written router, and makes one call with plain botocore.
"""

import json

import botocore.session

client = botocore.session.get_session().create_client("dynamodb")


def read(appointment_id):
    key = {"PK": {"S": "PROVIDER#1"}, "SK": {"S": appointment_id}}
    return client.get_item(TableName="bench", Key=key)


ROUTES = {"POST /api/appointments/reserve/{appointment_id}": read}


def handler(event, context):
    item = ROUTES[event["routeKey"]](event["rawPath"].rpartition("/")[2]).get("Item")
    return {"statusCode": 200 if item else 404, "body": json.dumps(item)}
