"""A conversation as a test holds it: says, taps and looks at what came back."""

import json
from dataclasses import dataclass, field, replace

from bot.conversation.effects import Effect
from bot.conversation.events import Event, Said, Tapped
from bot.conversation.facts import Facts, Line, ReadBack, Returned, SheetFacts, UnitFacts
from bot.conversation.replies import Reply
from bot.conversation.state import State
from bot.conversation.step import step
from models.states.sheet import SheetState
from models.values.ballots import Ballot
from models.values.chat import Platform

STRANGER = Facts(Platform.TELEGRAM, "http://127.0.0.1:8000", "สมหมาย ใจสาธิต")
LINES = (
    Line("good", "2.2.1 บัตรดี", 380, is_doubtful=False),
    Line("no_vote", "2.2.3 บัตรที่ไม่เลือกผู้สมัครผู้ใด", 8, is_doubtful=False),
    Line("row:4", "เบอร์ 4", 76, is_doubtful=True),
    Line("row:5", "เบอร์ 5", None, is_doubtful=True),
)
READ_BACK = ReadBack(3, 2, Ballot.CONSTITUENCY, LINES, ("ผลรวมต่างจากบัตรดีอยู่ 6",))
UNIT = UnitFacts(
    "หน่วย 1 ตำบลทดสอบ",
    "ศูนย์ทดสอบ",
    "02-000-0000",
    is_before=False,
    sheets=(
        SheetFacts(Ballot.CONSTITUENCY, 2, (), SheetState.READ_BACK),
        SheetFacts(Ballot.PARTY_LIST, 4, (3,), SheetState.COLLECTING),
    ),
)
ENROLLED = replace(STRANGER, unit=UNIT)
READING = replace(STRANGER, unit=replace(UNIT, read_back=READ_BACK))
RETURNED = replace(
    STRANGER,
    unit=replace(UNIT, returned=Returned(3, 5, Ballot.CONSTITUENCY, "unreadable", "แถวนี้มืด")),
)


@dataclass
class Talk:
    """One side of a conversation; the state goes through JSON between two events."""

    facts: Facts = STRANGER
    state: State = field(default_factory=State)
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()

    def hear(self, event: Event) -> "Talk":
        outcome = step(self.state, event, self.facts)
        self.state = State.from_data(json.loads(json.dumps(outcome.state.to_data())))
        assert self.state == outcome.state
        self.replies, self.effects = outcome.replies, outcome.effects
        return self

    def say(self, text: str) -> "Talk":
        return self.hear(Said(text))

    def tap(self, label: str) -> "Talk":
        choices = {c.label: c.id for reply in self.replies for c in reply.choices}
        return self.hear(Tapped(choices[label]))

    @property
    def text(self) -> str:
        return "\n".join(reply.text for reply in self.replies)

    @property
    def labels(self) -> list[str]:
        return [c.label for reply in self.replies for c in reply.choices]
