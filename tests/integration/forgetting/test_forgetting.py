"""A person is forgotten: nothing of them is left in the record, and its chain still holds."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select
from typer.testing import CliRunner

from app.backup.forgotten import LIST
from app.backup.restoring import restore
from app.backup.taking import take
from app.cli import build
from app.opening import Ground, open_ground
from app.scrubbing import scrub
from app.settings import Settings
from models.database import Database
from models.states.sheet import SheetState
from models.store import audit, decisions, forgetting, phone, recalls, sealing
from models.store.decisions import Hand, Word
from models.store.sessions import open_session
from models.tables import METADATA
from models.tables.audit import AuditEntry
from models.tables.calls import CallOutcome
from models.tables.chat import Conversation, InboxEvent, OutboxMessage
from models.tables.evidence import Evidence
from models.tables.people import Person, PersonArea, Role
from models.tables.photos import Channel, Photo
from models.tables.recalls import RecallReason
from models.tables.sheets import Decision, DecisionKind, Sheet
from models.values.ballots import Ballot
from models.values.chat import Platform
from models.values.evidence import EvidenceKind
from tests.fixtures.small_election import NIGHT, make_election

TRACES = {
    "name": "สมหญิง-ลืมฉันเถิด",
    "username": "somying-please-forget",
    "password": "argon2-of-somying",
    "chat": "U-somying-of-line",
    "message": "ข้อความที่สมหญิงพิมพ์",
    "answer": "คำตอบถึงสมหญิง",
    "file": "IMG-somying.jpg",
    "note": "หลักฐานของสมหญิง",
    "call": "คุยกับป้าของสมหญิง",
    "spoke_with": "ป้าสมศรีของสมหญิง",
    "reason": "สมหญิงว่าลายมือเพื่อนบ้าน",
    "recall": "สมหญิงจำผิด",
}


def settings(folder: Path, url: str) -> Settings:
    return Settings(
        database_url=url,
        files_url=f"file://{folder}/files",
        publish_url=f"file://{folder}/public",
    )


@pytest.fixture
def ground(each_database: Database, tmp_path: Path) -> Iterator[Ground]:
    opened = open_ground(settings(tmp_path / "here", each_database.url))
    yield opened
    opened.close()


def live_a_night(session: Session) -> Person:
    """Let a reviewer, who also sends by chat, leave every kind of trace there is."""
    make_election(session)
    person = Person(
        id=901,
        key="5" * 32,
        role=Role.REVIEWER,
        name=TRACES["name"],
        username=TRACES["username"],
        password_hash=TRACES["password"],
        created_at=NIGHT,
    )
    boss = Person(
        id=902, key="b" * 32, role=Role.OPERATOR, name="ผู้ดูแล", username="boss", created_at=NIGHT
    )
    sheet = Sheet(
        unit_id=1,
        ballot=Ballot.CONSTITUENCY,
        form_code="ส.ส. 5/18",
        state=SheetState.CONFIRMED,
        created_at=NIGHT,
    )
    session.add_all([person, boss, sheet])
    session.flush()
    mine, of_sheet = person.id or 0, sheet.id or 0
    session.add(PersonArea(person_id=mine, centre_id=1))
    open_session(session, person, NIGHT)
    chat = Conversation(
        platform=Platform.LINE, chat_key=TRACES["chat"], person_id=mine, seen_at=NIGHT
    )
    event = InboxEvent(
        platform=Platform.LINE,
        event_id="e1",
        chat_key=TRACES["chat"],
        body={"text": TRACES["message"]},
        received_at=NIGHT,
        not_before=NIGHT,
    )
    said = OutboxMessage(
        platform=Platform.LINE,
        chat_key=TRACES["chat"],
        dedupe_key="d1",
        retry_key="r1",
        body={"messages": [{"text": TRACES["answer"]}]},
        created_at=NIGHT,
        not_before=NIGHT,
    )
    photo = Photo(
        receipt="0000-0001",
        unit_id=1,
        sender_id=mine,
        channel=Channel.LINE,
        sha256="0" * 64,
        original_name=TRACES["file"],
        bytes=1,
        received_at=NIGHT,
    )
    session.add_all([chat, event, said, photo])
    session.flush()
    session.add(
        Evidence(
            photo_id=photo.id,
            unit_id=1,
            kind=EvidenceKind.OTHER,
            note=TRACES["note"],
            person_id=mine,
            created_at=NIGHT,
        )
    )
    call = phone.Call(1, CallOutcome.VERIFIED, TRACES["spoke_with"], TRACES["call"], of_sheet)
    phone.note_call(session, call, phone.Caller(mine, person.key, NIGHT))
    hand = Hand(mine, person.key, "token", 0)
    word = Word(DecisionKind.PARK, reason=TRACES["reason"])
    decisions.write_down(session, sheet, hand, word, NIGHT)
    asker = recalls.Asker(mine, person.key, NIGHT)
    recalls.ask(session, sheet, asker, RecallReason.MISREAD, TRACES["recall"])
    session.flush()
    return person


def left(database: Database) -> set[str]:
    """Look for every trace in every column of every table, as text."""
    found = set()
    with database.reading() as session:
        for table in METADATA.sorted_tables:
            rows = session.execute(text(f'SELECT * FROM "{table.name}"')).all()  # noqa: S608
            whole = "\n".join(str(value) for row in rows for value in row)
            # SQLite keeps JSON as text, in which Thai letters are escaped.
            found |= {k for k, v in TRACES.items() if v in whole or json.dumps(v)[1:-1] in whole}
    return found


def left_in(file: Path) -> set[str]:
    """Look for every trace in the bytes of a database file and what stands beside it."""
    found = set()
    for part in file.parent.glob(f"{file.name}*"):
        held = part.read_bytes()
        for name, trace in TRACES.items():
            if trace.encode() in held or json.dumps(trace)[1:-1].encode() in held:
                found.add(name)
    return found


def test_what_was_typed_stands_sealed_in_the_log_from_the_start(ground: Ground) -> None:
    with ground.database.writing() as session:
        live_a_night(session)
    with ground.database.reading() as session:
        entries = session.exec(select(AuditEntry)).all()
        logged = json.dumps([e.after for e in entries], ensure_ascii=False)
        for name in ("call", "spoke_with", "reason", "recall"):
            assert TRACES[name] not in logged
        shown = json.dumps(
            [sealing.unsealed(session, e.after) for e in entries if e.after], ensure_ascii=False
        )
    assert all(TRACES[name] in shown for name in ("call", "spoke_with", "reason", "recall"))


def test_nothing_of_a_forgotten_person_is_left(ground: Ground) -> None:
    with ground.database.writing() as session:
        key = live_a_night(session).key
    assert left(ground.database) == set(TRACES)
    with ground.database.writing() as session:
        (person,) = forgetting.people_called(session, TRACES["username"])
        forgetting.forget(session, person, "operator", NIGHT)
    assert scrub(ground.database)
    assert left(ground.database) == set()
    with ground.database.reading() as session:
        assert audit.first_broken(session) is None
        assert forgetting.forgotten_keys(session) == [key]
        decision = session.exec(select(Decision)).one()
        kept = session.get_one(Person, decision.person_id)
        assert (kept.key, kept.is_active, kept.username) == (key, False, None)
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "park")).one()
        assert entry.actor == key
        assert sealing.unsealed(session, entry.after or {})["reason"] == sealing.FORGOTTEN
    if ground.database.is_sqlite:
        ground.database.close()
        assert left_in(Path(ground.database.url.removeprefix("sqlite:///"))) == set()


def test_an_older_copy_forgets_again(ground: Ground, tmp_path: Path) -> None:
    if not ground.database.is_sqlite:
        pytest.skip("restoring is tested on both engines elsewhere")
    place, there = tmp_path / "copies", tmp_path / "there"
    with ground.database.writing() as session:
        live_a_night(session)
        session.get_one(Photo, 1).sha256 = ground.store.write(b"a photo")
    old = take(ground, place, NIGHT, lambda *_: None)
    with ground.database.writing() as session:
        (person,) = forgetting.people_called(session, TRACES["name"])
        forgetting.forget(session, person, "operator", NIGHT)
    scrub(ground.database)
    take(ground, place, NIGHT + timedelta(hours=1), lambda *_: None)
    assert json.loads((place / LIST).read_text()) == ["5" * 32]
    assert not [t for t in TRACES.values() if t in (place / LIST).read_text()]
    first = min(p.name for p in place.iterdir() if p.is_dir() and p.name[0] == "2")
    back = settings(there, f"sqlite:///{there}/khanaen.sqlite3")
    assert restore(back, place, first, lambda *_: None).made_at == old.made_at
    assert left_in(there / "khanaen.sqlite3") == set()


def test_the_command_lists_first_and_asks_who_says_so(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ground.database.writing() as session:
        live_a_night(session)
    for name in ("database_url", "files_url", "publish_url"):
        monkeypatch.setenv(f"KHANAEN_{name.upper()}", str(getattr(ground.settings, name)))

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(build(), ["forget", *words])
        return done.exit_code, done.output

    code, said = run(TRACES["username"])
    assert code == 0
    assert "phone_calls" in said
    assert left(ground.database) == set(TRACES)
    assert run("nobody-at-all")[0] == 2
    assert run(TRACES["username"], "--yes")[0] == 2
    assert run(TRACES["username"], "--yes", "--by", TRACES["username"])[0] == 2
    assert left(ground.database) == set(TRACES)
    code, said = run(TRACES["username"], "--yes", "--by", "boss")
    assert code == 0, said
    assert left(ground.database) == set()
    with ground.database.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "forget person")).one()
        assert entry.actor == "b" * 32
