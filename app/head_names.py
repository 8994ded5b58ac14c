"""The register's names that may stand in the head of a photo, for the reader in its cage."""

from app.opening import Ground
from intake import head_names
from models.values.likely_units import Names


def names_around(ground: Ground, photo_id: int) -> Names:
    """Return the names around the unit of a photo's sender; the cage itself reaches no record."""
    with ground.database.reading() as session:
        return head_names.names_around(session, photo_id)
