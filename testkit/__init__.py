"""What several kinds of tests and `bench` share: a gateway, people, scenarios, engines."""
