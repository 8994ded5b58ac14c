"""Other evidence of a unit: pictures beside its sheets, for reviewers' eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam
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


# Made once: every page and every event of a chat asks.
_KINDS: Final = (
    select(Evidence.photo_id, Evidence.kind)
    .join(Photo)
    .where(col(Photo.unit_id) == bindparam("unit"))
)
_SAME, _SAID = aliased(Photo), aliased(Photo)
_IS_EVIDENCE: Final = (
    select(Evidence.id)
    .join(_SAID, col(_SAID.id) == col(Evidence.photo_id))
    .join(
        _SAME,
        and_(col(_SAME.sha256) == col(_SAID.sha256), col(_SAME.unit_id) == col(_SAID.unit_id)),
    )
    .where(col(_SAME.id) == bindparam("photo"))
    .limit(1)
)


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
    kept = session.exec(_KINDS, params={"unit": unit_id})
    return {photo_id: EvidenceKind(kind) for photo_id, kind in kept}


def is_evidence(session: Session, photo_id: int) -> bool:
    """Tell whether a picture, or another page of the same file, was kept as evidence."""
    return session.exec(_IS_EVIDENCE, params={"photo": photo_id}).first() is not None


def of_unit(session: Session, unit_id: int) -> Sequence[Evidence]:
    """Return the evidence of a unit, oldest first."""
    mine = select(Evidence).where(Evidence.unit_id == unit_id)
    return session.exec(mine.order_by(col(Evidence.id))).all()
