"""Other evidence of a unit: pictures beside its sheets, for reviewers' eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.store.rows import saved
from models.store.sheets import is_placed
from models.tables.evidence import Evidence
from models.tables.photos import Photo
from models.values.evidence import EvidenceKind

NOTE_KEPT = 300
"""Letters of a note."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sender says of a picture."""

    kind: EvidenceKind
    note: str
    person_id: int | None


def keep(session: Session, photo: Photo, claim: Claim, at: datetime) -> bool:
    """Keep a picture as evidence of its unit; False for a page of a form, which it stays.

    Saying it again changes nothing: the first word counts.
    """
    if is_placed(session, saved(photo.id)):
        return False
    if not is_evidence(session, saved(photo.id)):
        session.add(
            Evidence(
                photo_id=saved(photo.id),
                unit_id=photo.unit_id,
                kind=claim.kind,
                note=" ".join(claim.note.split())[:NOTE_KEPT],
                person_id=claim.person_id,
                created_at=at,
            )
        )
        session.flush()
    return True


def evidence_kind(session: Session, photo_id: int) -> EvidenceKind | None:
    """Return as what a picture was kept, or None where it is no evidence."""
    kept = session.exec(select(Evidence).where(Evidence.photo_id == photo_id)).first()
    return kept.kind if kept is not None else None


def kinds_of_unit(session: Session, unit_id: int) -> dict[int, EvidenceKind]:
    """Return as what each picture of a unit was kept, by the photo's id."""
    kept = select(Evidence.photo_id, Evidence.kind).join(Photo).where(Photo.unit_id == unit_id)
    return {photo_id: EvidenceKind(kind) for photo_id, kind in session.exec(kept)}


def is_evidence(session: Session, photo_id: int) -> bool:
    """Tell whether a picture, or another page of the same file, was kept as evidence."""
    photo, said = aliased(Photo), aliased(Photo)
    query = (
        select(Evidence.id)
        .join(said, col(said.id) == col(Evidence.photo_id))
        .join(
            photo,
            and_(col(photo.sha256) == col(said.sha256), col(photo.unit_id) == col(said.unit_id)),
        )
        .where(photo.id == photo_id)
    )
    return session.exec(query.limit(1)).first() is not None


def of_unit(session: Session, unit_id: int) -> Sequence[Evidence]:
    """Return the evidence of a unit, oldest first."""
    mine = select(Evidence).where(Evidence.unit_id == unit_id)
    return session.exec(mine.order_by(col(Evidence.id))).all()
