"""What both stand-ins share: a small server that notes every call and can be told what to say."""

import json
import threading
import time
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """A call as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float
    method: str = "POST"


@dataclass(frozen=True)
class Answer:
    """What the platform says; `None` as status hangs up without a word."""

    status: int | None
    body: Any = None
    is_late: bool = False
    """The call is done, and then the answer is lost on its way."""


class FakePlatform:
    """A server of its own thread; `next_answers` are given before the usual ones."""

    def __init__(self) -> None:
        """Listen on a free port of this machine."""
        self.requests: list[Request] = []
        self.next_answers: deque[Answer] = deque()
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """Listen no more."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: Request) -> Answer:
        """Return the usual answer to a call."""
        raise NotImplementedError

    def handle(self, request: Request) -> Answer:
        """Note a call and return what is said to it."""
        with self.lock:
            self.requests.append(request)
            is_scripted = self.next_answers and "/quota" not in request.path
            scripted = self.next_answers.popleft() if is_scripted else None
            if scripted is not None and not scripted.is_late:
                return scripted
            usual = self.answer(request)
            return scripted or usual

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # An answer leaves whole: in two parts the second waits 40 ms for an acknowledgement.
            wbufsize = -1

            def do_POST(self) -> None:
                """Answer a call with a body."""
                self._serve(self.rfile.read(int(self.headers.get("content-length", 0))))

            def do_PUT(self) -> None:
                """Answer a call that sets something."""
                self.do_POST()

            def do_DELETE(self) -> None:
                """Answer a call that takes something away."""
                self._serve(b"")

            def do_GET(self) -> None:
                """Answer a call without a body."""
                self._serve(b"")

            def _serve(self, body: bytes) -> None:
                headers = {k.lower(): v for k, v in self.headers.items()}
                now_s = time.monotonic()
                answer = fake.handle(Request(self.path, headers, body, now_s, self.command))
                if answer.status is None:
                    self.close_connection = True
                    return
                is_raw = isinstance(answer.body, bytes)
                data = answer.body if is_raw else json.dumps(answer.body or {}).encode()
                self.send_response(answer.status)
                kind = "application/octet-stream" if is_raw else "application/json"
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing on the terminal."""

        return Handler
