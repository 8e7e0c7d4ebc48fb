"""Sets up logging: short lines in the terminal, and JSON lines with all details in a file."""

import io
import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from local.template import ROOT

# At this size, the log file is renamed and a new file is started. Only one renamed file is kept.
_MOST_BYTES = 10_000_000
_OURS = tuple(ROOT / folder for folder in ("functions", "layers", "local"))
_functions = logging.getLogger("functions")


def file(folder: Path) -> Path:
    """Return the path of the log file in the server's data folder."""
    return folder / "log.jsonl"


def to_terminal() -> None:
    """Show each warning and error as one short line in the terminal."""
    handler = logging.StreamHandler()
    handler.setFormatter(_ShortLine("%(asctime)s %(message)s", "%H:%M:%S"))
    logging.getLogger().addHandler(handler)


@contextmanager
def to_file(folder: Path) -> Iterator[None]:
    """Append warnings, errors and the functions' log lines to the log file in the folder."""
    handler = RotatingFileHandler(file(folder), maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(_JsonLine())
    _functions.setLevel(logging.INFO)
    _functions.propagate = False
    terminal = _Terminal(sys.stdout.buffer, sys.stdout.encoding, line_buffering=True)
    for logger in (_functions, logging.getLogger()):
        logger.addHandler(handler)
    try:
        with redirect_stdout(terminal):
            yield
    finally:
        for logger in (_functions, logging.getLogger()):
            logger.removeHandler(handler)
        handler.close()
        terminal.detach()  # otherwise, deleting `terminal` would close stdout


class _Terminal(io.TextIOWrapper):
    """Replaces standard output. The functions' log lines go to the file, other text to the terminal."""

    def write(self, text: str) -> int:
        if not text.startswith('{"'):
            return super().write(text)
        _functions.info("%s", text.rstrip("\n"))
        return len(text)


class _ShortLine(logging.Formatter):
    """Formats a record without its traceback. The log file has the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        short = logging.makeLogRecord({**vars(record), "exc_info": None, "exc_text": None})
        return super().format(short) + (f": {_described(error)}" if error else "")


class _JsonLine(logging.Formatter):
    """Keeps a function's line unchanged. Turns every other record into JSON, including any traceback."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name == _functions.name:
            return record.getMessage()
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"level": record.levelname, "message": record.getMessage(), "timestamp": at}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


def _described(error: BaseException) -> str:
    """Return the error's type, the first line of its message, and the place in our code, if any."""
    said = f"{type(error).__name__}: {error}".partition("\n")[0]
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if any(path.is_relative_to(folder) for folder in _OURS):
            return f"{said} ({path.relative_to(ROOT)}:{frame.lineno})"
    return said
