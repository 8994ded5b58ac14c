"""Who was forgotten, beside the copies: an older copy still knows them, until it is restored.

The list holds random keys only, which lead to nobody.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlmodel import col, select

from app.scrubbing import scrub
from app.settings import Settings
from models.database import Database
from models.store import forgetting
from models.tables.people import Person

LIST: Final = "forgotten.json"
_ACTOR: Final = "restore"


def note_forgotten(place: Path, database: Database) -> None:
    """Add everybody who was forgotten to the list; nobody ever leaves it."""
    with database.reading() as session:
        keys = {*_listed(place), *forgetting.forgotten_keys(session)}
    draft = place / f".{LIST}"
    draft.write_text(json.dumps(sorted(keys), indent=1) + "\n")
    draft.rename(place / LIST)


def forget_again(settings: Settings, place: Path) -> int:
    """Forget in a restored record who was forgotten after its copy was made; return how many."""
    database = Database(settings.database_url)
    try:
        with database.writing() as session:
            known = select(Person).where(col(Person.key).in_(_listed(place)))
            people = [p for p in session.exec(known) if not forgetting.is_forgotten(p)]
            for person in people:
                forgetting.forget(session, person, _ACTOR, datetime.now(UTC))
        if people:
            scrub(database)
        return len(people)
    finally:
        database.close()


def _listed(place: Path) -> list[str]:
    file = place / LIST
    return [str(key) for key in json.loads(file.read_text())] if file.exists() else []
