"""The error that ends a local command."""


class CannotRunError(Exception):
    """A problem that the developer can fix. It is shown as one line, without a traceback."""
