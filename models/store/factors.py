"""Second factors in the record: begun, confirmed by a first right code, used, taken away."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from models.store import audit
from models.tables.people import Person, SecondFactor


def confirmed(session: Session, person_id: int) -> SecondFactor | None:
    """Return the factor that protects a person's sign-in, None where there is none."""
    found = session.get(SecondFactor, person_id)
    return found if found is not None and found.confirmed_at is not None else None


def begin(session: Session, person_id: int, sealed_secret: str, at: datetime) -> SecondFactor:
    """Keep a fresh secret that has not been confirmed; one that was begun before is replaced."""
    factor = session.get(SecondFactor, person_id) or SecondFactor(
        person_id=person_id, sealed_secret="", created_at=at
    )
    factor.sealed_secret, factor.created_at, factor.last_step = sealed_secret, at, 0
    session.add(factor)
    session.flush()
    return factor


def confirm(
    session: Session, person: Person, step: int, recovery: Sequence[str], at: datetime
) -> None:
    """Let the begun factor protect the person from now on."""
    factor = session.get_one(SecondFactor, person.id)
    factor.confirmed_at, factor.last_step, factor.recovery = at, step, list(recovery)
    _note(session, person.key, "second factor on", person, at)


def use_step(factor: SecondFactor, step: int) -> bool:
    """Use up a half-minute's code; False where it, or a later one, was used before."""
    if step <= factor.last_step:
        return False
    factor.last_step = step
    return True


def use_recovery(session: Session, person: Person, code_hmac: str, at: datetime) -> bool:
    """Use up a recovery code; False where it is none of those that are left."""
    factor = session.get_one(SecondFactor, person.id)
    if code_hmac not in factor.recovery:
        return False
    factor.recovery = [kept for kept in factor.recovery if kept != code_hmac]
    _note(session, person.key, "recovery code used", person, at)
    return True


def take_away(session: Session, person: Person, actor: str, at: datetime) -> None:
    """Remove a person's factor after a phone was lost; the next sign-in sets up anew."""
    factor = session.get(SecondFactor, person.id)
    if factor is not None:
        session.delete(factor)
        _note(session, actor, "second factor off", person, at)


def _note(session: Session, actor: str, action: str, person: Person, at: datetime) -> None:
    audit.append(session, at=at, actor=actor, action=action, subject=f"person:{person.id}")
