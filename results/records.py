"""The public record of one unit: its numbers, where they come from and what was changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

import orjson
from sqlalchemy import Row, String, cast
from sqlmodel import Session, col, func, select

from models.tables.objections import Objection
from models.tables.photos import PageReading, Photo
from models.tables.results import Correction, PublishedSheet
from models.tables.sheets import Decision, DecisionKind, Page, Sheet, SheetFinding
from results.addresses import path_for
from results.register import Register, named
from results.whereabouts import CHUNK, UnitNow

_T = TypeVar("_T")

_ABOUT: Final = timedelta(minutes=10)
"""Confirmation times are public only so roughly: an exact one points at a person's shift."""

_LOOKS: Final = (DecisionKind.CONFIRM, DecisionKind.CORRECT, DecisionKind.SECOND_LOOK)


@dataclass(frozen=True)
class _Facts:
    """Everything behind the numbers of some units, read in a few queries."""

    sheets: dict[int, list[Any]]
    pages: dict[int, list[Any]]
    people: dict[int, int]
    findings: dict[int, list[Any]]
    corrections: dict[int, list[Correction]]


def unit_records(
    session: Session, register: Register, units: Collection[UnitNow], snapshot: int
) -> dict[str, dict[str, Any]]:
    """Return the record of each unit that is or was public by its code.

    `snapshot` is the one that shows it.
    """
    wanted = [unit for unit in units if unit.has_record]
    found = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        facts = _read_facts(session, {unit.unit_id for unit in chunk})
        found.update({unit.code: _record(register, unit, facts, snapshot) for unit in chunk})
    return found


