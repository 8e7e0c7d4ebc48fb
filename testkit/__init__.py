"""Code that several kinds of tests and `bench` share: a gateway, users, scenarios, engines."""
