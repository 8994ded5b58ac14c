"""The caged reader: gets a file on its only line, gives back what the file shows, again and again.

Started by `app.cage.outside` as `python -m app.cage.inside MEMORY_MB SECONDS FORMAT`, with its end
of the line as standard input and an environment without settings or secrets.
"""

import logging
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from app.cage.sight import Message, Shown, receive
from app.cage.walls import forbid_calls, limit, see_only
from app.logs import start_logging
from models.values.glance import Glance

_log = logging.getLogger(__name__)


def main() -> None:
    """Answer until the line is closed; the walls stand before the first stranger's byte."""
    start_logging("cage", "text" if sys.argv[3:] == ["text"] else "json")
    memory_mb, seconds = int(sys.argv[1]), float(sys.argv[2])
    for asked_to_leave in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked_to_leave, signal.SIG_IGN)  # the worker finishes its job, then closes
    line = socket.socket(fileno=0)
    see_only((sys.prefix, sys.base_prefix, *_own_folders()))
    from app.cage.looking import glance, warm, watch  # noqa: PLC0415 - behind the first wall
    from app.cage.print import asking  # noqa: PLC0415 - behind the first wall

    warm()
    limit(memory_mb)
    forbid_calls()
    Message({"ready": True}).send(line)
    while (asked := receive(line)) is not None:
        _allow(seconds)
        data, frame = asked.image, int(asked.facts["frame"])
        is_glance, names = asked.facts["is_glance"], asked.facts["names"]
        shown = glance(data, frame) if is_glance else watch(data, frame, names, asking(line))
        for answer in _answers(shown, asked):
            answer.send(line)
            if "failed" in answer.facts:
                return  # a fresh child is safer than one that ran out of memory


def _own_folders() -> list[str]:
    """Return where our code lies; not the folder above, where a record may lie as well."""
    above = Path(__file__).parents[2]
    return [str(above / name) for name in ("app", "intake", "models", "ocr")]


def _allow(seconds: float) -> None:
    """Let the kernel end this process once it has spent so much more CPU time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = used.ru_utime + used.ru_stime
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent + seconds) + 1, most))


def _answers(shown: Iterator[Shown], asked: Message) -> Iterator[Message]:
    from intake.errors import Refused  # noqa: PLC0415 - behind the first wall

    try:
        for one in shown:
            yield _answer(one, asked)
    except Refused as refused:
        yield Message({"refused": refused.reason.value})
    except Exception as error:  # noqa: BLE001 - whatever a picture does
        _log.exception("a picture could not be read")
        yield Message({"failed": type(error).__name__})


def _answer(shown: Shown, asked: Message) -> Message:
    if isinstance(shown, Glance):
        return Message({"glance": shown.to_data()})
    return shown.to_message(asked.image)


if __name__ == "__main__":
    main()
