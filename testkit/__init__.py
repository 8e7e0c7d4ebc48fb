"""Helpers for tests and for `bench`, such as an API client, users and scenarios."""
