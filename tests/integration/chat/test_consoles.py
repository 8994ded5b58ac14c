"""Both accounts set up and looked at, and updates fetched, against servers of our own."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from sqlmodel import select

from app.rehearse.platforms.rich_menus import RichMenuShelf
from app.rehearse.platforms.server import Answer, FakePlatform, Request
from bot.consoles import Keys, examine, set_up
from bot.group_commit import GroupCommit
from bot.telegram.polling import Poller
from models.database import Database
from models.tables.chat import InboxEvent
from models.values.chat import Audience, Bot
from tests.fixtures.small_election import NIGHT

BASE = "https://khanaen.example"


class Consoles(FakePlatform):
    """Both platforms' consoles in one; what is set is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.hooks = {"telegram": "", "line": ""}
        self.is_active = True
        self.used = 10
        self.shelf = RichMenuShelf()
        self.commands: dict[str, Any] = {}
        self.updates: list[dict[str, Any]] = []

    def answer(self, request: Request) -> Answer:
        name = request.path.rsplit("/", 1)[-1]
        is_picture = request.path.endswith("/content")
        body = {} if is_picture else json.loads(request.body or b"{}")
        if request.path.startswith("/bot"):
            return Answer(200, {"ok": True, "result": self._telegram(name, body)})
        if request.headers.get("authorization") != "Bearer L":
            return Answer(401, {"message": "invalid token"})
        return self.shelf.answer(request) or Answer(200, self._line(name, body))

    def _telegram(self, method: str, body: dict[str, Any]) -> Any:
        if method == "setWebhook":
            self.hooks["telegram"] = body["url"]
        if method == "getUpdates":
            return [u for u in self.updates if u["update_id"] >= body["offset"]]
        if method == "setMyCommands":
            self.commands[body.get("language_code", "")] = body["commands"]
        if method == "getMyCommands":
            return self.commands.get(body.get("language_code", ""), [])
        if method == "getWebhookInfo":
            return {"url": self.hooks["telegram"], "pending_update_count": 0}
        return {"username": "khanaen_bot"} if method == "getMe" else True

    def _line(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        if name == "endpoint":
            self.hooks["line"] = body.get("endpoint", self.hooks["line"])
            return {"endpoint": self.hooks["line"], "active": self.is_active}
        if name == "quota":
            return {"type": "limited", "value": 500}
        return {"totalUsage": self.used, "basicId": "@khanaen"}


@pytest.fixture
def consoles() -> Any:
    fake = Consoles()
    yield fake
    fake.close()


@pytest.fixture
def keys(consoles: Consoles) -> Keys:
    return Keys("T", "S", f"{consoles.address}/bot", "L", "C", consoles.address, BASE)


def wells(looks: list[Any]) -> dict[str, bool]:
    return {look.what: look.is_well for look in looks}


def test_what_is_set_up_is_found_well(consoles: Consoles, keys: Keys) -> None:
    before = wells(examine(keys))
    assert not before["Telegram webhook"]
    assert not before["LINE webhook"]
    assert all(wells(set_up(keys)).values())
    assert consoles.hooks == {"telegram": f"{BASE}/telegram", "line": f"{BASE}/line"}
    assert all(wells(examine(keys)).values())


def test_a_second_set_up_says_that_nothing_changed(keys: Keys) -> None:
    set_up(keys)
    again = {look.what: look.found for look in set_up(keys)}
    assert "unchanged" in again["Telegram commands"]
    assert "unchanged" in again["LINE rich menus"]


def test_the_publics_own_accounts_have_doors_of_their_own(consoles: Consoles, keys: Keys) -> None:
    public = replace(keys, bot=Bot.PUBLIC, audience=Audience.PUBLIC)
    assert all(wells(set_up(public)).values())
    assert consoles.hooks == {
        "telegram": f"{BASE}/telegram/public",
        "line": f"{BASE}/line/public",
    }
    assert set(consoles.shelf.aliases) == {"khanaen-public"}
    looks = examine(public)
    assert all(look.is_well and look.what.endswith("(public)") for look in looks)
    assert not wells(examine(keys))["LINE rich menus"]
    missing = {look.what: look.found for look in set_up(replace(public, line_secret=""))}
    assert "KHANAEN_PUBLIC_LINE_CHANNEL_SECRET" in missing["LINE webhook (public)"]


def test_strangers_have_a_menu_at_the_committees_own_account(
    consoles: Consoles, keys: Keys
) -> None:
    set_up(replace(keys, audience=Audience.COMMITTEES))
    shelf = consoles.shelf
    assert set(shelf.aliases) == {"khanaen-newcomer", "khanaen-committee", "khanaen-desk"}
    assert shelf.default == shelf.aliases["khanaen-newcomer"]


def test_each_trouble_has_its_line(consoles: Consoles, keys: Keys) -> None:
    set_up(keys)
    consoles.is_active, consoles.used = False, 500
    found = {look.what: look for look in examine(replace(keys, base_url=BASE))}
    assert "Use webhook" in found["LINE webhook"].found
    assert "used up" in found["LINE quota"].found
    wrong = {look.what: look for look in examine(replace(keys, line_token="X"))}
    assert "401" in wrong["LINE token"].found


def test_without_https_or_secrets_nothing_is_set(consoles: Consoles, keys: Keys) -> None:
    assert not any(
        look.is_well
        for look in set_up(replace(keys, base_url="http://127.0.0.1:8000"))
        if "webhook" in look.what
    )
    assert not wells(set_up(replace(keys, telegram_secret="")))["Telegram webhook"]
    assert consoles.hooks["telegram"] == ""


def test_no_line_tells_a_token(keys: Keys) -> None:
    gone = replace(keys, telegram_token="123:secret", telegram_api_base="http://127.0.0.1:1/bot")
    assert "secret" not in str([*examine(gone), *set_up(gone)])


def test_a_wrong_clock_is_seen(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import consoles as module  # noqa: PLC0415

    def parsed(_: str) -> datetime:
        return datetime(2020, 1, 1, tzinfo=UTC)

    assert format_datetime(NIGHT)
    monkeypatch.setattr(module, "parsedate_to_datetime", parsed)
    assert not wells(examine(keys))["นาฬิกา · clock"]


def test_updates_are_fetched_once_each(consoles: Consoles, database: Database) -> None:
    chat = {"id": 77, "type": "private"}
    consoles.updates = [
        {"update_id": n, "message": {"chat": chat, "text": "สถานะ"}} for n in (5, 6)
    ]
    poller = Poller(f"{consoles.address}/botT", GroupCommit(database), lambda: NIGHT)
    poller.stop_webhook()
    assert (poller.fetch(0), poller.fetch(0)) == (2, 0)
    poller.close()
    with database.reading() as session:
        assert [e.chat_key for e in session.exec(select(InboxEvent))] == ["77", "77"]
