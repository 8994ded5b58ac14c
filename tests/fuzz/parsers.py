"""Everything that reads a stranger's bytes, each with seeds to bend and the errors it may raise."""

import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tomllib import TOMLDecodeError
from typing import Any, Final

from PIL import Image
from pillow_heif import register_heif_opener

from app.cage.sight import Message, Sight
from app.election.demo import demo_folder
from app.election.folder import read_folder
from bot.conversation.numbers import corrections
from bot.line.events import understand as understand_line
from bot.telegram.updates import chat_of
from bot.telegram.updates import understand as understand_telegram
from intake.errors import Refused
from intake.header import inspect
from intake.normalise import normalise
from models.values.form_files import read_form
from pages.formats import plain_digits
from tests.fixtures.pictures import encrypted_pdf, pdf, picture

register_heif_opener()

ROOT: Final = Path(__file__).resolve().parents[2]
_ODD: Final = (b"", b"\0", b"\xff", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"1e999", b'"')


@dataclass(frozen=True)
class Parser:
    """A parser under fire: how it is called, what is bent, what it may raise."""

    call: Callable[[bytes], object]
    seeds: Callable[[], list[bytes]]
    may_raise: tuple[type[Exception], ...] = ()


def bent(seed: bytes, chance: Random) -> bytes:
    """Return a seed with some bytes changed, cut, doubled or put elsewhere."""
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not data:
            break
        at = chance.randrange(len(data))
        length = min(chance.choice((1, 1, 2, 4, 32)), len(data) - at)
        kind = chance.randrange(6)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at : at + length] = chance.randbytes(length)
        elif kind == 2:
            del data[at : at + length]
        elif kind == 3:
            data[at:at] = data[at : at + length] * chance.choice((1, 3, 50))
        elif kind == 4:
            data[at : at + length] = chance.choice(_ODD)
        else:
            del data[at:]
    return bytes(data)


@cache
def _pictures() -> list[bytes]:
    kinds = [picture(kind=k) for k in ("JPEG", "PNG", "WEBP", "HEIF")]
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.open(io.BytesIO(picture())).save(out, "JPEG", exif=exif, progressive=True)
    return [*kinds, out.getvalue(), pdf(1), pdf(2), encrypted_pdf()]


def _json_value(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _line(data: bytes) -> object:
    value = _json_value(data)
    return understand_line(value) if isinstance(value, dict) else None


def _telegram(data: bytes) -> object:
    value = _json_value(data)
    return (chat_of(value), understand_telegram(value)) if isinstance(value, dict) else None


def _csv(data: bytes) -> object:
    """One file of the demo election is bent; which one stands in the first line."""
    name, _, content = data.partition(b"\n")
    known = [f.name for f in sorted(demo_folder().glob("*.csv"))]
    file = name.decode("ascii", "replace")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / (file if file in known else known[len(data) % len(known)])).write_bytes(
            content
        )
        return read_folder(Path(folder)).faults


def _csv_seeds() -> list[bytes]:
    files = sorted(demo_folder().glob("*.csv"))
    return [f.name.encode() + b"\n" + b"\n".join(f.read_bytes().split(b"\n")[:12]) for f in files]


def _toml_seeds() -> list[bytes]:
    return [f.read_bytes() for f in sorted((ROOT / "models/forms").glob("*.toml"))]


def _sight(data: bytes) -> object:
    value = _json_value(data)
    return Sight.from_message(Message(value), b"") if isinstance(value, dict) else None


@cache
def _sight_seeds() -> list[bytes]:
    from app.cage.looking import look  # noqa: PLC0415 - slow, wanted by one parser

    return [json.dumps(look(picture(), 0).to_message(b"").facts).encode()]


def _typed(data: bytes) -> object:
    words = data.decode("utf-8", "replace")
    return plain_digits(words), corrections(words, ())


_LINE_SEEDS: Final = [
    json.dumps(event).encode()
    for event in (
        {"type": "message", "replyToken": "t", "source": {"type": "user", "userId": "U1"},
         "message": {"id": "1", "type": "image", "contentProvider": {"type": "line"},
                     "imageSet": {"id": "a", "index": 1, "total": 2}}},
        {"type": "message", "message": {"type": "text", "text": "12 แก้ 5"}, "mode": "active"},
        {"type": "postback", "postback": {"data": "fix:12:3:row:1"}, "source": {"type": "group"}},
        {"type": "unsend", "unsend": {"messageId": "9"}},
    )
]  # fmt: skip
_TELEGRAM_SEEDS: Final = [
    json.dumps(update).encode()
    for update in (
        {"update_id": 1, "message": {"message_id": 2, "chat": {"id": 3, "type": "private"},
         "photo": [{"file_id": "f", "file_size": 10, "width": 90, "height": 90}]}},
        {"update_id": 1, "message": {"chat": {"id": 3}, "document": {"file_id": "f",
         "mime_type": "image/heic", "file_size": 99}, "media_group_id": "g"}},
        {"update_id": 1, "callback_query": {"id": "5", "data": "agree:1:2", "from": {"id": 3}}},
        {"update_id": 1, "my_chat_member": {"chat": {"id": 1}, "new_chat_member":
         {"status": "kicked"}}},
    )
]  # fmt: skip

PARSERS: Final = {
    "headers of files": Parser(inspect, _pictures, (Refused,)),
    "pictures, HEIC, PDF": Parser(normalise, _pictures, (Refused,)),
    "events of LINE": Parser(_line, lambda: _LINE_SEEDS),
    "updates of Telegram": Parser(_telegram, lambda: _TELEGRAM_SEEDS),
    "an election's CSV": Parser(_csv, _csv_seeds),
    "TOML of a form": Parser(
        lambda data: read_form("f", data.decode("utf-8", "replace")),
        _toml_seeds,
        (TOMLDecodeError, KeyError, TypeError, ValueError),
    ),
    "what leaves the cage": Parser(
        _sight,
        _sight_seeds,
        (ValueError, LookupError, TypeError, ArithmeticError, AttributeError),
    ),
    "numbers that people type": Parser(
        _typed, lambda: ["แก้ 12 = ๓๔๕, 3:7".encode(), b"row 4 17", "บัตรดี 1,234".encode()]
    ),
}
"""Decoding is under fire here without its cage, so that a crash would be seen."""


def fire(parser: Parser, inputs: int, seed: int) -> dict[str, int]:
    """Call a parser with so many bent inputs; return how often which outcome came.

    Raises:
        AssertionError: it raised what it may not; the input stands in the message.
    """
    chance, outcomes = Random(seed), dict[str, int]()
    seeds = parser.seeds()
    for _ in range(inputs):
        data = bent(chance.choice(seeds), chance)
        try:
            parser.call(data)
            outcome = "taken"
        except parser.may_raise as refusal:
            outcome = type(refusal).__name__
        except Exception as error:
            raise AssertionError(f"{error!r} at {data[:4000]!r}") from error
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return outcomes
