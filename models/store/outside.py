"""Names under which a provider of sign-ins knows people: set by others, tied at the first use."""

from sqlmodel import Session, col, select

from models.store import audit
from models.store.accounts import Keeper
from models.store.rows import saved
from models.store.sealing import seal
from models.tables.people import OutsideName, Person


def name_of(session: Session, person_id: int) -> OutsideName | None:
    """Return the outside name of a person, None where there is none."""
    return session.get(OutsideName, person_id)


def is_taken(session: Session, name: str, person_id: int) -> bool:
    """Tell whether an outside name is another person's."""
    query = select(OutsideName.person_id).where(
        OutsideName.name == name, OutsideName.person_id != person_id
    )
    return session.exec(query).first() is not None


def set_name(session: Session, person: Person, name: str, keeper: Keeper) -> None:
    """Give a person an outside name, or none; who signed in under the old one no longer can."""
    person_id = saved(person.id)
    row = session.get(OutsideName, person_id)
    if row is not None:
        session.delete(row)
        session.flush()
    if name:
        session.add(OutsideName(person_id=person_id, name=name, named_at=keeper.at))
        session.flush()
    after = {"name": seal(session, person_id, name)}
    audit.append(
        session, at=keeper.at, actor=keeper.key, action="outside name set",
        subject=f"person:{person_id}", after=after,
    )  # fmt: skip


def person_called(session: Session, subject: str, email: str | None) -> Person | None:
    """Return whose name a provider's person bears; `email` is a verified one.

    A subject that is tied counts alone: an address that was given to somebody else opens nothing.
    """
    found = session.exec(select(OutsideName).where(OutsideName.subject == subject)).first()
    if found is None:
        names = [subject, *([email.lower()] if email else [])]
        query = select(OutsideName).where(
            col(OutsideName.name).in_(names), col(OutsideName.subject).is_(None)
        )
        found = session.exec(query.with_for_update()).first()
    return session.get_one(Person, found.person_id) if found else None


def tie(session: Session, person: Person, subject: str) -> None:
    """Let a name belong to the subject that signed in under it."""
    session.get_one(OutsideName, person.id).subject = subject
    session.flush()
