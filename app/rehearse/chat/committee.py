"""A rehearsed committee: enrols, sends its pages badly, mends what is asked for, answers."""

import hashlib
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from PIL import Image, ImageFilter

from app.rehearse.chat.doors import Heard, Member
from models.values.ballots import Ballot
from models.values.forms import Form
from pages.labels import field_label
from pages.languages import Language
from pages.phrases import say

_BLUR: Final = 9
_TH: Final = Language.TH


@dataclass(frozen=True, slots=True)
class Habits:
    """How badly a committee sends: shares of 0..1."""

    blurred: float = 0.25
    """Committees whose first picture of one page is blurred."""
    doubled: float = 0.25
    """Committees whose deliveries come twice, or who send a picture twice."""
    shuffled: float = 0.5
    """Committees that send their pages in no order."""


@dataclass(frozen=True, slots=True)
class Told:
    """What stands on the paper of one ballot."""

    form: Form
    counts: Mapping[str, int | None]


@dataclass(slots=True)
class Committee:
    """One committee on one phone."""

    unit_id: int
    code: str
    member: Member
    papers: Mapping[Ballot, Told]
    photos: dict[tuple[Ballot, int], str] = field(default_factory=dict)
    """SHA-256 of the good picture of each page."""
    read: int = 0
    """Messages that it has read so far."""
    waiting: list[bytes] = field(default_factory=list)
    """Good pictures of the pages that it sent badly."""
    is_enrolled: bool = False
    answered: int = -1
    """Place of the last read-back that it answered among the messages."""

    def enrol(self) -> None:
        """Type the code of the paper."""
        self.member.says(self.code)

    def send(
        self, pages: Mapping[Ballot, Sequence[bytes]], habits: Habits, chance: random.Random
    ) -> int:
        """Send the pages of each ballot, some of them badly; return how many there are."""
        self.photos = {
            (ballot, number): hashlib.sha256(data).hexdigest()
            for ballot, own in pages.items()
            for number, data in enumerate(own, 1)
        }
        sent = [data for own in pages.values() for data in own]
        if chance.random() < habits.blurred:
            place = chance.randrange(len(sent))
            self.waiting.append(sent[place])
            sent[place] = blurred(sent[place])
        if chance.random() < habits.shuffled:
            chance.shuffle(sent)
        is_doubled = chance.random() < habits.doubled
        if is_doubled:
            sent.append(sent[0])
        self.member.sends(sent, is_doubled=is_doubled)
        return len(self.photos)

    def look(self, readings: Mapping[Ballot, Mapping[str, int | None]]) -> None:
        """Read what came in the meantime, and do what it asks for.

        `readings` are the numbers of the sheets that wait for this committee's word.
        """
        heard = self.member.heard()
        fresh, self.read = heard[self.read :], len(heard)
        for message in fresh:
            self._react(message)
        last = max((n for n, m in enumerate(heard) if _yes() in m.buttons), default=-1)
        if readings and last > self.answered and self._answer(heard[last], readings):
            self.answered = last

    def send_again(self) -> bool:
        """Send the good pictures of what was sent badly; False where there are none."""
        good, self.waiting = self.waiting, []
        if good:
            self.member.sends(good, is_doubled=False)
        return bool(good)

    def _react(self, message: Heard) -> None:
        bind = say("chat.bind_yes", _TH)
        if bind in message.buttons and not self.is_enrolled:
            self.is_enrolled = True
            self.member.taps(message.buttons[bind])
        elif say("chat.ask_name", _TH) in message.text:
            self.member.says("กรรมการซ้อม")
        elif any(words in message.text for words in ("ไม่ชัด", "กรุณาถ่าย")):
            self.send_again()

    def _answer(self, message: Heard, readings: Mapping[Ballot, Mapping[str, int | None]]) -> bool:
        """Answer the read-back of a message, if its sheet waits: agree, or type what it says."""
        shown = [b for b in readings if _is_about(message, b)]
        if not shown:
            return False
        told, read = self.papers[shown[0]], readings[shown[0]]
        wrong = {k: v for k, v in told.counts.items() if v is not None and read.get(k) != v}
        if wrong:
            lines = [_typed(told.form, key, value) for key, value in wrong.items()]
            self.member.says("\n".join(lines))
            self.member.says(say("chat.fix_send", _TH))
        else:
            self.member.taps(message.buttons[_yes()])
        return True


def blurred(jpeg: bytes) -> bytes:
    """Return a picture as a moving hand takes it."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg)) as image:
        image.filter(ImageFilter.GaussianBlur(_BLUR)).save(out, "JPEG", quality=80)
    return out.getvalue()


def _is_about(message: Heard, ballot: Ballot) -> bool:
    name = say(f"common.{ballot.value}", _TH)
    return say("send.step_read_back", _TH, ballot=name) in message.text


def _typed(form: Form, key: str, value: int) -> str:
    label = field_label(form, key, _TH)
    name = label if key.startswith("row:") else label.lstrip("0123456789. ")
    return f"{name} เขียนว่า {value}"


def _yes() -> str:
    return say("chat.answer_agrees", _TH)
