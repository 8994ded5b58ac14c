"""What people did at their desks by the time the pictures are taken: something for each page."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import update
from sqlmodel import select

from app.demo.sign_ins import DemoSheet
from app.election.demo import demo_counts
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store import inbox, objections, outbox
from models.store.inbox import Chat, NewEvent
from models.store.objections import Said
from models.store.outbox import NewMessage
from models.store.recalls import Asker
from models.tables.people import Person
from models.tables.photos import Photo
from models.tables.sheets import Sheet, SheetFinding
from models.values.ballots import Ballot
from models.values.chat import OutboxState, Platform
from models.values.dictated import message_of
from models.values.findings import Severity
from models.values.objections import Objector
from tests.fixtures.desk import csrf_of
from tests.fixtures.looks import Look, look_at
from tests.integration.results.electorate import unit_of
from tests.screens.hall import Hall
from tests.screens.night import SILENT, Tell, keep, sheet_of

C: Final = Ballot.CONSTITUENCY
P: Final = Ballot.PARTY_LIST
FIRST, SECOND = "tkm-reviewer1", "tkm-reviewer2"
LEAD: Final = "tkm-supervisor"
CLERK: Final = "tkm-clerk1"
PUBLIC: Final = "TKM0101-001"


def work(hall: Hall, tell: Tell) -> None:
    """Let everybody do their part, and write down where the pictures find it."""
    for act in (
        _confirm,
        _second_look,
        _aside,
        _recalls,
        _phone,
        _clerks,
        _lost,
        _object,
        _accounts,
    ):
        tell(act.__doc__ or "")
        act(hall)
    with hall.ground.database.writing() as session:
        # Who confirms gets the next sheet at once: nobody holds one when the pictures are taken.
        free = {"claimed_by": None, "claim_token": None, "claimed_until": None}
        session.execute(update(Sheet).values(**free))
    with hall.ground.database.reading() as session:
        ids = {p.username: str(p.id) for p in session.exec(select(Person)) if p.username}
        unit = unit_of(session, PUBLIC)
        hall.facts |= {"reviewer": ids[FIRST], "other": ids[SECOND], "unit": str(unit.id)}
        hall.facts |= {"zone": str(unit.constituency_id), "centre": str(unit.centre_id)}
        stopped = unit_of(session, "SPM0103-001").constituency_id
        hall.facts["paused_zone"] = str(stopped)
    hall.facts["code"] = DemoSheet.read(hall.ground.settings.demo_file).codes[4].code
    hall.facts["past"] = f"time/{sorted((hall.folder / 'public' / 'time').glob('2*.html'))[1].name}"


def sheet_id(hall: Hall, code: str, ballot: Ballot = C) -> int:
    """Return the newest sheet of a unit."""
    with hall.ground.database.reading() as session:
        return sheet_of(session, code, ballot)


def state_of(hall: Hall, sheet: int) -> SheetState:
    """Return how a sheet stands."""
    with hall.ground.database.reading() as session:
        return session.get_one(Sheet, sheet).state


def post(hall: Hall, who: str, path: str, **sent: str) -> str:
    """Send a form as somebody and return the page that answers."""
    client = hall.client(who)
    token = csrf_of(client.get("/review").text)
    answer = client.post(path, data={"csrf": token, **sent})
    assert answer.status_code < 400, (path, answer.status_code, answer.text[-2000:])
    return str(answer.text)


def claim(hall: Hall, who: str, sheet: int) -> Look:
    """Let somebody take a sheet."""
    post(hall, who, f"/review/sheets/{sheet}/claim")
    return look_at(hall.client(who), sheet)


def confirm_as(hall: Hall, who: str, sheet: int, counts: Mapping[str, int]) -> None:
    """Type what the paper says, and send."""
    look = claim(hall, who, sheet)
    for name in [n for n in look.fields if n.startswith("v:")]:
        look.type(name[2:], str(counts.get(name[2:], 0)))
    codes = ",".join(f"R{n}" for n in range(100, 700))
    look.send(seen=codes)


def settle(hall: Hall, sheet: int, counts: Mapping[str, int]) -> None:
    """Let one after another look until a sheet is confirmed; who looked before is passed over."""
    for who in (FIRST, SECOND, LEAD, CLERK, SECOND):
        with suppress(AssertionError):
            if state_of(hall, sheet) is SheetState.IN_REVIEW:
                confirm_as(hall, who, sheet, counts)
    assert state_of(hall, sheet) is SheetState.CONFIRMED, sheet


def _confirm(hall: Hall) -> None:
    """One unit is confirmed on both ballots, and published with its pictures."""
    for ballot in (C, P):
        sheet = sheet_id(hall, PUBLIC, ballot)
        counts = dict(demo_counts()[PUBLIC, ballot])
        if ballot is C:
            counts |= {"row:1": counts["row:1"] + 4, "row:2": counts["row:2"] - 4}
        settle(hall, sheet, counts)
        hall.facts[f"confirmed_{ballot.value}"] = str(sheet)
    hall.publish(datetime.now(UTC))


def _second_look(hall: Hall) -> None:
    """A sheet waits for its second look, and others for their first."""
    sheet = sheet_id(hall, "TKM0201-002")
    counts = demo_counts()["TKM0201-002", C]
    confirm_as(hall, FIRST, sheet, {**counts, "row:1": counts["row:1"] + 10})
    hall.facts |= {
        "second": str(sheet),
        "clean": str(sheet_id(hall, "TKM0101-002")),
        "list": str(sheet_id(hall, "TKM0101-002", P)),
        "read_back": str(sheet_id(hall, "TKM0101-003")),
        "read_back_list": str(sheet_id(hall, "TKM0101-003", P)),
    }


def _aside(hall: Hall) -> None:
    """Sheets lie parked, returned, beside their likeness, and without a reading."""
    parked, returned = sheet_id(hall, "TKM0102-001"), sheet_id(hall, "TKM0102-002")
    alike, unread = sheet_id(hall, "TKM0102-003"), sheet_id(hall, "TKM0201-001")
    path = "/review/sheets/{}/{}"
    held = claim(hall, FIRST, parked).fields
    post(hall, FIRST, path.format(parked, "park"), **{**held, "text": "ลายมือสองคนในช่องเดียวกัน"})
    held = claim(hall, FIRST, returned).fields
    about = {"reason": "does_not_add_up", "text": "ผลรวมไม่ตรงกับบัตรดี", "about:good": "1"}
    post(hall, FIRST, path.format(returned, "return"), **{**held, **about})
    with hall.ground.database.writing() as session:
        message = {
            "th": "ภาพนี้คล้ายกับภาพของหน่วย 2 ต.ในธาร มาก",
            "en": "This photo is much like one of unit 2, Nai Than",
        }
        found = SheetFinding(sheet_id=alike, code="R106", severity=Severity.WARNING, fields=[],
                             message=message, created_at=datetime.now(UTC))  # fmt: skip
        session.add(found)
        unit = unit_of(session, "TKM0201-001")
        for photo in session.exec(select(Photo).where(Photo.unit_id == unit.id)):
            photo.state = PhotoState.NEEDS_HUMAN
    hall.facts |= {"parked": str(parked), "returned": str(returned)}
    hall.facts |= {"alike": str(alike), "unread": str(unread)}


def _recalls(hall: Hall) -> None:
    """One recall waits for its answer, one was granted, and public numbers were corrected."""
    for name, code in (("recall", "TKM0201-003"), ("recalled", "TKM0202-001")):
        sheet = sheet_id(hall, code)
        settle(hall, sheet, demo_counts()[code, C])
        hall.facts[name] = str(sheet)
        _ask_recall(hall, sheet, "corrected_form")
    post(hall, CLERK, "/review/recalls/2/grant")
    public = int(hall.facts["confirmed_constituency"])
    _ask_recall(hall, public, "misread")
    post(hall, LEAD, "/review/recalls/3/grant")
    if state_of(hall, public) is SheetState.RECALLED:
        text = {"text": "ดูภาพใหม่แล้ว"}
        look = look_at(hall.client(LEAD), public).fields
        post(hall, LEAD, f"/review/sheets/{public}/reopen", **{**look, **text})
    settle(hall, public, demo_counts()[PUBLIC, C])


def _ask_recall(hall: Hall, sheet: int, reason: str) -> None:
    words = {"reason": reason, "text": "เบอร์ 1 ยืนยันเป็น 69 แต่ในแบบเป็น 65"}
    post(hall, FIRST, f"/review/sheets/{sheet}/recall", **words)


def _phone(hall: Hall) -> None:
    """Totals were told by phone, and one call was not answered."""
    counts = demo_counts()[SILENT, C]
    told = {"unit": SILENT, "ballot": C.value}
    asked = hall.client(FIRST).get("/review/phone/totals", params=told).text
    keys = re.findall(r'name="v:([^"]+)"', asked)
    said = {"spoke_with": "ประธานหน่วย 2", "message": message_of(counts, keys)}
    post(hall, FIRST, "/review/phone/totals", **told, **said)
    hall.facts["phoned"] = str(sheet_id(hall, SILENT))
    note = {"unit": "TKM0301-002", "ballot": C.value, "outcome": "no_answer", "spoke_with": "–"}
    post(hall, FIRST, "/review/phone/calls", **note)


def _clerks(hall: Hall) -> None:
    """Envelopes are noted, a set is keyed once, the report too, and a recount is ordered."""
    path = f"/review/constituencies/{_zone(hall)}"
    at = {"posted": "90", "received": "80", "opened": "71", "found:constituency": "70"}
    post(hall, CLERK, f"{path}/envelopes", origin="สถานทูตสมมุติ ณ กรุงจำลอง", **at)
    post(hall, CLERK, f"{path}/envelopes", origin="จังหวัดศรีพิมาน", received="41", opened="41")
    keyed = sheet_id(hall, "TKM_1-O01")
    confirm_as(hall, CLERK, keyed, demo_counts()["TKM_1-O01", C])
    order = {"order": "order_recount", "unit": "TKM0203-001", "text": "ผู้แทนพรรคทักท้วงที่หน้าหน่วย"}
    post(hall, CLERK, f"{path}/orders", **order)
    hall.facts |= {"set": str(sheet_id(hall, "TKM_1-I01")), "set_second": str(keyed)}


def _zone(hall: Hall) -> int:
    with hall.ground.database.reading() as session:
        return unit_of(session, PUBLIC).constituency_id


def _lost(hall: Hall) -> None:
    """Messages and an event were given up."""
    at = datetime.now(UTC)
    body = {"messages": [{"text": "ภาพไม่ชัด กรุณาถ่ายใหม่ในที่สว่าง ให้เห็นทั้งหน้า", "choices": []}]}
    with hall.ground.database.writing() as session:
        for number, chat in enumerate(
            (Chat(Platform.LINE, "user:U1"), Chat(Platform.TELEGRAM, "99")), start=1
        ):
            outbox.put(session, NewMessage(chat, chat.key, body, at), at)
            outbox.begin(session, number)
            outbox.end(session, number, OutboxState.DEAD, at, "unsure: TimedOut")
        inbox.keep(session, [NewEvent(Platform.TELEGRAM, "1", "99", {"text": "…"})], at)
        inbox.give_up(session, 1, "ValueError")


def _object(hall: Hall) -> None:
    """The public objects to numbers; one objection is answered."""
    at = datetime.now(UTC)
    with hall.ground.database.writing() as session:
        unit = unit_of(session, PUBLIC)
        lead = session.exec(select(Person).where(Person.username == LEAD)).one()
        made = [
            objections.make(session, unit, Said(C, key, claimed, Objector.CANDIDATE, words), at)
            for key, claimed, words in (
                ("row:2", 118, "ตัวแทนผู้สมัครจดไว้ที่หน้าหน่วยว่า 118 คะแนน"),
                ("row:6", None, "ตัวเลขในภาพอ่านได้สองแบบ"),
            )
        ]
        objections.stand(session, made[0], Asker(lead.id or 0, lead.key, at))
        hall.facts |= {"answered": made[0].ticket, "waiting": made[1].ticket}
    hall.publish(datetime.now(UTC))
    keep(hall, "paused", status="paused", reason={"th": "ไฟฟ้าดับที่ศูนย์ข้อมูล", "en": "power cut"})


def _accounts(hall: Hall) -> None:
    """All that one account decided is asked for again."""
    with hall.ground.database.reading() as session:
        person_id = session.exec(select(Person.id).where(Person.username == FIRST)).one()
    path = f"/review/accounts/{person_id}/recheck"
    post(hall, "operator1", path, text="ยืนยันเร็วผิดปกติ")
