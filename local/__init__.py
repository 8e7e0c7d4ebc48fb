"""The development server behind `make run`: the API without AWS."""

HOST = "127.0.0.1"
PORT = 3000
REGION = "eu-central-1"
ACCOUNT = "123456789012"
