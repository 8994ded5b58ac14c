"""Enrolment: a code on paper binds a person to a unit, once. Only an HMAC of it is kept."""

import hashlib
import hmac
from datetime import datetime
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.store import audit
from models.tables.geography import ReportingUnit
from models.tables.people import EnrolmentCode, Person, PersonArea, Role
from models.values.codes import draw_code, tidy_code, written_code


def code_hmac(tidy: str, secret: bytes) -> str:
    """Return what is kept of a code; without the secret a stolen table opens nothing."""
    return hmac.new(secret, b"enrolment:" + tidy.encode(), hashlib.sha256).hexdigest()


def issue_code(
    session: Session, unit_id: int, secret: bytes, *, at: datetime, expires_at: datetime
) -> str:
    """Make a code for a unit and return it as printed; nobody can show it a second time."""
    code = draw_code()
    session.add(
        EnrolmentCode(
            unit_id=unit_id,
            code_hmac=code_hmac(code, secret),
            created_at=at,
            expires_at=expires_at,
        )
    )
    session.flush()
    return written_code(code)


def open_code(session: Session, typed: str, secret: bytes, at: datetime) -> EnrolmentCode:
    """Return the code that a person typed, if it still opens a unit.

    Raises:
        NotFound: wrong, used, revoked or expired; which of them is nobody's business.
    """
    tidy = tidy_code(typed)
    wanted = code_hmac(tidy or "", secret)
    code = session.exec(select(EnrolmentCode).where(EnrolmentCode.code_hmac == wanted)).first()
    if tidy is None or code is None or not is_open(code, at):
        raise NotFound("enrolment code")
    return code


def is_open(code: EnrolmentCode, at: datetime) -> bool:
    """Tell whether a code can still be used."""
    return code.used_at is None and code.revoked_at is None and at < code.expires_at


def enrol(session: Session, code: EnrolmentCode, name: str, at: datetime) -> Person:
    """Use up a code: add a committee member bound to its unit.

    Raises:
        NotFound: somebody else used the code in the meantime.
    """
    person = Person(key=uuid4().hex, role=Role.COMMITTEE, name=name, created_at=at)
    session.add(person)
    session.flush()
    _use_up(session, code, person, at)
    session.add(PersonArea(person_id=person.id or 0, unit_id=code.unit_id))
    unit = session.get_one(ReportingUnit, code.unit_id)
    audit.append(
        session,
        at=at,
        actor=person.key,
        action="enrol",
        subject=f"unit:{unit.id}",
        after={"unit": unit.code, "code": code.id},
    )
    return person


def revoke_code(session: Session, code_id: int, actor: str, at: datetime) -> None:
    """Make an unused code worthless.

    Raises:
        NotFound: there is no such code.
    """
    code = session.get(EnrolmentCode, code_id)
    if code is None:
        raise NotFound("enrolment code")
    code.revoked_at = code.revoked_at or at
    subject = f"unit:{code.unit_id}"
    audit.append(session, at=at, actor=actor, action="revoke code", subject=subject)


def _use_up(session: Session, code: EnrolmentCode, person: Person, at: datetime) -> None:
    used = session.exec(
        update(EnrolmentCode)
        .where(col(EnrolmentCode.id) == code.id, col(EnrolmentCode.used_at).is_(None))
        .values(used_at=at, used_by=person.id)
    )
    if used.rowcount != 1:
        raise NotFound("enrolment code")
