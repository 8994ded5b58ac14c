"""Dead letters: seen by operators alone, tried again once, and written down."""

import pytest

from models.store import inbox, outbox
from models.store.inbox import Chat, NewEvent
from models.store.outbox import NewMessage
from models.tables.audit import AuditEntry
from models.tables.chat import Conversation, InboxEvent, OutboxMessage
from models.tables.people import Role
from models.values.chat import InboxState, OutboxState, Platform
from tests.fixtures.desk import DeskHouse, csrf_of

PATH = "/review/dead-letters"
BODY = {"messages": [{"text": "ภาพไม่ชัด", "choices": []}]}
COMMITTEE, PUBLIC = Chat(Platform.LINE, "user:U1"), Chat(Platform.TELEGRAM, "99")


@pytest.fixture
def lost(desk: DeskHouse) -> DeskHouse:
    """A message to a committee, one to the public, and an event, all given up."""
    at = desk.clock.at
    desk.person("operator", Role.OPERATOR)
    with desk.database.writing() as session:
        session.add(
            Conversation(platform=COMMITTEE.platform, chat_key="user:U1", person_id=1, seen_at=at)
        )
        for chat in (COMMITTEE, PUBLIC):
            outbox.put(session, NewMessage(chat, chat.key, BODY, at), at)
        inbox.keep(session, [NewEvent(Platform.TELEGRAM, "1", "99", {"text": "ลับ"})], at)
        for message_id in (1, 2):
            outbox.begin(session, message_id)
            outbox.end(session, message_id, OutboxState.DEAD, at, "unsure: TimedOut")
        inbox.give_up(session, 1, "ValueError")
    return desk


def test_an_operator_sees_them_without_ids_or_the_publics_words(lost: DeskHouse) -> None:
    page = lost.sign_in("operator").get(PATH).text
    assert page.count("ไม่แน่ใจว่าถึงผู้รับแล้วหรือยัง") == 2
    assert page.count('<code class="small" lang="en">TimedOut</code>') == 2
    assert page.count("ลองจนครบแล้ว ระบบทำต่อไม่สำเร็จ") == 1
    assert "ValueError" in page
    assert page.count("ภาพไม่ชัด") == 1
    assert "หน่วย 1" in page
    for hidden in ("U1", "ลับ"):
        assert hidden not in page


@pytest.mark.parametrize(
    ("failure", "said"),
    [("quota", "โควตาข้อความของเดือนนี้หมด"), ("BadRequest", "แพลตฟอร์มไม่รับ")],
)
def test_what_happened_is_said_in_words(lost: DeskHouse, failure: str, said: str) -> None:
    with lost.database.writing() as session:
        lost_message = session.get_one(OutboxMessage, 1)
        lost_message.failure = failure
    assert said in lost.sign_in("operator").get(PATH).text


def test_an_operator_finds_them_from_the_queue(lost: DeskHouse) -> None:
    link = f'href="{PATH}"'
    assert link in lost.sign_in("operator").get("/review").text
    assert link not in lost.sign_in("lotus").get("/review").text


@pytest.mark.parametrize("who", ["rose", "lotus", "auditor"])
def test_nobody_else_sees_them_or_tries_again(lost: DeskHouse, who: str) -> None:
    client = lost.sign_in(who)
    assert client.get(PATH).status_code == 403
    csrf = csrf_of(lost.sign_in("operator").get(PATH).text)
    assert client.post(f"{PATH}/out/1/again", data={"csrf": csrf}).status_code == 403
    assert lost.all(OutboxMessage)[0].state is OutboxState.DEAD


def test_another_try_waits_to_be_sent_and_is_written_down(lost: DeskHouse) -> None:
    client = lost.sign_in("operator")
    form = {"csrf": csrf_of(client.get(PATH).text)}
    old_key = lost.all(OutboxMessage)[0].retry_key
    for kind in ("out", "came"):
        answer = client.post(f"{PATH}/{kind}/1/again", data=form, follow_redirects=False)
        assert answer.status_code == 303
    message, event = lost.all(OutboxMessage)[0], lost.all(InboxEvent)[0]
    assert (message.state, event.state) == (OutboxState.WAITING, InboxState.WAITING)
    assert message.retry_key != old_key
    subjects = [e.subject for e in lost.all(AuditEntry) if e.action == "try again"]
    assert subjects == ["outbox:1", "inbox:1"]


@pytest.mark.parametrize("path", ["out/1", "out/77", "elsewhere/1"])
def test_what_is_not_dead_is_not_tried_again(lost: DeskHouse, path: str) -> None:
    client = lost.sign_in("operator")
    form = {"csrf": csrf_of(client.get(PATH).text)}
    client.post(f"{PATH}/out/1/again", data=form)
    assert client.post(f"{PATH}/{path}/again", data=form).status_code == 404
