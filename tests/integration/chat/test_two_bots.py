"""Accounts for committees and for the public: each with its own door, key and way of speaking."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.chat.house import ChatHouse
from bot.opening import addresses_of, keys_of
from models.database import Database
from models.migrations import downgrade, upgrade
from models.tables.chat import Conversation, InboxEvent, OutboxMessage, Subscription
from models.tables.photos import Photo
from models.values.chat import AccountId, Audience, Bot, OutboxState, Platform
from tests.fixtures.chat_hall import HOOK_SECRET, ChatHall
from tests.fixtures.chat_platforms import FakeTelegram
from tests.fixtures.pictures import picture
from tests.fixtures.small_election import NIGHT
from tests.integration.chat.halls import PublicBot

MALI = 77


@pytest.fixture
def public(hall: ChatHall) -> Iterator[PublicBot]:
    """The public's own bot beside the committees'."""
    bot = PublicBot(hall, FakeTelegram())
    yield bot
    bot.close()


def test_a_public_bot_takes_no_pictures_and_names_the_other(
    hall: ChatHall, public: PublicBot
) -> None:
    public.photo(MALI, picture(1))
    assert "https://t.me/committee_bot" in public.heard(MALI)[-1]
    assert "ไม่รับภาพ" in public.heard(MALI)[-1]
    public.says(MALI, hall.code())
    assert "https://t.me/committee_bot" in public.heard(MALI)[-1]
    assert hall.desk.all(Photo) == []
    assert public.fake.requests
    assert not any("getFile" in r.path for r in public.fake.requests)


@pytest.mark.usefixtures("public")
def test_the_committees_bot_answers_questions_with_the_publics_address(hall: ChatHall) -> None:
    hall.says(MALI, "คะแนน เขต 1 จังหวัดทดสอบ")
    assert "https://t.me/public_bot" in hall.heard(MALI)[-1]
    hall.enrol(MALI)
    hall.says(MALI, "คะแนน เขต 1 จังหวัดทดสอบ")
    assert any("https://t.me/public_bot" in words for words in hall.heard(MALI)[-2:])


def test_a_tile_that_is_of_no_use_here_names_the_account_where_it_is(
    hall: ChatHall, public: PublicBot
) -> None:
    hall.says(MALI, "คะแนนรายเขต")
    assert "https://t.me/public_bot" in hall.heard(MALI)[-1]
    hall.says(MALI, "ลงทะเบียน")
    assert "11 ตัว" in hall.heard(MALI)[-1]
    public.says(MALI, "ลงทะเบียน")
    assert "https://t.me/committee_bot" in public.heard(MALI)[-1]


def test_one_person_has_a_chat_with_each(hall: ChatHall, public: PublicBot) -> None:
    hall.enrol(MALI)
    before = len(hall.heard(MALI))
    public.says(MALI, "เมนู")
    assert len(hall.heard(MALI)) == before
    assert public.heard(MALI)
    chats = {c.bot: c.person_id is not None for c in hall.desk.all(Conversation)}
    assert chats == {Bot.MAIN: True, Bot.PUBLIC: False}
    sent = [m for m in hall.desk.all(OutboxMessage) if m.bot is Bot.PUBLIC]
    assert {m.state for m in sent} == {OutboxState.SENT}


def test_the_same_number_of_two_bots_is_two_events(hall: ChatHall, public: PublicBot) -> None:
    chat = {"id": MALI, "type": "private"}
    update = {"update_id": 5, "message": {"chat": chat, "from": {"id": MALI}, "text": "เมนู"}}
    for path, secret in (("/telegram", HOOK_SECRET), ("/telegram/public", public.secret)):
        headers = {"x-telegram-bot-api-secret-token": secret}
        assert hall.client.post(path, json=update, headers=headers).status_code == 200
    assert [e.bot for e in hall.desk.all(InboxEvent)] == [Bot.MAIN, Bot.PUBLIC]


@pytest.mark.parametrize("path", ["/telegram/public", "/line/public"])
def test_each_door_wants_its_own_secret(hall: ChatHall, path: str) -> None:
    headers = {"x-telegram-bot-api-secret-token": HOOK_SECRET}
    assert hall.client.post(path, json={}, headers=headers).status_code == 404
    names = ("public_telegram_secret", "public_line_channel_secret")
    settings = {name: SecretStr("another") for name in names}
    hall.desk.app.state.settings = hall.desk.app.state.settings.model_copy(update=settings)
    assert hall.client.post(path, json={}, headers=headers).status_code in {401, 403}


def test_one_account_alone_speaks_with_everybody(hall: ChatHall) -> None:
    house: ChatHouse = hall.house
    assert house.audience(AccountId(Platform.TELEGRAM)) is Audience.EVERYBODY
    assert house.audience(AccountId(Platform.LINE, Bot.PUBLIC)) is Audience.PUBLIC
    assert house.other_address(AccountId(Platform.LINE, Bot.PUBLIC)).endswith("/send")


def test_settings_name_the_accounts(hall: ChatHall) -> None:
    settings = hall.desk.app.state.settings.model_copy(
        update={
            "public_line_channel_token": SecretStr("L"),
            "public_line_account_id": "@public",
            "telegram_token": SecretStr("T"),
            "telegram_bot_name": "committee_bot",
        }
    )
    line, telegram = AccountId(Platform.LINE, Bot.PUBLIC), AccountId(Platform.TELEGRAM)
    assert set(keys_of(settings)) == {line, telegram}
    assert addresses_of(settings) == {
        line: "https://line.me/R/ti/p/@public",
        telegram: "https://t.me/committee_bot",
    }


def test_what_hangs_on_chats_outlives_the_migration(each_database: Database) -> None:
    with each_database.writing() as session:
        chat = Conversation(platform=Platform.LINE, chat_key="user:U", seen_at=NIGHT)
        session.add(chat)
        session.flush()
        session.add(Subscription(conversation_id=chat.id or 0, constituency_code="90-1"))
    downgrade(each_database, "0010")
    upgrade(each_database)
    with each_database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM subscription")).scalar() == 1
