"""What a photographed night holds: papers that were drawn, sent and read; figures of the others."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from app.demo.setting_up import set_up
from app.election.demo import demo_counts, demo_folder, demo_times
from app.election.load import load_folder
from app.jobs.tables import prepare_queue
from app.opening import Ground, open_ground, prepare_database
from app.rehearse.answers import answer_all
from app.rehearse.papers import Paper, papers_of, shots_of
from app.rehearse.senders import DirectSender
from models.states.constituency import ConstituencyState
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store.enrolment import enrol, issue_code, open_code
from models.store.sheets import expected_of
from models.tables.geography import Constituency, ReportingUnit
from models.tables.people import Person
from models.tables.photos import Photo
from models.tables.sheets import Sheet
from models.values.ballots import Ballot
from results import release, stages
from results.addresses import LATEST
from tests.fixtures.night import wait_for
from tests.integration.results.electorate import confirm, unit_of
from tests.screens.hall import Hall, hall_settings

Tell = Callable[[str], None]

NIGHT_SO_FAR: Final = timedelta(minutes=75)
READING_S: Final = 900

BOTH: Final = tuple(Ballot)[:2]
SENT: Final = {
    "TKM0101-001": 2,
    "TKM0101-002": 2,
    "TKM0101-003": 2,
    "TKM0102-001": 1,
    "TKM0102-002": 1,
    "TKM0102-003": 1,
    "TKM0201-001": 1,
    "TKM0201-002": 1,
    "TKM0201-003": 1,
    "TKM0202-001": 1,
    "TKM_1-I01": 1,
    "TKM_1-O01": 1,
}
"""Units of which photos came, and of how many of their two ballots."""
READ_BACK: Final = "TKM0101-003"
HALF_SENT: Final = "TKM0101-004"
SILENT: Final = "TKM0202-002"
FRESH: Final = "TKM0301-003"
"""Enrolled, but nothing sent."""
PAUSED: Final = "SPM_2"
CONSOLIDATED: Final = "SPM_1"
QUIET: Final = ("TKM03", "TKM04", "TKM0203")
"""Beginnings of the codes of whom nothing is heard, apart from some."""
WITHOUT_PHOTO: Final = ("0101-001", "0302-001")
"""Units whose numbers came by phone: withheld until the constituency is consolidated."""
COUNTED: Final = 18
"""Units of each batch that others confirmed."""


def make_night(folder: Path, tell: Tell) -> Hall:
    """Set the demo election up as it stands 75 minutes after publication opened."""
    settings = hall_settings(folder)
    began = datetime.now(UTC) - NIGHT_SO_FAR
    database = prepare_database(settings.database_url)
    prepare_queue(database)
    load_folder(database, demo_folder(), times=demo_times(began))
    database.close()
    set_up(settings, lambda *_: None)
    hall = Hall(open_ground(settings), folder)
    _enrol(hall, FRESH)
    _publish_until_now(hall, began, tell)
    _send(hall, tell)
    return hall


def keep(hall: Hall, state: str, **said: object) -> None:
    """Keep what is published as a state of its own; `said` is put into its pointer."""
    folder = hall.shelf(state)
    shutil.copytree(hall.folder / "public", folder)
    file = folder / LATEST
    file.write_text(json.dumps(json.loads(file.read_bytes()) | said))


def _publish_until_now(hall: Hall, began: datetime, tell: Tell) -> None:
    """Publish before the opening, and three times while others confirm."""
    hall.publish(began - timedelta(minutes=4))
    keep(hall, "not-open")
    codes = _counted_codes()
    for batch, minutes in enumerate((2, 16, 31)):
        tell(f"figures of {COUNTED} units, published {minutes} minutes after the opening")
        at = began + timedelta(minutes=minutes)
        with hall.ground.database.writing() as session:
            for code in codes[batch * COUNTED : (batch + 1) * COUNTED]:
                _count(session, code, at)
        hall.publish(at + timedelta(minutes=1))
    with hall.ground.database.writing() as session:
        at = began + timedelta(minutes=40)
        operator = session.exec(select(Person).where(Person.username == "operator1")).one()
        done = session.exec(select(Constituency).where(Constituency.code == CONSOLIDATED)).one()
        done.state = ConstituencyState.CONSOLIDATED
        release.release_all(session, done, at)
        stopped = session.exec(select(Constituency).where(Constituency.code == PAUSED)).one()
        stages.pause(session, stopped, operator, at, "รอตรวจแบบของ 2 หน่วยที่ภาพซ้ำกัน")
    hall.publish(began + timedelta(minutes=41))


def _counted_codes() -> list[str]:
    """Return the units that others confirm: all of one constituency, most of the rest."""
    known = list(dict.fromkeys(code for code, _ in demo_counts()))
    left = [c for c in known if c not in SENT and c not in {HALF_SENT, SILENT}]
    heard = [c for c in left if not c.startswith(QUIET) or c.endswith("-001")]
    return sorted(heard, key=lambda code: code[::-1])


def _count(session: Session, code: str, at: datetime) -> None:
    unit = unit_of(session, code)
    forms = {e.ballot: e.form_code for e in expected_of(session, unit.id or 0)}
    for ballot, form_code in forms.items():
        counts = dict(demo_counts()[code, ballot])
        has_photo = not code.endswith(WITHOUT_PHOTO)
        confirm(session, unit, ballot, counts, at, photo=has_photo).form_code = form_code
    for photo in session.exec(select(Photo).where(Photo.unit_id == unit.id)):
        photo.state = PhotoState.READ


def _send(hall: Hall, tell: Tell) -> None:
    """Draw, photograph and send; a worker reads; committees answer but one."""
    ground = hall.ground
    with ground.database.reading() as session:
        papers = {code: _papers(session, code)[:many] for code, many in SENT.items()}
        half = _papers(session, HALF_SENT)[:1]
    sender = DirectSender(ground)
    for code, sheets in papers.items():
        for paper in sheets:
            tell(f"{code}: {paper.form.code} drawn and sent")
            for shot in shots_of(paper, "desk"):
                sender.send(shot)
    sender.send(next(shots_of(half[0], "desk")))
    _read(ground, tell)
    answering = [p for code, sheets in papers.items() if code != READ_BACK for p in sheets]
    answer_all(ground, answering, sender)


def _enrol(hall: Hall, code: str) -> None:
    """Let somebody of a unit come in who sends nothing yet."""
    at = datetime.now(UTC)
    secret = hall.ground.settings.secret_key.get_secret_value().encode()
    with hall.ground.database.writing() as session:
        unit_id = unit_of(session, code).id or 0
        word = issue_code(session, unit_id, secret, at=at, expires_at=at + NIGHT_SO_FAR)
        enrol(session, open_code(session, word, secret, at), "สมหมาย ใจสาธิต", at)


def _papers(session: Session, code: str) -> list[Paper]:
    return papers_of(session, unit_of(session, code).id or 0, demo_counts(), 1)


def _read(ground: Ground, tell: Tell) -> None:
    """Let a worker read whatever waits."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "app.worker"],
        env=ground.settings.as_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: not _waiting(ground, tell), READING_S, "the reader")
    finally:
        worker.terminate()
        worker.wait()


def _waiting(ground: Ground, tell: Tell) -> int:
    """Return how much is still to be read."""
    with ground.database.reading() as session:
        queued = col(Photo.state).in_((PhotoState.STORED, PhotoState.QUEUED))
        photos: Sequence[object] = session.exec(select(Photo.id).where(queued)).all()
        unread = col(Sheet.state).in_((SheetState.COMPLETE, SheetState.READ))
        sheets: Sequence[object] = session.exec(select(Sheet.id).where(unread)).all()
    tell(f"reading: {len(photos)} photos to go")
    return len(photos) + len(sheets)


def sheet_of(session: Session, code: str, ballot: Ballot = Ballot.CONSTITUENCY) -> int:
    """Return the newest sheet of a unit."""
    mine = select(Sheet.id).join(ReportingUnit).where(ReportingUnit.code == code)
    ids: Iterable[int | None] = session.exec(mine.where(Sheet.ballot == ballot)).all()
    return max(i or 0 for i in ids)
