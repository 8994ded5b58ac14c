"""The ways by which a code on paper opens the door: LINE, Telegram and the web page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from models.values.codes import written_code


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: its name in `pages/phrases/enrol.toml` and the address behind its QR code."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Entrances:
    """How this installation is reached; an account without a name is left out."""

    base_url: str
    telegram_bot: str = ""
    """Telegram's user name of the bot, without @."""
    line_id: str = ""
    """LINE's basic ID of the account, with @."""

    def for_desk(self) -> "Entrances":
        """Return the ways of a desk: the page, where it taps which unit it sends for."""
        return Entrances(self.base_url)

    def ways(self, code: str) -> tuple[Way, ...]:
        """Return the addresses that bring a tidy code along, chat first."""
        written = written_code(code)
        found = []
        if self.line_id:
            account = f"@{self.line_id.removeprefix('@')}"
            found.append(Way("line", f"https://line.me/R/oaMessage/{account}/?{written}"))
        if self.telegram_bot:
            bot = self.telegram_bot.removeprefix("@")
            found.append(Way("telegram", f"https://t.me/{bot}?start={written}"))
        query = urlencode({"code": written})
        return (*found, Way("web", f"{self.base_url.rstrip('/')}/send?{query}"))
