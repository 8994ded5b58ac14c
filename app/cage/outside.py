"""The worker's side of the cage: one child, one picture at a time, replaced when it breaks."""

import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.cage.errors import CageBroken, OutOfTime
from app.cage.sight import NO_NAMES, Message, Shown, Sight, receive
from app.logs import LogFormat
from intake.errors import Refused
from models.values.glance import Glance
from models.values.likely_units import Names
from models.values.refusals import Refusal

_log = logging.getLogger(__name__)

_START_S: Final = 60.0
"""Loading the networks takes one second on an idle core; the machine may be busy."""

_MOST_PRINTS: Final = 2
"""So often one picture may ask for its print to be read; a page has one title."""


@dataclass(slots=True)
class Cage:
    """A caged reader. `see` may be called from one thread at a time."""

    memory_mb: int
    """Address space of the child; 0 sets no limit."""
    seconds: float
    """CPU time that one picture may cost."""
    environment: Mapping[str, str]
    """All that the child knows of its surroundings: no setting, no secret."""
    hang_s: float = 80.0
    """After so long without an answer, whatever CPU time was used, the child has hung."""
    log_format: LogFormat = "json"
    starts: int = 0
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _line: socket.socket | None = field(default=None, init=False)
    _is_ready: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start the child unless it lives; it gets ready by itself meanwhile."""
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        ours, theirs = socket.socketpair()
        bounds = (str(self.memory_mb), str(self.seconds))
        command = [sys.executable, "-m", "app.cage.inside", *bounds, self.log_format]
        with theirs:
            self._child = subprocess.Popen(  # noqa: S603 - the command is our own
                command, stdin=theirs.fileno(), env=dict(self.environment), close_fds=True
            )
        self._line, self._is_ready = ours, False
        self.starts += 1

    def see(self, data: bytes, frame: int) -> Sight:
        """Get a sight out of one frame of a file.

        Raises:
            Refused: the file is no picture, damaged, encrypted or too large.
            OutOfTime: it took longer than a picture may.
            CageBroken: the child died or failed over it.
        """
        return next(shown for shown in self.watch(data, frame) if isinstance(shown, Sight))

    def watch(self, data: bytes, frame: int, names: Names = NO_NAMES) -> Iterator[Shown]:
        """Yield what one frame of a file shows at a glance, and then the sight; raises as `see`."""
        facts = {"frame": frame, "names": dict(names), "is_glance": False}
        return self._shown(Message(facts, data), 2)

    def glance(self, data: bytes, frame: int) -> Iterator[Shown]:
        """Yield what one frame of a file shows at a glance, and no more; raises as `see`."""
        facts = {"frame": frame, "names": {}, "is_glance": True}
        return self._shown(Message(facts, data), 1)

    def _shown(self, asked: Message, answers: int) -> Iterator[Shown]:
        """Yield so many answers; a child that nobody listens to until its last one is ended."""
        deadline = self._ask(asked)
        is_done = False
        try:
            for number in range(answers):
                answer = self._after_print(deadline)
                is_done = "refused" in answer.facts or number + 1 == answers
                yield self._read(answer, asked.image)
        finally:
            if not is_done:
                self.close()

    def _after_print(self, deadline: float) -> Message:
        """Return the next answer that is no title to read; titles are read meanwhile."""
        for _ in range(_MOST_PRINTS):
            answer = self._answer(deadline)
            if "print" not in answer.facts:
                return answer
            self._say_print(answer)
        return self._answer(deadline)

    def _say_print(self, asked: Message) -> None:
        from app.cage.print import answer  # noqa: PLC0415 - few pictures ask, few workers load it
        from ocr.page.tesseract import printed_text  # noqa: PLC0415

        try:
            answer(asked, printed_text).send(self._open_line())
        except (OSError, ValueError, TypeError) as error:
            raise self._broken(str(error)) from None

    def _read(self, answer: Message, data: bytes) -> Shown:
        if "refused" in answer.facts:
            raise Refused(Refusal(answer.facts["refused"]))
        if "failed" in answer.facts:
            self.close()
            raise CageBroken(str(answer.facts["failed"]))
        try:
            if "glance" in answer.facts:
                return Glance.from_data(answer.facts["glance"])
            return Sight.from_message(answer, data)
        except (ValueError, LookupError, TypeError, ArithmeticError, AttributeError) as error:
            self.close()
            raise CageBroken("the answer is no sight") from error

    @property
    def pid(self) -> int | None:
        """Return the number of the child's process, if there is one."""
        return None if self._child is None else self._child.pid

    def close(self) -> None:
        """End the child, whatever it does."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None

    def _ask(self, message: Message) -> float:
        """Hand a message over; return until when an answer is waited for."""
        self.start()
        try:
            if not self._is_ready:
                self._await(time.monotonic() + _START_S)
                self._is_ready = True
            deadline = time.monotonic() + self.hang_s
            line = self._open_line()
            line.settimeout(self.hang_s)
            message.send(line)
        except TimeoutError:
            raise self._hung() from None
        except (OSError, ValueError) as error:
            raise self._broken(str(error)) from None
        return deadline

    def _answer(self, deadline: float) -> Message:
        try:
            return self._await(deadline)
        except TimeoutError:
            raise self._hung() from None
        except (OSError, ValueError) as error:
            raise self._broken(str(error)) from None

    def _hung(self) -> CageBroken:
        self.close()
        return CageBroken(f"no answer in {self.hang_s:g} s")

    def _await(self, deadline: float) -> Message:
        answer = receive(self._open_line(), deadline)
        if answer is None:
            raise self._broken("it closed its line")
        return answer

    def _open_line(self) -> socket.socket:
        if self._line is None:
            raise CageBroken("it is closed")
        return self._line

    def _broken(self, why: str) -> CageBroken | OutOfTime:
        """End the child and tell how it died: by its limit of time, or otherwise."""
        code = None
        if self._child is not None:
            try:
                code = self._child.wait(1.0)
            except subprocess.TimeoutExpired:
                code = None
        self.close()
        if code is not None and -code == signal.SIGXCPU:
            return OutOfTime(f"{self.seconds:g} s")
        return CageBroken(f"{why}; exit {code}")
