"""A stand-in of Telegram's Bot API as far as we use it, as strict as the real one."""

import json
import re
import time
from dataclasses import dataclass
from email import message_from_bytes
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from app.rehearse.platforms.server import Answer, FakePlatform, Request

TELEGRAM_TOKEN: Final = "123456:fake-telegram-token"  # noqa: S105 - of the stand-in


@dataclass
class TelegramSent:
    """A message as its reader has it."""

    chat: str
    text: str
    buttons: dict[str, str]
    at: float
    photo: bytes | None = None
    mode: str | None = None


class FakeTelegram(FakePlatform):
    """The Bot API as far as we use it."""

    def __init__(self) -> None:
        """Begin with nobody who blocked us and no file."""
        super().__init__()
        self.files: dict[str, bytes] = {}
        self.blocked: set[str] = set()
        self.sent: list[TelegramSent] = []
        self.acknowledged: list[str] = []
        self.commands: dict[tuple[str, str], list[str]] = {}
        """Names of the commands by chat, empty for everybody, and language."""

    def answer(self, request: Request) -> Answer:
        """Return the usual answer to a call."""
        path = urlsplit(request.path).path
        if path.startswith(f"/file/bot{TELEGRAM_TOKEN}/"):
            data = self.files.get(path.rsplit("/", 1)[-1])
            return _refusal(404, "Not Found") if data is None else Answer(200, data)
        prefix, _, method = path.rpartition("/")
        if prefix != f"/bot{TELEGRAM_TOKEN}":
            return _refusal(401, "Unauthorized")
        fields = fields_of(request)
        handler = {
            "getFile": self._get_file,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "answerCallbackQuery": self._acknowledge,
            "setMyCommands": self._set_commands,
            "deleteMyCommands": self._delete_commands,
        }[method]
        return handler(fields)

    def _get_file(self, fields: dict[str, str]) -> Answer:
        data = self.files.get(fields["file_id"])
        if data is None:
            return _refusal(
                400, "Bad Request: wrong file_id or the file is temporarily unavailable"
            )
        if len(data) > 20_000_000:
            return _refusal(400, "Bad Request: file is too big")
        file_id = fields["file_id"]
        found = {"file_id": file_id, "file_unique_id": file_id, "file_path": f"photos/{file_id}"}
        return _result({**found, "file_size": len(data)})

    def _send_message(self, fields: dict[str, str]) -> Answer:
        if not 0 < len(fields["text"]) <= 4096:
            return _refusal(400, "Bad Request: message is too long")
        return self._take(fields, fields["text"], None)

    def _send_photo(self, fields: dict[str, str]) -> Answer:
        photo = fields["photo"].encode("latin-1")
        if not photo.startswith((b"\xff\xd8\xff", b"\x89PNG")) or len(photo) > 10_000_000:
            return _refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
        if len(fields.get("caption", "")) > 1024:
            return _refusal(400, "Bad Request: message caption is too long")
        return self._take(fields, fields.get("caption", ""), photo)

    def _take(self, fields: dict[str, str], text: str, photo: bytes | None) -> Answer:
        chat, mode = fields["chat_id"], fields.get("parse_mode")
        if chat in self.blocked:
            return _refusal(403, "Forbidden: bot was blocked by the user")
        if mode == "HTML" and _is_bad_html(text):
            return _refusal(400, "Bad Request: can't parse entities")
        markup = json.loads(fields.get("reply_markup", "{}"))
        buttons = {
            b["text"]: b["callback_data"] for row in markup.get("inline_keyboard", []) for b in row
        }
        if any(not 0 < len(data.encode()) <= 64 for data in buttons.values()):
            return _refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        self.sent.append(TelegramSent(chat, text, buttons, time.monotonic(), photo, mode))
        chat_row = {"id": int(chat), "type": "private"}
        return _result({"message_id": len(self.sent), "date": 1, "chat": chat_row, "text": text})

    def _acknowledge(self, fields: dict[str, str]) -> Answer:
        if fields["callback_query_id"] in self.acknowledged:
            return _refusal(400, "Bad Request: query is too old")
        self.acknowledged.append(fields["callback_query_id"])
        return Answer(200, {"ok": True, "result": True})

    def _set_commands(self, fields: dict[str, str]) -> Answer:
        commands = json.loads(fields["commands"])
        names = [c["command"] for c in commands]
        if not all(re.fullmatch("[a-z0-9_]{1,32}", name) for name in names) or len(names) > 100:
            return _refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        if not all(1 <= len(c["description"]) <= 256 for c in commands):
            return _refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(fields)] = names
        return Answer(200, {"ok": True, "result": True})

    def _delete_commands(self, fields: dict[str, str]) -> Answer:
        self.commands.pop(_scope(fields), None)
        return Answer(200, {"ok": True, "result": True})


def _scope(fields: dict[str, str]) -> tuple[str, str]:
    scope = json.loads(fields.get("scope", "{}"))
    return str(scope.get("chat_id", "")), fields.get("language_code", "")


def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a call to Telegram; a file's bytes as Latin-1."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/"):
        return dict(parse_qsl(request.body.decode(), keep_blank_values=True))
    whole = message_from_bytes(f"content-type: {kind}\r\n\r\n".encode() + request.body)
    found = {}
    for part in whole.walk():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
            found[name] = data.decode("latin-1" if part.get_filename() else "utf-8")
    return found


def _is_bad_html(text: str) -> bool:
    """Tell whether Telegram would refuse a text: a tag that it does not know, or one left open."""
    tags = re.findall(r"<(/?)(\w+)[^>]*>", text)
    opened = [name for slash, name in tags if not slash]
    closed = [name for slash, name in tags if slash]
    is_odd = re.search(r"<(?!/?(?:b|i|u|s|a|code|pre|tg-spoiler|blockquote)\b)", text)
    return bool(is_odd) or sorted(opened) != sorted(closed)


def _result(result: dict[str, Any]) -> Answer:
    return Answer(200, {"ok": True, "result": result})


def _refusal(status: int, description: str) -> Answer:
    return Answer(status, {"ok": False, "error_code": status, "description": description})
