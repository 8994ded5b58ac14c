"""Free text in the audit log, sealed under a key of its writer's own.

The log can never be changed. So what a person typed stands in it encrypted; to forget the person
the key is destroyed, and the chain of hashes stays whole over text that nobody can read again.
"""

from collections.abc import Mapping
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.tables.people import TextKey

_MARK: Final = "sealed:"

FORGOTTEN: Final = "(ลบแล้ว · forgotten)"
"""What stands where a text was whose writer is forgotten."""


def seal(session: Session, person_id: int, text: str) -> str:
    """Return a text encrypted under its writer's key; what is empty stays empty."""
    if not text:
        return text
    token = Fernet(_key_of(session, person_id).encode()).encrypt(text.encode())
    return f"{_MARK}{person_id}:{token.decode()}"


def unsealed(session: Session, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of an audit entry with every sealed text readable, or said to be gone."""
    return {name: _opened(session, value) for name, value in facts.items()}


def destroy(session: Session, person_id: int) -> bool:
    """Destroy a writer's key; return whether there was one."""
    key = session.get(TextKey, person_id)
    if key is None:
        return False
    session.delete(key)
    return True


def _opened(session: Session, value: Any) -> Any:  # noqa: ANN401 - a JSON value
    if not isinstance(value, str) or not value.startswith(_MARK):
        return value
    person, _, token = value.removeprefix(_MARK).partition(":")
    key = session.get(TextKey, int(person)) if person.isdecimal() else None
    if key is None:
        return FORGOTTEN
    try:
        return Fernet(key.key.encode()).decrypt(token.encode()).decode()
    except InvalidToken:
        return FORGOTTEN


def _key_of(session: Session, person_id: int) -> str:
    found = session.get(TextKey, person_id)
    if found is None:
        try:
            with session.begin_nested():
                found = TextKey(person_id=person_id, key=Fernet.generate_key().decode())
                session.add(found)
        except IntegrityError:  # another session was faster
            found = session.get_one(TextKey, person_id, populate_existing=True)
    return found.key
