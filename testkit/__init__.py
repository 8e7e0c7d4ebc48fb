"""Code that `bench` and several kinds of tests share, such as the gateway, users and scenarios."""
