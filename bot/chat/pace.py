"""How fast messages may go out: per account, and per chat."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from models.values.chat import Platform


@dataclass(slots=True)
class Pace:
    """The speed that one platform allows. Times are seconds of a clock that only goes forward."""

    gap_s: float
    """Between two messages of the account."""
    chat_gap_s: float
    """Between two messages to one chat."""
    next_s: float = 0.0
    paused_until_s: float = 0.0
    chats: dict[str, float] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def take(self, chat_key: str, now_s: float) -> bool:
        """Take the turn for a message to a chat, if it is allowed now."""
        with self.lock:
            is_early = now_s < max(self.next_s, self.paused_until_s)
            if is_early or now_s < self.chats.get(chat_key, 0.0):
                return False
            self.next_s = now_s + self.gap_s
            self.chats[chat_key] = now_s + self.chat_gap_s
            self._forget(now_s)
            return True

    def sent(self, chat_key: str, now_s: float) -> None:
        """Count a chat's gap from when its message had arrived, however long that took."""
        with self.lock:
            self.chats[chat_key] = now_s + self.chat_gap_s

    def pause(self, until_s: float) -> None:
        """Say nothing before a time: the platform asked for it."""
        self.paused_until_s = max(self.paused_until_s, until_s)

    def _forget(self, now_s: float) -> None:
        if len(self.chats) > _MOST_REMEMBERED:
            self.chats = {k: at for k, at in self.chats.items() if at > now_s}


_MOST_REMEMBERED: Final = 10_000


def usual_pace(platform: Platform) -> Pace:
    """Return what a platform allows, a little below: Telegram about 30 a second and 1 a chat."""
    return Pace(1 / 25, 1.05) if platform is Platform.TELEGRAM else Pace(1 / 50, 0.0)
