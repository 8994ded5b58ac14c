"""The public record of one unit: its numbers, where they come from and what was changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.photos import PageReading, Photo
from models.tables.results import Correction, PublishedCount, Release
from models.tables.sheets import Decision, DecisionKind, Page, Sheet, SheetFinding
from results.addresses import path_for
from results.register import Register, named

_T = TypeVar("_T")

_ABOUT: Final = timedelta(minutes=10)
"""Confirmation times are public only so roughly: an exact one points at a person's shift."""

_LOOKS: Final = (DecisionKind.CONFIRM, DecisionKind.CORRECT, DecisionKind.SECOND_LOOK)


@dataclass(frozen=True)
class _Facts:
    """Everything behind the numbers of some units, read in a few queries."""

    releases: dict[int, Release]
    counts: dict[int, list[PublishedCount]]
    sheets: dict[int, Sheet]
    pages: dict[int, list[tuple[Page, str, PageReading | None]]]
    people: dict[int, int]
    findings: dict[int, list[SheetFinding]]
    corrections: dict[int, list[Correction]]


def unit_records(
    session: Session, register: Register, units: Collection[ReportingUnit], snapshot: int
) -> dict[int, dict[str, Any]]:
    """Return the record of each public unit by unit id; `snapshot` is the one that shows it."""
    facts = _read_facts(session, {saved(unit.id) for unit in units})
    return {
        saved(unit.id): _record(register, unit, facts, snapshot)
        for unit in units
        if saved(unit.id) in facts.releases
    }


def iso(at: datetime) -> str:
    """Return a time as the public files write it: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def about(at: datetime) -> datetime:
    """Return a time rounded down to ten minutes."""
    return at - timedelta(seconds=at.timestamp() % _ABOUT.total_seconds())


def place_of(register: Register, unit: ReportingUnit) -> dict[str, Any]:
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


def _record(
    register: Register, unit: ReportingUnit, facts: _Facts, snapshot: int
) -> dict[str, Any]:
    unit_id = saved(unit.id)
    release = facts.releases[unit_id]
    return {
        "kind": "unit",
        "official": False,
        "rehearsal": register.election.is_rehearsal,
        "election": register.election.code,
        "snapshot": snapshot,
        "unit": place_of(register, unit),
        "centre": named(register.centres[unit.centre_id]),
        "sequence": release.sequence,
        "released_at": iso(release.released_at) if release.released_at else None,
        "rechecked": release.is_rechecked,
        "ballots": _ballots(facts, unit_id),
        "corrections": [correction_data(c) for c in facts.corrections.get(unit_id, [])],
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


def _ballots(facts: _Facts, unit_id: int) -> dict[str, Any]:
    by_ballot: dict[str, list[PublishedCount]] = defaultdict(list)
    for count in facts.counts.get(unit_id, []):
        by_ballot[count.ballot.value].append(count)
    return {
        ballot: {
            "counts": {c.key: c.value for c in counts},
            **_sheet(facts, facts.sheets[counts[0].sheet_id]),
        }
        for ballot, counts in sorted(by_ballot.items())
    }


def _sheet(facts: _Facts, sheet: Sheet) -> dict[str, Any]:
    sheet_id = saved(sheet.id)
    return {
        "form": sheet.form_code,
        "version": sheet.version,
        "people": facts.people.get(sheet_id, 0),
        "confirmed_about": iso(about(sheet.confirmed_at)) if sheet.confirmed_at else None,
        "pages": [_page(*shown) for shown in facts.pages.get(sheet_id, [])],
        "findings": [
            {
                "code": f.code,
                "severity": f.severity.value,
                "fields": f.fields,
                "message": f.message,
                "reason": f.reason,
            }
            for f in facts.findings.get(sheet_id, [])
        ],
    }


def _page(page: Page, photo_sha256: str, reading: PageReading | None) -> dict[str, Any]:
    image = None
    if reading and reading.public_sha256 and page.is_current:
        image = {
            "path": path_for(reading.public_sha256, "jpg"),
            "sha256": reading.public_sha256,
            "width": reading.public_width,
            "height": reading.public_height,
            "boxes": reading.public_boxes,
        }
    return {
        "page": page.number,
        "current": page.is_current,
        "photo_sha256": photo_sha256,
        "image": image,
    }


def _read_facts(session: Session, unit_ids: set[int]) -> _Facts:
    releases = session.exec(
        select(Release).where(
            col(Release.unit_id).in_(unit_ids), col(Release.released_at).is_not(None)
        )
    )
    counts = session.exec(
        select(PublishedCount)
        .where(col(PublishedCount.unit_id).in_(unit_ids))
        .order_by(col(PublishedCount.id))
    ).all()
    sheet_ids = {count.sheet_id for count in counts}
    corrections = session.exec(
        select(Correction).where(col(Correction.unit_id).in_(unit_ids)).order_by(col(Correction.id))
    )
    return _Facts(
        releases={r.unit_id: r for r in releases},
        counts=_grouped((c.unit_id, c) for c in counts),
        sheets={
            saved(s.id): s for s in session.exec(select(Sheet).where(col(Sheet.id).in_(sheet_ids)))
        },
        pages=_pages(session, sheet_ids),
        people=_people(session, sheet_ids),
        findings=_grouped(
            (f.sheet_id, f)
            for f in session.exec(
                select(SheetFinding).where(col(SheetFinding.sheet_id).in_(sheet_ids))
            )
        ),
        corrections=_grouped((c.unit_id, c) for c in corrections),
    )


def _pages(
    session: Session, sheet_ids: set[int]
) -> dict[int, list[tuple[Page, str, PageReading | None]]]:
    wanted = (
        select(Page, Photo.sha256, PageReading)
        .join(Photo, col(Photo.id) == col(Page.photo_id))
        .outerjoin(PageReading, col(PageReading.photo_id) == col(Page.photo_id))
        .where(col(Page.sheet_id).in_(sheet_ids))
        .options(defer(PageReading.scan))  # type: ignore[arg-type]
        .order_by(col(Page.number), col(Page.id))
    )
    return _grouped(
        (page.sheet_id, (page, sha, reading)) for page, sha, reading in session.exec(wanted)
    )


def _people(session: Session, sheet_ids: set[int]) -> dict[int, int]:
    wanted = (
        select(Decision.sheet_id, func.count(func.distinct(Decision.person_id)))
        .where(col(Decision.sheet_id).in_(sheet_ids), col(Decision.kind).in_(_LOOKS))
        .group_by(col(Decision.sheet_id))
    )
    return dict(session.exec(wanted).all())


def _grouped(pairs: Iterable[tuple[int, _T]]) -> dict[int, list[_T]]:
    groups: dict[int, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
