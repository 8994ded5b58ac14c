"""Accounts as their platforms see them: set up by one command, looked at by another."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx

from bot.errors import Rejected, TryLater
from bot.line.account import LineAccount, LineSettings
from bot.menus import COMMANDS, menus_for
from bot.raw import table
from models.values.chat import AccountId, Audience, Bot, Menu, Platform

_WAIT_S: Final = 10.0
_OFF_S: Final = 30.0
_AS_BEFORE: Final = "เหมือนเดิม · unchanged"
_UPDATES: Final = ("message", "callback_query", "my_chat_member", "channel_post")


@dataclass(frozen=True, slots=True)
class Keys:
    """Tokens and addresses of the accounts of one audience; what is empty is not in use."""

    telegram_token: str
    telegram_secret: str
    telegram_api_base: str
    line_token: str
    line_secret: str
    line_api_base: str
    base_url: str
    bot: Bot = Bot.MAIN
    line_data_api_base: str = ""
    audience: Audience = Audience.EVERYBODY

    @property
    def ending(self) -> str:
        """What tells the public's own accounts in a line."""
        return " (public)" if self.bot is Bot.PUBLIC else ""

    def setting(self, name: str) -> str:
        """Return the whole name of a setting of these accounts."""
        return f"KHANAEN_{'PUBLIC_' if self.bot is Bot.PUBLIC else ''}{name}"

    def door(self, platform: Platform) -> str:
        """Return the address to which a platform brings events."""
        return f"{self.base_url}/{AccountId(platform, self.bot).path}"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at or done."""

    what: str
    is_well: bool
    found: str


def set_up(keys: Keys) -> list[Look]:
    """Tell both platforms where we are, and Telegram which commands there are."""
    steps: list[tuple[str, Callable[[], str]]] = []
    if keys.telegram_token:
        steps += [
            ("Telegram webhook", lambda: _set_telegram_webhook(keys)),
            ("Telegram commands", lambda: _set_commands(keys)),
        ]
    if keys.line_token:
        steps += [
            ("LINE webhook", lambda: _set_line_webhook(keys)),
            ("LINE rich menus", lambda: _set_line_menus(keys)),
        ]
    return [_look(f"{what}{keys.ending}", step) for what, step in steps]


def examine(keys: Keys) -> list[Look]:
    """Look at tokens, webhook addresses, quota and clock; nothing is changed."""
    looks: list[tuple[str, Callable[[], str]]] = []
    if keys.telegram_token:
        looks += [
            ("Telegram token", lambda: _telegram_name(keys)),
            ("Telegram webhook", lambda: _telegram_webhook(keys)),
        ]
    if keys.line_token:
        looks += [
            ("LINE token", lambda: _line_name(keys)),
            ("LINE webhook", lambda: _line_webhook(keys)),
            ("LINE quota", lambda: _line_quota(keys)),
            ("LINE rich menus", lambda: _line_menus(keys)),
        ]
    looks.append(("นาฬิกา · clock", lambda: _clock(keys)))
    return [_look(f"{what}{keys.ending}", look) for what, look in looks]


def _look(what: str, look: Callable[[], str]) -> Look:
    try:
        return Look(what, is_well=True, found=look())
    except (Rejected, TryLater) as ill:
        return Look(what, is_well=False, found=str(ill))


def _set_telegram_webhook(keys: Keys) -> str:
    if not keys.telegram_secret:
        raise Rejected(_set_first(keys.setting("TELEGRAM_SECRET")))
    address = _public(keys, Platform.TELEGRAM)
    _telegram(
        keys,
        "setWebhook",
        url=address,
        secret_token=keys.telegram_secret,
        allowed_updates=list(_UPDATES),
    )
    return address


def _set_commands(keys: Keys) -> str:
    """Set everybody's commands where they differ; enrolled people have theirs by chat."""
    listed = COMMANDS[Menu.PUBLIC]
    changed = False
    for column, language in ((1, {}), (2, {"language_code": "en"})):
        wanted = [{"command": row[0], "description": row[column]} for row in listed]
        if _telegram(keys, "getMyCommands", **language) != wanted:
            _telegram(keys, "setMyCommands", commands=wanted, **language)
            changed = True
    names = ", ".join(f"/{row[0]}" for row in listed)
    return names if changed else f"{names} {_AS_BEFORE}"


def _set_line_webhook(keys: Keys) -> str:
    if not keys.line_secret:
        raise Rejected(_set_first(keys.setting("LINE_CHANNEL_SECRET")))
    address = _public(keys, Platform.LINE)
    _line(keys, "PUT", "/v2/bot/channel/webhook/endpoint", {"endpoint": address})
    return address


