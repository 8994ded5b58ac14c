"""What a process writes of itself: JSON, a line for each event, or plain text for a person.

Lines name things by their number in the record; no name, chat, address or token is ever written.
"""

import json
import logging
import os
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Literal

LogFormat = Literal["json", "text"]

_PLAIN: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"
_log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how grave, which process, who says what, and the error."""

    def __init__(self, process: str) -> None:
        """Take the name of this process: web, worker, cage, publisher, printer, chat."""
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "pid": os.getpid(),
            "logger": record.name,
            "says": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def start_logging(process: str, form: LogFormat) -> None:
    """Write warnings and errors of everything in this process to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(process) if form == "json" else logging.Formatter(_PLAIN))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    # The queue writes lines of its own making where it finds no handler.
    logging.getLogger("dbos").addHandler(logging.NullHandler())
    sys.excepthook = _say_end
    threading.excepthook = lambda ended: _say_end(
        ended.exc_type, ended.exc_value or ended.exc_type(), ended.exc_traceback
    )


def _say_end(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    """Write what ended a process or a thread as a line like any other."""
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        _log.critical("ended by an error", exc_info=(kind, error, where))
