"""Accounts of those who sign in with a password: opened, given a new code, stopped, looked up."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, or_, update
from sqlmodel import Session, col, func, select

from models.errors import NotFound
from models.store import audit, factors
from models.store.people import Areas
from models.store.rows import saved
from models.store.sessions import close_all_sessions
from models.tables.audit import AuditEntry
from models.tables.geography import Constituency, Province, TallyCentre
from models.tables.people import Person, PersonArea, Role, WebSession
from models.tables.sheets import Sheet

STAFF: Final = frozenset({*Role} - {Role.COMMITTEE, Role.DESK})
"""Roles that sign in with a name and a password."""

CODE_LASTS: Final = timedelta(hours=24)
"""A one-time code that nobody used by then opens nothing."""

_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its page shows it."""

    person: Person
    places: tuple[str, ...]
    """Codes of its centres, constituencies and provinces; none for the whole nation."""
    signed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account begins with; each place is a row of `PersonArea` without its person."""

    username: str
    name: str
    role: Role
    places: tuple[tuple[str, int], ...]
    """Column of `PersonArea` and id; none for the whole nation."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who acts on an account, and when; `key` names the person in the audit log."""

    key: str
    at: datetime


def accounts_in(session: Session, areas: Areas, words: str = "") -> list[Account]:
    """Return the staff accounts that lie wholly in some areas, in the order of their names."""
    part = f"%{words.strip().lower().replace('%', '').replace('_', '')}%"
    named = or_(col(Person.username).like(part), func.lower(col(Person.name)).like(part))
    query = select(Person).where(_lies_in(areas), named).order_by(col(Person.username))
    return _accounts(session, session.exec(query.limit(_SHOWN)).all())


def account_in(session: Session, areas: Areas, person_id: int) -> Account:
    """Return a staff account of some areas.

    Raises:
        NotFound: there is none, or it reaches beyond the areas.
    """
    query = select(Person).where(_lies_in(areas), col(Person.id) == person_id)
    person = session.exec(query).first()
    if person is None:
        raise NotFound("account")
    return _accounts(session, [person])[0]


def taken(session: Session, usernames: Sequence[str]) -> frozenset[str]:
    """Return which of some user names somebody has."""
    found = session.exec(select(Person.username).where(col(Person.username).in_(usernames)))
    return frozenset(name for name in found if name is not None)


def open_account(session: Session, new: NewAccount, code_hash: str, keeper: Keeper) -> Person:
    """Open an account whose owner signs in with a one-time code and then chooses a password."""
    person = Person(
        key=secrets.token_hex(16),
        role=new.role,
        name=new.name,
        username=new.username,
        password_hash=code_hash,
        code_until=keeper.at + CODE_LASTS,
        created_at=keeper.at,
    )
    session.add(person)
    session.flush()
    places: list[dict[str, Any]] = [{column: id_} for column, id_ in new.places] or [{}]
    session.add_all(PersonArea(person_id=saved(person.id), **place) for place in places)
    session.flush()
    opened = {"role": new.role.value, "areas": places}
    _note(session, "account opened", person, keeper, opened)
    return person


def give_code(session: Session, person: Person, code_hash: str, keeper: Keeper) -> None:
    """Replace a forgotten password by a one-time code; every session ends."""
    person.password_hash, person.code_until = code_hash, keeper.at + CODE_LASTS
    close_all_sessions(session, saved(person.id))
    _note(session, "account code", person, keeper)


def take_phone_away(session: Session, person: Person, code_hash: str, keeper: Keeper) -> None:
    """Forget the phone of somebody who lost it.

    A new code with it: a password that was seen must not be enough to set up another phone.
    """
    factors.take_away(session, person, keeper.key, keeper.at)
    give_code(session, person, code_hash, keeper)


def choose_password(session: Session, person: Person, password_hash: str, at: datetime) -> None:
    """Keep the password that an account's owner chose; the code is used up."""
    person.password_hash, person.code_until = password_hash, None
    close_all_sessions(session, saved(person.id))
    _note(session, "password chosen", person, Keeper(person.key, at))


def stop(session: Session, person: Person, keeper: Keeper) -> None:
    """Stop an account: sessions end at once, and what it held goes back to the queue."""
    person.is_active = False
    close_all_sessions(session, saved(person.id))
    free = {"claimed_by": None, "claim_token": None, "claimed_until": None}
    session.exec(update(Sheet).where(col(Sheet.claimed_by) == person.id).values(free))
    _note(session, "account stopped", person, keeper)


def start_again(session: Session, person: Person, keeper: Keeper) -> None:
    """Let a stopped account sign in again."""
    person.is_active = True
    _note(session, "account started", person, keeper)


def sessions_of(session: Session, person_id: int, at: datetime) -> Sequence[WebSession]:
    """Return the sessions of an account that are not over, the newest use first."""
    query = select(WebSession).where(WebSession.person_id == person_id, WebSession.expires_at > at)
    return session.exec(query.order_by(col(WebSession.seen_at).desc())).all()


def history(session: Session, person_id: int, refused: Sequence[str]) -> Sequence[AuditEntry]:
    """Return what happened to an account, the newest first.

    `refused` are the subjects under which wrong tries at its name are noted.
    """
    subjects = (f"person:{person_id}", *refused)
    query = select(AuditEntry).where(col(AuditEntry.subject).in_(subjects))
    return session.exec(query.order_by(col(AuditEntry.id).desc()).limit(_SHOWN)).all()


def _lies_in(areas: Areas) -> ColumnElement[bool]:
    mine = col(PersonArea.person_id) == col(Person.id)
    beyond = exists().where(mine, ~func.coalesce(areas.hold_wholly(), False))
    return col(Person.role).in_(STAFF) & exists().where(mine) & ~beyond


def _accounts(session: Session, people: Sequence[Person]) -> list[Account]:
    """Return people with the codes of their places and their last sign-in, two questions in all."""
    ids = [saved(person.id) for person in people]
    codes = (
        select(
            PersonArea.person_id,
            func.coalesce(TallyCentre.code, Constituency.code, Province.code),
        )
        .join(TallyCentre, col(TallyCentre.id) == col(PersonArea.centre_id), isouter=True)
        .join(Constituency, col(Constituency.id) == col(PersonArea.constituency_id), isouter=True)
        .join(Province, col(Province.id) == col(PersonArea.province_id), isouter=True)
        .where(col(PersonArea.person_id).in_(ids))
    )
    places: defaultdict[int, list[str]] = defaultdict(list)
    for person_id, code in session.exec(codes):
        if code:
            places[person_id].append(code)
    subjects = {f"person:{id_}": id_ for id_ in ids}
    signed_in = (
        select(AuditEntry.subject, func.max(AuditEntry.at))
        .where(col(AuditEntry.subject).in_(subjects), AuditEntry.action == "sign in")
        .group_by(col(AuditEntry.subject))
    )
    last = {subjects[subject]: at for subject, at in session.exec(signed_in)}
    return [
        Account(person, tuple(sorted(places[id_])), last.get(id_))
        for id_, person in zip(ids, people, strict=True)
    ]


def _note(
    session: Session,
    action: str,
    person: Person,
    keeper: Keeper,
    after: dict[str, Any] | None = None,
) -> None:
    audit.append(
        session,
        at=keeper.at,
        actor=keeper.key,
        action=action,
        subject=f"person:{person.id}",
        after=after,
    )