def _set_line_menus(keys: Keys) -> str:
    menus = menus_for(keys.audience)
    with _line_account(keys) as account:
        made = account.set_up_menus(menus, menus[0])
    names = ", ".join(menu.value for menu in menus)
    return (
        f"{names}: {', '.join(m.value for m in made)} ใหม่ · new"
        if made
        else f"{names} {_AS_BEFORE}"
    )


def _line_menus(keys: Keys) -> str:
    with _line_account(keys) as account:
        known = account.menus()
    missing = [menu.value for menu in menus_for(keys.audience) if menu not in known]
    if missing:
        raise Rejected(
            f"ขาด {', '.join(missing)} ใช้ khanaen bots setup · missing; khanaen bots setup"
        )
    return ", ".join(menu.value for menu in known)


def _line_account(keys: Keys) -> "closing[LineAccount]":
    data_base = keys.line_data_api_base or keys.line_api_base
    return closing(LineAccount(LineSettings(keys.line_token, keys.line_api_base, data_base)))


def _telegram_name(keys: Keys) -> str:
    return f"@{table(_telegram(keys, 'getMe')).get('username', '?')}"


def _telegram_webhook(keys: Keys) -> str:
    info = table(_telegram(keys, "getWebhookInfo"))
    address, trouble = str(info.get("url", "")), info.get("last_error_message")
    if address != keys.door(Platform.TELEGRAM):
        raise Rejected(
            f"ชี้ไปที่ {address or '–'} ใช้ khanaen bots setup · points elsewhere; khanaen bots setup"
        )
    if trouble:
        raise Rejected(f"{trouble} ({info.get('pending_update_count', 0)} รออยู่ · waiting)")
    return address


def _line_name(keys: Keys) -> str:
    return str(_line(keys, "GET", "/v2/bot/info").get("basicId", "?"))


def _line_webhook(keys: Keys) -> str:
    info = _line(keys, "GET", "/v2/bot/channel/webhook/endpoint")
    address = str(info.get("endpoint", ""))
    if address != keys.door(Platform.LINE):
        raise Rejected(
            f"ชี้ไปที่ {address or '–'} ใช้ khanaen bots setup · points elsewhere; khanaen bots setup"
        )
    if not info.get("active"):
        raise Rejected("เปิด Use webhook ในคอนโซล LINE · switch on Use webhook in LINE's console")
    return address


def _line_quota(keys: Keys) -> str:
    limit = _line(keys, "GET", "/v2/bot/message/quota")
    used = int(_line(keys, "GET", "/v2/bot/message/quota/consumption").get("totalUsage", 0))
    if limit.get("type") != "limited":
        return f"{used:,} ใช้ไป · used, no limit"
    left = int(limit["value"]) - used
    if left <= 0:
        raise Rejected(f"หมดแล้ว {used:,} · used up this month")
    return f"{left:,} เหลือ · left of {int(limit['value']):,}"


def _clock(keys: Keys) -> str:
    """Compare our clock with a platform's: signatures and tokens are about time."""
    address = keys.line_api_base if keys.line_token else keys.telegram_api_base
    answer = _ask("GET", address, {}, None)
    told = answer.headers.get("date")
    if told is None:
        return "–"
    apart = abs((parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    if apart > _OFF_S:
        raise Rejected(f"ต่างกัน {apart:.0f} วินาที · seconds apart from the platform's")
    return f"{apart:.0f} s"


def _set_first(setting: str) -> str:
    return f"ตั้ง {setting} ก่อน · set {setting} first"


def _public(keys: Keys, platform: Platform) -> str:
    if not keys.base_url.startswith("https://"):
        raise Rejected(
            "KHANAEN_BASE_URL ต้องเป็น https · has to be https (or serve --telegram-polling)"
        )
    return keys.door(platform)


def _telegram(keys: Keys, method: str, **fields: Any) -> Any:  # noqa: ANN401 - its own
    answer = _ask("POST", f"{keys.telegram_api_base}{keys.telegram_token}/{method}", {}, fields)
    found = _json(answer)
    if not found.get("ok"):
        raise Rejected(f"{method}: {answer.status_code} {found.get('description', '')}")
    return found["result"]


def _line(
    keys: Keys, method: str, path: str, body: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {keys.line_token}"}
    answer = _ask(method, f"{keys.line_api_base}{path}", headers, body)
    if answer.is_error:
        raise Rejected(f"{path}: {answer.status_code} {_json(answer).get('message', '')}")
    return _json(answer)


def _ask(
    method: str, address: str, headers: Mapping[str, str], body: Mapping[str, Any] | None
) -> httpx.Response:
    try:
        return httpx.request(
            method, address, headers=dict(headers), json=body, timeout=_WAIT_S, trust_env=False
        )
    except httpx.HTTPError as error:
        # The address holds the token: only the kind of trouble is told.
        raise TryLater(f"ติดต่อไม่ได้ · not reached: {type(error).__name__}") from None


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
