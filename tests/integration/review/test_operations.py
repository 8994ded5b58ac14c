"""The operations board and the audit page say what is there, to those who may know it."""

import csv
import io
from itertools import pairwise

import pytest
from sqlmodel import select, text

from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store import audit
from models.store.operations import Share
from models.tables.audit import AuditEntry
from models.tables.election import Election
from models.tables.photos import Photo
from models.tables.sheets import Decision, DecisionKind, Sheet
from models.values.ballots import Ballot
from tests.fixtures.desk import DeskHouse
from tests.fixtures.small_election import NIGHT


def words(desk: DeskHouse, username: str, path: str = "/review/operations") -> str:
    answer = desk.sign_in(username).get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def decide(desk: DeskHouse, sheet_id: int, *values: dict[str, int]) -> None:
    with desk.database.writing() as session:
        for look, said in enumerate(values, start=1):
            session.add(
                Decision(
                    sheet_id=sheet_id,
                    person_id=desk.people["rose"],
                    kind=DecisionKind.CONFIRM if look == 1 else DecisionKind.SECOND_LOOK,
                    look=look,
                    values=said,
                    created_at=desk.clock.at,
                )
            )


def test_a_supervisor_sees_what_waits_and_since_when(each_desk: DeskHouse) -> None:
    each_desk.sheet(1)
    each_desk.sheet(2, state=SheetState.PARKED)
    each_desk.sheet(3)
    each_desk.clock.pass_by(minutes=42)
    page = words(each_desk, "lotus")
    assert "ศูนย์ทดสอบ" in page
    assert "ศูนย์อื่น" not in page
    assert "42 นาที" in page
    assert "หยุดนิ่ง" in page


def test_the_rate_says_when_it_will_be_done(desk: DeskHouse) -> None:
    first, _ = desk.sheet(1), desk.sheet(2)
    decide(desk, first, {"good": 380})
    page = words(desk, "lotus")
    assert "หยุดนิ่ง" not in page
    # One decision in half an hour is two an hour: the two sheets that wait take one hour.
    assert "60 นาที" in page


def test_units_are_counted_by_how_far_they_are(desk: DeskHouse) -> None:
    desk.sheet(1)
    page = words(desk, "lotus")
    # Of two units one has begun and of one nothing came.
    assert 'data-label="ครบแล้ว">0<span class="quiet">/2</span></td>' in page
    assert 'data-label="มาบางส่วน">1</td>' in page
    assert 'data-label="ยังไม่มา">1<' in page


def test_photos_for_people_are_named(desk: DeskHouse) -> None:
    desk.sheet(1)
    with desk.database.writing() as session:
        session.exec(select(Photo)).one().state = PhotoState.NEEDS_HUMAN
    assert '<div class="heed"><dt>ภาพที่ระบบอ่านไม่ได้</dt><dd>1</dd></div>' in words(desk, "lotus")


def test_the_blind_sample_says_how_many_differed(desk: DeskHouse) -> None:
    same, other, open_one = desk.sheet(1), desk.sheet(2), desk.sheet(1, Ballot.PARTY_LIST)
    with desk.database.writing() as session:
        for sheet_id in (same, other, open_one):
            session.get_one(Sheet, sheet_id).is_sampled = True
    decide(desk, same, {"good": 380}, {"good": 380})
    decide(desk, other, {"good": 380}, {"good": 330})
    decide(desk, open_one, {"good": 380})
    assert "1 จาก 2" in words(desk, "lotus")


@pytest.mark.parametrize(
    ("share", "low", "high"), [(Share(0, 100), 0, 0.04), (Share(1, 2), 0.09, 0.91)]
)
def test_a_share_carries_its_interval(share: Share, low: float, high: float) -> None:
    assert share.interval is not None
    assert share.interval == pytest.approx((low, high), abs=0.01)
    assert Share(0, 0).interval is None


@pytest.mark.parametrize(("username", "status"), [("rose", 403), ("lotus", 200), ("auditor", 200)])
def test_the_board_is_for_those_who_run_the_night(
    desk: DeskHouse, username: str, status: int
) -> None:
    assert desk.sign_in(username).get("/review/operations?screen=1").status_code == status


@pytest.mark.parametrize(("username", "status"), [("rose", 403), ("lotus", 403), ("auditor", 200)])
def test_the_log_is_for_auditors(desk: DeskHouse, username: str, status: int) -> None:
    client = desk.sign_in(username)
    assert client.get("/review/audit").status_code == status
    assert client.get("/review/audit.csv").status_code == status


def _write(desk: DeskHouse, entries: int) -> None:
    with desk.database.writing() as session:
        for n in range(entries):
            audit.append(
                session,
                at=NIGHT,
                actor="key-rose",
                action="confirm" if n % 2 else "claim",
                subject=f"sheet:{n}",
                after={"good": n},
            )


def test_an_auditor_reads_searches_and_turns_pages(each_desk: DeskHouse) -> None:
    _write(each_desk, 230)
    first = words(each_desk, "auditor", "/review/audit")
    assert "ห่วงโซ่ครบถ้วน ตรวจแล้ว 230 รายการ" in first
    assert ">แบบ 229<" in first
    assert ">ยืนยันตัวเลขของแบบ<" in first
    assert ">แบบ 100<" not in first
    older = first.split("before=", 1)[1].split('"', 1)[0]
    assert ">แบบ 100<" in words(each_desk, "auditor", f"/review/audit?before={older}")
    for said in ("confirm sheet:12", "ยืนยันตัวเลข แบบ 12", "numbers sheet 12"):
        found = words(each_desk, "auditor", f"/review/audit?q={said}")
        assert ">แบบ 129<" in found, said
        assert ">แบบ 128<" not in found, said
    english = words(each_desk, "auditor", "/review/audit?lang=en&q=sheet:129")
    assert ">numbers confirmed<" in english
    assert "ไม่พบรายการ" in words(each_desk, "auditor", "/review/audit?q=nothing%25_")


def test_the_file_holds_the_whole_chain(desk: DeskHouse) -> None:
    _write(desk, 120)
    answer = desk.sign_in("auditor").get("/review/audit.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    with desk.database.reading() as session:
        newest = select(AuditEntry.sha256).order_by(text("id"))
        assert [r["sha256"] for r in rows] == list(session.exec(newest))
    assert all(b["previous_sha256"] == a["sha256"] for a, b in pairwise(rows))


def test_the_data_that_was_loaded_is_named_by_its_hash(desk: DeskHouse) -> None:
    with desk.database.reading() as session:
        loaded = session.get_one(Election, 1).data_sha256
    assert loaded
    assert loaded in words(desk, "lotus")
