"""What stops the server before it serves."""


class CannotRunError(Exception):
    """A reason that the developer can act on; shown as one line, without a traceback."""
