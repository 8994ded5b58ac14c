"""What holds in every state, for every event."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.conversation
from bot.conversation import events
from bot.conversation.actions import ACTIONS
from bot.conversation.effects import MarkBlocked
from bot.conversation.events import Album, Blocked, Followed, InGroup, OtherMedia, Unknown
from bot.conversation.facts import Depth, DeskFacts, Facts
from bot.conversation.state import Do
from bot.conversation.step import _EVENTS, Outcome, looked_at, step
from models.tables.sheets import AnswerKind
from models.values.notices import NoticeKind
from models.values.refusals import Refusal
from pages.phrases import phrases
from tests.unit.chat.talking import ENROLLED, READING, RETURNED, STRANGER, Talk

WORDS = ["เมนู", "menu", "สถานะ", "status", "ช่วยเหลือ", "help", "ยกเลิก", "cancel", "/start"]
TEXTS = [*WORDS, "english", "ใช่", "ไม่ใช่", "เบอร์ 4 เขียนว่า 70", "70", "7QK29F4BM3X", "อะไร", ""]
ANY_EVENT = st.one_of(
    st.sampled_from(TEXTS).map(events.Said),
    st.text(max_size=30).map(events.Said),
    st.integers(0, 40).map(lambda n: events.Tapped(f"c{n}")),
    st.builds(
        events.PhotoKept,
        st.sampled_from(["R1", "R2"]),
        st.booleans(),
        st.booleans(),
        st.sampled_from([None, *Refusal]),
        st.sampled_from([None, Album("x"), Album("y", 2)]),
    ),
    st.sampled_from(["h1", "h2"]).map(lambda h: events.PhotoHeld(h, "", message_id=h)),
    st.sampled_from(["h1", "m"]).map(events.Unsent),
    st.sampled_from([events.News("90-1"), events.Subscribed("90-1", is_following=True)]),
    st.booleans().map(events.TooMuch),
    st.booleans().map(events.NumbersFound),
    st.sampled_from([events.Reported("เบอร์ 4", "AB"), events.NotReported("same")]),
    st.sampled_from([OtherMedia(), InGroup(), Followed(), Blocked(), Unknown()]),
    st.builds(events.CodeOpened, st.integers(1, 2), st.just("หน่วย 1")),
    st.sampled_from([events.CodeRefused(), events.Bound(), events.TooLate(), events.PassedOn()]),
    st.sampled_from(list(AnswerKind)).map(events.Answered),
    st.sampled_from(
        [
            events.PublicAnswer(),
            events.PublicAnswer("ผล", (("เขต 1 ก", "เขต 1 ก"),)),
            events.PublicAnswer("ผล", unit="90-1-1", ballots=("constituency",)),
        ]
    ),
    st.sampled_from(list(NoticeKind)).map(
        lambda kind: events.Told(kind, {"reason": "undecodable", "problems": ["blurred"]}, 3, 8)
    ),
)
ANY_FACTS = st.sampled_from([STRANGER, ENROLLED, READING, RETURNED])
AT_DESK = replace(
    READING,
    desk=DeskFacts("ศูนย์ทดสอบ", "02-000-0000", is_before=False, all_here=1, begun=1, nothing=8),
)


@given(st.lists(st.tuples(ANY_EVENT, ANY_FACTS), max_size=12))
def test_any_story_can_be_told_and_keeps_the_platforms_limits(story: list[tuple[Any, Any]]) -> None:
    talk = Talk()
    for event, facts in story:
        talk.facts = facts
        before = talk.state
        talk.hear(event)
        assert step(before, event, facts).replies == talk.replies
        for reply in talk.replies:
            assert 0 < len(reply.text) <= 4096
            assert len(reply.choices) <= 13
            assert all(len(c.id.encode("ascii")) <= 20 for c in reply.choices)
            assert all(0 < len(c.label) <= 20 for c in reply.choices)


def shallow(facts: Facts, depth: Depth) -> Facts:
    """Return the facts with no more of the unit than is gathered at a depth."""
    unit = facts.unit
    if unit is not None and depth is not Depth.NUMBERS:
        unit = replace(unit, read_back=None)
    if unit is not None and depth is Depth.NAME:
        unit = replace(unit, sheets=(), returned=None, is_reading=False)
    return replace(facts, unit=unit)


@given(st.lists(st.tuples(ANY_EVENT, st.one_of(ANY_FACTS, st.just(AT_DESK))), max_size=8))
def test_a_step_looks_at_no_more_of_the_unit_than_it_says(story: list[tuple[Any, Any]]) -> None:
    talk = Talk()
    for event, facts in story:
        talk.facts, before = facts, talk.state
        talk.hear(event)
        outcome = step(before, event, shallow(facts, looked_at(event)))
        assert outcome == Outcome(talk.state, talk.effects, talk.replies)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("facts", [STRANGER, ENROLLED, READING])
def test_menu_words_always_work(word: str, facts: Any) -> None:
    for begin in (Talk(facts), Talk(facts).hear(events.CodeOpened(1, "หน่วย 1"))):
        begin.say(word)
        assert begin.replies
        assert "ไม่เข้าใจ" not in begin.text


def test_the_status_says_what_is_missing() -> None:
    assert "ขาดหน้า 3 ของแบบบัญชีรายชื่อ" in Talk(ENROLLED).say("สถานะ").text


def test_english_on_request_and_back() -> None:
    talk = Talk(ENROLLED).say("English")
    assert "Send pictures" in talk.text
    assert "ส่งภาพได้ทุกเมื่อ" in talk.say("ภาษาไทย").text


def test_a_group_hears_one_line_and_then_nothing() -> None:
    talk = Talk().hear(InGroup())
    assert len(talk.replies) == 1
    assert talk.hear(InGroup()).replies == ()


def test_other_media_get_one_line() -> None:
    assert Talk(ENROLLED).hear(OtherMedia()).text == "รับเฉพาะภาพ PDF และข้อความ"


def test_who_blocks_us_is_left_alone() -> None:
    talk = Talk(ENROLLED).hear(Blocked())
    assert (talk.replies, talk.effects) == ((), (MarkBlocked(),))
    assert Talk(ENROLLED).hear(Unknown()).replies == ()


def test_an_unknown_button_brings_the_question_back() -> None:
    talk = Talk(READING).hear(events.Tapped("nothing"))
    assert "ปุ่มนี้หมดอายุแล้ว" in talk.text
    assert "ตรงกับแบบทุกช่อง" in talk.labels


def test_every_event_and_every_button_is_answered() -> None:
    assert set(_EVENTS) == set(events.Event.__args__)  # type: ignore[attr-defined]
    assert set(ACTIONS) == set(Do)


def test_the_phrases_of_closed_lists_are_there() -> None:
    wanted = {f"chat.answered_{kind}" for kind in AnswerKind}
    wanted |= {f"chat.lost_{trouble}" for trouble in events.Trouble}
    assert wanted <= set(phrases())


def test_the_conversation_is_pure() -> None:
    impure = re.compile(
        r"^(?:import|from) (?:telegram|linebot|sqlmodel|sqlalchemy|httpx|time|random|secrets|os)\b"
        r"|datetime\.now|models\.store|models\.database",
        re.MULTILINE,
    )
    folder = Path(bot.conversation.__file__ or "").parent
    assert not [f.name for f in folder.glob("*.py") if impure.search(f.read_text("utf-8"))]
