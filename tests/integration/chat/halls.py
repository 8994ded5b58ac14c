"""A second bot in the hall: the public's own."""

from dataclasses import dataclass, field, replace

from pydantic import SecretStr

from bot.telegram.account import TelegramAccount, TelegramSettings
from models.values.chat import AccountId, Bot, Platform
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.chat_platforms import TELEGRAM_TOKEN, FakeTelegram

MAIN = AccountId(Platform.TELEGRAM)
PUBLIC = AccountId(Platform.TELEGRAM, Bot.PUBLIC)


@dataclass
class PublicBot:
    """The public's own Telegram bot, with a stand-in of its own."""

    hall: ChatHall
    fake: FakeTelegram
    secret: str = "secret of the public's door"
    account: TelegramAccount = field(init=False)

    def __post_init__(self) -> None:
        base = self.fake.address
        self.account = TelegramAccount(
            TelegramSettings(TELEGRAM_TOKEN, f"{base}/bot", f"{base}/file/bot")
        )
        hall = self.hall
        hall.house = replace(
            hall.house,
            accounts={**hall.house.accounts, PUBLIC: self.account},
            addresses={MAIN: "https://t.me/committee_bot", PUBLIC: "https://t.me/public_bot"},
        )
        settings = hall.desk.app.state.settings
        hall.desk.app.state.settings = settings.model_copy(
            update={"public_telegram_secret": SecretStr(self.secret)}
        )

    def says(self, user: int, text: str) -> None:
        """Let somebody write to it."""
        self._message(user, text=text)

    def photo(self, user: int, data: bytes) -> None:
        """Let somebody send it a picture."""
        self.fake.files["P"] = data
        self._message(user, document={"file_id": "P"})

    def heard(self, user: int) -> list[str]:
        """What somebody read there so far."""
        return [s.text for s in self.fake.sent if s.chat == str(user)]

    def close(self) -> None:
        self.account.close()
        self.fake.close()

    def _message(self, user: int, **what: object) -> None:
        chat, person = {"id": user, "type": "private"}, {"id": user, "first_name": "มาลี"}
        message = {"chat": chat, "from": person, **what}
        update = {"update_id": next(self.hall.numbers), "message": message}
        headers = {"x-telegram-bot-api-secret-token": self.secret}
        answer = self.hall.client.post("/telegram/public", json=update, headers=headers)
        assert answer.status_code == 200
        self.hall.work()
