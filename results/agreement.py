"""What must hold of a constituency before its figures go out (R601, R606, R607)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.states.constituency import CONSTITUENCY, ConstituencyEvent
from models.store import audit, totals
from models.store.rows import saved
from models.tables.geography import Constituency


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a constituency keeps its last good figures, in words for the public."""

    code: str
    th: str
    en: str

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"code": self.code, "message": {"th": self.th, "en": self.en}}


DIFFERENT = Stop(
    "R607",
    "หยุดเผยแพร่ผลของเขตนี้ชั่วคราว: ยอดรวมสะสมไม่ตรงกับการรวมใหม่ทั้งหมด กำลังตรวจสอบ",
    "Publication of this constituency is stopped for now: the running totals differ from a full"
    " recount of the published figures. It is being looked into.",
)
_TOO_MANY = Stop(
    "R601",
    "หยุดเผยแพร่ผลของเขตนี้ชั่วคราว: จำนวนบัตรมากกว่าผู้มีสิทธิเลือกตั้งของเขต กำลังตรวจสอบ",
    "Publication of this constituency is stopped for now: more ballots than voters on its roll."
    " It is being looked into.",
)

CHANGED_SILENTLY = Stop(
    "R606",
    "หยุดเผยแพร่ผลของเขตนี้ชั่วคราว: ตัวเลขที่เปิดเผยแล้วเปลี่ยนโดยไม่มีการแก้ไขที่มีชื่อ กำลังตรวจสอบ",
    "Publication of this constituency is stopped for now: a published number changed without a"
    " named correction. It is being looked into.",
)


def why_stopped(session: Session, constituency: Constituency) -> Stop | None:
    """Return why these figures must not go out, or None where all is well."""
    constituency_id = saved(constituency.id)
    if totals.differences(session, constituency_id):
        return DIFFERENT
    return too_many(constituency, totals.running(session, constituency_id))


def too_many(constituency: Constituency, sums: totals.Sums) -> Stop | None:
    """Return the stop for more ballots than voters (R601), or None."""
    ballots: Counter[str] = Counter()
    for (_, ballot, key), value in sums.items():
        if key in {"used", "received"}:
            ballots[ballot] += value
    return _TOO_MANY if any(used > constituency.on_roll for used in ballots.values()) else None


def pause(session: Session, constituency_id: int, stop: Stop, at: datetime) -> None:
    """Pause a live constituency and say why; only people let it go on, nothing is repaired."""
    constituency = session.get_one(Constituency, constituency_id)
    if CONSTITUENCY.allows(constituency.state, ConstituencyEvent.PAUSE):
        constituency.state = CONSTITUENCY.after(constituency.state, ConstituencyEvent.PAUSE)
    if constituency.state_reason == stop.th:
        return
    constituency.state_reason = stop.th
    audit.append(
        session,
        at=at,
        actor="results",
        action="stop",
        subject=f"constituency:{constituency_id}",
        after=stop.to_data(),
    )
