"""Code that `bench` and several kinds of tests share, such as an API client, users and scenarios."""
