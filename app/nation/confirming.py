"""Units of a rehearsal become complete: their sheets are entered as confirmed, then released.

What review does one sheet at a time is written here many rows at once; release is the real one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final

from sqlalchemy import func, insert
from sqlmodel import Session, SQLModel, col, select

from app.nation.counts import Counts
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.states.unit import UNIT, UnitEvent
from models.store import releases
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.photos import Channel, Photo
from models.tables.sheets import Count, Page, Sheet
from models.values.ballots import Ballot
from results import release

_FORMS: Final = {Ballot.CONSTITUENCY: "ส.ส. 5/18", Ballot.PARTY_LIST: "ส.ส. 5/18 (บช)"}

Night = Mapping[str, Mapping[Ballot, Counts]]
"""Unit's code → ballot → counts."""


def confirm_units(session: Session, night: Night, at: datetime) -> int:
    """Confirm both sheets of some units and release what may be public; return how many were."""
    units = session.exec(select(ReportingUnit).where(col(ReportingUnit.code).in_(night))).all()
    by_code = {unit.code: unit for unit in units}
    ordered = [by_code[code] for code in night]
    _enter(session, ordered, night, at)
    by_constituency: dict[int, list[ReportingUnit]] = defaultdict(list)
    for unit in ordered:
        unit.state = UNIT.after(unit.state, UnitEvent.CONFIRM_LAST)
        by_constituency[unit.constituency_id].append(unit)
    for constituency_id, own in sorted(by_constituency.items()):
        constituency = releases.hold_constituency(session, constituency_id)
        releases.take_slots(session, constituency, own, at)
    return release.release_due(session, at)


def _enter(session: Session, units: Sequence[ReportingUnit], night: Night, at: datetime) -> None:
    ids = count(1 + (session.exec(select(func.max(Sheet.id))).one() or 0))
    rows: dict[type[SQLModel], list[dict[str, Any]]] = {Photo: [], Sheet: [], Page: [], Count: []}
    for unit in units:
        for ballot, counts in night[unit.code].items():
            for table, more in _sheet(next(ids), saved(unit.id), ballot, counts, at).items():
                rows[table] += more
    for table, found in rows.items():
        session.connection().execute(insert(table), found)


def _sheet(
    id_: int, unit_id: int, ballot: Ballot, counts: Counts, at: datetime
) -> dict[type[SQLModel], list[dict[str, Any]]]:
    photo = {
        "id": id_,
        "receipt": f"N{id_:08}",
        "unit_id": unit_id,
        "channel": Channel.COMMAND,
        "sha256": f"{id_:064x}",
        "frame": 0,
        "original_name": "",
        "media_type": "image/jpeg",
        "bytes": 1,
        "received_at": at,
        "state": PhotoState.READ,
        "attempts": 1,
    }
    sheet = {
        "id": id_,
        "unit_id": unit_id,
        "ballot": ballot,
        "form_code": _FORMS[ballot],
        "version": 1,
        "state": SheetState.CONFIRMED,
        "edit": 0,
        "look": 1,
        "is_sampled": False,
        "created_at": at,
        "confirmed_at": at,
    }
    page = {"sheet_id": id_, "photo_id": id_, "number": 1, "is_current": True, "joined_at": at}
    numbers = [{"sheet_id": id_, "key": key, "value": value} for key, value in counts.items()]
    return {Photo: [photo], Sheet: [sheet], Page: [page], Count: numbers}
