"""Enrolment: a code on paper binds a person to a unit or a desk, once; only an HMAC is kept."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.store import audit
from models.tables.election import Election
from models.tables.people import EnrolmentCode, Person, PersonArea, Role
from models.values.codes import draw_code, tidy_code, written_code


@dataclass(frozen=True, slots=True)
class Post:
    """Whom a person sends for: one unit, any unit of a centre, or a constituency's sets."""

    unit_id: int | None = None
    centre_id: int | None = None
    constituency_id: int | None = None

    @property
    def role(self) -> Role:
        """What a person enrolled here is."""
        return Role.DESK if self.unit_id is None else Role.COMMITTEE

    @property
    def subject(self) -> str:
        """The post as the audit log names it."""
        if self.unit_id is not None:
            return f"unit:{self.unit_id}"
        if self.centre_id is not None:
            return f"centre:{self.centre_id}"
        return f"constituency:{self.constituency_id}"


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that was drawn, in its tidy spelling."""

    post: Post
    code: str
    at: datetime
    expires_at: datetime


AFTER_THE_NIGHT: Final = timedelta(days=3)
"""So long after the close of poll a code still opens: for whoever lost a phone that night."""


def expiry(election: Election, at: datetime) -> datetime:
    """Return when codes lapse: after the night, or as long after today where it is over."""
    return max(election.polls_close_at, at) + AFTER_THE_NIGHT


def code_hmac(tidy: str, secret: bytes) -> str:
    """Return what is kept of a code; without the secret a stolen table opens nothing."""
    return hmac.new(secret, b"enrolment:" + tidy.encode(), hashlib.sha256).hexdigest()


def keep_code(session: Session, new: NewCode, secret: bytes) -> None:
    """Make a drawn code good; from now on nobody can show it again."""
    session.add(
        EnrolmentCode(
            unit_id=new.post.unit_id,
            centre_id=new.post.centre_id,
            constituency_id=new.post.constituency_id,
            code_hmac=code_hmac(new.code, secret),
            created_at=new.at,
            expires_at=new.expires_at,
        )
    )
    session.flush()


def issue_code(
    session: Session, unit_id: int, secret: bytes, *, at: datetime, expires_at: datetime
) -> str:
    """Make a code for a unit and return it as printed; nobody can show it a second time."""
    code = draw_code()
    keep_code(session, NewCode(Post(unit_id), code, at, expires_at), secret)
    return written_code(code)


def post_of(code: EnrolmentCode) -> Post:
    """Return whom a code is for."""
    return Post(code.unit_id, code.centre_id, code.constituency_id)


def post_of_person(session: Session, person_id: int) -> Post:
    """Return whom a person sends for; nobody where they are bound to nothing."""
    mine = select(PersonArea).where(PersonArea.person_id == person_id)
    area = session.exec(mine.order_by(col(PersonArea.id))).first()
    return Post(area.unit_id, area.centre_id, area.constituency_id) if area else Post()


def open_code(session: Session, typed: str, secret: bytes, at: datetime) -> EnrolmentCode:
    """Return the code that a person typed, if it still opens something.

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
    """Use up a code: add a person bound to its unit or desk.

    Raises:
        NotFound: somebody else used the code in the meantime.
    """
    post = post_of(code)
    person = Person(key=uuid4().hex, role=post.role, name=name, created_at=at)
    session.add(person)
    session.flush()
    _use_up(session, code, person, at)
    session.add(
        PersonArea(
            person_id=person.id or 0,
            unit_id=post.unit_id,
            centre_id=post.centre_id,
            constituency_id=post.constituency_id,
        )
    )
    audit.append(
        session,
        at=at,
        actor=person.key,
        action="enrol",
        subject=post.subject,
        after={"code": code.id},
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
    subject = post_of(code).subject
    audit.append(session, at=at, actor=actor, action="revoke code", subject=subject)


def revoke_open(session: Session, posts: Collection[Post], at: datetime) -> int:
    """Make every unused code of some posts worthless, and return how many; not logged here."""
    revoked = 0
    for column, ids in _ids_of(posts):
        done = session.exec(
            update(EnrolmentCode).where(column.in_(ids), *_unused(at)).values(revoked_at=at)
        )
        revoked += done.rowcount
    return revoked


def revoke_person(session: Session, person: Person, actor: str, at: datetime) -> None:
    """Bar an enrolled person from every door; what they sent stays."""
    person.is_active = False
    session.flush()
    subject = f"person:{person.key}"
    audit.append(session, at=at, actor=actor, action="revoke person", subject=subject)


def _unused(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(EnrolmentCode.used_at).is_(None),
        col(EnrolmentCode.revoked_at).is_(None),
        col(EnrolmentCode.expires_at) > at,
    )


def _ids_of(posts: Collection[Post]) -> list[tuple[Mapped[int | None], list[int]]]:
    """Return the ids of the posts by their column, for those columns that have any."""
    by_column = (
        (col(EnrolmentCode.unit_id), [p.unit_id for p in posts if p.unit_id is not None]),
        (col(EnrolmentCode.centre_id), [p.centre_id for p in posts if p.centre_id is not None]),
        (
            col(EnrolmentCode.constituency_id),
            [p.constituency_id for p in posts if p.constituency_id is not None],
        ),
    )
    return [(column, ids) for column, ids in by_column if ids]


def _use_up(session: Session, code: EnrolmentCode, person: Person, at: datetime) -> None:
    used = session.exec(
        update(EnrolmentCode)
        .where(col(EnrolmentCode.id) == code.id, col(EnrolmentCode.used_at).is_(None))
        .values(used_at=at, used_by=person.id)
    )
    if used.rowcount != 1:
        raise NotFound("enrolment code")
