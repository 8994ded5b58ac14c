"""A night by chat from end to end: real processes, stand-ins of the platforms, a reckoning."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlmodel import Session, select

from app.opening import Ground
from app.rehearse.chat.committee import Committee, Told
from app.rehearse.chat.doors import LineMember, Member, TelegramMember
from app.rehearse.chat.hall import Hall, Wish, open_hall
from app.rehearse.chat.reckoning import Reckoning, reckon
from app.rehearse.papers import shots_of
from models.states.sheet import SheetState
from models.store import sheets
from models.store.enrolment import issue_code
from models.store.rows import saved
from models.tables.sheets import Sheet
from models.values.ballots import Ballot

_READY_S: Final = 90.0
_LOOK_S: Final = 1.0
_QUIET_S: Final = 120.0
"""When nothing was answered for so long, whoever waits with a good picture sends it unasked."""

Tell = Callable[[str, int, int], None]


def play(wish: Wish, tell: Tell) -> Reckoning:
    """Play a night and reckon up."""
    begun = time.monotonic()
    with open_hall(wish) as hall:
        committees = gather(hall)
        enrol(committees, tell)
        sent = _send(hall, committees, wish, tell)
        _answer(hall.ground, committees, wish, tell)
        return reckon(hall, committees, sent, time.monotonic() - begun)


def gather(hall: Hall) -> list[Committee]:
    """Return the committees of the hall's units, each with a code, half on each platform."""
    at = datetime.now(UTC)
    secret = hall.ground.settings.secret_key.get_secret_value().encode()
    committees = []
    with hall.ground.database.writing() as session:
        for place, (unit_id, papers) in enumerate(hall.papers.items()):
            code = issue_code(session, unit_id, secret, at=at, expires_at=at + timedelta(hours=12))
            told = {p.ballot: Told(p.form, p.filling.counts) for p in papers}
            committees.append(Committee(unit_id, code, _member(hall, place), told))
    return committees


def _member(hall: Hall, place: int) -> Member:
    if place % 2:
        return LineMember(f"U{place}", hall.line, hall.doors)
    return TelegramMember(1000 + place, hall.telegram, hall.doors)


def enrol(committees: Sequence[Committee], tell: Tell) -> None:
    """Let everybody enrol; the words of welcome are waited for."""
    for committee in committees:
        committee.enrol()
    deadline = time.monotonic() + _READY_S + len(committees)
    while time.monotonic() < deadline:
        for committee in committees:
            committee.look({})
        done = sum(_is_welcome(committee) for committee in committees)
        tell("ลงทะเบียน · enrolling", done, len(committees))
        if done == len(committees):
            return
        time.sleep(_LOOK_S)


def _is_welcome(committee: Committee) -> bool:
    return any("ลงทะเบียนแล้ว" in message.text for message in committee.member.heard())


def _send(hall: Hall, committees: Sequence[Committee], wish: Wish, tell: Tell) -> int:
    """Draw and send the pages of each unit; return how many pictures that were."""
    sent = 0
    for place, committee in enumerate(committees, 1):
        chance = random.Random(wish.seed * 1_000_003 + committee.unit_id)  # noqa: S311 - repeatable
        papers = hall.papers[committee.unit_id]
        shots = {p.ballot: [s.jpeg for s in shots_of(p, "desk")] for p in papers}
        sent += committee.send(shots, wish.habits, chance)
        tell("ส่งภาพ · sending", place, len(committees))
        look_once(hall.ground, committees)
    return sent


def _answer(ground: Ground, committees: Sequence[Committee], wish: Wish, tell: Tell) -> None:
    """Let committees mend and answer until every sheet waits for the reviewers."""
    expected = sum(len(c.papers) for c in committees)
    deadline = time.monotonic() + wish.patience_s
    quiet_since, before = time.monotonic(), -1
    while time.monotonic() < deadline:
        look_once(ground, committees)
        done = count_queued(ground)
        tell("อ่านและตอบ · reading, answering", done, expected)
        if done >= expected:
            return
        if done != before:
            quiet_since, before = time.monotonic(), done
        elif time.monotonic() - quiet_since > _QUIET_S:
            quiet_since = time.monotonic()
            for committee in committees:
                committee.send_again()
        time.sleep(_LOOK_S)


def look_once(ground: Ground, committees: Sequence[Committee]) -> None:
    """Let every committee read what came and answer what is asked."""
    with ground.database.reading() as session:
        waiting = _read_backs(session)
    for committee in committees:
        committee.look(waiting.get(committee.unit_id, {}))


def _read_backs(session: Session) -> dict[int, dict[Ballot, Mapping[str, int | None]]]:
    found: dict[int, dict[Ballot, Mapping[str, int | None]]] = {}
    for sheet in session.exec(select(Sheet).where(Sheet.state == SheetState.READ_BACK)):
        read = sheets.values_of(sheets.newest_reading(session, saved(sheet.id))) or {}
        found.setdefault(sheet.unit_id, {})[sheet.ballot] = read
    return found


def count_queued(ground: Ground) -> int:
    """Return how many sheets wait for the reviewers."""
    with ground.database.reading() as session:
        return len(session.exec(select(Sheet.id).where(Sheet.state == SheetState.IN_REVIEW)).all())