def iso(at: datetime) -> str:
    """Return a time as the public files write it: UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def about(at: datetime) -> datetime:
    """Return a time rounded down to ten minutes."""
    return at - timedelta(seconds=at.timestamp() % _ABOUT.total_seconds())


def place_of(register: Register, unit: UnitNow) -> dict[str, Any]:
    """Return where a unit lies and what it is called, in the JSON form."""
    area = register.areas.get(unit.area_id or 0)
    amphoe = register.amphoe.get(unit.amphoe_id or 0)
    return {
        "code": unit.code,
        "kind": unit.kind.value,
        "stream": unit.stream.value,
        "number": unit.number,
        "moo": unit.moo,
        "place": unit.place_th,
        "area": named(area) | {"kind": area.kind.value} if area else None,
        "amphoe": named(amphoe) if amphoe else None,
        "on_roll": unit.on_roll,
    }


def _record(register: Register, unit: UnitNow, facts: _Facts, snapshot: int) -> dict[str, Any]:
    corrections = facts.corrections.get(unit.unit_id, [])
    sheets = facts.sheets.get(unit.unit_id, [])
    return {
        "kind": "unit",
        "official": False,
        "rehearsal": register.election.is_rehearsal,
        "election": register.election.code,
        "snapshot": snapshot,
        "unit": place_of(register, unit),
        "centre": named(register.centres[unit.centre_id]),
        "sequence": unit.sequence,
        "released_at": iso(unit.released_at) if unit.released_at else None,
        "rechecked": bool(unit.is_rechecked),
        "withdrawn": unit.state.value if not sheets else None,
        "ballots": {row.ballot.value: _sheet(facts, row) for row in sheets},
        "corrections": [correction_data(c) for c in corrections],
    }


def correction_data(correction: Correction) -> dict[str, Any]:
    """Return a correction in the JSON form."""
    return {
        "id": correction.id,
        "ballot": correction.ballot.value,
        "key": correction.key,
        "old": correction.old_value,
        "new": correction.new_value,
        "reason": correction.reason,
        "at": iso(correction.created_at),
    }


def objection_data(objection: Objection, voices: int) -> dict[str, Any]:
    """Return an answered objection in the JSON form; what people wrote stays inside."""
    return {
        "ticket": objection.ticket,
        "ballot": objection.ballot.value,
        "key": objection.key,
        "shown": objection.shown,
        "claimed": objection.claimed,
        "objector": objection.objector.value,
        "voices": voices,
        "outcome": objection.state.value,
        "at": iso(objection.answered_at) if objection.answered_at else None,
    }


def _sheet(facts: _Facts, row: Row[Any]) -> dict[str, Any]:
    return {
        "counts": orjson.loads(row.counts),
        "form": row.form_code,
        "version": row.version,
        "people": facts.people.get(row.sheet_id, 0),
        "confirmed_about": iso(about(row.confirmed_at)) if row.confirmed_at else None,
        "pages": [_page(page) for page in facts.pages.get(row.sheet_id, [])],
        "findings": [
            {
                "code": f.code,
                "severity": f.severity.value,
                "fields": f.fields,
                "message": f.message,
                "reason": f.reason,
            }
            for f in facts.findings.get(row.sheet_id, [])
        ],
    }


def _page(page: Row[Any]) -> dict[str, Any]:
    image = None
    if page.public_sha256 and page.is_current:
        image = {
            "path": path_for(page.public_sha256, "jpg"),
            "sha256": page.public_sha256,
            "width": page.public_width,
            "height": page.public_height,
            "boxes": page.public_boxes,
        }
    return {
        "page": page.number,
        "current": page.is_current,
        "photo_sha256": page.sha256,
        "image": image,
    }


def _read_facts(session: Session, unit_ids: set[int]) -> _Facts:
    sheets = _grouped((row.unit_id, row) for row in _sheets(session, unit_ids))
    sheet_ids = {row.sheet_id for rows in sheets.values() for row in rows}
    corrections = session.exec(
        select(Correction).where(col(Correction.unit_id).in_(unit_ids)).order_by(col(Correction.id))
    )
    return _Facts(
        sheets=sheets,
        pages=_grouped((row.sheet_id, row) for row in _pages(session, sheet_ids)),
        people=_people(session, sheet_ids),
        findings=_grouped((row.sheet_id, row) for row in _findings(session, sheet_ids)),
        corrections=_grouped((c.unit_id, c) for c in corrections),
    )


def _sheets(session: Session, unit_ids: set[int]) -> Iterable[Any]:
    p, s = PublishedSheet, Sheet
    found = session.connection().execute(
        select(  # type: ignore[call-overload]
            p.unit_id, p.ballot, p.sheet_id, cast(p.counts, String).label("counts"),
            s.form_code, s.version, s.confirmed_at,
        )
        .join(s, col(s.id) == col(p.sheet_id))
        .where(col(p.unit_id).in_(unit_ids))
        .order_by(col(p.unit_id), col(p.ballot))
    )  # fmt: skip
    return found.all()


def _pages(session: Session, sheet_ids: set[int]) -> Iterator[Any]:
    wanted = (
        select(  # type: ignore[call-overload]
            Page.sheet_id, Page.number, Page.is_current, Photo.sha256, PageReading.public_sha256,
            PageReading.public_width, PageReading.public_height, PageReading.public_boxes,
        )
        .join(Photo, col(Photo.id) == col(Page.photo_id))
        .outerjoin(PageReading, col(PageReading.photo_id) == col(Page.photo_id))
        .order_by(col(Page.number), col(Page.id))
    )  # fmt: skip
    for ids in _chunks(sheet_ids):
        yield from session.connection().execute(wanted.where(col(Page.sheet_id).in_(ids))).all()


def _findings(session: Session, sheet_ids: set[int]) -> Iterator[SheetFinding]:
    for ids in _chunks(sheet_ids):
        wanted = select(SheetFinding).where(col(SheetFinding.sheet_id).in_(ids))
        yield from session.exec(wanted.order_by(col(SheetFinding.id)))


def _people(session: Session, sheet_ids: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for ids in _chunks(sheet_ids):
        wanted = (
            select(Decision.sheet_id, func.count(func.distinct(Decision.person_id)))
            .where(col(Decision.sheet_id).in_(ids), col(Decision.kind).in_(_LOOKS))
            .group_by(col(Decision.sheet_id))
        )
        found.update(dict(session.exec(wanted).all()))
    return found


def _chunks(ids: set[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _grouped(pairs: Iterable[tuple[int, _T]]) -> dict[int, list[_T]]:
    groups: dict[int, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
